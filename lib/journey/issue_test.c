#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/issue.h"
#include "journey/sample.h"

#define MAX 6
#define OUT CANON_OUTBOUND
#define DONE CANON_RESOLVED

struct hearing {
	struct issues issues;
	struct buf heard;
};

/* Each event's issue (or -), then for each issue contacts/messages/channels,
 * R = resolved, P = pending. */
static int
write_down(void *self, const struct journey_customer *customer, struct err *err)
{
	static const struct issue_options options = {
	    .gap_us = 7 * JOURNEY_DAY_US,
	    .repeat_us = 7 * JOURNEY_DAY_US,
	};
	struct hearing *hearing = self;
	struct issues *issues = &hearing->issues;

	if (issue_find(issues, customer, &options, err) != 0)
		return -1;
	for (size_t i = 0; i < customer->n_events; i++) {
		if (issues->of_event[i] == ISSUE_NONE)
			buf_char(&hearing->heard, '-');
		else
			buf_u64(&hearing->heard, issues->of_event[i]);
	}
	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *issue = &issues->items[i];

		buf_printf(&hearing->heard, " %u/%u/%u%s%s", issue->contacts,
		    issue->messages, issue->channels,
		    issue->is_resolved ? "R" : "",
		    issue->is_pending ? "P" : "");
	}
	return 0;
}

static const struct {
	const char *why;
	const char *expected;
	const char *as_of;
	struct sample samples[MAX];
} cases[] = {
    {"no service, no issue", "--", NULL,
	{{.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
	    {.who = "A",
		.at = "2026-01-01 10:00",
		.what = "ec:purchase",
		.outcome = DONE}}},
    {"a reply, resolution or survey opens nothing", "---", NULL,
	{{.who = "A", .at = "2026-01-01 10:00", .what = "phone:reply"},
	    {.who = "A", .at = "2026-01-01 11:00", .what = "phone:resolve"},
	    {.who = "A", .at = "2026-01-01 12:00", .what = "phone:survey"}}},
    {"nor does what the company began", "--", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "phone:inquiry",
	     .direction = OUT},
	    {.who = "A",
		.at = "2026-01-01 11:00",
		.what = "chat:message",
		.direction = OUT}}},
    {"a handoff opens one, on its channel", "0 0/0/1", NULL,
	{{.who = "A", .at = "2026-01-01 10:00", .what = "phone:handoff"}}},
    {"one channel, resolved", "000 1/1/1R", NULL,
	{{.who = "A", .at = "2026-01-01 10:00", .what = "chat:inquiry"},
	    {.who = "A", .at = "2026-01-01 10:05", .what = "chat:message"},
	    {.who = "A", .at = "2026-01-01 11:00", .what = "chat:resolve"}}},
    {"a resolve that says unresolved is none", "00 1/0/1", NULL,
	{{.who = "A", .at = "2026-01-01 10:00", .what = "chat:inquiry"},
	    {.who = "A",
		.at = "2026-01-01 11:00",
		.what = "chat:resolve",
		.outcome = CANON_UNRESOLVED}}},
    {"two channels by the same topic", "00 2/0/2R", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .topic = "size"},
	    {.who = "A",
		.at = "2026-01-01 11:00",
		.what = "phone:inquiry",
		.topic = "size",
		.outcome = DONE}}},
    {"another topic is another issue", "01 1/0/1 1/0/1R", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .topic = "size"},
	    {.who = "A",
		.at = "2026-01-01 11:00",
		.what = "phone:inquiry",
		.topic = "price",
		.outcome = DONE}}},
    {"exactly the gap joins", "00 2/0/1", NULL,
	{{.who = "A", .at = "2026-01-01 10:00", .what = "chat:inquiry"},
	    {.who = "A", .at = "2026-01-08 10:00", .what = "chat:inquiry"}}},
    {"more than the gap does not", "01 1/0/1 1/0/1", NULL,
	{{.who = "A", .at = "2026-01-01 10:00", .what = "chat:inquiry"},
	    {.who = "A", .at = "2026-01-08 10:01", .what = "chat:inquiry"}}},
    {"a case joins over any time", "00 2/0/1", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .case_id = "7"},
	    {.who = "A",
		.at = "2026-06-01 10:00",
		.what = "chat:inquiry",
		.case_id = "7"}}},
    {"but not one of another source", "01 1/0/1 1/0/1", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .case_id = "7"},
	    {.who = "A",
		.at = "2026-06-01 10:00",
		.what = "chat:inquiry",
		.case_id = "7",
		.source = "shop"}}},
    {"a new case joins by topic and time", "000 3/0/2", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .case_id = "7"},
	    {.who = "A",
		.at = "2026-01-02 10:00",
		.what = "phone:inquiry",
		.case_id = "8"},
	    {.who = "A",
		.at = "2026-06-02 10:00",
		.what = "phone:inquiry",
		.case_id = "8"}}},
    {"asked again in time undoes, exactly too", "00 2/0/1", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .outcome = DONE},
	    {.who = "A", .at = "2026-01-08 10:00", .what = "chat:inquiry"}}},
    {"asked again later does not", "01 1/0/1R 1/0/1", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .outcome = DONE},
	    {.who = "A", .at = "2026-01-08 10:01", .what = "chat:inquiry"}}},
    {"another question does not", "01 1/0/1R 1/0/1", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .topic = "size",
	     .outcome = DONE},
	    {.who = "A",
		.at = "2026-01-02 10:00",
		.what = "chat:inquiry",
		.topic = "price"}}},
    {"a reopening of the case undoes, whatever its topic", "00 2/0/1", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .case_id = "7",
	     .topic = "size",
	     .outcome = DONE},
	    {.who = "A",
		.at = "2026-01-02 10:00",
		.what = "chat:reopen",
		.case_id = "7",
		.topic = "price"}}},
    {"a late reopening does not", "00 2/0/1R", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .case_id = "7",
	     .outcome = DONE},
	    {.who = "A",
		.at = "2026-02-02 10:00",
		.what = "chat:reopen",
		.case_id = "7"}}},
    {"resolved long ago is not joined, though touched", "0001 1/0/1R 1/0/1",
	NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .outcome = DONE},
	    {.who = "A", .at = "2026-01-06 10:00", .what = "chat:reply"},
	    {.who = "A", .at = "2026-01-08 09:00", .what = "chat:survey"},
	    {.who = "A", .at = "2026-01-08 10:01", .what = "chat:inquiry"}}},
    {"the last touched of two is joined", "0100 2/1/1 1/0/1", NULL,
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .topic = "size"},
	    {.who = "A",
		.at = "2026-01-01 11:00",
		.what = "chat:inquiry",
		.topic = "price"},
	    {.who = "A",
		.at = "2026-01-01 12:00",
		.what = "chat:message",
		.topic = "size"},
	    {.who = "A", .at = "2026-01-01 13:00", .what = "chat:inquiry"}}},
    {"pending until exactly the window", "0 1/0/1R", "2026-01-08 10:00",
	{{.who = "A",
	    .at = "2026-01-01 10:00",
	    .what = "chat:inquiry",
	    .outcome = DONE}}},
    {"pending before", "0 1/0/1RP", "2026-01-08 09:59",
	{{.who = "A",
	    .at = "2026-01-01 10:00",
	    .what = "chat:inquiry",
	    .outcome = DONE}}},
    {"pending since the last event without one", "00 1/0/1P",
	"2026-01-09 09:59",
	{{.who = "A", .at = "2026-01-01 10:00", .what = "chat:inquiry"},
	    {.who = "A", .at = "2026-01-02 10:00", .what = "chat:reply"}}},
};

static void
issues(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hearing hearing = {0};
		struct journey_sink sink = {
		    .self = &hearing, .customer = write_down};
		struct journey_context context;
		struct err err = {0};
		size_t n = 0;

		sample_context(&context, NULL);
		if (cases[i].as_of != NULL)
			context.as_of_us = sample_us(cases[i].as_of);
		while (n < MAX && cases[i].samples[n].at != NULL)
			n++;
		assert_int_equal(
		    sample_tell(&context, &sink, cases[i].samples, n, &err), 0);
		if (strcmp(buf_text(&hearing.heard), cases[i].expected) != 0)
			fail_msg("%s: %s, not %s", cases[i].why,
			    buf_text(&hearing.heard), cases[i].expected);
		issue_clear(&hearing.issues);
		buf_clear(&hearing.heard);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(issues),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
