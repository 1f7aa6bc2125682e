#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"

static void
grows_and_keeps(void **state)
{
	int *numbers = NULL;
	size_t cap = 0, moves = 0;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		size_t before = cap;

		assert_int_equal(array_grow(&numbers, &cap, (size_t)i + 1,
				     sizeof(*numbers), NULL),
		    0);
		assert_true(cap > (size_t)i);
		moves += cap != before;
		numbers[i] = i;
	}
	for (int i = 0; i < 10000; i++)
		assert_int_equal(numbers[i], i);
	assert_true(moves < 30);
	free(numbers);
}

static void
refuses_the_impossible(void **state)
{
	char *bytes = NULL;
	size_t cap = 0;
	struct err err = {0};

	(void)state;
	assert_int_equal(array_grow(&bytes, &cap, 10, 1, &err), 0);
	bytes[9] = 'x';
	assert_int_equal(array_grow(&bytes, &cap, SIZE_MAX / 2, 8, &err), -1);
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_true(cap >= 10);
	assert_int_equal(bytes[9], 'x');
	free(bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(grows_and_keeps),
	    cmocka_unit_test(refuses_the_impossible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
