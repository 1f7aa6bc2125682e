#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "flow/diary.h"
#include "journey/sample.h"

static const struct {
	struct sample samples[4];
	bool is_newest_first;
	const char *expected;
} cases[] = {
    {{{.who = "a", .at = "2026-01-05 10:00", .what = "ec:view"},
	 {.who = "a", .at = "2026-01-05 12:59", .what = "store:visit"},
	 {.who = "a", .at = "2026-01-06 09:00", .what = "phone:inquiry"}},
	false,
	"a  3 events, 2026-01-05 to 2026-01-06\n"
	"  o ec 1  > phone 1  # store 1\n\n"
	"2026-01-05 Monday\n"
	"  10:00  o ec         view\n"
	"  12:59  # store      visit\n\n"
	"2026-01-06 Tuesday\n"
	"  09:00  > phone      inquiry\n"},
    {{{.who = "a", .at = "2026-01-05 10:00", .what = "ec:view"},
	 {.who = "a", .at = "2026-01-05 13:00", .what = "ec:view"},
	 {.who = "a", .at = "2026-01-07", .what = "ec:view"}},
	false,
	"a  3 events, 2026-01-05 to 2026-01-07\n  o ec 3\n\n"
	"2026-01-05 Monday\n"
	"  10:00  o ec         view\n"
	"         3 hours later\n"
	"  13:00  o ec         view\n\n"
	"         2 days later\n\n"
	"2026-01-07 Wednesday\n"
	"         o ec         view\n"},
    {{{.who = "a", .at = "2026-01-05 10:00", .what = "ec:view"},
	 {.who = "a",
	     .at = "2026-01-09 10:00",
	     .what = "ec:purchase",
	     .amount = 500},
	 {.who = "b", .at = "2026-01-09 10:00", .what = "ec:view"}},
	true,
	"a  2 events, 2026-01-05 to 2026-01-09\n  o ec 2\n\n"
	"2026-01-09 Friday\n"
	"  10:00  o ec         purchase   500 JPY\n\n"
	"         4 days earlier\n\n"
	"2026-01-05 Monday\n"
	"  10:00  o ec         view\n\n"
	"b  1 event, 2026-01-09\n  o ec 1\n\n"
	"2026-01-09 Friday\n"
	"  10:00  o ec         view\n"},
};

static void
test_days(void **state)
{
	const struct out_options options = {.format = OUT_TABLE};
	struct journey_context context;
	struct err err = {0};
	struct who who = {0};
	struct zone *zone = zone_open("Asia/Tokyo", &err);

	(void)state;
	sample_context(&context, zone);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = NULL;
		size_t len, n = 0;
		FILE *stream = open_memstream(&text, &len);
		struct diary *diary = diary_new(
		    &who, &options, cases[i].is_newest_first, stream, &err);
		struct journey_sink sink = diary_sink(diary);

		while (n < 4 && cases[i].samples[n].who != NULL)
			n++;
		assert_int_equal(
		    sample_tell(&context, &sink, cases[i].samples, n, &err), 0);
		diary_free(diary);
		assert_int_equal(fclose(stream), 0);
		assert_string_equal(text, cases[i].expected);
		free(text);
	}
	who_clear(&who);
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_days)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
