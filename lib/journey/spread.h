#ifndef JOURNEY_SPREAD_H
#define JOURNEY_SPREAD_H

/*
 * Mean, median and standard deviation of lengths of time. They are computed
 * from the sorted values in integers, so that the order in which the values
 * came plays no part.
 */

#include <stddef.h>
#include <stdint.h>

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

/* A value in microseconds that belongs to a thing with a number. */
struct spread_item {
	uint32_t thing;
	int64_t us;
};

/**
 * spread_sort(items, n): by thing, then by value.
 * spread_of(items, n, spread): of ${n} sorted items of one thing.
 */
void spread_sort(struct spread_item *, size_t);
void spread_of(const struct spread_item *, size_t, struct spread *);

#endif
