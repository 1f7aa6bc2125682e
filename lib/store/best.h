#ifndef STORE_BEST_H
#define STORE_BEST_H

/*
 * The golden records as a table that plain SQL can read: the view v_golden of
 * omni-store(5). Made at need, since few runs are looked at that way and it
 * takes a part of what a merge takes. It is of one generation of the store:
 * once anything is imported, merged or taken back, the view shows nothing
 * until it is made anew, so nobody ever reads what is not so any more.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "store/store.h"

#define BEST_FIELDS 25 /* as golden_fields of match/golden.h has them */

/**
 * best_is_fresh(store, generation, is_fresh, err): is the table that of the
 * store's generation, which is told, too? In the caller's view.
 */
int best_is_fresh(struct store *, int64_t *, bool *, struct err *);

/**
 * best_begin(store, generation, is_same, err): a write begins, and the table is
 * empty; unless the store is of another generation by now, or another process
 * has made it: then *${is_same} is false and nothing began.
 * best_add(store, customer, fields, provenance, err): BEST_FIELDS values, in
 * the order of the columns; customers in ascending order.
 * best_end(store, generation, err): all is there; commits. A failure leaves
 * the rollback to the caller.
 */
int best_begin(struct store *, int64_t, bool *, struct err *);
int best_add(
    struct store *, int64_t, const struct span *, struct span, struct err *);
int best_end(struct store *, int64_t, struct err *);

#endif
