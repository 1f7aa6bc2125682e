#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "journey/spread.h"

#define US_PER_MS INT64_C(1000)

static int
compare(const void *left, const void *right)
{
	const struct spread_item *a = left;
	const struct spread_item *b = right;

	if (a->thing != b->thing)
		return a->thing < b->thing ? -1 : 1;
	return (a->us > b->us) - (a->us < b->us);
}

void
spread_sort(struct spread_item *items, size_t n)
{
	if (n > 1)
		qsort(items, n, sizeof(*items), compare);
}

/* Deviations from the rounded mean, corrected for the rounding. The items are
 * sorted, so the sum of squares is always added up in the same order. */
static int64_t
deviation_ms(const struct spread_item *items, size_t n, int64_t mean_us)
{
	double squares = 0;
	num_i128 sum = 0;
	double variance;

	for (size_t i = 0; i < n; i++) {
		int64_t apart = items[i].us - mean_us;

		sum += apart;
		squares += (double)apart * (double)apart;
	}
	variance =
	    (squares - (double)sum * (double)sum / (double)n) / (double)(n - 1);
	return llround(sqrt(variance) / (double)US_PER_MS);
}

void
spread_of(const struct spread_item *items, size_t n, struct spread *spread)
{
	struct spread none = {
	    SPREAD_NONE,
	    SPREAD_NONE,
	    SPREAD_NONE,
	    SPREAD_NONE,
	    SPREAD_NONE,
	};
	num_i128 sum = 0;
	num_i128 middle;

	*spread = none;
	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		sum += items[i].us;
	middle = (num_i128)items[(n - 1) / 2].us + items[n / 2].us;
	spread->mean_ms = num_round_div(sum, (int64_t)n * US_PER_MS);
	spread->median_ms = num_round_div(middle, 2 * US_PER_MS);
	spread->min_ms = num_round_div(items[0].us, US_PER_MS);
	spread->max_ms = num_round_div(items[n - 1].us, US_PER_MS);
	if (n > 1)
		spread->stdev_ms =
		    deviation_ms(items, n, num_round_div(sum, (int64_t)n));
}
