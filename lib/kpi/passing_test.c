#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    /* A: from the bot to the phone with context, and on to the chat without */
    {.who = "A", .at = "2026-01-01 10:00", .what = "chatbot:inquiry"},
    {.who = "A",
	.at = "2026-01-01 11:00",
	.what = "phone:inquiry",
	.context = 'y'},
    {.who = "A", .at = "2026-01-01 12:00", .what = "phone:reply"},
    {.who = "A", .at = "2026-01-01 13:00", .what = "chat:inquiry"},
    /* B: handed on within the chat, and that was the end of it */
    {.who = "B", .at = "2026-01-01 10:00", .what = "chat:inquiry"},
    {.who = "B", .at = "2026-01-01 11:00", .what = "chat:handoff"},
};

static const struct answer_case cases[] = {
    {"one of three",
	{.kpi = "handoff_context_rate", .samples = samples, .n = 6},
	"all: 0.333333 1 3 0.061492 0.792340 share\n"},
    {"a period holds both sides",
	{.kpi = "handoff_context_rate",
	    .to = "2026-01-01 11:30",
	    .samples = samples,
	    .n = 6},
	"all: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"nothing", {.kpi = "handoff_context_rate"},
	"all: - 0 0 - - share (zero denominator)\n"},
};

/* --- the same, slowly --- */

/* The next event of the same issue, or NULL. */
static const struct journey_event *
next_of(const struct journey_customer *customer, const struct issues *issues,
    size_t at)
{
	for (size_t i = at + 1; i < customer->n_events; i++)
		if (issues->of_event[i] == issues->of_event[at])
			return &customer->events[i];
	return NULL;
}

static void
slow_passing(const struct world *world, struct buf *out)
{
	struct issues issues = {0};
	struct err err = {0};
	int64_t hits = 0;
	int64_t total = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		struct journey_customer customer = world_customer(world, i);

		assert_int_equal(
		    issue_find(&issues, &customer, &world->options.issue, &err),
		    0);
		for (size_t j = 0; j < customer.n_events; j++) {
			const struct journey_event *from = &customer.events[j];
			const struct journey_event *to;

			if (issues.of_event[j] == ISSUE_NONE || !from->is_in)
				continue;
			to = next_of(&customer, &issues, j);
			if (to != NULL &&
			    (!to->is_in ||
				(from->channel == to->channel &&
				    from->kind != CANON_HANDOFF)))
				continue;
			if (to == NULL && from->kind != CANON_HANDOFF)
				continue;
			total++;
			hits += from->context_passed == 1 ||
			    (to != NULL && to->context_passed == 1);
		}
	}
	issue_clear(&issues);
	world_line(out, "all", hits, total);
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"handoff_context_rate", slow_passing},
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
