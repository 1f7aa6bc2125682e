#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "ec:view",
	.record = "crm:1"},
    {.who = "A",
	.at = "2026-01-02 10:00",
	.what = "ec:view",
	.record = "shop:1",
	.source = "shop"},
    {.who = "A",
	.at = "2026-01-03 10:00",
	.what = "ec:view",
	.record = "crm:1"},
    {.who = "B",
	.at = "2026-01-01 10:00",
	.what = "ec:view",
	.record = "crm:2"},
    {.who = "B",
	.at = "2026-01-02 10:00",
	.what = "ec:view",
	.record = "crm:3"},
};

static const struct answer_case cases[] = {
    {"two each", {.kpi = "fragmentation", .samples = samples, .n = 5},
	"all: 2.000000 4.000000 2 2.000000 2.000000 records\n"},
    {"A lies in two sources",
	{.kpi = "fragmentation=sources", .samples = samples, .n = 5},
	"all: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"nothing", {.kpi = "fragmentation"},
	"all: - 0.000000 0 - - records (zero denominator)\n"},
};

/* --- the same, slowly --- */

static void
slow_records(const struct world *world, struct buf *out)
{
	static const char *const names[] = {"crm:1", "crm:2", "shop:1"};
	int64_t records = 0;
	int64_t n = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		int64_t before = records;

		for (size_t k = 0; k < 3; k++) {
			bool is_there = false;

			for (size_t j = 0; j < world->n[i]; j++)
				is_there |= world->events[i][j].is_in &&
				    span_is(
					world->events[i][j].record, names[k]);
			records += is_there;
		}
		n += records > before;
	}
	buf_printf(
	    out, "all %lld.000000 %lld\n", (long long)records, (long long)n);
}

static void
slow_sources(const struct world *world, struct buf *out)
{
	int64_t hits = 0;
	int64_t n = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		bool seen[2] = {false, false};

		for (size_t j = 0; j < world->n[i]; j++)
			seen[world->events[i][j].source] |=
			    world->events[i][j].is_in;
		n += seen[0] || seen[1];
		hits += seen[0] && seen[1];
	}
	world_line(out, "all", hits, n);
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"fragmentation", slow_records},
    {"fragmentation=sources", slow_sources},
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
