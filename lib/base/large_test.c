#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/large.h"

static void
test_sizes(void **state)
{
	static const size_t sizes[] = {
	    0, 1, 63, 64, 65, 4096, ((size_t)16 << 20) - 1, (size_t)17 << 20};
	unsigned char *memory;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		memory = large_alloc(sizes[i]);
		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % 64, 0);
		memset(memory, 7, sizes[i]);
		if (sizes[i] > 0)
			assert_int_equal(memory[sizes[i] - 1], 7);
		free(memory);
	}
	assert_null(large_alloc(SIZE_MAX));
}

/* What is in use stays as it is. */
static void
test_give_back(void **state)
{
	enum { N = 200, SIZE = 40000 };
	unsigned char *some[N];
	size_t i;

	(void)state;
	for (i = 0; i < N; i++) {
		some[i] = malloc(SIZE);
		assert_non_null(some[i]);
		memset(some[i], (int)i, SIZE);
	}
	for (i = 0; i < N; i += 2)
		free(some[i]);
	(void)large_give_back();
	for (i = 1; i < N; i += 2) {
		assert_int_equal(some[i][0], i);
		assert_int_equal(some[i][SIZE - 1], i);
		free(some[i]);
	}
}

/* What stands in front of it and behind stays, and it can be used again. */
static void
test_forget(void **state)
{
	enum { SIZE = 1 << 20, FIRST = 5000, N = 900000 };
	static const size_t sizes[] = {0, 1, 100, 4096, N};
	unsigned char *some = malloc(SIZE);
	size_t i;

	(void)state;
	assert_non_null(some);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		memset(some, 7, SIZE);
		large_forget(some + FIRST, sizes[i]);
		assert_int_equal(some[FIRST - 1], 7);
		assert_int_equal(some[FIRST + sizes[i]], 7);
		memset(some + FIRST, 9, sizes[i]);
		assert_int_equal(some[FIRST], sizes[i] == 0 ? 7 : 9);
	}
	large_forget(NULL, SIZE);
	free(some);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_give_back),
	    cmocka_unit_test(test_forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
