#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"

static void
knows_dates(void **state)
{
	static const struct {
		int year, month, day;
		bool expected;
	} cases[] = {
	    {2024, 2, 29, true},
	    {2023, 2, 29, false},
	    {1900, 2, 29, false},
	    {2000, 2, 29, true},
	    {2023, 4, 31, false},
	    {2023, 12, 31, true},
	    {2023, 13, 1, false},
	    {2023, 0, 1, false},
	    {2023, 1, 0, false},
	    {0, 1, 1, false},
	    {1, 1, 1, true},
	    {9999, 12, 31, true},
	    {10000, 1, 1, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    civil_is_date(cases[i].year, cases[i].month, cases[i].day),
		    cases[i].expected);
}

/* Walk through all days of the calendar, with all three functions. */
static void
counts_every_day(void **state)
{
	int64_t days = civil_days(1, 1, 1);
	struct civil back;

	(void)state;
	assert_int_equal(days, -719162);
	assert_int_equal(civil_weekday(days), 0);
	for (int year = 1; year <= 9999; year++)
		for (int month = 1; month <= 12; month++)
			for (int day = 1; civil_is_date(year, month, day);
			     day++, days++) {
				if (civil_days(year, month, day) != days)
					fail_msg("%d-%d-%d", year, month, day);
				civil_from_days(days, &back);
				if (back.year != year || back.month != month ||
				    back.day != day)
					fail_msg("%d-%d-%d", year, month, day);
			}
	assert_int_equal(days, 2932897);
	assert_int_equal(civil_days(1970, 1, 1), 0);
	assert_int_equal(civil_weekday(0), 3);
	assert_int_equal(civil_weekday(-4), 6);
	assert_int_equal(civil_weekday(-3), 0);
}

static void
splits_microseconds(void **state)
{
	static const struct {
		int64_t us;
		struct civil civil;
	} cases[] = {
	    {0, {1970, 1, 1, 0, 0, 0, 0}},
	    {-1, {1969, 12, 31, 23, 59, 59, 999999}},
	    {INT64_C(1709251199123456), {2024, 2, 29, 23, 59, 59, 123456}},
	    {INT64_C(253402300799999999), {9999, 12, 31, 23, 59, 59, 999999}},
	    {INT64_C(-62135596800000000), {1, 1, 1, 0, 0, 0, 0}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct civil civil;

		memset(&civil, 0, sizeof(civil));
		assert_int_equal(civil_us(&cases[i].civil), cases[i].us);
		civil_from_us(cases[i].us, &civil);
		assert_memory_equal(&civil, &cases[i].civil, sizeof(civil));
	}
}

static void
knows_iso_weeks(void **state)
{
	static const struct {
		int year, month, day, iso_year, week;
	} cases[] = {
	    {2026, 1, 1, 2026, 1},
	    {2021, 1, 3, 2020, 53},
	    {2021, 1, 4, 2021, 1},
	    {2018, 12, 31, 2019, 1},
	    {2016, 1, 1, 2015, 53},
	    {2012, 1, 1, 2011, 52},
	    {2024, 12, 29, 2024, 52},
	    {2024, 12, 30, 2025, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int year, week;

		civil_iso_week(
		    civil_days(cases[i].year, cases[i].month, cases[i].day),
		    &year, &week);
		assert_int_equal(year, cases[i].iso_year);
		assert_int_equal(week, cases[i].week);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(knows_dates),
	    cmocka_unit_test(counts_every_day),
	    cmocka_unit_test(splits_microseconds),
	    cmocka_unit_test(knows_iso_weeks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
