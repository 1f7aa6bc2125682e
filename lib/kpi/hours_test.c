#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journey/sample.h"
#include "kpi/hours.h"

/* 2026-01-05 is a Monday. */
static const struct {
	const char *hours, *days, *at;
	bool is_off;
} cases[] = {
    {"9-18", "mon-fri", "2026-01-05 09:00", false},
    {"9-18", "mon-fri", "2026-01-05 08:59", true},
    {"9-18", "mon-fri", "2026-01-05 17:59", false},
    {"9-18", "mon-fri", "2026-01-05 18:00", true},
    {"9-18", "mon-fri", "2026-01-10 10:00", true},
    {"9-18", "sat-mon", "2026-01-10 10:00", false},
    {"9-18", "sat-mon", "2026-01-06 10:00", true},
    {"8:30-17:15", "tue,mon", "2026-01-05 17:14", false},
    {"8:30-17:15", "tue,mon", "2026-01-05 08:29", true},
    /* over midnight: the night of Friday ends on Saturday */
    {"22-6", "fri", "2026-01-09 22:00", false},
    {"22-6", "fri", "2026-01-10 05:59", false},
    {"22-6", "fri", "2026-01-10 06:00", true},
    {"22-6", "fri", "2026-01-09 05:00", true},
    {"0-24", "mon-sun", "2026-01-10 23:59", false},
    {"9-9", "mon", "2026-01-05 03:00", true},
    {"0-0", "mon", "2026-01-05 03:00", false},
    {"9-18", "mon-fri", "1969-12-31 10:00", false},
};

static void
somebody_is_there_or_not(void **state)
{
	struct err err = {0};
	struct zone *zone = zone_open("+09:00", &err);

	(void)state;
	assert_non_null(zone);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hours hours;

		assert_int_equal(hours_parse(cases[i].hours, &hours, &err), 0);
		assert_int_equal(
		    hours_parse_days(cases[i].days, &hours, &err), 0);
		if (hours_is_off(&hours, zone, sample_us(cases[i].at)) !=
		    cases[i].is_off)
			fail_msg("%s %s %s", cases[i].hours, cases[i].days,
			    cases[i].at);
	}
	zone_free(zone);
}

static void
wrong_words_are_refused(void **state)
{
	static const char *const hours[] = {
	    "",
	    "9",
	    "9-",
	    "9-25",
	    "24:01-9",
	    "9:5-18",
	    "9:60-18",
	    "a-b",
	};
	static const char *const days[] = {"", "mon-", "monday", "mon,,tue"};
	struct hours into = HOURS_DEFAULT;

	(void)state;
	for (size_t i = 0; i < sizeof(hours) / sizeof(hours[0]); i++) {
		struct err err = {0};

		assert_int_equal(hours_parse(hours[i], &into, &err), -1);
		assert_int_equal(err.code, ERR_USAGE);
	}
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		struct err err = {0};

		assert_int_equal(hours_parse_days(days[i], &into, &err), -1);
		assert_int_equal(err.code, ERR_USAGE);
	}
}

static void
only_what_is_unusual_is_said(void **state)
{
	static const struct {
		struct hours hours;
		const char *text;
	} texts[] = {
	    {HOURS_DEFAULT, ""},
	    {{510, 1080, 31}, ",hours=8:30-18"},
	    {{540, 1080, 107}, ",workdays=mon-tue+thu+sat-sun"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct buf buf = {0};

		hours_text(&texts[i].hours, &buf);
		assert_string_equal(buf_text(&buf), texts[i].text);
		buf_clear(&buf);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(somebody_is_there_or_not),
	    cmocka_unit_test(wrong_words_are_refused),
	    cmocka_unit_test(only_what_is_unusual_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
