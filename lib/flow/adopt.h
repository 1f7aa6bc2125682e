#ifndef FLOW_ADOPT_H
#define FLOW_ADOPT_H

/*
 * Start from the customers of another system: "source,native_id,customer_id"
 * says which records were one customer there, and what it was called.
 */

#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

/**
 * adopt_file(store, path, now_us, made, err): the records of each customer of
 * the file become one customer here, at once, and stay one whatever is merged
 * later, until the run ${made} is released or undone; merging may well join
 * several of them. All other records stay where they are.
 * A name such as C000000123 that this store never gave becomes the customer's
 * own id. Else the customer keeps the id that most of its records have, or
 * gets the next number. Every name finds its customer from then on
 * (store_find_customer).
 * ERR_DATA with the line for a record that is not there or that stands there
 * twice with two customers, and where a decision contradicts it; then nothing
 * is done.
 */
int adopt_file(
    struct store *, const char *, int64_t, struct store_run *, struct err *);

#endif
