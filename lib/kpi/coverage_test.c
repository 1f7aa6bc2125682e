#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "store:purchase"},
    {.who = "A", .at = "2026-01-31 23:59", .what = "store:payment"},
    {.who = "A", .at = "2026-02-01 00:00", .what = "ec:impression"},
    {.who = "B", .at = "2026-02-01 00:00", .what = "ec:view"},
};

static const struct answer_case cases[] = {
    {"nothing", {.kpi = "identification_coverage"},
	"all: - 0 0 - - share (zero denominator)\n"},
    {"three of four",
	{.kpi = "identification_coverage", .samples = samples, .n = 4},
	"all: 0.750000 3 4 0.300642 0.954413 share\n"},
    {"by month and channel, as parts",
	{.kpi = "identification_coverage",
	    .by = "month,channel",
	    .samples = samples,
	    .n = 4},
	"store|2026-01: 0.500000 1 2 0.094531 0.905469 share\n"
	"ec|2026-02: 1.000000 2 2 0.342380 1.000000 share\n"},
    {"no stage for nobody", {.kpi = "identification_coverage", .by = "stage"},
	"error: 'identification_coverage' has no value by stage"},
};

/* --- the same, slowly --- */

static void
slow_coverage(const struct world *world, struct buf *out)
{
	int64_t hits = 0;
	int64_t total = 0;

	for (size_t i = 0; i <= WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			total += world->events[i][j].is_in;
			hits +=
			    world->events[i][j].is_in && i < WORLD_CUSTOMERS;
		}
	world_line(out, "all", hits, total);
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"identification_coverage", slow_coverage},
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
