#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

#define DONE CANON_RESOLVED

static const struct sample samples[] = {
    /* on one channel, resolved */
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "chat:inquiry",
	.outcome = DONE},
    /* across channels, resolved in the next month */
    {.who = "B", .at = "2026-01-30 10:00", .what = "chatbot:inquiry"},
    {.who = "B",
	.at = "2026-02-01 10:00",
	.what = "phone:inquiry",
	.outcome = DONE},
    /* across channels, asked again */
    {.who = "C",
	.at = "2026-02-01 10:00",
	.what = "chat:inquiry",
	.outcome = DONE},
    {.who = "C", .at = "2026-02-05 10:00", .what = "phone:inquiry"},
    /* too young to say */
    {.who = "D",
	.at = "2026-03-01 10:00",
	.what = "chat:inquiry",
	.outcome = DONE},
};

#define AS_OF "2026-03-02 10:00"

static const struct answer_case cases[] = {
    {"nothing", {.kpi = "resolution_rate"},
	"all: - 0 0 - - share (zero denominator)\n"
	"one channel: - 0 0 - - share (zero denominator)\n"
	"across channels: - 0 0 - - share (zero denominator)\n"},
    {"no repeat",
	{.kpi = "resolution_rate", .as_of = AS_OF, .samples = samples, .n = 6},
	"all: 0.666667 2 3 0.207660 0.938508 share [pending=1]\n"
	"one channel: 1.000000 1 1 0.206549 1.000000 share [pending=1]\n"
	"across channels: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"within a day nobody asked again, and C has two issues",
	{.kpi = "resolution_rate=no-repeat:1d",
	    .as_of = AS_OF,
	    .samples = samples,
	    .n = 6},
	"all: 0.800000 4 5 0.375535 0.963776 share\n"
	"one channel: 0.750000 3 4 0.300642 0.954413 share\n"
	"across channels: 1.000000 1 1 0.206549 1.000000 share\n"},
    {"cohort: the pending one is opened and resolved",
	{.kpi = "resolution_rate=cohort",
	    .as_of = AS_OF,
	    .samples = samples,
	    .n = 6},
	"all: 0.750000 3 4 0.300642 0.954413 share\n"
	"one channel: 1.000000 2 2 0.342380 1.000000 share\n"
	"across channels: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"flow by month: each end by its own time",
	{.kpi = "resolution_rate=flow",
	    .by = "month",
	    .as_of = AS_OF,
	    .samples = samples,
	    .n = 6},
	"all|2026-01: 0.500000 1 2 - - ratio\n"
	"one channel|2026-01: 1.000000 1 1 - - ratio\n"
	"across channels|2026-01: 0.000000 0 1 - - ratio\n"
	"all|2026-02: 1.000000 1 1 - - ratio\n"
	"one channel|2026-02: - 0 0 - - ratio (zero denominator)\n"
	"across channels|2026-02: 1.000000 1 1 - - ratio\n"
	"all|2026-03: 1.000000 1 1 - - ratio\n"
	"one channel|2026-03: 1.000000 1 1 - - ratio\n"
	"across channels|2026-03: - 0 0 - - ratio (zero denominator)\n"},
    {"the period is that of the opening",
	{.kpi = "resolution_rate=cohort",
	    .from = "2026-01-30",
	    .to = "2026-02-01",
	    .as_of = AS_OF,
	    .samples = samples,
	    .n = 6},
	"all: 1.000000 1 1 0.206549 1.000000 share\n"
	"one channel: - 0 0 - - share (zero denominator)\n"
	"across channels: 1.000000 1 1 0.206549 1.000000 share\n"},
};

/* --- the same, slowly --- */

/* Of an issue: on how many channels were its contacts and messages? Where
 * there are none, it is one channel. */
static int64_t
channels_of(const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	bool is_seen[WORLD_CHANNELS] = {false};
	int64_t n = 0;

	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = &customer->events[i];

		if (issues->of_event[i] != number ||
		    event->direction == CANON_OUTBOUND ||
		    (event->kind != CANON_INQUIRY &&
			event->kind != CANON_REOPEN &&
			event->kind != CANON_MESSAGE))
			continue;
		n += !is_seen[event->channel];
		is_seen[event->channel] = true;
	}
	return n;
}

/* The index of the last event that resolves it, or -1. */
static int64_t
resolution_of(const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	int64_t last = -1;

	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = &customer->events[i];
		bool is_silent = event->outcome == CANON_NO_OUTCOME;

		if (issues->of_event[i] == number &&
		    (event->outcome == CANON_RESOLVED ||
			(event->kind == CANON_RESOLVE && is_silent)))
			last = (int64_t)i;
	}
	return last;
}

/* Reopened, or asked again, within so many days? */
static bool
is_undone(const struct journey_customer *customer, const struct issues *issues,
    uint32_t number, size_t at, int64_t repeat_us)
{
	struct span topic = issues->items[number].topic;

	for (size_t i = at + 1; i < customer->n_events; i++) {
		const struct journey_event *event = &customer->events[i];
		bool is_same = event->topic.len == 0 || topic.len == 0 ||
		    span_eq(event->topic, topic);

		if (event->at_us - customer->events[at].at_us > repeat_us)
			continue;
		if (event->kind == CANON_REOPEN &&
		    issues->of_event[i] == number)
			return true;
		if (issue_is_contact(event) && is_same)
			return true;
	}
	return false;
}

enum slow_kind { SLOW_NO_REPEAT, SLOW_COHORT, SLOW_FLOW };

struct slow_rows {
	enum slow_kind kind;
	int64_t repeat_us, as_of_us;
	int64_t hits[3], total[3];
};

static void
add_slow(struct slow_rows *rows, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	const struct journey_event *events = customer->events;
	const struct issue *issue = &issues->items[number];
	int64_t at = resolution_of(customer, issues, number);
	size_t row = channels_of(customer, issues, number) > 1 ? 2 : 1;
	bool is_hit = at >= 0 &&
	    !is_undone(customer, issues, number, (size_t)at, rows->repeat_us);
	bool is_in = events[issue->opened].is_in;
	int64_t since_us = events[at >= 0 ? at : issue->last].at_us;
	bool is_counted = is_in;

	if (rows->kind == SLOW_NO_REPEAT &&
	    rows->as_of_us - since_us < rows->repeat_us)
		is_counted = false;
	if (rows->kind == SLOW_FLOW)
		is_hit = is_hit && events[at].is_in;
	else
		is_hit = is_hit && is_counted;
	rows->total[0] += is_counted;
	rows->total[row] += is_counted;
	rows->hits[0] += is_hit;
	rows->hits[row] += is_hit;
}

static void
slow_rows(const struct world *world, enum slow_kind kind, int64_t repeat_us,
    struct buf *out)
{
	struct slow_rows rows = {
	    .kind = kind,
	    .repeat_us = repeat_us,
	    .as_of_us = world->context.as_of_us,
	};
	struct issue_options options = world->options.issue;
	struct issues issues = {0};
	struct err err = {0};

	options.repeat_us = repeat_us;
	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		struct journey_customer customer = world_customer(world, i);

		assert_int_equal(
		    issue_find(&issues, &customer, &options, &err), 0);
		for (uint32_t j = 0; j < issues.count; j++)
			add_slow(&rows, &customer, &issues, j);
	}
	issue_clear(&issues);
	world_line(out, "all", rows.hits[0], rows.total[0]);
	world_line(out, "one channel", rows.hits[1], rows.total[1]);
	world_line(out, "across channels", rows.hits[2], rows.total[2]);
}

#define SLOW(name, kind, days)                                              \
	static void slow_##name(const struct world *world, struct buf *out) \
	{                                                                   \
		slow_rows(world, (kind), (days)*CIVIL_US_DAY, out);         \
	}

SLOW(week, SLOW_NO_REPEAT, 7)
SLOW(day, SLOW_NO_REPEAT, 1)
SLOW(cohort, SLOW_COHORT, 7)
SLOW(flow, SLOW_FLOW, 7)

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"resolution_rate", slow_week},
    {"resolution_rate=no-repeat:1d", slow_day},
    {"resolution_rate=cohort", slow_cohort},
    {"resolution_rate=flow", slow_flow},
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
