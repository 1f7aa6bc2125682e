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
		struct spread_item items[4];
		struct spread expected;
	} cases[] = {
	    {0, {{0, 0}}, {NONE, NONE, NONE, NONE, NONE}},
	    {1, {{0, 7 * S}}, {7000, 7000, NONE, 7000, 7000}},
	    {2, {{0, 4 * S}, {0, S}}, {2500, 2500, 2121, 1000, 4000}},
	    {3, {{0, 3 * S}, {0, S}, {0, S}}, {1667, 1000, 1155, 1000, 3000}},
	    {4, {{0, 5 * S}, {0, 5 * S}, {0, 5 * S}, {0, 5 * S}},
		{5000, 5000, 0, 5000, 5000}},
	    /* Half a millisecond is rounded away from zero. */
	    {2, {{0, 500}, {0, 500}}, {1, 1, 0, 1, 1}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct spread_item items[4];
		struct spread spread;

		for (size_t j = 0; j < 4; j++)
			items[j] = cases[i].items[j];
		spread_sort(items, cases[i].n);
		spread_of(items, cases[i].n, &spread);
		assert_memory_equal(
		    &spread, &cases[i].expected, sizeof(spread));
	}
}

static void
items_are_sorted_by_thing(void **state)
{
	struct spread_item items[] = {{1, 5}, {0, 9}, {1, 2}, {0, 1}};

	(void)state;
	spread_sort(items, 4);
	assert_int_equal(items[0].us, 1);
	assert_int_equal(items[1].us, 9);
	assert_int_equal(items[2].us, 2);
	assert_int_equal(items[3].us, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(spreads),
	    cmocka_unit_test(items_are_sorted_by_thing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
