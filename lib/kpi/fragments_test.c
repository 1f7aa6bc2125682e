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

/* crm knows three persons: by two addresses, by an address and a phone, and by
 * nothing; shop knows one by an id of another system. */
static const struct journey_identifiers identifiers[] = {
    {.records = 3, .sum = {4, 3, 1, 0}, .squares = {8, 5, 1, 0}},
    {.records = 1, .sum = {1, 0, 0, 1}, .squares = {1, 0, 0, 1}},
};

static const struct answer_case cases[] = {
    {"two each", {.kpi = "fragmentation", .samples = samples, .n = 5},
	"all: 2.000000 4.000000 2 2.000000 2.000000 records\n"},
    {"A lies in two sources",
	{.kpi = "fragmentation=sources", .samples = samples, .n = 5},
	"all: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"by what sources know their records",
	{.kpi = "fragmentation=identifiers", .identifiers = identifiers},
	"all: 1.250000 5.000000 4 -0.273480 2.773480 identifiers\n"
	"email: 0.750000 3.000000 4 -0.773480 2.273480 identifiers\n"
	"phone: 0.250000 1.000000 4 -0.545612 1.045612 identifiers\n"
	"id: 0.250000 1.000000 4 -0.545612 1.045612 identifiers\n"
	"crm: 1.333333 4.000000 3 -1.535102 4.201768 identifiers\n"
	"crm / email: 1.000000 3.000000 3 -1.484138 3.484138 identifiers\n"
	"crm / phone: 0.333333 1.000000 3 -1.100884 1.767551 identifiers\n"
	"crm / id: 0.000000 0.000000 3 0.000000 0.000000 identifiers\n"
	"shop: 1.000000 1.000000 1 - - identifiers\n"
	"shop / email: 0.000000 0.000000 1 - - identifiers\n"
	"shop / phone: 0.000000 0.000000 1 - - identifiers\n"
	"shop / id: 1.000000 1.000000 1 - - identifiers\n"},
    {"no records", {.kpi = "fragmentation=identifiers"},
	"all: - 0.000000 0 - - identifiers (zero denominator)\n"
	"email: - 0.000000 0 - - identifiers (zero denominator)\n"
	"phone: - 0.000000 0 - - identifiers (zero denominator)\n"
	"id: - 0.000000 0 - - identifiers (zero denominator)\n"},
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
slow_identifiers(const struct world *world, struct buf *out)
{
	static const char *const kinds[] = {"all", "email", "phone", "id"};
	const struct journey_identifiers *crm = &world->identifiers[0];
	const struct journey_identifiers *shop = &world->identifiers[1];

	for (int i = 0; i < 4; i++)
		buf_printf(out, "%s %lld.000000 %lld\n", kinds[i],
		    (long long)(crm->sum[i] + shop->sum[i]),
		    (long long)(crm->records + shop->records));
	for (int i = 0; i < 4 && crm->records > 0; i++)
		buf_printf(out, "crm%s%s %lld.000000 %lld\n",
		    i == 0 ? "" : " / ", i == 0 ? "" : kinds[i],
		    (long long)crm->sum[i], (long long)crm->records);
	for (int i = 0; i < 4 && shop->records > 0; i++)
		buf_printf(out, "shop%s%s %lld.000000 %lld\n",
		    i == 0 ? "" : " / ", i == 0 ? "" : kinds[i],
		    (long long)shop->sum[i], (long long)shop->records);
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
    {"fragmentation=identifiers", slow_identifiers},
};

static void
worlds(void **state)
{
	(void)state;
	WORLD_CHECK(slow_cases);
}

/* Neither parts nor a choice of events make sense of records. */
static void
records_have_no_parts(void **state)
{
	static const struct {
		struct answer answer;
		const char *expected;
	} refused[] = {
	    {{.by = "channel"}, "--by"},
	    {{.by = "source"}, "--by"},
	    {{.from = "2026-01-01"}, "--period, --from and --to"},
	    {{.to = "2026-01-01"}, "--period, --from and --to"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct answer answer = refused[i].answer;
		struct buf out = {0};
		struct err err = {0};

		answer.kpi = "fragmentation=identifiers";
		assert_int_equal(answer_rows(&answer, 1, &out, &err), -1);
		assert_int_equal(err.code, ERR_USAGE);
		assert_non_null(strstr(err.msg, refused[i].expected));
		buf_clear(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers),
	    cmocka_unit_test(worlds),
	    cmocka_unit_test(records_have_no_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
