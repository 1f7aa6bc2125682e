#ifndef FLOW_CIRCLES_H
#define FLOW_CIRCLES_H

/*
 * Households and accounts of a run, under numbers that stay: a circle keeps
 * the number that most of its records had, as customers do
 * (match/identity.h).
 */

#include "base/err.h"
#include "flow/merge.h"
#include "store/store.h"

/**
 * circles_save(store, merge, err): what the merge found, as of its run, which
 * is saved already, inside the caller's transaction: the circles, and the
 * values that say nothing. Shared identifiers alone tell no circles. After a
 * merge of what came the numbers of before are the merge's, and not read.
 */
int circles_save(struct store *, struct merge *, struct err *);

#endif
