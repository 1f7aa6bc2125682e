#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kpi/figure.h"

static void
quotients_are_rounded_away_from_zero(void **state)
{
	static const struct {
		int64_t numerator, denominator;
		int digits;
		int64_t value;
	} cases[] = {
	    {1, 3, 6, 333333},
	    {2, 3, 6, 666667},
	    {1, 2, 0, 1},
	    {-1, 2, 0, -1},
	    {-1, 3, 2, -33},
	    {INT64_C(9000000000000000), 9, 3, INT64_C(1000000000000000000)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct figure_number number = figure_fixed(
		    cases[i].numerator, cases[i].denominator, cases[i].digits);

		assert_true(number.is_known);
		assert_int_equal(number.value, cases[i].value);
		assert_int_equal(number.digits, cases[i].digits);
	}
	assert_int_equal(figure_double(0.25, 1).value, 3);
	assert_int_equal(figure_int(7).value, 7);
}

static void
nothing_divided_by_nothing(void **state)
{
	static const struct tally_cell none;
	struct figure_row row;

	(void)state;
	memset(&row, 0, sizeof(row));
	figure_share(&none, &row);
	assert_false(row.value.is_known);
	assert_false(row.low.is_known);
	assert_string_equal(row.note, "zero denominator");
	memset(&row, 0, sizeof(row));
	figure_mean(&none, 10, &row);
	assert_false(row.value.is_known);
	assert_string_equal(row.note, "zero denominator");
}

static void
a_ratio_may_exceed_one(void **state)
{
	static const struct tally_cell cell = {.hits = 3, .total = 2};
	struct figure_row row;

	(void)state;
	memset(&row, 0, sizeof(row));
	figure_ratio(&cell, &row);
	assert_int_equal(row.value.value, 1500000);
	assert_false(row.is_share);
	assert_false(row.low.is_known);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(quotients_are_rounded_away_from_zero),
	    cmocka_unit_test(nothing_divided_by_nothing),
	    cmocka_unit_test(a_ratio_may_exceed_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
