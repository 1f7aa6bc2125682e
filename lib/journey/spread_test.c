#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journey/spread.h"

#define NONE SPREAD_NONE
#define S INT64_C(1000000)

static void
spreads(void **state)
{
	static const struct {
		size_t n;
		int64_t values[4];
		struct spread expected;
	} cases[] = {
	    {0, {0}, {NONE, NONE, NONE, NONE, NONE}},
	    {1, {7 * S}, {7000, 7000, NONE, 7000, 7000}},
	    {2, {4 * S, S}, {2500, 2500, 2121, 1000, 4000}},
	    {3, {3 * S, S, S}, {1667, 1000, 1155, 1000, 3000}},
	    {4, {5 * S, 5 * S, 5 * S, 5 * S}, {5000, 5000, 0, 5000, 5000}},
	    /* Half a millisecond is rounded away from zero. */
	    {2, {500, 500}, {1, 1, 0, 1, 1}},
	    /* Whole seconds and others, below 0 and above 32 bits. */
	    {3, {2 * S, 1500000, S}, {1500, 1500, 500, 1000, 2000}},
	    {2, {-S, S}, {0, 0, 1414, -1000, 1000}},
	    {2, {5000000000 * S, S},
		{INT64_C(2500000000500), INT64_C(2500000000500),
		    INT64_C(3535533905226), 1000, INT64_C(5000000000000)}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct spread_bag one = {0}, two = {0};
		struct spread spread;
		struct err err = {0};

		for (size_t j = 0; j < cases[i].n; j++)
			assert_int_equal(
			    spread_add(&one, cases[i].values[j], &err), 0);
		assert_int_equal(spread_merge(&two, &one, &err), 0);
		assert_int_equal(spread_of(&two, &spread, &err), 0);
		assert_memory_equal(
		    &spread, &cases[i].expected, sizeof(spread));
		spread_clear(&one);
		spread_clear(&two);
	}
}

/* Nearest rank: of ten, the fifth is the median and the ninth the p90; of
 * three, the second and the last. */
static void
ranks_are_values_that_came(void **state)
{
	static const int64_t seconds[] = {9, 2, 4, 10, 1, 8, 3, 7, 5, 6};
	static const struct {
		size_t n;
		int64_t percent, rank;
	} cases[] = {
	    {10, 50, 5 * S},
	    {10, 90, 9 * S},
	    {10, 91, 10 * S},
	    {10, 0, S},
	    {3, 50, 4 * S},
	    {3, 90, 9 * S},
	    {1, 90, 9 * S},
	    {0, 90, NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int64_t more_us = 0; more_us < 2; more_us++) {
			struct spread_bag bag = {0};
			struct err err = {0};

			for (size_t j = 0; j < cases[i].n; j++)
				assert_int_equal(
				    spread_add(
					&bag, seconds[j] * S + more_us, &err),
				    0);
			assert_int_equal(spread_sort(&bag, &err), 0);
			assert_int_equal(spread_rank(&bag, cases[i].percent),
			    cases[i].rank == NONE ? NONE
						  : cases[i].rank + more_us);
			spread_clear(&bag);
		}
}

/* Many, in no order, with 32 bits: the same as by their formula. */
static void
many_are_sorted(void **state)
{
	const uint32_t n = 100001, step = 39916801;
	struct spread_bag bag = {0};
	struct spread spread;
	struct err err = {0};

	(void)state;
	for (uint32_t i = 0; i < n; i++)
		assert_int_equal(
		    spread_add(&bag,
			(int64_t)((uint64_t)i * step % n * 42949) * S, &err),
		    0);
	assert_int_equal(spread_of(&bag, &spread, &err), 0);
	for (uint32_t i = 0; i < n; i++)
		assert_int_equal(bag.seconds[i], i * 42949);
	assert_int_equal(spread.median_ms, INT64_C(50000) * 42949 * 1000);
	assert_int_equal(spread.mean_ms, INT64_C(50000) * 42949 * 1000);
	assert_int_equal(spread.max_ms, INT64_C(100000) * 42949 * 1000);
	spread_clear(&bag);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(spreads),
	    cmocka_unit_test(ranks_are_values_that_came),
	    cmocka_unit_test(many_are_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
