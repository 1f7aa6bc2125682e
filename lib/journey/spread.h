#ifndef JOURNEY_SPREAD_H
#define JOURNEY_SPREAD_H

/*
 * Mean, median and standard deviation of lengths of time. They are computed
 * from the sorted values in integers, so that the order in which the values
 * came plays no part. Whole seconds, which most are, take 4 bytes each.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SPREAD_NONE INT64_MIN

/* All in 1/1000 s, rounded half away from zero; SPREAD_NONE where there is
 * none. */
struct spread {
	int64_t mean_ms;
	int64_t median_ms; /* mean of the middle two */
	int64_t stdev_ms;  /* of the sample (n - 1); none for n < 2 */
	int64_t min_ms;
	int64_t max_ms;
};

/* Values in microseconds. A zeroed bag is empty and ready. */
struct spread_bag {
	uint32_t *seconds; /* those that are whole seconds and fit */
	size_t n_seconds, seconds_cap;
	int64_t *rest;
	size_t n_rest, rest_cap;
};

/**
 * spread_add(bag, us, err), spread_merge(bag, other, err): one value more, all
 * of another bag.
 * spread_of(bag, spread, err): of all values; the bag is sorted by it.
 * spread_sort(bag, err): no more than that, so that ranks can be asked for.
 * spread_rank(bag, percent): the value, in microseconds, that so many per cent
 * of a sorted bag do not exceed, by nearest rank: the value at ceil(n percent /
 * 100). SPREAD_NONE of an empty bag.
 */
int spread_add(struct spread_bag *, int64_t, struct err *);
int spread_merge(struct spread_bag *, const struct spread_bag *, struct err *);
int spread_of(struct spread_bag *, struct spread *, struct err *);
int spread_sort(struct spread_bag *, struct err *);
int64_t spread_rank(const struct spread_bag *, int64_t);
void spread_clear(struct spread_bag *);

#endif
