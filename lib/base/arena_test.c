#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdalign.h>

#include "base/arena.h"

static void
gives_aligned_memory_that_stays(void **state)
{
	struct arena arena = {0};
	unsigned char *given[2000];

	(void)state;
	for (size_t i = 0; i < 2000; i++) {
		size_t size = i * 7 % 3000;

		given[i] = arena_alloc(&arena, size);
		assert_non_null(given[i]);
		assert_int_equal((uintptr_t)given[i] % alignof(max_align_t), 0);
		memset(given[i], (int)(i & 255), size);
	}
	for (size_t i = 0; i < 2000; i++)
		for (size_t at = 0; at < i * 7 % 3000; at++)
			assert_int_equal(given[i][at], i & 255);
	assert_true(arena.used >= 2000);
	arena_clear(&arena);
	assert_null(arena.block);
	arena_clear(&arena);
}

static void
takes_what_is_larger_than_a_block(void **state)
{
	struct arena arena = {0};
	char *small, *next, *large;

	(void)state;
	small = arena_str(&arena, "small");
	large = arena_zero(&arena, (size_t)3 << 20);
	next = arena_alloc(&arena, 16);
	assert_non_null(large);
	assert_int_equal(large[0] | large[((size_t)3 << 20) - 1], 0);
	/* The block that was begun is still in use. */
	assert_ptr_equal(next, small + alignof(max_align_t));
	assert_null(arena_alloc(&arena, SIZE_MAX));
	assert_null(arena_alloc(&arena, SIZE_MAX / 2));
	assert_string_equal(small, "small");
	arena_clear(&arena);
}

static void
copies_text(void **state)
{
	struct arena arena = {0};
	struct span copy;

	(void)state;
	copy = arena_span(&arena, span_make("a\0b", 3));
	assert_int_equal(copy.len, 3);
	assert_memory_equal(copy.data, "a\0b", 4);
	copy = arena_span(&arena, span_make(NULL, 0));
	assert_string_equal(copy.data, "");
	assert_int_equal(copy.len, 0);
	arena_clear(&arena);
}

static void
loses_nothing_between_texts(void **state)
{
	struct arena arena = {0};
	char *first, *second;
	void *aligned;

	(void)state;
	first = arena_str(&arena, "abc");
	second = arena_bytes(&arena, 5);
	assert_ptr_equal(second, first + 4);
	assert_int_equal(arena.used, 9);
	aligned = arena_alloc(&arena, 1);
	assert_int_equal((uintptr_t)aligned % alignof(max_align_t), 0);
	assert_true((char *)aligned >= second + 5);
	assert_string_equal(first, "abc");
	assert_null(arena_bytes(&arena, SIZE_MAX));
	arena_clear(&arena);
}

static void
reset_keeps_the_largest_block(void **state)
{
	struct arena arena = {0};
	void *first;

	(void)state;
	for (int i = 0; i < 100; i++)
		assert_non_null(arena_alloc(&arena, 1000));
	arena_reset(&arena);
	assert_int_equal(arena.used, 0);
	first = arena_alloc(&arena, 30000);
	arena_reset(&arena);
	assert_ptr_equal(arena_alloc(&arena, 30000), first);
	arena_clear(&arena);
	arena_reset(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(gives_aligned_memory_that_stays),
	    cmocka_unit_test(takes_what_is_larger_than_a_block),
	    cmocka_unit_test(copies_text),
	    cmocka_unit_test(loses_nothing_between_texts),
	    cmocka_unit_test(reset_keeps_the_largest_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
