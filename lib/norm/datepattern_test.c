#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/datepattern.h"

/* Year, month, day, hour, minute, second as they are read, or refused. */
static void
reads_by_pattern(void **state)
{
	static const struct {
		const char *text;
		const char *pattern;
		int expected[6]; /* the first is -1 when it does not fit */
	} cases[] = {
	    {"2026-01-05 10:20:30", "%Y-%m-%d %H:%M:%S",
		{2026, 1, 5, 10, 20, 30}},
	    {"2026-01-05 10:20:30", "%F %T", {2026, 1, 5, 10, 20, 30}},
	    {"2026-01-05 10:20", "%F %R", {2026, 1, 5, 10, 20, 0}},
	    {"8/22/2026", "%m/%d/%Y", {2026, 8, 22, 0, 0, 0}},
	    {"22/8/2026", "%d/%m/%Y", {2026, 8, 22, 0, 0, 0}},
	    {"08/22/26", "%D", {2026, 8, 22, 0, 0, 0}},
	    {"69-01-02", "%y-%m-%d", {1969, 1, 2, 0, 0, 0}},
	    {"68-01-02", "%y-%m-%d", {2068, 1, 2, 0, 0, 0}},
	    {"20260105", "%Y%m%d", {2026, 1, 5, 0, 0, 0}},
	    {"5 Jan 2026", "%d %b %Y", {2026, 1, 5, 0, 0, 0}},
	    {"5 SEPTEMBER 2026", "%d %b %Y", {2026, 9, 5, 0, 0, 0}},
	    {"Jan. 5, 2026", "%B %e, %Y", {2026, 1, 5, 0, 0, 0}},
	    {"10/05/2026 2:30:00 PM", "%m/%d/%Y %I:%M:%S %p",
		{2026, 10, 5, 14, 30, 0}},
	    {"10/05/2026 12:00 AM", "%m/%d/%Y %I:%M %p",
		{2026, 10, 5, 0, 0, 0}},
	    {"10/05/2026 12:00 pm", "%m/%d/%Y %I:%M %p",
		{2026, 10, 5, 12, 0, 0}},
	    {"2026-060", "%Y-%j", {2026, 3, 1, 0, 0, 0}},
	    {"2024-366", "%Y-%j", {2024, 12, 31, 0, 0, 0}},
	    {"2026 %", "%Y %%", {2026, 0, 0, 0, 0, 0}},
	    {"2026  01", "%Y %m", {2026, 1, 0, 0, 0, 0}},
	    {"2026  01", "%Y%n%m", {2026, 1, 0, 0, 0, 0}},
	    {"2026-366", "%Y-%j", {-1}},
	    {"2026-000", "%Y-%j", {-1}},
	    {"10/05/2026 13:00 PM", "%m/%d/%Y %I:%M %p", {-1}},
	    {"10/05/2026 0:00 PM", "%m/%d/%Y %I:%M %p", {-1}},
	    {"26-01-05", "%Y-%m-%d", {-1}},
	    {"2026-01-05x", "%Y-%m-%d", {-1}},
	    {"2026-01-", "%Y-%m-%d", {-1}},
	    {"5 Foo 2026", "%d %b %Y", {-1}},
	    {"5 Janu 2026", "%d %b %Y", {-1}},
	    {"", "%Y", {-1}},
	    {"2026", "%Q", {-1}},
	};
	struct datepattern into;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const int *want = cases[i].expected;
		const struct datepart *part = &into.part;
		bool fits = datepattern_read(
		    span_of(cases[i].text), span_of(cases[i].pattern), &into);

		if (fits != (want[0] >= 0))
			fail_msg("'%s' by '%s': %d", cases[i].text,
			    cases[i].pattern, fits);
		if (fits &&
		    (part->year != want[0] || part->month != want[1] ||
			part->day != want[2] || part->hour != want[3] ||
			part->minute != want[4] || part->second != want[5]))
			fail_msg("'%s' by '%s': %d %d %d %d %d %d",
			    cases[i].text, cases[i].pattern, part->year,
			    part->month, part->day, part->hour, part->minute,
			    part->second);
	}
}

static void
reads_zone_fraction_and_epoch(void **state)
{
	struct datepattern into;

	(void)state;
	assert_true(datepattern_read(span_of("2026-01-05 10:20:30.25 +0530"),
	    span_of("%F %T.%f %z"), &into));
	assert_int_equal(into.part.micro, 250000);
	assert_int_equal(into.part.offset_s, 19800);
	assert_int_equal(into.part.precision, DATE_MILLI);
	assert_true(datepattern_read(
	    span_of("2026-01-05 MDT"), span_of("%F %Z"), &into));
	assert_int_equal(into.part.offset_s, -21600);
	assert_true(
	    datepattern_read(span_of("@-86400"), span_of("@%s"), &into));
	assert_true(into.has_epoch);
	assert_int_equal(into.epoch_s, -86400);
	assert_false(
	    datepattern_read(span_of("1234567890123"), span_of("%s"), &into));
	assert_true(
	    datepattern_read(span_of("Wed 2024"), span_of("%a %Y"), &into));
	assert_int_equal(into.part.weekday, 2);
}

static void
knows_patterns(void **state)
{
	static const struct {
		const char *pattern;
		bool expected;
	} cases[] = {
	    {"%Y", true},
	    {"%Y-%m", true},
	    {"%F", true},
	    {"%D", true},
	    {"%s", true},
	    {"%Y-%j", true},
	    {"%F %I:%M %p", true},
	    {"%F %I:%M", false},
	    {"%F %H:%M %p", false},
	    {"%m/%d", false},
	    {"%H:%M", false},
	    {"%Y-%d", false},
	    {"%Y %H", false},
	    {"%F %M", false},
	    {"%F %", false},
	    {"%F %E", false},
	    {"plain", false},
	    {"%%Y", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (datepattern_is_one(span_of(cases[i].pattern)) !=
		    cases[i].expected)
			fail_msg("'%s'", cases[i].pattern);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_by_pattern),
	    cmocka_unit_test(reads_zone_fraction_and_epoch),
	    cmocka_unit_test(knows_patterns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
