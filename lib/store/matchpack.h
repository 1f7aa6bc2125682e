#ifndef STORE_MATCHPACK_H
#define STORE_MATCHPACK_H

/*
 * The packs of matching: numbered parts that are kept after a run, so that a
 * person is found, and news is matched, without reading all records. What a
 * part holds is the caller's; here it is seen to that a part is whole, and that
 * a pack is that of the last run and of a model.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "store/store.h"

/* Their parts have numbers below MATCHPACK_NEWS_FIRST, and from there on. */
enum matchpack_kind { MATCHPACK_FIND, MATCHPACK_NEWS };

#define MATCHPACK_NEWS_FIRST (INT64_C(1) << 48)

/**
 * matchpack_is_fresh(store, kind, run, digest, is_fresh, err): is it that of
 * this run, which is the last, and of the model with this digest?
 * matchpack_read(store, id, bytes, err): one part, behind what is in ${bytes};
 * of a part that is not there nothing is. ERR_DATA when it is damaged.
 * matchpack_read_long(...): the same of one of megabytes, in less memory.
 */
int matchpack_is_fresh(struct store *, enum matchpack_kind, int64_t, uint64_t,
    bool *, struct err *);
int matchpack_read(struct store *, int64_t, struct buf *, struct err *);
int matchpack_read_long(struct store *, int64_t, struct buf *, struct err *);

/**
 * matchpack_begin(store, run, is_last, err): a write begins, unless this run
 * is not the last any more: then *${is_last} is false and nothing began.
 * matchpack_drop(store, first, last, err): the parts with these numbers.
 * matchpack_add(store, id, bytes, err): a part.
 * matchpack_end(store, kind, run, digest, err): all is there; commits. A
 * failure leaves the rollback to the caller.
 * matchpack_forget(store, kind, run, err): the pack is nobody's any more, in a
 * write of its own; nothing if another run than this is the last.
 * matchpack_said(store, each, context, err): ${each} gets every statement's
 * number and the key of its record, by number.
 * matchpack_last_run(store, run, err): 0 when there is none.
 */
int matchpack_begin(struct store *, int64_t, bool *, struct err *);
int matchpack_drop(struct store *, int64_t, int64_t, struct err *);
int matchpack_add(struct store *, int64_t, struct span, struct err *);
int matchpack_end(
    struct store *, enum matchpack_kind, int64_t, uint64_t, struct err *);
int
matchpack_forget(struct store *, enum matchpack_kind, int64_t, struct err *);
int matchpack_said(struct store *,
    int (*)(void *, int64_t, int64_t, struct err *), void *, struct err *);
int matchpack_last_run(struct store *, int64_t *, struct err *);

#endif
