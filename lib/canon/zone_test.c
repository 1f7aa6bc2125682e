#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/civil.h"
#include "canon/zone.h"

#define US CIVIL_US_S

static struct zone *
open_zone(const char *name)
{
	struct err err = {0};
	struct zone *zone = zone_open(name, &err);

	if (zone == NULL)
		fail_msg("%s: %s", name, err.msg);
	return zone;
}

/* The moment that RFC 3339 text with an offset means. */
static int64_t
moment(const char *text)
{
	struct err err = {0};
	struct zone *utc = open_zone("UTC");
	int64_t utc_us = 0;

	if (zone_parse_bound(utc, span_of(text), false, &utc_us, &err) < 0)
		fail_msg("%s", err.msg);
	zone_free(utc);
	return utc_us;
}

static void
assert_format(const struct zone *zone, int64_t utc_us, const char *text)
{
	struct buf buf = {0};

	zone_format(zone, utc_us, &buf);
	assert_string_equal(buf_text(&buf), text);
	buf_clear(&buf);
}

static void
test_names(void **state)
{
	static const char *const good[][2] = {
	    {"Asia/Tokyo", "Asia/Tokyo"},
	    {"UTC", "UTC"},
	    {"Etc/GMT+9", "Etc/GMT+9"},
	    {"America/Argentina/Buenos_Aires",
		"America/Argentina/Buenos_Aires"},
	    {"+09:00", "+09:00"},
	    {"-0330", "-03:30"},
	    {"+09", "+09:00"},
	};
	static const char *const bad[] = {"Asia/Tokio", "asia/tokyo", "Asia",
	    "", "JST-9", "/usr/share/zoneinfo/Asia/Tokyo",
	    "../zoneinfo/Asia/Tokyo", "Asia/../Asia/Tokyo", "zone.tab",
	    "right/Asia/Tokyo", "+09:99", "+25:00", "+9", "+09:0x", "+09-00",
	    "Asia/Tokyo\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct zone *zone = open_zone(good[i][0]);

		assert_string_equal(zone_name(zone), good[i][1]);
		zone_free(zone);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err err = {0};

		if (zone_open(bad[i], &err) != NULL)
			fail_msg("there is a zone '%s'", bad[i]);
		assert_int_equal(err.code, ERR_CONFIG);
	}
	zone_free(NULL);
}

static void
test_offset(void **state)
{
	static const struct {
		const char *zone;
		const char *utc;
		int offset_s;
	} cases[] = {
	    {"UTC", "2026-01-05T00:00:00Z", 0},
	    {"+09:00", "2026-01-05T00:00:00Z", 32400},
	    {"-03:30", "1900-01-05T00:00:00Z", -12600},
	    {"Asia/Tokyo", "2026-07-05T00:00:00Z", 32400},
	    {"Asia/Tokyo", "1950-07-01T00:00:00Z", 36000},
	    {"Asia/Tokyo", "1880-01-01T00:00:00Z", 33539},
	    {"America/New_York", "2024-01-05T00:00:00Z", -18000},
	    {"America/New_York", "2024-03-10T06:59:59Z", -18000},
	    {"America/New_York", "2024-03-10T07:00:00Z", -14400},
	    {"America/New_York", "2024-11-03T05:59:59.999999Z", -14400},
	    {"America/New_York", "2024-11-03T06:00:00Z", -18000},
	    /* behind every table, by the footer */
	    {"America/New_York", "2090-03-12T06:59:59Z", -18000},
	    {"America/New_York", "2090-03-12T07:00:00Z", -14400},
	    {"America/New_York", "2090-11-05T06:00:00Z", -18000},
	    {"Australia/Sydney", "2090-01-01T00:00:00Z", 39600},
	    {"Australia/Sydney", "2090-07-01T00:00:00Z", 36000},
	    {"Australia/Sydney", "2090-12-31T23:00:00Z", 39600},
	    {"Australia/Lord_Howe", "2090-07-01T00:00:00Z", 37800},
	    {"Australia/Lord_Howe", "2090-01-01T00:00:00Z", 39600},
	    {"Europe/Dublin", "2090-01-01T00:00:00Z", 0},
	    {"Europe/Dublin", "2090-07-01T00:00:00Z", 3600},
	    {"Europe/London", "2038-01-19T03:14:08Z", 0},
	    {"Asia/Kathmandu", "2100-01-01T00:00:00Z", 20700},
	    {"America/Nuuk", "2090-03-25T22:00:00Z", -7200},
	    {"Asia/Jerusalem", "2090-07-01T00:00:00Z", 10800},
	    {"Pacific/Apia", "2011-12-30T12:00:00Z", 50400},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zone *zone = open_zone(cases[i].zone);
		int64_t utc_us = moment(cases[i].utc);
		int offset_s = zone_offset_s(zone, utc_us);

		if (offset_s != cases[i].offset_s)
			fail_msg("%s at %s: %d", cases[i].zone, cases[i].utc,
			    offset_s);
		assert_int_equal(
		    zone_to_local(zone, utc_us) - utc_us, offset_s * US);
		zone_free(zone);
	}
}

static void
test_to_utc(void **state)
{
	static const struct {
		const char *zone;
		const char *local; /* as if it were UTC */
		const char *utc;
		enum zone_fit fit;
	} cases[] = {
	    {"Asia/Tokyo", "2026-01-05T10:00:00Z", "2026-01-05T01:00:00Z",
		ZONE_EXACT},
	    {"America/New_York", "2024-03-10T01:59:59Z", "2024-03-10T06:59:59Z",
		ZONE_EXACT},
	    {"America/New_York", "2024-03-10T02:30:00Z", "2024-03-10T07:30:00Z",
		ZONE_NEVER},
	    {"America/New_York", "2024-03-10T03:00:00Z", "2024-03-10T07:00:00Z",
		ZONE_EXACT},
	    {"America/New_York", "2024-11-03T00:59:59Z", "2024-11-03T04:59:59Z",
		ZONE_EXACT},
	    {"America/New_York", "2024-11-03T01:00:00Z", "2024-11-03T05:00:00Z",
		ZONE_TWICE},
	    {"America/New_York", "2024-11-03T01:30:00Z", "2024-11-03T05:30:00Z",
		ZONE_TWICE},
	    {"America/New_York", "2024-11-03T02:00:00Z", "2024-11-03T07:00:00Z",
		ZONE_EXACT},
	    {"America/New_York", "2090-03-12T02:30:00Z", "2090-03-12T07:30:00Z",
		ZONE_NEVER},
	    {"America/New_York", "2090-11-05T01:30:00Z", "2090-11-05T05:30:00Z",
		ZONE_TWICE},
	    /* no 30 December 2011 in Samoa */
	    {"Pacific/Apia", "2011-12-30T12:00:00Z", "2011-12-30T22:00:00Z",
		ZONE_NEVER},
	    {"+09:00", "2024-03-10T02:30:00Z", "2024-03-09T17:30:00Z",
		ZONE_EXACT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zone *zone = open_zone(cases[i].zone);
		int64_t utc_us = 0;

		assert_int_equal(
		    zone_to_utc(zone, moment(cases[i].local), &utc_us),
		    cases[i].fit);
		assert_int_equal(utc_us, moment(cases[i].utc));
		zone_free(zone);
	}
}

static void
test_format(void **state)
{
	struct zone *tokyo = open_zone("Asia/Tokyo");
	struct zone *new_york = open_zone("America/New_York");
	struct zone *utc = open_zone("UTC");

	(void)state;
	assert_format(tokyo, 0, "1970-01-01T09:00:00+09:00");
	assert_format(tokyo, 120000, "1970-01-01T09:00:00.120+09:00");
	assert_format(tokyo, -1, "1970-01-01T08:59:59.999999+09:00");
	assert_format(new_york, moment("2024-07-01T00:00:00Z"),
	    "2024-06-30T20:00:00-04:00");
	assert_format(utc, 0, "1970-01-01T00:00:00+00:00");
	/* 09:18:59 east: the offset in minutes and the same moment */
	assert_format(
	    tokyo, moment("1880-01-01T00:00:00Z"), "1880-01-01T09:18:00+09:18");
	zone_free(tokyo);
	zone_free(new_york);
	zone_free(utc);
}

static void
test_bound(void **state)
{
	static const struct {
		const char *zone;
		const char *text;
		bool is_end;
		const char *utc; /* NULL = refused */
	} cases[] = {
	    {"Asia/Tokyo", "2026-01-05", false, "2026-01-04T15:00:00Z"},
	    {"Asia/Tokyo", "2026-01-05", true, "2026-01-05T15:00:00Z"},
	    {"Asia/Tokyo", "2026-12-31", true, "2026-12-31T15:00:00Z"},
	    {"America/New_York", "2024-03-10", true, "2024-03-11T04:00:00Z"},
	    /* the day begins at one o'clock */
	    {"America/Sao_Paulo", "2018-11-04", false, "2018-11-04T03:00:00Z"},
	    {"Asia/Tokyo", "2026-01-05T10:00:00+09:00", true,
		"2026-01-05T01:00:00Z"},
	    {"Asia/Tokyo", "2026-01-05t10:00:00.5z", false,
		"2026-01-05T10:00:00.500000Z"},
	    {"Asia/Tokyo", "2026-01-05 10:00", false, "2026-01-05T01:00:00Z"},
	    {"UTC", "2026-01-05T10:00:00-03:30", false, "2026-01-05T13:30:00Z"},
	    {"UTC", "2016-12-31T23:59:60Z", false, "2016-12-31T23:59:59Z"},
	    {"UTC", "2024-02-30", false, NULL},
	    {"UTC", "2023-02-29", false, NULL},
	    {"UTC", "2026-1-5", false, NULL},
	    {"UTC", "2026-01-05T24:00:00Z", false, NULL},
	    {"UTC", "2026-01-05T10:00:00+09:99", false, NULL},
	    {"UTC", "2026-01-05T10:00:00+25:00", false, NULL},
	    {"UTC", "2026-01-05T10:00:00.Z", false, NULL},
	    {"UTC", "2026-01-05T", false, NULL},
	    {"UTC", "2026-01-05Z", false, NULL},
	    {"UTC", "2026-01-05T10:00:00Zx", false, NULL},
	    {"UTC", "", false, NULL},
	    {"UTC", "yesterday", false, NULL},
	    {"UTC", "0000-01-01", false, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zone *zone = open_zone(cases[i].zone);
		struct err err = {0};
		int64_t utc_us = 0;
		int status = zone_parse_bound(zone, span_of(cases[i].text),
		    cases[i].is_end, &utc_us, &err);

		if (cases[i].utc == NULL) {
			assert_int_equal(status, -1);
			assert_int_equal(err.code, ERR_USAGE);
		} else if (status != 0 || utc_us != moment(cases[i].utc)) {
			fail_msg("%s: %s", cases[i].text, err.msg);
		}
		zone_free(zone);
	}
}

static void
test_period(void **state)
{
	/* as of 2026-03-05 (a Thursday) 15:00 in Tokyo */
	static const struct {
		const char *text;
		const char *from; /* NULL = refused */
		const char *to;
	} cases[] = {
	    {"2026", "2026-01-01", "2027-01-01"},
	    {"2026-01", "2026-01-01", "2026-02-01"},
	    {"2025-12", "2025-12-01", "2026-01-01"},
	    {"2026-Q1", "2026-01-01", "2026-04-01"},
	    {"2026-q4", "2026-10-01", "2027-01-01"},
	    {"2026-W01", "2025-12-29", "2026-01-05"},
	    {"2026-W03", "2026-01-12", "2026-01-19"},
	    {"2026-W53", "2026-12-28", "2027-01-04"},
	    {"2026-01-05", "2026-01-05", "2026-01-06"},
	    {"2024-02-29", "2024-02-29", "2024-03-01"},
	    {"last-day", "2026-03-04", "2026-03-05"},
	    {"last-week", "2026-02-23", "2026-03-02"},
	    {"last-month", "2026-02-01", "2026-03-01"},
	    {"last-year", "2025-01-01", "2026-01-01"},
	    {"last-30d", "2026-02-03", "2026-03-05"},
	    {"last-2w", "2026-02-16", "2026-03-02"},
	    {"last-12m", "2025-03-01", "2026-03-01"},
	    {"last-2y", "2024-01-01", "2026-01-01"},
	    {"2025-W53", NULL, NULL},
	    {"2026-W00", NULL, NULL},
	    {"2026-Q5", NULL, NULL},
	    {"2026-13", NULL, NULL},
	    {"2026-02-29", NULL, NULL},
	    {"2026-", NULL, NULL},
	    {"26", NULL, NULL},
	    {"last-", NULL, NULL},
	    {"last-0d", NULL, NULL},
	    {"last-d", NULL, NULL},
	    {"last-3x", NULL, NULL},
	    {"last-9999y", NULL, NULL},
	    {"", NULL, NULL},
	};
	struct zone *tokyo = open_zone("Asia/Tokyo");
	int64_t as_of_us = moment("2026-03-05T15:00:00+09:00");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {0};
		int64_t want[2];
		int64_t got[2] = {0, 0};
		int status = zone_parse_period(tokyo, span_of(cases[i].text),
		    as_of_us, &got[0], &got[1], &err);

		if (cases[i].from == NULL) {
			assert_int_equal(status, -1);
			assert_int_equal(err.code, ERR_USAGE);
			continue;
		}
		assert_int_equal(zone_parse_bound(tokyo, span_of(cases[i].from),
				     false, &want[0], &err),
		    0);
		assert_int_equal(zone_parse_bound(tokyo, span_of(cases[i].to),
				     false, &want[1], &err),
		    0);
		if (status != 0 || got[0] != want[0] || got[1] != want[1])
			fail_msg("%s: %s", cases[i].text, err.msg);
	}
	zone_free(tokyo);
}

/* Two zones side by side, each from its own thread. */
static void *
ask(void *name)
{
	bool *is_good = calloc(1, sizeof(*is_good));
	struct err err = {0};
	struct zone *zone = zone_open(name, &err);
	int want_s = strcmp(name, "Asia/Tokyo") == 0 ? 32400 : 3600;

	*is_good = zone != NULL;
	for (int64_t day = 0; *is_good && day < 1000; day++)
		*is_good = zone_offset_s(zone, day * CIVIL_US_DAY) == want_s;
	zone_free(zone);
	return is_good;
}

static void
test_threads(void **state)
{
	char names[2][16] = {"Asia/Tokyo", "Europe/Paris"};
	pthread_t threads[2];

	(void)state;
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, ask, names[i]), 0);
	for (size_t i = 0; i < 2; i++) {
		void *is_good;

		assert_int_equal(pthread_join(threads[i], &is_good), 0);
		assert_true(*(bool *)is_good);
		free(is_good);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_offset),
	    cmocka_unit_test(test_to_utc),
	    cmocka_unit_test(test_format),
	    cmocka_unit_test(test_bound),
	    cmocka_unit_test(test_period),
	    cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
