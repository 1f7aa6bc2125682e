#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/num.h"
#include "journey/spread.h"

#define US_PER_MS INT64_C(1000)
#define US_PER_S INT64_C(1000000)
#define RADIX_MIN ((size_t)512) /* fewer are sorted by comparing */
#define RADIX_BITS 11
#define RADIX ((size_t)1 << RADIX_BITS)

int
spread_add(struct spread_bag *bag, int64_t us, struct err *err)
{
	if (us >= 0 && us % US_PER_S == 0 && us / US_PER_S <= UINT32_MAX) {
		if (array_grow(&bag->seconds, &bag->seconds_cap,
			bag->n_seconds + 1, sizeof(*bag->seconds), err) != 0)
			return -1;
		bag->seconds[bag->n_seconds++] = (uint32_t)(us / US_PER_S);
		return 0;
	}
	if (array_grow(&bag->rest, &bag->rest_cap, bag->n_rest + 1,
		sizeof(*bag->rest), err) != 0)
		return -1;
	bag->rest[bag->n_rest++] = us;
	return 0;
}

int
spread_merge(
    struct spread_bag *bag, const struct spread_bag *other, struct err *err)
{
	for (size_t i = 0; i < other->n_seconds; i++)
		if (spread_add(bag, other->seconds[i] * US_PER_S, err) != 0)
			return -1;
	for (size_t i = 0; i < other->n_rest; i++)
		if (spread_add(bag, other->rest[i], err) != 0)
			return -1;
	return 0;
}

void
spread_clear(struct spread_bag *bag)
{
	free(bag->seconds);
	free(bag->rest);
	memset(bag, 0, sizeof(*bag));
}

/* --- in order --- */

static int
compare_seconds(const void *left, const void *right)
{
	const uint32_t *a = left;
	const uint32_t *b = right;

	return (*a > *b) - (*a < *b);
}

static int
compare_rest(const void *left, const void *right)
{
	const int64_t *a = left;
	const int64_t *b = right;

	return (*a > *b) - (*a < *b);
}

/* One pass, by so many bits from ${shift} on. */
static void
scatter(const uint32_t *from, uint32_t *to, size_t n, unsigned shift)
{
	size_t starts[RADIX + 1] = {0};

	for (size_t i = 0; i < n; i++)
		starts[(from[i] >> shift & (RADIX - 1)) + 1]++;
	for (size_t i = 1; i < RADIX; i++)
		starts[i] += starts[i - 1];
	for (size_t i = 0; i < n; i++)
		to[starts[from[i] >> shift & (RADIX - 1)]++] = from[i];
}

static int
sort_seconds(struct spread_bag *bag, struct err *err)
{
	size_t n = bag->n_seconds;
	uint32_t *room;

	if (n < RADIX_MIN) {
		if (n > 1)
			qsort(bag->seconds, n, sizeof(*bag->seconds),
			    compare_seconds);
		return 0;
	}
	room = malloc(n * sizeof(*room));
	if (room == NULL)
		return err_nomem(err);
	scatter(bag->seconds, room, n, 0);
	scatter(room, bag->seconds, n, RADIX_BITS);
	scatter(bag->seconds, room, n, 2 * RADIX_BITS);
	memcpy(bag->seconds, room, n * sizeof(*room));
	free(room);
	return 0;
}

int
spread_sort(struct spread_bag *bag, struct err *err)
{
	if (sort_seconds(bag, err) != 0)
		return -1;
	if (bag->n_rest > 1)
		qsort(bag->rest, bag->n_rest, sizeof(*bag->rest), compare_rest);
	return 0;
}

struct walk {
	const struct spread_bag *bag;
	size_t seconds, rest; /* how many of each are behind */
};

static int64_t
next(struct walk *walk)
{
	const struct spread_bag *bag = walk->bag;

	if (walk->rest == bag->n_rest ||
	    (walk->seconds < bag->n_seconds &&
		bag->seconds[walk->seconds] * US_PER_S <=
		    bag->rest[walk->rest]))
		return bag->seconds[walk->seconds++] * US_PER_S;
	return bag->rest[walk->rest++];
}

/* --- what they come to --- */

/* Deviations from the rounded mean, corrected for the rounding. The values
 * are sorted, so the sum of squares is always added up in the same order. */
static int64_t
deviation_ms(const struct spread_bag *bag, size_t n, int64_t mean_us)
{
	struct walk walk = {.bag = bag};
	double squares = 0;
	num_i128 sum = 0;
	double variance;

	for (size_t i = 0; i < n; i++) {
		int64_t apart = next(&walk) - mean_us;

		sum += apart;
		squares += (double)apart * (double)apart;
	}
	variance =
	    (squares - (double)sum * (double)sum / (double)n) / (double)(n - 1);
	return llround(sqrt(variance) / (double)US_PER_MS);
}

static void
summarize(const struct spread_bag *bag, size_t n, struct spread *spread)
{
	struct walk walk = {.bag = bag};
	num_i128 sum = 0, middle = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t us = next(&walk);

		sum += us;
		if (i == (n - 1) / 2)
			middle += us;
		if (i == n / 2)
			middle += us;
		if (i == 0)
			spread->min_ms = num_round_div(us, US_PER_MS);
		if (i == n - 1)
			spread->max_ms = num_round_div(us, US_PER_MS);
	}
	spread->mean_ms = num_round_div(sum, (int64_t)n * US_PER_MS);
	spread->median_ms = num_round_div(middle, 2 * US_PER_MS);
	if (n > 1)
		spread->stdev_ms =
		    deviation_ms(bag, n, num_round_div(sum, (int64_t)n));
}

int
spread_of(struct spread_bag *bag, struct spread *spread, struct err *err)
{
	struct spread none = {
	    SPREAD_NONE,
	    SPREAD_NONE,
	    SPREAD_NONE,
	    SPREAD_NONE,
	    SPREAD_NONE,
	};
	size_t n = bag->n_seconds + bag->n_rest;

	*spread = none;
	if (n == 0)
		return 0;
	if (spread_sort(bag, err) != 0)
		return -1;
	summarize(bag, n, spread);
	return 0;
}

int64_t
spread_rank(const struct spread_bag *bag, int64_t percent)
{
	struct walk walk = {.bag = bag};
	int64_t n = (int64_t)(bag->n_seconds + bag->n_rest);
	int64_t rank = (n * percent + 99) / 100;
	int64_t us = SPREAD_NONE;

	if (rank < 1)
		rank = 1;
	if (bag->n_rest == 0 && n > 0)
		return bag->seconds[rank - 1] * US_PER_S;
	for (int64_t i = 0; i < n && i < rank; i++)
		us = next(&walk);
	return us;
}
