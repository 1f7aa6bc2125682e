#ifndef MATCH_TRUTH_H
#define MATCH_TRUTH_H

/*
 * How good is a partition of records, held against known answers?
 * Pairwise: of all pairs of records said to be one customer, which are, and
 * the reverse. B-cubed (Bagga and Baldwin, 1998): the same question for each
 * record, then the mean, so that large customers do not drown small ones.
 * Exact customers: entities whose records are one customer, no more, no less.
 *
 * Fractions are in 1/1000000, rounded half up; TRUTH_UNKNOWN where nothing
 * was there to be measured, never 0 instead.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define TRUTH_UNKNOWN (-1)

struct truth {
	int64_t records, customers, entities;
	int64_t pairs_true;  /* pairs that should be together */
	int64_t pairs_found; /* pairs that are */
	int64_t pairs_right; /* both */
	int64_t precision, recall, f1;
	int64_t bcubed_precision, bcubed_recall, bcubed_f1;
	int64_t exact;   /* entities that are one customer exactly */
	int64_t largest; /* records of the largest customer */
};

/**
 * truth_measure(customer, entity, n, truth, err):
 * ${customer} and ${entity} say for each of ${n} records (below 2^31) where
 * it was put and where it belongs; any numbers. -1 when memory ran out.
 */
int truth_measure(
    const uint64_t *, const uint64_t *, size_t, struct truth *, struct err *);

#endif
