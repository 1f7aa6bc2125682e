/*
 * Names of companies: the key of a key is itself.
 */

#include "fuzz.h"

#include "norm/norm.h"

static struct arena arena;

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = fuzz_copy(data, size);
	struct span key;

	arena_reset(&arena);
	key = company_key(text, &arena);
	fuzz_hold(utf8_is_valid(key, NULL));
	fuzz_equal("company", key, company_key(key, &arena));
	fuzz_free(text);
	return 0;
}
