#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

/* The values are part of the store's format: `printf abc | xxh128sum` and
 * `xxhsum -H3` print the same. */
static void
is_xxh3(void **state)
{
	struct hash_128 hash = hash_128(0, span_of("abc"));

	(void)state;
	assert_true(hash_64(0, span_of("abc")) == 0x78af5f94892f3950u);
	assert_true(hash.high == 0x06b05ab6733a6185u);
	assert_true(hash.low == 0x78af5f94892f3950u);
	assert_true(hash_64(0, span_make(NULL, 0)) == 0x2d06800538d394c2u);
	assert_true(hash_64(1, span_of("abc")) != hash_64(0, span_of("abc")));
}

static void
streams_give_the_same(void **state)
{
	struct hash_stream *stream = hash_stream_new();
	char hex[33], text[5000];

	(void)state;
	assert_non_null(stream);
	hash_stream_add(stream, "a", 1);
	hash_stream_add(stream, NULL, 0);
	hash_stream_add(stream, "bc", 2);
	hash_stream_end(stream, hex);
	assert_string_equal(hex, "06b05ab6733a618578af5f94892f3950");
	memset(text, 'x', sizeof(text));
	for (size_t i = 0; i < sizeof(text); i += 50)
		hash_stream_add(stream, text + i, 50);
	hash_stream_end(stream, hex);
	assert_string_not_equal(hex, "06b05ab6733a618578af5f94892f3950");
	hash_stream_free(stream);
	hash_stream_free(NULL);
}

static void
mix_minds_the_order(void **state)
{
	(void)state;
	assert_true(hash_mix(1, 2) != hash_mix(2, 1));
	assert_true(hash_mix(0, 0) != 0);
	assert_true(hash_mix(0, 1) != hash_mix(0, 2));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(is_xxh3),
	    cmocka_unit_test(streams_give_the_same),
	    cmocka_unit_test(mix_minds_the_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
