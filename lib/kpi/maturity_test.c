#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    /* A and B call and chat, about the same; A's is resolved, B's is not */
    {.who = "A", .at = "2026-01-01 10:00", .what = "chat:inquiry"},
    {.who = "A",
	.at = "2026-01-02 10:00",
	.what = "phone:inquiry",
	.outcome = CANON_RESOLVED},
    {.who = "B", .at = "2026-01-01 10:00", .what = "chat:inquiry"},
    {.who = "B", .at = "2026-01-02 10:00", .what = "phone:inquiry"},
    /* C and D only buy */
    {.who = "C", .at = "2026-01-01 10:00", .what = "store:purchase"},
    {.who = "D", .at = "2026-01-01 10:00", .what = "store:purchase"},
    /* E's was not resolved, but passed with context */
    {.who = "E", .at = "2026-01-01 10:00", .what = "chat:inquiry"},
    {.who = "E",
	.at = "2026-01-02 10:00",
	.what = "phone:inquiry",
	.context = 'y'},
    /* F's neither, and it is her only call */
    {.who = "F", .at = "2026-01-01 10:00", .what = "phone:inquiry"},
};

#define ASK(text, count)                                        \
	{                                                       \
		.kpi = (text), .samples = samples, .n = (count) \
	}

static const struct answer_case cases[] = {
    {"one of two issues: omni", ASK("maturity=customers>=2", 4),
	"chat & phone: 1.000000 2 2 0.342380 1.000000 share (omni)\n"
	"chat & phone / issues: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"nobody is known in the store too: multi", ASK("maturity=customers>=2", 6),
	"chat & phone: 1.000000 2 2 0.342380 1.000000 share (omni)\n"
	"chat & phone / issues: 0.500000 1 2 0.094531 0.905469 share\n"
	"chat & store: 0.000000 0 4 0.000000 0.489891 share (multi)\n"
	"chat & store / issues: - 0 0 - - share (zero denominator)\n"
	"phone & store: 0.000000 0 4 0.000000 0.489891 share (multi)\n"
	"phone & store / issues: - 0 0 - - share (zero denominator)\n"},
    {"none of one: cross",
	{.kpi = "maturity=customers>=1", .samples = samples + 2, .n = 2},
	"chat & phone: 1.000000 1 1 0.206549 1.000000 share (cross)\n"
	"chat & phone / issues: 0.000000 0 1 0.000000 0.793451 share\n"},
    {"passed with context: omni",
	{.kpi = "maturity=customers>=1", .samples = samples + 6, .n = 3},
	"chat & phone: 0.500000 1 2 0.094531 0.905469 share (omni)\n"
	"chat & phone / issues: 1.000000 1 1 0.206549 1.000000 share\n"},
    {"one channel in all: single",
	{.kpi = "maturity", .samples = samples + 4, .n = 2},
	"store: 1.000000 2 2 0.342380 1.000000 share (single)\n"},
    {"too few", ASK("maturity", 9),
	"all: - 0 0 - - share (no two channels with so many customers)\n"},
};

/* --- the same, slowly --- */

struct slow {
	uint32_t a, b;
	int64_t good, issues;
};

static bool
is_on(const struct world *world, size_t i, uint32_t channel)
{
	for (size_t j = 0; j < world->n[i]; j++)
		if (world->events[i][j].is_in &&
		    world->events[i][j].kind != CANON_IMPRESSION &&
		    world->events[i][j].channel == channel)
			return true;
	return false;
}

static void
cross(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	bool on[2] = {false, false};
	bool is_passed = false;

	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = &customer->events[i];
		bool is_own = event->direction != CANON_OUTBOUND &&
		    (event->kind == CANON_INQUIRY ||
			event->kind == CANON_REOPEN ||
			event->kind == CANON_MESSAGE);

		if (issues->of_event[i] != number)
			continue;
		on[0] |= is_own && event->channel == slow->a;
		on[1] |= is_own && event->channel == slow->b;
		is_passed |= event->context_passed == 1;
	}
	if (!on[0] || !on[1] || issues->items[number].is_pending)
		return;
	slow->issues++;
	slow->good += is_passed || issues->items[number].is_resolved;
}

#define LEAST 8

static void
slow_maturity(const struct world *world, struct buf *out)
{
	for (uint32_t a = 0; a < WORLD_CHANNELS; a++)
		for (uint32_t b = a + 1; b < WORLD_CHANNELS; b++) {
			struct slow slow = {a, b, 0, 0};
			int on[2] = {0, 0};
			int both = 0;

			for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
				on[0] += is_on(world, i, a);
				on[1] += is_on(world, i, b);
				both +=
				    is_on(world, i, a) && is_on(world, i, b);
			}
			if (on[0] < LEAST || on[1] < LEAST)
				continue;
			world_issues(world, cross, &slow);
			buf_printf(out, "%s & %s %d %d\n",
			    world_channels[a].name.data,
			    world_channels[b].name.data, both,
			    on[0] + on[1] - both);
			buf_printf(out, "%s & %s / issues %d %d\n",
			    world_channels[a].name.data,
			    world_channels[b].name.data, (int)slow.good,
			    (int)slow.issues);
		}
	if (out->len == 0)
		buf_str(out, "all 0 0\n");
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"maturity=customers>=8", slow_maturity},
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
