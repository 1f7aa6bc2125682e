#include <stdlib.h>

#include "base/hash.h"
#include "map/zeros.h"

#define SLOTS 65536 /* a power of 2 */

static bool
is_digits(struct span id)
{
	for (size_t i = 0; i < id.len; i++)
		if (id.data[i] < '0' || id.data[i] > '9')
			return false;
	return id.len > 0;
}

bool
zeros_differ(struct zeros *zeros, struct span id)
{
	uint64_t *slot, seen, hash;
	size_t n = 0;

	if (!is_digits(id))
		return false;
	if (zeros->slots == NULL)
		zeros->slots = calloc(SLOTS, sizeof(*zeros->slots));
	if (zeros->slots == NULL)
		return false;
	while (n + 1 < id.len && id.data[n] == '0')
		n++;
	/* The low byte is how many zeros there were. */
	hash = hash_64(0, span_make(id.data + n, id.len - n)) & ~UINT64_C(0xff);
	slot = &zeros->slots[hash >> 8 & (SLOTS - 1)];
	seen = *slot;
	*slot = hash | (n < 0xff ? n : 0xff);
	return seen != 0 && (seen & ~UINT64_C(0xff)) == hash && seen != *slot;
}

void
zeros_clear(struct zeros *zeros)
{
	free(zeros->slots);
	zeros->slots = NULL;
}
