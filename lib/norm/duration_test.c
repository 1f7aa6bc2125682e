#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/duration.h"

static void
reads_durations(void **state)
{
	static const struct {
		const char *text;
		const char *unit;
		int64_t expected; /* -1 = none */
	} cases[] = {
	    {"15", "", 15000},
	    {"15", "s", 15000},
	    {"1.5", "s", 1500},
	    {"0", "s", 0},
	    {"1.23456", "s", 1235},
	    {"0.12345678901234", "s", 123},
	    {"1,200", "s", 1200000},
	    {"１５", "s", 15000},
	    {" 15 ", "s", 15000},
	    {"1500", "ms", 1500},
	    {"0.5", "ms", 1},
	    {"2", "min", 120000},
	    {"0.5", "min", 30000},
	    {"1", "h", 3600000},
	    {"1:02:03", "hh:mm:ss", 3723000},
	    {"02:03", "hh:mm:ss", 123000},
	    {"100:00:00", "hh:mm:ss", 360000000},
	    {"90:00", "hh:mm:ss", 5400000},
	    {"00:00:01.5", "hh:mm:ss", 1500},
	    {"０１：０２：０３", "hh:mm:ss", 3723000},
	    {"1:60:00", "hh:mm:ss", -1},
	    {"1:00:60", "hh:mm:ss", -1},
	    {"1:2:3", "hh:mm:ss", -1},
	    {"1:02:03:04", "hh:mm:ss", -1},
	    {"15", "hh:mm:ss", -1},
	    {":15", "hh:mm:ss", -1},
	    {"1:", "hh:mm:ss", -1},
	    {"-1:00", "hh:mm:ss", -1},
	    {"-1", "s", -1},
	    {"¥1", "s", -1},
	    {"", "s", -1},
	    {"1s", "s", -1},
	    {"1:00", "s", -1},
	    {"9999999999999999", "h", -1},
	    {"9223372036", "h", INT64_C(33204139329600000)},
	    {"9223372036000", "ms", INT64_C(9223372036000)},
	    {"92233720368547.7", "s", INT64_C(92233720368547700)},
	    {"0.00049", "s", 0},
	    {"0.0005", "s", 1},
	    {"1", "day", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t milli = -1;
		bool is_one = duration_parse(
		    span_of(cases[i].text), span_of(cases[i].unit), &milli);

		if (is_one != (cases[i].expected >= 0) ||
		    milli != cases[i].expected)
			fail_msg("'%s' %s: %lld", cases[i].text, cases[i].unit,
			    (long long)milli);
	}
}

static void
knows_units(void **state)
{
	static const char *const units[] = {
	    "", "s", "ms", "min", "h", "hh:mm:ss"};

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		assert_true(duration_is_unit(span_of(units[i])));
	assert_false(duration_is_unit(span_of("minor")));
	assert_false(duration_is_unit(span_of("S")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_durations),
	    cmocka_unit_test(knows_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
