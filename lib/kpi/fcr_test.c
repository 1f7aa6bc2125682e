#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    /* A: solved at once, in a case of its own */
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "chat:inquiry",
	.case_id = "k1",
	.outcome = CANON_RESOLVED},
    /* B: the chat says resolved, the phone rings a day later: two cases that
     * each went well, one customer who asked twice */
    {.who = "B",
	.at = "2026-01-02 10:00",
	.what = "chat:inquiry",
	.case_id = "k2",
	.outcome = CANON_RESOLVED},
    {.who = "B",
	.at = "2026-01-03 10:00",
	.what = "phone:inquiry",
	.case_id = "k3",
	.outcome = CANON_RESOLVED},
    {.who = "B",
	.at = "2026-01-03 11:00",
	.what = "phone:survey",
	.outcome = CANON_UNRESOLVED},
    /* C: two replies, then resolved */
    {.who = "C", .at = "2026-01-04 10:00", .what = "chat:inquiry"},
    {.who = "C", .at = "2026-01-04 11:00", .what = "chat:reply"},
    {.who = "C",
	.at = "2026-01-04 12:00",
	.what = "chat:reply",
	.outcome = CANON_RESOLVED},
    {.who = "C",
	.at = "2026-01-04 13:00",
	.what = "chat:survey",
	.outcome = CANON_RESOLVED},
    /* D: never */
    {.who = "D", .at = "2026-01-05 10:00", .what = "chat:inquiry"},
    /* E: too young */
    {.who = "E",
	.at = "2026-01-31 10:00",
	.what = "phone:inquiry",
	.case_id = "k4",
	.outcome = CANON_RESOLVED},
};

#define ASK(text)                                           \
	{                                                   \
		.kpi = (text), .as_of = "2026-02-01 10:00", \
		.samples = samples, .n = 10                 \
	}

static const struct answer_case cases[] = {
    {"A and C of four", ASK("fcr"),
	"all: 0.500000 2 4 0.150039 0.849961 share [pending=1]\n"},
    {"within an hour nobody asked again, but B has two contacts",
	ASK("fcr=person:1h"), "all: 0.833333 5 6 0.436497 0.969947 share\n"},
    {"as single systems count it B is two successes", ASK("fcr=case"),
	"all: 1.000000 3 3 0.438503 1.000000 share [pending=1]\n"},
    {"A and B needed no more than one reply", ASK("fcr=one_reply"),
	"all: 0.666667 2 3 0.207660 0.938508 share [pending=1]\n"},
    {"one yes, one no", ASK("fcr=survey"),
	"all: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"all but D", ASK("fcr=no-reopen"),
	"all: 0.750000 3 4 0.300642 0.954413 share [pending=1]\n"},
    {"nothing", {.kpi = "fcr"}, "all: - 0 0 - - share (zero denominator)\n"},
};

/* --- the same, slowly --- */

struct slow {
	int64_t hits, total;
};

static void
person(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	int64_t contacts = 0;

	if (issues->items[number].is_pending)
		return;
	for (size_t i = 0; i < customer->n_events; i++)
		contacts += issues->of_event[i] == number &&
		    (customer->events[i].kind == CANON_INQUIRY ||
			customer->events[i].kind == CANON_REOPEN) &&
		    customer->events[i].direction != CANON_OUTBOUND;
	slow->total++;
	slow->hits += contacts == 1 && issues->items[number].is_resolved;
}

static void
one_reply(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	int64_t replies = 0;
	int64_t told = 0;

	if (issues->items[number].is_pending ||
	    !issues->items[number].is_resolved)
		return;
	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = &customer->events[i];

		if (issues->of_event[i] != number)
			continue;
		replies += event->automated != 1 &&
		    (event->kind == CANON_REPLY ||
			(event->kind == CANON_MESSAGE &&
			    event->direction == CANON_OUTBOUND));
		if (event->replies != CANON_NO_INT && event->replies > told)
			told = event->replies;
	}
	slow->total++;
	slow->hits += replies <= 1 && told <= 1;
}

static bool
is_resolution(const struct journey_event *event)
{
	return event->outcome == CANON_RESOLVED ||
	    (event->kind == CANON_RESOLVE &&
		event->outcome == CANON_NO_OUTCOME);
}

static void
no_reopen(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	bool is_resolved = false;
	bool is_reopened = false;

	if (issues->items[number].is_pending)
		return;
	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = &customer->events[i];

		if (issues->of_event[i] != number)
			continue;
		is_resolved |= is_resolution(event);
		is_reopened |=
		    event->kind == CANON_REOPEN || event->reopens > 0;
	}
	slow->total++;
	slow->hits += is_resolved && !is_reopened;
}

#define SLOW(name)                                                          \
	static void slow_##name(const struct world *world, struct buf *out) \
	{                                                                   \
		struct slow slow = {0, 0};                                  \
                                                                            \
		world_issues(world, (name), &slow);                         \
		world_line(out, "all", slow.hits, slow.total);              \
	}

SLOW(person)
SLOW(one_reply)
SLOW(no_reopen)

/* The case of one system: does the event belong to it? */
static bool
is_of(const struct issues *issues, const struct journey_customer *customer,
    size_t at, uint32_t source, const char *name)
{
	const struct journey_event *event = &customer->events[at];

	return issues->of_event[at] != ISSUE_NONE && event->source == source &&
	    span_is(event->case_id, name);
}

static void
one_case(const struct world *world, const struct issues *issues,
    const struct journey_customer *customer, uint32_t source, const char *name,
    struct slow *slow)
{
	const struct journey_event *first = NULL;
	const struct journey_event *last = NULL;
	const struct journey_event *resolution = NULL;
	int64_t contacts = 0;
	bool is_reopened = false;

	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = &customer->events[i];

		if (!is_of(issues, customer, i, source, name))
			continue;
		first = first == NULL ? event : first;
		last = event;
		resolution = is_resolution(event) ? event : resolution;
		contacts += issue_is_contact(event);
		is_reopened |=
		    event->kind == CANON_REOPEN || event->reopens > 0;
	}
	if (first == NULL || !first->is_in)
		return;
	last = resolution != NULL ? resolution : last;
	if (world->context.as_of_us - last->at_us < 7 * CIVIL_US_DAY)
		return;
	slow->total++;
	slow->hits += resolution != NULL && !is_reopened && contacts == 1;
}

static void
slow_case(const struct world *world, struct buf *out)
{
	struct slow slow = {0, 0};
	struct issues issues = {0};
	struct err err = {0};

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		struct journey_customer customer = world_customer(world, i);

		assert_int_equal(
		    issue_find(&issues, &customer, &world->options.issue, &err),
		    0);
		for (uint32_t source = 0; source < 2; source++) {
			one_case(
			    world, &issues, &customer, source, "k1", &slow);
			one_case(
			    world, &issues, &customer, source, "k2", &slow);
		}
	}
	issue_clear(&issues);
	world_line(out, "all", slow.hits, slow.total);
}

static void
slow_survey(const struct world *world, struct buf *out)
{
	int64_t yes = 0;
	int64_t no = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			const struct journey_event *event =
			    &world->events[i][j];

			if (event->kind != CANON_SURVEY || !event->is_in)
				continue;
			yes += event->outcome == CANON_RESOLVED;
			no += event->outcome == CANON_UNRESOLVED;
		}
	world_line(out, "all", yes, yes + no);
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"fcr", slow_person},
    {"fcr=case", slow_case},
    {"fcr=one_reply", slow_one_reply},
    {"fcr=survey", slow_survey},
    {"fcr=no-reopen", slow_no_reopen},
};

static void
worlds(void **state)
{
	(void)state;
	WORLD_CHECK(slow_cases);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers),
	    cmocka_unit_test(worlds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
