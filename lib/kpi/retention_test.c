#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:purchase"},
    {.who = "A", .at = "2026-01-20 10:00", .what = "ec:purchase"},
    {.who = "A", .at = "2026-03-31 23:59", .what = "ec:purchase"},
    {.who = "B", .at = "2026-01-31 23:59", .what = "ec:purchase"},
    {.who = "B", .at = "2026-02-01 00:00", .what = "store:purchase"},
    {.who = "C", .at = "2026-02-10 10:00", .what = "store:purchase"},
};

static const struct answer_case cases[] = {
    {"two cohorts, March is not over",
	{.kpi = "retention=months:2",
	    .as_of = "2026-03-31 23:59",
	    .samples = samples,
	    .n = 6},
	"2026-01 / +00: 1.000000 2 2 0.342380 1.000000 share\n"
	"2026-01 / +01: 0.500000 1 2 0.094531 0.905469 share\n"
	"2026-01 / +02: - 0 0 - - share [too_young=2] (too young)\n"
	"2026-02 / +00: 1.000000 1 1 0.206549 1.000000 share\n"
	"2026-02 / +01: - 0 0 - - share [too_young=1] (too young)\n"
	"2026-02 / +02: - 0 0 - - share [too_young=1] (too young)\n"},
    {"it is",
	{.kpi = "retention=months:2",
	    .as_of = "2026-04-01 00:00",
	    .samples = samples,
	    .n = 3},
	"2026-01 / +00: 1.000000 1 1 0.206549 1.000000 share\n"
	"2026-01 / +01: 0.000000 0 1 0.000000 0.793451 share\n"
	"2026-01 / +02: 1.000000 1 1 0.206549 1.000000 share\n"},
    {"by where they began",
	{.kpi = "retention=months:1",
	    .by = "channel",
	    .samples = samples + 3,
	    .n = 3},
	"ec / 2026-01 / +00: 1.000000 1 1 0.206549 1.000000 share\n"
	"ec / 2026-01 / +01: 1.000000 1 1 0.206549 1.000000 share\n"
	"store / 2026-02 / +00: 1.000000 1 1 0.206549 1.000000 share\n"
	"store / 2026-02 / +01: 0.000000 0 1 0.000000 0.793451 share\n"},
    {"nothing", {.kpi = "retention"},
	"all: - 0 0 - - share (zero denominator)\n"},
};

/* --- the same, slowly --- */

/* Months since the year 0 in Tokyo; 2026 is enough here. */
static int
month_of(int64_t at_us)
{
	struct civil civil;

	civil_from_us(at_us + 9 * 3600 * CIVIL_US_S, &civil);
	return civil.year * 12 + civil.month - 1;
}

static bool
is_order(const struct journey_event *event)
{
	return event->kind == CANON_PURCHASE &&
	    event->outcome != CANON_CANCELLED;
}

/* The first order of a customer, or NULL. */
static const struct journey_event *
first_of(const struct world *world, size_t i)
{
	for (size_t j = 0; j < world->n[i]; j++)
		if (is_order(&world->events[i][j]))
			return &world->events[i][j];
	return NULL;
}

static bool
bought(const struct world *world, size_t i, int month)
{
	for (size_t j = 0; j < world->n[i]; j++)
		if (is_order(&world->events[i][j]) &&
		    month_of(world->events[i][j].at_us) == month)
			return true;
	return false;
}

static void
cell(const struct world *world, int cohort, int behind, struct buf *out)
{
	int64_t hits = 0;
	int64_t total = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		const struct journey_event *first = first_of(world, i);

		if (first == NULL || !first->is_in ||
		    month_of(first->at_us) != cohort)
			continue;
		total++;
		hits += bought(world, i, cohort + behind);
	}
	if (total == 0)
		return;
	if (cohort + behind >= month_of(world->context.as_of_us))
		hits = total = 0;
	buf_printf(out, "%d-%02d / +%02d %d %d\n", cohort / 12, cohort % 12 + 1,
	    behind, (int)hits, (int)total);
}

static void
slow_retention(const struct world *world, struct buf *out)
{
	for (int cohort = 2026 * 12; cohort < 2030 * 12; cohort++)
		for (int behind = 0; behind <= 3; behind++)
			cell(world, cohort, behind, out);
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
    {"retention=months:3", slow_retention},
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
