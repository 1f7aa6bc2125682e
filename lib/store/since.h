#ifndef STORE_SINCE_H
#define STORE_SINCE_H

/*
 * What came since a state of the store that was written down: records of
 * which more is said, or of which something was said again, and pairs of which
 * something was decided. Only what is added is found so; who takes an import
 * back leaves no such trace, and the state tells it.
 *
 * Each function hands one key of a record after another to ${each}, which gets
 * ${context} and returns 0, or -1 with its error to stop. Call them inside one
 * view (store_begin_read).
 */

#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

struct since_state {
	int64_t import;   /* the newest */
	int64_t undone;   /* how many were taken back */
	int64_t said;     /* the newest statement */
	int64_t decision; /* the newest */
	int64_t records;  /* how many there are */
};

typedef int since_each(void *, int64_t, struct err *);

/**
 * since_state(store, state, err): as it is.
 * since_records(store, state, each, context, err): records of which a later
 * statement is.
 * since_repeated(store, state, each, context, err): records of several
 * statements of which later imports repeated one, so that another may be the
 * latest now; some come more than once, and some that changed in nothing.
 * since_decided(store, state, each, context, err): both records of pairs that
 * were decided later; some come more than once.
 * since_said(store, record, each, context, err): here ${each} gets the numbers
 * of all statements of a record.
 */
int since_state(struct store *, struct since_state *, struct err *);
int since_records(struct store *, const struct since_state *, since_each *,
    void *, struct err *);
int since_repeated(struct store *, const struct since_state *, since_each *,
    void *, struct err *);
int since_decided(struct store *, const struct since_state *, since_each *,
    void *, struct err *);
int since_said(struct store *, int64_t, since_each *, void *, struct err *);

#endif
