#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "norm/date.h"

/* The moment as "2026-01-05T10:00:00.000000", and its precision. */
static void
show(const struct date *date, char *out, size_t size)
{
	struct civil c;

	civil_from_us(date->us, &c);
	(void)snprintf(out, size, "%04d-%02d-%02dT%02d:%02d:%02d.%06d", c.year,
	    c.month, c.day, c.hour, c.minute, c.second, c.micro);
}

struct date_case {
	const char *text;
	const char *format;
	enum date_result result;
	const char *shown; /* as far as it is not midnight */
	enum date_precision precision;
	int offset_s; /* NO_OFFSET = none */
};

#define NO_OFFSET 99999
#define JST 32400
#define BAD(reason) reason, "", DATE_NONE, NO_OFFSET

static void
check(const struct date_case *c)
{
	struct date date = {0};
	char shown[64];
	const char *rest = "T00:00:00.000000";
	enum date_result result =
	    date_parse(span_of(c->text), span_of(c->format), &date);
	size_t len = strlen(c->shown);

	if (result != c->result)
		fail_msg(
		    "'%s' by '%s': result %d", c->text, c->format, (int)result);
	if (result != DATE_OK)
		return;
	show(&date, shown, sizeof(shown));
	if (strncmp(shown, c->shown, len) != 0 ||
	    strcmp(shown + len, rest + (len < 10 ? 16 : len - 10)) != 0 ||
	    date.precision != c->precision ||
	    date.has_offset != (c->offset_s != NO_OFFSET) ||
	    (date.has_offset && date.offset_s != c->offset_s))
		fail_msg("'%s' by '%s' gives %s, precision %d, offset %d",
		    c->text, c->format, shown, (int)date.precision,
		    date.offset_s);
}

/* The catalogue of malformed input, section 5.5. */
static const struct date_case plain_cases[] = {
    /* D01 */
    {"2024-02-30", "", BAD(DATE_BAD)},
    {"2023-02-29", "", BAD(DATE_BAD)},
    {"2024-13-01", "", BAD(DATE_BAD)},
    {"2024-02-30T10:00:00", "", BAD(DATE_BAD)},
    {"2024-02-29", "", DATE_OK, "2024-02-29", DATE_DAY, NO_OFFSET},
    /* D02 */
    {"0000-00-00", "", BAD(DATE_SENTINEL)},
    {"0000-00-00 00:00:00", "", BAD(DATE_SENTINEL)},
    {"1900-01-00", "", BAD(DATE_SENTINEL)},
    {"9999-12-31", "", BAD(DATE_SENTINEL)},
    {"9999-12-31 23:59:59", "", BAD(DATE_SENTINEL)},
    {"9999/12/31", "", BAD(DATE_SENTINEL)},
    {"0001-01-01T00:00:00", "", BAD(DATE_SENTINEL)},
    /* D03 */
    {"2024/5/1", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"2024.05.01", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"20240501", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"2024年5月1日", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"2024年 5月 1日", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"２０２４／０５／０１", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"２０２４年５月１日", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"2024−05−01", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {" 2024-05-01 ", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"2024-05", "", DATE_OK, "2024-05-01", DATE_MONTH, NO_OFFSET},
    {"2024", "", DATE_OK, "2024-01-01", DATE_YEAR, NO_OFFSET},
    {"2024年5月", "", DATE_OK, "2024-05-01", DATE_MONTH, NO_OFFSET},
    {"2024年", "", DATE_OK, "2024-01-01", DATE_YEAR, NO_OFFSET},
    {"20240501103000", "", DATE_OK, "2024-05-01T10:30:00.000000", DATE_SECOND,
	NO_OFFSET},
    {"202405011030", "", DATE_OK, "2024-05-01T10:30:00.000000", DATE_MINUTE,
	NO_OFFSET},
    {"20240501T103000Z", "", DATE_OK, "2024-05-01T10:30:00.000000", DATE_SECOND,
	0},
    {"20240501T1030+0900", "", DATE_OK, "2024-05-01T01:30:00.000000",
	DATE_MINUTE, JST},
    {"2024/05-01", "", BAD(DATE_BAD)},
    {"2024-05-", "", BAD(DATE_BAD)},
    {"2024-05-01x", "", BAD(DATE_BAD)},
    {"2024-05-01T", "", BAD(DATE_BAD)},
    {"2024-05-0110:00", "", BAD(DATE_BAD)},
    {"2024年5月1", "", BAD(DATE_BAD)},
    {"2024-123-01", "", BAD(DATE_BAD)},
    {"", "", BAD(DATE_BAD)},
    {" ", "", BAD(DATE_BAD)},
    {"today", "", BAD(DATE_BAD)},
    {"2024-05-01\n", "", BAD(DATE_BAD)},
    {"2024-05-01\xff", "", BAD(DATE_BAD)},
    /* D04 */
    {"05/06/2024", "", BAD(DATE_AMBIGUOUS)},
    {"05/06/2024 10:00", "", BAD(DATE_AMBIGUOUS)},
    {"8/22/2026", "", BAD(DATE_AMBIGUOUS)},
    {"31.12.2024", "", BAD(DATE_AMBIGUOUS)},
    {"32/13/2024", "", BAD(DATE_BAD)},
    /* D05 */
    {"24-05-01", "", BAD(DATE_AMBIGUOUS)},
    {"240501", "", BAD(DATE_BAD)},
    /* D07 */
    {"45413", "", BAD(DATE_BAD)},
    {"45413.5", "", BAD(DATE_BAD)},
    {"1714521600", "", BAD(DATE_BAD)},
    /* D09 */
    {"2026-01-05T10:00:00+09:00", "", DATE_OK, "2026-01-05T01:00:00.000000",
	DATE_SECOND, JST},
    {"2026-01-05 10:00:00", "", DATE_OK, "2026-01-05T10:00:00.000000",
	DATE_SECOND, NO_OFFSET},
    {"2026-01-05T10:00:00Z", "", DATE_OK, "2026-01-05T10:00:00.000000",
	DATE_SECOND, 0},
    {"2026-01-05T10:00:00z", "", DATE_OK, "2026-01-05T10:00:00.000000",
	DATE_SECOND, 0},
    {"2026-01-05t10:00:00-03:30", "", DATE_OK, "2026-01-05T13:30:00.000000",
	DATE_SECOND, -12600},
    {"2026-06-01T12:34:56+0900", "", DATE_OK, "2026-06-01T03:34:56.000000",
	DATE_SECOND, JST},
    {"2024-05-01 10:00:00 +0000", "", DATE_OK, "2024-05-01T10:00:00.000000",
	DATE_SECOND, 0},
    {"2024-05-01 10:00:00 UTC", "", DATE_OK, "2024-05-01T10:00:00.000000",
	DATE_SECOND, 0},
    {"2024-05-01 10:00:00 JST", "", DATE_OK, "2024-05-01T01:00:00.000000",
	DATE_SECOND, JST},
    {"2024-05-01 10:00:00 GMT+0900", "", DATE_OK, "2024-05-01T01:00:00.000000",
	DATE_SECOND, JST},
    {"2026-01-05T10:00:00+14:00", "", DATE_OK, "2026-01-04T20:00:00.000000",
	DATE_SECOND, 50400},
    {"2026-01-05T10:00:00+09", "", DATE_OK, "2026-01-05T01:00:00.000000",
	DATE_SECOND, JST},
    {"2022-04-08T15:00:49.386Z", "", DATE_OK, "2022-04-08T15:00:49.386000",
	DATE_MILLI, 0},
    {"2022-04-08T15:00:49.386123+09:00", "", DATE_OK,
	"2022-04-08T06:00:49.386123", DATE_MICRO, JST},
    {"2022-04-08T15:00:49,5", "", DATE_OK, "2022-04-08T15:00:49.500000",
	DATE_MILLI, NO_OFFSET},
    {"2022-04-08T15:00:49.123456789Z", "", DATE_OK,
	"2022-04-08T15:00:49.123456", DATE_MICRO, 0},
    {"2026-01-05T10:00", "", DATE_OK, "2026-01-05T10:00:00.000000", DATE_MINUTE,
	NO_OFFSET},
    {"2026/1/5 9:05", "", DATE_OK, "2026-01-05T09:05:00.000000", DATE_MINUTE,
	NO_OFFSET},
    {"2026年1月5日 10時05分30秒", "", DATE_OK, "2026-01-05T10:05:30.000000",
	DATE_SECOND, NO_OFFSET},
    {"2026年1月5日10時", "", DATE_OK, "2026-01-05T10:00:00.000000", DATE_MINUTE,
	NO_OFFSET},
    {"2026年1月5日 午後3時5分", "", DATE_OK, "2026-01-05T15:05:00.000000",
	DATE_MINUTE, NO_OFFSET},
    {"2026/01/05 午前0:05", "", DATE_OK, "2026-01-05T00:05:00.000000",
	DATE_MINUTE, NO_OFFSET},
    {"2022-11-10 2:30:00 PM", "", DATE_OK, "2022-11-10T14:30:00.000000",
	DATE_SECOND, NO_OFFSET},
    {"2022-11-10 12:30 a.m.", "", DATE_OK, "2022-11-10T00:30:00.000000",
	DATE_MINUTE, NO_OFFSET},
    {"2022-11-10 13:30 PM", "", BAD(DATE_BAD)},
    {"10:00+09:00", "", BAD(DATE_BAD)},
    {"2026-01-05+09:00", "", BAD(DATE_BAD)},
    /* D10 */
    {"2026-01-05T10:00:00+09:99", "", BAD(DATE_BAD)},
    {"2026-01-05T10:00:00+25:00", "", BAD(DATE_BAD)},
    {"2026-01-05T10:00:00+14:30", "", BAD(DATE_BAD)},
    {"2026-01-05T10:00:00+9", "", BAD(DATE_BAD)},
    {"2026-01-05T10:00:00 Nowhere", "", BAD(DATE_BAD)},
    /* D11 */
    {"2024-05-01 24:00", "", DATE_OK, "2024-05-02", DATE_MINUTE, NO_OFFSET},
    {"2024-12-31T24:00:00", "", DATE_OK, "2025-01-01", DATE_SECOND, NO_OFFSET},
    {"2024-05-01 24:01", "", BAD(DATE_BAD)},
    {"2024-05-01 25:30", "", BAD(DATE_BAD)},
    {"2024-05-01 23:59:60", "", DATE_OK, "2024-05-01T23:59:59.000000",
	DATE_SECOND, NO_OFFSET},
    {"2024-05-01 23:59:61", "", BAD(DATE_BAD)},
    {"2024-05-01 10:60", "", BAD(DATE_BAD)},
    /* D15 */
    {"2024-05-01 (水)", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"2024/05/01(水) 10:30", "", DATE_OK, "2024-05-01T10:30:00.000000",
	DATE_MINUTE, NO_OFFSET},
    {"2024年5月1日（水曜日）", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"2024年5月1日 水曜日", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"2024-05-01 (Wed)", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
    {"2024-05-06 (月)", "", DATE_OK, "2024-05-06", DATE_DAY, NO_OFFSET},
    {"2024-05-05 (日)", "", DATE_OK, "2024-05-05", DATE_DAY, NO_OFFSET},
    {"2024-05-01 (木)", "", BAD(DATE_WEEKDAY)},
    {"2024-05-01 Thursday", "", BAD(DATE_WEEKDAY)},
    {"2024-05-01 (猫)", "", BAD(DATE_BAD)},
    {"2024-05-01 (水", "", BAD(DATE_BAD)},
};

static void
reads_without_pattern(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(plain_cases) / sizeof(plain_cases[0]);
	     i++)
		check(&plain_cases[i]);
}

/* D06 */
static void
reads_eras(void **state)
{
	static const struct date_case cases[] = {
	    {"令和6年5月1日", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
	    {"令和６年５月１日", "", DATE_OK, "2024-05-01", DATE_DAY,
		NO_OFFSET},
	    {"R6.5.1", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
	    {"r06/05/01", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
	    {"R060501", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
	    {"R6.5.1 10:30", "", DATE_OK, "2024-05-01T10:30:00.000000",
		DATE_MINUTE, NO_OFFSET},
	    {"㋿6年5月1日", "", DATE_OK, "2024-05-01", DATE_DAY, NO_OFFSET},
	    {"令和元年5月1日", "", DATE_OK, "2019-05-01", DATE_DAY, NO_OFFSET},
	    {"令和元年5月1日(水)", "", DATE_OK, "2019-05-01", DATE_DAY,
		NO_OFFSET},
	    {"平成31年4月30日", "", DATE_OK, "2019-04-30", DATE_DAY, NO_OFFSET},
	    {"平成31年5月1日", "", BAD(DATE_BAD)},
	    {"平成32年1月1日", "", BAD(DATE_BAD)},
	    {"令和元年4月30日", "", BAD(DATE_BAD)},
	    {"令和元年4月", "", BAD(DATE_BAD)},
	    {"平成元年1月8日", "", DATE_OK, "1989-01-08", DATE_DAY, NO_OFFSET},
	    {"平成元年1月7日", "", BAD(DATE_BAD)},
	    {"昭和64年1月7日", "", DATE_OK, "1989-01-07", DATE_DAY, NO_OFFSET},
	    {"昭和64年1月", "", DATE_OK, "1989-01-01", DATE_MONTH, NO_OFFSET},
	    {"昭和64年", "", DATE_OK, "1989-01-01", DATE_YEAR, NO_OFFSET},
	    {"昭和65年", "", BAD(DATE_BAD)},
	    {"S55.5.17", "", DATE_OK, "1980-05-17", DATE_DAY, NO_OFFSET},
	    {"昭和元年12月25日", "", DATE_OK, "1926-12-25", DATE_DAY,
		NO_OFFSET},
	    {"大正15年12月25日", "", DATE_OK, "1926-12-25", DATE_DAY,
		NO_OFFSET},
	    {"T1/7/30", "", DATE_OK, "1912-07-30", DATE_DAY, NO_OFFSET},
	    {"M45.7.30", "", DATE_OK, "1912-07-30", DATE_DAY, NO_OFFSET},
	    {"明治33年1月1日", "", DATE_OK, "1900-01-01", DATE_DAY, NO_OFFSET},
	    {"令和0年5月1日", "", BAD(DATE_BAD)},
	    {"令和6年2月30日", "", BAD(DATE_BAD)},
	    {"R", "", BAD(DATE_BAD)},
	    {"R6x", "", BAD(DATE_BAD)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

/* D08, and the formats that have names. */
static void
reads_named_formats(void **state)
{
	static const struct date_case cases[] = {
	    {"1731000000", "epoch_s", DATE_OK, "2024-11-07T17:20:00.000000",
		DATE_SECOND, 0},
	    {"1731000000.25", "epoch_s", DATE_OK, "2024-11-07T17:20:00.250000",
		DATE_SECOND, 0},
	    {"1731000000123", "epoch_ms", DATE_OK, "2024-11-07T17:20:00.123000",
		DATE_MILLI, 0},
	    {"1731000000123456", "epoch_us", DATE_OK,
		"2024-11-07T17:20:00.123456", DATE_MICRO, 0},
	    {"1731000000123", "epoch_s", BAD(DATE_BAD)},
	    {"1731000000", "epoch_ms", BAD(DATE_BAD)},
	    {"1731000000", "epoch_us", BAD(DATE_BAD)},
	    {"0", "epoch_s", BAD(DATE_BAD)},
	    {"-1", "epoch_s", BAD(DATE_BAD)},
	    {"1.7e9", "epoch_s", BAD(DATE_BAD)},
	    {"", "epoch_s", BAD(DATE_BAD)},
	    {"99999999999999999999", "epoch_s", BAD(DATE_BAD)},
	    {"Tue, 31 Aug 2010 20:36:29 +0000", "rfc2822", DATE_OK,
		"2010-08-31T20:36:29.000000", DATE_SECOND, 0},
	    {"31 Aug 2010 20:36 EST", "rfc2822", DATE_OK,
		"2010-09-01T01:36:00.000000", DATE_MINUTE, -18000},
	    {"Tue, 31 Aug 2010 20:36:29 +0900 (JST)", "rfc2822", DATE_OK,
		"2010-08-31T11:36:29.000000", DATE_SECOND, JST},
	    {"Wed, 31 Aug 2010 20:36:29 +0000", "rfc2822", BAD(DATE_WEEKDAY)},
	    {"31 Aug 2010 20:36:29", "rfc2822", BAD(DATE_BAD)},
	    {"(", "rfc2822", BAD(DATE_BAD)},
	    {")", "rfc2822", BAD(DATE_BAD)},
	    {"2026-01-05T10:00:00Z", "iso8601", DATE_OK,
		"2026-01-05T10:00:00.000000", DATE_SECOND, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void
knows_formats(void **state)
{
	static const struct {
		const char *format;
		bool expected;
	} cases[] = {
	    {"", true},
	    {"iso8601", true},
	    {"rfc2822", true},
	    {"epoch_s", true},
	    {"epoch_ms", true},
	    {"epoch_us", true},
	    {"epoch_ns", false},
	    {"%Y-%m-%d", true},
	    {"%Y年%m月%d日", true},
	    {"%q", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(date_is_format(span_of(cases[i].format)),
		    cases[i].expected);
}

static void
reads_births(void **state)
{
	static const struct {
		const char *text;
		const char *format;
		const char *expected;
	} cases[] = {
	    {"1980-05-17", "", "1980-05-17"},
	    {"1980/5/17", "", "1980-05-17"},
	    {"19800517", "", "1980-05-17"},
	    {"1980-05", "", "1980-05"},
	    {"1980", "", "1980"},
	    {"1980年", "", "1980"},
	    {"S55.5.17", "", "1980-05-17"},
	    {"昭和55年5月", "", "1980-05"},
	    {"1980-00-00", "", "1980"},
	    {"1980-05-00", "", "1980-05"},
	    {"1980-05-17T00:00:00+09:00", "", "1980-05-17"},
	    {"1980-05-17 00:00:00", "", "1980-05-17"},
	    {"17/05/1980", "%d/%m/%Y", "1980-05-17"},
	    {"05/1980", "%m/%Y", "1980-05"},
	    {"17/05/1980", "", NULL},
	    {"0000-00-00", "", NULL},
	    {"0000-05-17", "", NULL},
	    {"1980-02-30", "", NULL},
	    {"9999-12-31", "", NULL},
	    {"unknown", "", NULL},
	    {"", "", NULL},
	    {"315532800", "epoch_s", "1980-01-01"},
	    {"-86400", "epoch_s", "1969-12-31"},
	};
	struct arena arena = {0};
	struct span normal;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool is_one = date_birth(span_of(cases[i].text),
		    span_of(cases[i].format), &normal, &arena);

		if (is_one != (cases[i].expected != NULL) ||
		    (is_one && !span_is(normal, cases[i].expected)))
			fail_msg("'%s'", cases[i].text);
	}
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_without_pattern),
	    cmocka_unit_test(reads_eras),
	    cmocka_unit_test(reads_named_formats),
	    cmocka_unit_test(knows_formats),
	    cmocka_unit_test(reads_births),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
