#ifndef FLOW_CUSTOMERS_H
#define FLOW_CUSTOMERS_H

/*
 * The table of customers: golden record, where it is known, and what was
 * bought. See flow/export.h.
 */

#include <stdint.h>

#include "base/err.h"
#include "flow/export.h"
#include "match/survivorship.h"
#include "store/store.h"

/**
 * customers_export(store, options, unmerged, err): write the table.
 *
 * orders: purchases that were not cancelled; net_revenue: their amounts less
 * those of returns, empty where no amount is known or there are several
 * currencies ("mixed"); channels and sources: how many; stage: at as_of.
 */
int customers_export(
    struct store *, const struct export_options *, int64_t *, struct err *);

/**
 * customers_survivorship(survivorship, store, err): by what the store's model
 * chooses golden values; a zeroed one is filled, and the caller clears it.
 */
int customers_survivorship(struct survivorship *, struct store *, struct err *);

/**
 * customers_store(store, err): put the golden records into the store, if it
 * has not those of its present state (store/best.h).
 */
int customers_store(struct store *, struct err *);

#endif
