#include <string.h>

#include "match/radix.h"

#define BITS 11
#define RADIX (1 << BITS)

void
radix_sort(struct radix_entry *entries, struct radix_entry *spare, size_t n)
{
	struct radix_entry *from = entries, *to = spare, *swap;
	size_t count[RADIX];
	size_t i, sum, here;
	int shift;

	for (shift = 0; shift < 32; shift += BITS) {
		memset(count, 0, sizeof(count));
		for (i = 0; i < n; i++)
			count[from[i].key >> shift & (RADIX - 1)]++;
		for (i = 0, sum = 0; i < RADIX; i++) {
			here = count[i];
			count[i] = sum;
			sum += here;
		}
		for (i = 0; i < n; i++)
			to[count[from[i].key >> shift & (RADIX - 1)]++] =
			    from[i];
		swap = from;
		from = to;
		to = swap;
	}
	if (n > 0)
		memcpy(entries, from, n * sizeof(*entries));
}
