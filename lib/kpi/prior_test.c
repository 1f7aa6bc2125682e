#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/civil.h"
#include "journey/sample.h"
#include "kpi/prior.h"

#define EVENTS_MAX 4

#define NONE EVENTS_MAX

/* Times are those of Tokyo. */
static const struct {
	const char *why;
	struct sample samples[EVENTS_MAX];
	size_t n;
	size_t order; /* which of them is asked for */
	size_t dated; /* and which is a date alone */
	const char *zone;
	const char *found; /* Any, Other, oNline, Physical, Contact */
} cases[] = {
    {"nothing", {{.at = "2026-01-02 10:00", .what = "ec:purchase"}}, 1, 0, NONE,
	"+09:00", ""},
    {"a month before",
	{{.at = "2026-01-01 10:00", .what = "ec:view"},
	    {.at = "2026-01-31 10:00", .what = "store:purchase"}},
	2, 1, NONE, "+09:00", "AON"},
    {"a second more",
	{{.at = "2026-01-01 10:00", .what = "ec:view"},
	    {.at = "2026-01-31 10:00:01", .what = "store:purchase"}},
	2, 1, NONE, "+09:00", ""},
    {"the latest of a channel is near enough",
	{{.at = "2026-01-01 10:00", .what = "ec:view"},
	    {.at = "2026-01-30 10:00", .what = "ec:view"},
	    {.at = "2026-01-31 10:00:01", .what = "store:purchase"}},
	3, 2, NONE, "+09:00", "AON"},
    {"at the same time is not before, but what came before that is",
	{{.at = "2026-01-01 10:00", .what = "phone:inquiry"},
	    {.at = "2026-01-02 10:00", .what = "phone:inquiry"},
	    {.at = "2026-01-02 10:00", .what = "phone:inquiry"},
	    {.at = "2026-01-02 10:00", .what = "ec:purchase"}},
	4, 3, NONE, "+09:00", "AOC"},
    {"nothing but at the same time",
	{{.at = "2026-01-02 10:00", .what = "phone:inquiry"},
	    {.at = "2026-01-02 10:00", .what = "ec:purchase"}},
	2, 1, NONE, "+09:00", ""},
    {"its own channel",
	{{.at = "2026-01-02 09:00", .what = "store:visit"},
	    {.at = "2026-01-02 10:00", .what = "store:purchase"}},
	2, 1, NONE, "+09:00", "A"},
    {"what is no information",
	{{.at = "2026-01-02 09:00", .what = "store:purchase"},
	    {.at = "2026-01-02 10:00", .what = "ec:purchase"}},
	2, 1, NONE, "+09:00", ""},
    {"a date is behind all of its day",
	{{.at = "2026-01-02 00:00", .what = "ec:purchase"},
	    {.at = "2026-01-02 23:59", .what = "store:visit"}},
	2, 0, 0, "+09:00", "AOP"},
    {"and before the next",
	{{.at = "2026-01-02 00:00", .what = "ec:purchase"},
	    {.at = "2026-01-03 00:00", .what = "store:visit"}},
	2, 0, 0, "+09:00", ""},
    {"a date that is sorted behind a time of its day",
	{{.at = "2026-01-02 10:00", .what = "ec:purchase"},
	    {.at = "2026-01-02 12:00", .what = "store:visit"}},
	2, 0, 1, "+09:00", "AOP"},
    {"a time is no date",
	{{.at = "2026-01-02 10:00", .what = "ec:purchase"},
	    {.at = "2026-01-02 12:00", .what = "store:visit"},
	    {.at = "2026-01-05 12:00", .what = "phone:inquiry"}},
	3, 0, 2, "+09:00", ""},
    {"the latest day that is not later",
	{{.at = "2026-01-01 12:00", .what = "ec:view"},
	    {.at = "2026-01-31 00:00", .what = "store:purchase"},
	    {.at = "2026-02-01 12:00", .what = "ec:view"}},
	3, 1, 1, "+09:00", "AON"},
    {"a day more",
	{{.at = "2026-01-01 12:00", .what = "ec:view"},
	    {.at = "2026-02-01 00:00", .what = "store:purchase"},
	    {.at = "2026-02-02 12:00", .what = "ec:view"}},
	3, 1, 1, "+09:00", ""},
    /* A minute behind midnight the clock of Newfoundland was turned back by an
     * hour: what came earlier was of the day after, by the calendar. */
    {"the day before, later",
	{{.at = "2010-11-07 11:30:30", .what = "ec:view"},
	    {.at = "2010-11-07 12:00", .what = "store:purchase"}},
	2, 1, 1, "America/St_Johns", ""},
    {"days out of order",
	{{.at = "2010-11-07 11:30:30", .what = "ec:view"},
	    {.at = "2010-11-07 11:40", .what = "ec:view"},
	    {.at = "2010-11-07 12:00", .what = "store:purchase"}},
	3, 2, 2, "America/St_Johns", "AON"},
};

static void
say(const struct prior_found *found, char *text)
{
	if (found->any)
		*text++ = 'A';
	if (found->other)
		*text++ = 'O';
	if (found->online)
		*text++ = 'N';
	if (found->physical)
		*text++ = 'P';
	if (found->contact)
		*text++ = 'C';
	*text = '\0';
}

static void
what_was_before(void **state)
{
	struct prior prior = {0}; /* for all of them */

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct journey_event events[EVENTS_MAX];
		struct journey_context context;
		struct journey_customer customer = {.context = &context,
		    .id = SPAN("A"),
		    .events = events,
		    .n_events = cases[i].n};
		struct prior_found found;
		struct err err = {0};
		struct zone *zone = zone_open(cases[i].zone, &err);
		char text[8];

		assert_non_null(zone);
		sample_context(&context, zone);
		for (size_t j = 0; j < cases[i].n; j++) {
			events[j] = sample_event(&cases[i].samples[j]);
			events[j].is_date_only = j == cases[i].dated;
		}
		assert_int_equal(prior_begin(&prior, &customer,
				     cases[i].dated != NONE, &err),
		    0);
		for (size_t j = 0; j < cases[i].order; j++)
			prior_take(&prior, &events[j]);
		prior_find(
		    &prior, &events[cases[i].order], 30 * CIVIL_US_DAY, &found);
		say(&found, text);
		if (strcmp(text, cases[i].found) != 0)
			fail_msg("%s: '%s', not '%s'", cases[i].why, text,
			    cases[i].found);
		zone_free(zone);
	}
	prior_clear(&prior);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
