/*
 * E-mail addresses: the form of a form is itself, it has one @ that parts it,
 * is no longer than 254 bytes and holds nothing that ends a header line.
 */

#include "fuzz.h"

#include "norm/norm.h"

static struct arena arena;

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = fuzz_copy(data, size);
	struct span normal;
	struct span again;

	arena_reset(&arena);
	if (email_normal(text, &normal, &arena)) {
		fuzz_hold(utf8_is_plain(normal, NULL));
		fuzz_hold(normal.len >= 5 && normal.len <= 254);
		fuzz_hold(memchr(normal.data, '@', normal.len) != NULL);
		fuzz_hold(memchr(normal.data, '\n', normal.len) == NULL);
		fuzz_hold(memchr(normal.data, '\r', normal.len) == NULL);
		fuzz_hold(email_normal(normal, &again, &arena));
		fuzz_equal("e-mail", normal, again);
		(void)block_is_email(normal);
	}
	(void)block_is_id(text);
	(void)block_is_unknown(text);
	fuzz_free(text);
	return 0;
}
