#ifndef STORE_REPEAT_H
#define STORE_REPEAT_H

/*
 * What an import said that the store had already, so that it stays when the
 * import is taken back that said it first: numbers of rows, of observations
 * with the times at which it said them. They are written as differences, a
 * byte or two for most, in blobs of the table "repeat".
 */

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/store.h"

enum repeat_kind { REPEAT_EVENT = 1, REPEAT_SAID };

struct repeat {
	struct store *store;
	int64_t import;
	struct buf bytes[REPEAT_SAID + 1]; /* by kind */
	int64_t last_id[REPEAT_SAID + 1];
	int64_t last_us;
};

/* A zeroed one is ready once it knows its store and import. */

/**
 * repeat_event(repeat, event, err): the event of this row was said again. The
 * same may be told twice.
 * repeat_said(repeat, observation, first_us, last_us, err): so was what this
 * observation says; times are CANON_NO_TIME where not known.
 * repeat_finish(repeat, err): write the rest. repeat_clear(repeat).
 */
int repeat_event(struct repeat *, int64_t, struct err *);
int repeat_said(struct repeat *, int64_t, int64_t, int64_t, struct err *);
int repeat_finish(struct repeat *, struct err *);
void repeat_clear(struct repeat *);

/* One of them, read back. */
struct repeat_entry {
	int64_t import;
	int64_t id;
	int64_t first_us, last_us;
};

/**
 * repeat_read_others(store, kind, import, take, data, err): what other imports
 * of the same source that stand repeated, in the order of the imports.
 * repeat_read(store, kind, import, take, data, err): what this one did.
 */
int repeat_read_others(struct store *, enum repeat_kind, int64_t,
    int (*)(void *, const struct repeat_entry *, struct err *), void *,
    struct err *);
int repeat_read(struct store *, enum repeat_kind, int64_t,
    int (*)(void *, const struct repeat_entry *, struct err *), void *,
    struct err *);

#endif
