#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow/stamp.h"

#define SECOND INT64_C(1000000)
#define HOUR (3600 * SECOND)
#define DAY (24 * HOUR)
/* 2026-03-05T21:15:00+09:00, a Thursday. */
#define THEN (INT64_C(1772712900) * SECOND)

static const struct {
	int64_t gap_us;
	const char *expected;
} gaps[] = {
    {0, "0 minutes"},
    {59 * SECOND, "0 minutes"},
    {60 * SECOND, "1 minute"},
    {HOUR, "1 hour"},
    {DAY - 1, "23 hours"},
    {DAY, "1 day"},
    {60 * DAY, "60 days"},
    {61 * DAY, "2 months"},
    {729 * DAY, "24 months"},
    {730 * DAY, "2 years"},
};

static void
test_gaps(void **state)
{
	struct buf buf = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++) {
		buf_reset(&buf);
		stamp_gap(gaps[i].gap_us, &buf);
		assert_string_equal(buf_text(&buf), gaps[i].expected);
	}
	buf_clear(&buf);
}

static const struct {
	int64_t later_us;
	const char *expected;
} agos[] = {
    {0, "today"},
    {2 * HOUR, "today"},
    /* Behind midnight of the zone. */
    {3 * HOUR, "yesterday"},
    {2 * DAY, "2 days ago"},
    {90 * DAY, "3 months ago"},
};

static void
test_agos(void **state)
{
	struct err err = {0};
	struct zone *zone = zone_open("Asia/Tokyo", &err);
	struct buf buf = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(agos) / sizeof(agos[0]); i++) {
		buf_reset(&buf);
		stamp_ago(zone, THEN, THEN + agos[i].later_us, &buf);
		assert_string_equal(buf_text(&buf), agos[i].expected);
	}
	buf_reset(&buf);
	stamp_ago(zone, THEN, THEN - 1, &buf);
	assert_string_equal(buf_text(&buf), "2026-03-05");
	buf_reset(&buf);
	stamp_both(zone, THEN, &buf);
	assert_string_equal(buf_text(&buf), "2026-03-05 21:15");
	assert_string_equal(stamp_weekday(zone, THEN), "Thursday");
	assert_int_equal(stamp_days(zone, THEN, THEN + 3 * HOUR), 1);
	buf_clear(&buf);
	zone_free(zone);
}

static const struct {
	int64_t later_us;
	const char *expected;
} pauses[] = {
    {2 * HOUR, ""},
    {3 * HOUR - SECOND, ""},
    /* Midnight lies between. */
    {4 * HOUR, ""},
    {27 * HOUR, "2 days"},
    {40 * DAY, "40 days"},
};

static void
test_pauses(void **state)
{
	struct err err = {0};
	struct zone *zone = zone_open("Asia/Tokyo", &err);
	struct buf buf = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(pauses) / sizeof(pauses[0]); i++) {
		buf_reset(&buf);
		stamp_pause(zone, THEN, THEN + pauses[i].later_us, &buf);
		assert_string_equal(buf_text(&buf), pauses[i].expected);
	}
	buf_reset(&buf);
	stamp_pause(zone, THEN - 4 * HOUR, THEN, &buf);
	assert_string_equal(buf_text(&buf), "4 hours");
	buf_clear(&buf);
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_gaps),
	    cmocka_unit_test(test_agos),
	    cmocka_unit_test(test_pauses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
