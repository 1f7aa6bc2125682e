#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/ascii.h"
#include "norm/datepart.h"

static struct cursor
over(const char *text)
{
	return (struct cursor){text, text + strlen(text)};
}

static void
reads_pieces(void **state)
{
	struct cursor cursor = over("  123x");
	int value;
	bool is_pm;

	(void)state;
	assert_true(datepart_blanks(&cursor));
	assert_false(datepart_blanks(&cursor));
	assert_int_equal(datepart_digits(&cursor), 3);
	assert_true(datepart_number(&cursor, 1, 2, &value));
	assert_int_equal(value, 12);
	assert_false(datepart_number(&cursor, 2, 2, &value));
	assert_true(datepart_take(&cursor, 'x'));
	assert_false(datepart_take(&cursor, 'x'));
	assert_int_equal(datepart_peek(&cursor), 0);
	cursor = over("Sept");
	assert_int_equal(datepart_word(&cursor, datepart_months, 12), -1);
	cursor = over("sep.");
	assert_int_equal(datepart_word(&cursor, datepart_months, 12), 8);
	assert_int_equal(datepart_peek(&cursor), 0);
	cursor = over("P.M.");
	assert_true(datepart_half(&cursor, &is_pm));
	assert_true(is_pm);
	cursor = over("ax");
	assert_false(datepart_half(&cursor, &is_pm));
	assert_int_equal(datepart_peek(&cursor), 'a');
	cursor = over("土");
	assert_int_equal(datepart_kanji_weekday(&cursor), 5);
}

static void
reads_offsets(void **state)
{
	static const struct {
		const char *text;
		int offset_s; /* -1 = none */
	} cases[] = {
	    {"Z", 0},
	    {"utc", 0},
	    {"JST", 32400},
	    {"PST", -28800},
	    {"+09", 32400},
	    {"+0900", 32400},
	    {"+09:00", 32400},
	    {"-09:30", -34200},
	    {"GMT+0100", 3600},
	    {"JST+0100", 32400},
	    {"+14:00", 50400},
	    {"+14:01", -1},
	    {"+15", -1},
	    {"+09:60", -1},
	    {"+9", -1},
	    {"+09:", -1},
	    {"+090", -1},
	    {"09:00", -1},
	    {"ZZ", -1},
	    {"", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cursor cursor = over(cases[i].text);
		struct datepart part = {0};
		bool is_one = datepart_offset(&cursor, &part);

		if (is_one != (cases[i].offset_s != -1) ||
		    (is_one && part.offset_s != cases[i].offset_s))
			fail_msg("'%s'", cases[i].text);
	}
}

static void
finishes(void **state)
{
	struct datepart part = {.year = 2024,
	    .month = 5,
	    .day = 1,
	    .hour = 24,
	    .precision = DATE_MINUTE,
	    .weekday = 2};
	struct date date;

	(void)state;
	assert_int_equal(datepart_finish(&part, &date), DATE_OK);
	assert_true(date.us == INT64_C(1714608000000000));
	part.weekday = 3;
	assert_int_equal(datepart_finish(&part, &date), DATE_WEEKDAY);
	part.second = 1;
	assert_int_equal(datepart_finish(&part, &date), DATE_BAD);
	part = (struct datepart){
	    .year = 2024, .precision = DATE_YEAR, .weekday = 3};
	assert_int_equal(datepart_finish(&part, &date), DATE_OK);
}

static void
makes_hours(void **state)
{
	static const struct {
		int hour;
		bool is_pm;
		int expected; /* -1 = no such hour */
	} cases[] = {{0, false, 0}, {12, false, 0}, {11, false, 11},
	    {0, true, 12}, {12, true, 12}, {3, true, 15}, {13, true, -1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct datepart part = {.hour = cases[i].hour};

		assert_int_equal(datepart_clock(&part, cases[i].is_pm),
		    cases[i].expected >= 0);
		if (cases[i].expected >= 0)
			assert_int_equal(part.hour, cases[i].expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_pieces),
	    cmocka_unit_test(reads_offsets),
	    cmocka_unit_test(finishes),
	    cmocka_unit_test(makes_hours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
