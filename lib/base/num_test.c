#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/num.h"

static void
reads_integers(void **state)
{
	static const struct {
		const char *text;
		int64_t low, high;
		bool expected;
		int64_t value;
	} cases[] = {
	    {"0", INT64_MIN, INT64_MAX, true, 0},
	    {"-0", INT64_MIN, INT64_MAX, true, 0},
	    {"0012", INT64_MIN, INT64_MAX, true, 12},
	    {"-12", INT64_MIN, INT64_MAX, true, -12},
	    {"9223372036854775807", INT64_MIN, INT64_MAX, true, INT64_MAX},
	    {"9223372036854775808", INT64_MIN, INT64_MAX, false, 0},
	    {"-9223372036854775808", INT64_MIN, INT64_MAX, true, INT64_MIN},
	    {"-9223372036854775809", INT64_MIN, INT64_MAX, false, 0},
	    {"99999999999999999999", INT64_MIN, INT64_MAX, false, 0},
	    {"5", 1, 5, true, 5},
	    {"6", 1, 5, false, 0},
	    {"0", 1, 5, false, 0},
	    {"", INT64_MIN, INT64_MAX, false, 0},
	    {"-", INT64_MIN, INT64_MAX, false, 0},
	    {"+1", INT64_MIN, INT64_MAX, false, 0},
	    {" 1", INT64_MIN, INT64_MAX, false, 0},
	    {"1 ", INT64_MIN, INT64_MAX, false, 0},
	    {"1e3", INT64_MIN, INT64_MAX, false, 0},
	    {"--1", INT64_MIN, INT64_MAX, false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t value = 0;

		if (num_i64(span_of(cases[i].text), cases[i].low, cases[i].high,
			&value) != cases[i].expected ||
		    value != cases[i].value)
			fail_msg("'%s'", cases[i].text);
	}
	assert_false(num_i64(span_make(NULL, 0), 0, 1, &(int64_t){0}));
}

static void
reads_decimals(void **state)
{
	static const struct {
		const char *text;
		int digits;
		bool expected;
		int64_t value;
	} cases[] = {
	    {"-12.50", 2, true, -1250},
	    {"12", 2, true, 1200},
	    {"12.", 2, true, 1200},
	    {".5", 1, true, 5},
	    {"-0.05", 2, true, -5},
	    {"12.500000", 2, true, 1250},
	    {"12.505", 2, false, 0},
	    {"1200.00", 0, true, 1200},
	    {"1200.01", 0, false, 0},
	    {"92233720368547758.07", 2, true, INT64_MAX},
	    {"92233720368547758.08", 2, false, 0},
	    {"-92233720368547758.08", 2, true, INT64_MIN},
	    {"", 2, false, 0},
	    {".", 2, false, 0},
	    {"-", 2, false, 0},
	    {"-.", 2, false, 0},
	    {"1.2.3", 2, false, 0},
	    {"1,200", 2, false, 0},
	    {"1.-5", 2, false, 0},
	    {"1e2", 2, false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t value = 0;

		if (num_decimal(span_of(cases[i].text), cases[i].digits,
			&value) != cases[i].expected ||
		    value != cases[i].value)
			fail_msg("'%s'", cases[i].text);
	}
}

static void
computes_without_wrapping(void **state)
{
	int64_t value = 0;

	(void)state;
	assert_true(num_add(INT64_MAX, -1, &value));
	assert_int_equal(value, INT64_MAX - 1);
	assert_false(num_add(INT64_MAX, 1, &value));
	assert_true(num_mul(INT64_MIN, 1, &value));
	assert_int_equal(value, INT64_MIN);
	assert_false(num_mul(INT64_MIN, -1, &value));
}

static void
rounds_half_away_from_zero(void **state)
{
	static const struct {
		int64_t numerator, denominator, expected;
	} cases[] = {
	    {5, 2, 3},
	    {-5, 2, -3},
	    {4, 3, 1},
	    {5, 3, 2},
	    {-4, 3, -1},
	    {-5, 3, -2},
	    {0, 7, 0},
	    {1, INT64_MAX, 0},
	    {INT64_MAX, INT64_MAX, 1},
	    {INT64_MIN, 1, INT64_MIN},
	    {INT64_MAX, 2, INT64_C(4611686018427387904)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    num_round_div(cases[i].numerator, cases[i].denominator),
		    cases[i].expected);
	assert_int_equal(
	    num_round_div((num_i128)INT64_MAX * 1000, 1000), INT64_MAX);
}

static void
writes_fixed_point(void **state)
{
	static const struct {
		int64_t value;
		int digits;
		const char *expected;
	} cases[] = {
	    {0, 0, "0"},
	    {0, 2, "0.00"},
	    {-5, 2, "-0.05"},
	    {1250, 2, "12.50"},
	    {1, 6, "0.000001"},
	    {123, 0, "123"},
	    {INT64_MIN, 2, "-92233720368547758.08"},
	    {INT64_MAX, 18, "9.223372036854775807"},
	};
	struct buf buf = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&buf);
		num_fixed(&buf, cases[i].value, cases[i].digits);
		assert_string_equal(buf_text(&buf), cases[i].expected);
	}
	buf_clear(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_integers),
	    cmocka_unit_test(reads_decimals),
	    cmocka_unit_test(computes_without_wrapping),
	    cmocka_unit_test(rounds_half_away_from_zero),
	    cmocka_unit_test(writes_fixed_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
