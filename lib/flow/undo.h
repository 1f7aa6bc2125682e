#ifndef FLOW_UNDO_H
#define FLOW_UNDO_H

/*
 * Merges taken back, and customers taken apart by hand.
 */

#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "store/store.h"

/**
 * undo_back(store, run, now_us, made, err): ${run} and all later runs are
 * taken back: ids and memberships are as they were before it. Records that
 * were imported since stand alone. Records that this parts are never one
 * again until they are released, but where somebody decided that they are.
 * ERR_NO when there is no such run, or it is taken back already. What was done
 * is a run itself, ${made}, which can be taken back like any other.
 * undo_let_go(store, run, err): what taking back ${run} keeps apart, or
 * what ${run} itself took apart or put together, is for the next merge to
 * judge. ERR_NO when there is nothing of it.
 */
int
undo_back(struct store *, int64_t, int64_t, struct store_run *, struct err *);
int undo_let_go(struct store *, int64_t, struct err *);

/**
 * undo_split(store, customer, out, n, now_us, made, err): the records ${out}
 * leave the customer, together, and are never one with the rest again.
 * ERR_NO when there is no such customer or record, ERR_DATA when a record is
 * not the customer's, when nobody would stay, or when somebody decided
 * otherwise.
 */
int undo_split(struct store *, struct span, const char *const *, size_t,
    int64_t, struct store_run *, struct err *);

#endif
