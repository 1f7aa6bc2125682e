#ifndef FLOW_REASONS_H
#define FLOW_REASONS_H

/*
 * Why two records are one customer or are not, and what holds a customer
 * together, as tables.
 */

#include "base/err.h"
#include "base/span.h"
#include "flow/lineage.h"
#include "store/store.h"

/**
 * reasons_pair(store, options, left, right, n_threads, err):
 * comparison,left,right,level,weight,probability of two records
 * "SOURCE:NATIVE_ID": "prior", the comparisons with their frequency
 * adjustments, "household" and "caution" as rows of their own, "sum"; weights
 * in bits, and the probability up to that row. Then the rules that have the
 * pair looked at, and a row "decision" with their customers and what the last
 * run made of the pair. The model is the store's; ERR_UNAVAILABLE when there
 * is none.
 */
int reasons_pair(struct store *, const struct lineage_options *, struct span,
    struct span, int, struct err *);

/**
 * reasons_customer(store, options, customer, err):
 * step,left,right,kind,value,weight,probability,bridge: the links of the last
 * run that hold a customer or the customer of a record together, in the order
 * in which they join it. A bridge is a link without which it falls apart.
 */
int reasons_customer(
    struct store *, const struct lineage_options *, struct span, struct err *);

#endif
