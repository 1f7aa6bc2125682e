#include <string.h>

#include "match/radix.h"

#define BITS 11
#define RADIX (1 << BITS)
#define PASSES 3 /* an odd number: the last is to the other place */

/* How many entries have each digit, at each of its places. */
static void
count_digits(const struct radix_entry *from, size_t n, size_t (*count)[RADIX])
{
	size_t i;
	int pass;

	memset(count, 0, PASSES * sizeof(*count));
	for (i = 0; i < n; i++)
		for (pass = 0; pass < PASSES; pass++)
			count[pass][from[i].key >> pass * BITS & (RADIX - 1)]++;
}

/* Counts become where the first of each is to stand. */
static void
sum_up(size_t *count)
{
	size_t i, sum = 0, here;

	for (i = 0; i < RADIX; i++) {
		here = count[i];
		count[i] = sum;
		sum += here;
	}
}

void
radix_sort(struct radix_entry *from, struct radix_entry *to, size_t n)
{
	size_t count[PASSES][RADIX];
	struct radix_entry *swap;
	size_t i;
	int pass;

	count_digits(from, n, count);
	for (pass = 0; pass < PASSES; pass++) {
		sum_up(count[pass]);
		for (i = 0; i < n; i++)
			to[count[pass][from[i].key >> pass * BITS &
			    (RADIX - 1)]++] = from[i];
		swap = from;
		from = to;
		to = swap;
	}
}
