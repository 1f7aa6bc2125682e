#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/sample.h"
#include "kpi/handling.h"

#define EVENTS 4

/* What one issue comes to, as letters: s self, b bot, p person soon after a
 * machine, e escalated, t transferred, r resolved once, o reopened, a told
 * again, g rated good; then replies, switches, changes of agent. */
static const struct {
	const char *why;
	struct sample samples[EVENTS];
	const char *expected;
} cases[] = {
    {"a message is what the bot before it was",
	{{.at = "2026-01-01 10:00", .what = "chat:inquiry"},
	    {.at = "2026-01-01 10:01", .what = "chat:reply", .automated = 'y'},
	    {.at = "2026-01-01 10:02", .what = "chat:message"}},
	"sb 0 0 0"},
    {"a person a day after the bot",
	{{.at = "2026-01-01 10:00", .what = "chatbot:inquiry"},
	    {.at = "2026-01-02 10:00", .what = "phone:reply"}},
	"sbpe 1 0 0"},
    {"and a minute later",
	{{.at = "2026-01-01 10:00", .what = "chatbot:inquiry"},
	    {.at = "2026-01-02 10:01", .what = "phone:reply"}},
	"sbe 1 0 0"},
    {"another agent who was told",
	{{.at = "2026-01-01 10:00", .what = "phone:inquiry", .agent = "ann"},
	    {.at = "2026-01-01 10:01", .what = "phone:handoff", .context = 'y'},
	    {.at = "2026-01-01 10:02", .what = "phone:reply", .agent = "bob"}},
	"t 1 0 1"},
    {"another agent who was not",
	{{.at = "2026-01-01 10:00", .what = "phone:inquiry", .agent = "ann"},
	    {.at = "2026-01-01 10:02", .what = "phone:reply", .agent = "bob"}},
	"ta 1 0 1"},
    {"another channel within two days",
	{{.at = "2026-01-01 10:00", .what = "phone:inquiry"},
	    {.at = "2026-01-03 10:00", .what = "chat:inquiry"}},
	"a 0 1 0"},
    {"but not if it had been resolved",
	{{.at = "2026-01-01 10:00", .what = "phone:inquiry"},
	    {.at = "2026-01-01 11:00", .what = "phone:resolve"},
	    {.at = "2026-01-03 10:00", .what = "chat:inquiry"}},
	"r 0 1 0"},
    {"what the export says",
	{{.at = "2026-01-01 10:00",
	    .what = "phone:inquiry",
	    .reopens = 1,
	    .transfers = 2,
	    .replies = 3,
	    .csat = 4000,
	    .outcome = CANON_ESCALATED}},
	"etog 3 0 0"},
};

static void
letters(const struct handling *facts, struct buf *out)
{
	const struct {
		bool is_so;
		char letter;
	} flags[] = {
	    {facts->has_self, 's'},
	    {facts->has_bot, 'b'},
	    {facts->has_person && facts->has_bot_person, 'p'},
	    {facts->is_escalated, 'e'},
	    {facts->is_transferred, 't'},
	    {facts->is_ever_resolved, 'r'},
	    {facts->is_reopened, 'o'},
	    {facts->is_told_again, 'a'},
	    {facts->is_rated_good, 'g'},
	};

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].is_so)
			buf_char(out, flags[i].letter);
	buf_printf(out, " %d %u %u", (int)facts->replies, facts->switches,
	    facts->agent_changes);
}

static void
what_happened(void **state)
{
	static const struct issue_options options = {
	    .gap_us = 7 * JOURNEY_DAY_US,
	    .repeat_us = 7 * JOURNEY_DAY_US,
	};
	struct journey_context context;
	struct handling_room room = {0};
	struct issues issues = {0};

	(void)state;
	sample_context(&context, NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct journey_event events[EVENTS];
		struct journey_customer customer = {
		    .context = &context,
		    .events = events,
		};
		struct err err = {0};
		struct buf out = {0};

		while (customer.n_events < EVENTS &&
		    cases[i].samples[customer.n_events].at != NULL) {
			events[customer.n_events] =
			    sample_event(&cases[i].samples[customer.n_events]);
			customer.n_events++;
		}
		assert_int_equal(
		    issue_find(&issues, &customer, &options, &err), 0);
		assert_int_equal(issues.count, 1);
		assert_int_equal(
		    handling_find(&room, &customer, &issues, &err), 0);
		letters(&room.items[0], &out);
		if (strcmp(buf_text(&out), cases[i].expected) != 0)
			fail_msg("%s: %s, not %s", cases[i].why, buf_text(&out),
			    cases[i].expected);
		buf_clear(&out);
	}
	handling_clear(&room);
	issue_clear(&issues);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_happened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
