#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "store:purchase"},
    /* A: three orders, the second 90 days after the first */
    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:purchase"},
    {.who = "A", .at = "2026-04-01 10:00", .what = "ec:purchase"},
    {.who = "A", .at = "2027-06-01 10:00", .what = "store:purchase"},
    /* B: two, a day too late */
    {.who = "B", .at = "2026-01-01 10:00", .what = "ec:purchase"},
    {.who = "B", .at = "2026-04-02 10:00", .what = "ec:purchase"},
    /* C: one and a cancelled one */
    {.who = "C", .at = "2025-12-01 10:00", .what = "phone:inquiry"},
    {.who = "C", .at = "2026-01-01 10:00", .what = "ec:purchase"},
    {.who = "C",
	.at = "2026-01-02 10:00",
	.what = "ec:purchase",
	.outcome = CANON_CANCELLED},
    /* D: young */
    {.who = "D", .at = "2027-06-20 10:00", .what = "ec:purchase"},
    /* E: bought nothing */
    {.who = "E", .at = "2026-01-01 10:00", .what = "ec:view"},
};

#define N 11
#define AS_OF "2027-07-01 10:00"
#define ASK(text)                                                         \
	{                                                                 \
		.kpi = (text), .as_of = AS_OF, .samples = samples, .n = N \
	}
#define SPRING(text)                                                 \
	{                                                            \
		.kpi = (text), .as_of = AS_OF, .from = "2026-04-01", \
		.to = "2026-07-01", .samples = samples, .n = N       \
	}

static const struct answer_case cases[] = {
    {"four", ASK("buyers"), "all: 4 4 - - - customers\n"},
    {"by month", {.kpi = "buyers", .by = "month", .samples = samples, .n = N},
	"all|2026-01: 3 3 - - - customers\n"
	"all|2026-04: 2 2 - - - customers\n"
	"all|2027-06: 2 2 - - - customers\n"},
    {"A and B", ASK("repeat_purchase_rate"),
	"all: 0.500000 2 4 0.150039 0.849961 share\n"},
    {"A in time, D too young", ASK("repeat_purchase_rate=cohort:90d"),
	"all: 0.333333 1 3 0.061492 0.792340 share [too_young=1]\n"},
    {"in spring nobody bought twice", SPRING("repeat_purchase_rate"),
	"all: 0.000000 0 2 0.000000 0.657620 share\n"},
    {"but all had before", SPRING("repeat_purchase_rate=prior"),
	"all: 1.000000 2 2 0.342380 1.000000 share\n"},
    {"(3 + 2 + 1 + 1) / 4", ASK("purchase_frequency"),
	"all: 1.750000 7.000000 4 0.226520 3.273480 orders\n"},
    {"whoever was there", ASK("active_customers"),
	"all: 5 5 - - - customers\n"},
    {"by their first order", ASK("new_customers"),
	"all: 4 4 - - - customers\n"},
    {"none in spring", SPRING("new_customers"), "all: 0 0 - - - customers\n"},
    {"by their first touch C is of 2025",
	{.kpi = "new_customers=first-touch",
	    .from = "2026-01-01",
	    .samples = samples,
	    .n = N},
	"all: 4 4 - - - customers\n"},
    /* From 2026-07-01 on A and B were active, and C; A came back. */
    {"two of three stayed away", ASK("churn_rate"),
	"all: 0.666667 2 3 0.207660 0.938508 share\n"},
    {"C is gone after a year",
	{.kpi = "churn_rate",
	    .from = "2026-01-02",
	    .to = "2027-01-02",
	    .samples = samples,
	    .n = N},
	"all: 0.333333 1 3 0.061492 0.792340 share\n"},
    {"nothing", {.kpi = "churn_rate"},
	"all: - 0 0 - - share (zero denominator)\n"},
};

/* --- the same, slowly --- */

/* Of a customer, the time of the n-th order from 0 on; -1 if there is none. */
static int64_t
order_us(const struct world *world, size_t i, size_t n)
{
	for (size_t j = 0; j < world->n[i]; j++) {
		const struct journey_event *event = &world->events[i][j];

		if (event->kind == CANON_PURCHASE &&
		    event->outcome != CANON_CANCELLED && n-- == 0)
			return event->at_us;
	}
	return -1;
}

static bool
is_in(const struct world *world, int64_t at_us)
{
	const struct journey_filter *filter = &world->context.filter;

	return at_us >= 0 &&
	    (filter->from_us == CANON_NO_TIME || at_us >= filter->from_us) &&
	    (filter->to_us == CANON_NO_TIME || at_us < filter->to_us);
}

/* Orders in the period. */
static int64_t
orders(const struct world *world, size_t i)
{
	int64_t n = 0;

	for (size_t k = 0; order_us(world, i, k) >= 0; k++)
		n += is_in(world, order_us(world, i, k));
	return n;
}

static void
tell(struct buf *out, int64_t n)
{
	buf_printf(out, "all %lld -\n", (long long)n);
}

static void
slow_buyers(const struct world *world, struct buf *out)
{
	int64_t n = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++)
		n += orders(world, i) > 0;
	tell(out, n);
}

static void
slow_all_time(const struct world *world, struct buf *out)
{
	int64_t hits = 0;
	int64_t total = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		total += orders(world, i) >= 1;
		hits += orders(world, i) >= 2;
	}
	world_line(out, "all", hits, total);
}

static void
slow_cohort(const struct world *world, struct buf *out)
{
	int64_t hits = 0;
	int64_t total = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		int64_t first_us = order_us(world, i, 0);
		int64_t second_us = order_us(world, i, 1);

		if (!is_in(world, first_us) ||
		    first_us + 90 * CIVIL_US_DAY > world->context.as_of_us)
			continue;
		total++;
		hits +=
		    second_us >= 0 && second_us <= first_us + 90 * CIVIL_US_DAY;
	}
	world_line(out, "all", hits, total);
}

static void
slow_prior(const struct world *world, struct buf *out)
{
	int64_t hits = 0;
	int64_t total = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		bool has_earlier = false;

		for (size_t k = 1; order_us(world, i, k) >= 0; k++)
			has_earlier |= is_in(world, order_us(world, i, k));
		total += orders(world, i) > 0;
		hits += has_earlier;
	}
	world_line(out, "all", hits, total);
}

static void
slow_frequency(const struct world *world, struct buf *out)
{
	int64_t sum = 0;
	int64_t n = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		sum += orders(world, i);
		n += orders(world, i) > 0;
	}
	buf_printf(out, "all %lld.000000 %lld\n", (long long)sum, (long long)n);
}

static void
slow_active(const struct world *world, struct buf *out)
{
	int64_t n = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		bool is_active = false;

		for (size_t j = 0; j < world->n[i]; j++)
			is_active |= is_in(world, world->events[i][j].at_us) &&
			    world->events[i][j].kind != CANON_IMPRESSION;
		n += is_active;
	}
	tell(out, n);
}

static void
slow_new(const struct world *world, struct buf *out)
{
	int64_t n = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++)
		n += is_in(world, order_us(world, i, 0));
	tell(out, n);
}

static void
slow_touched(const struct world *world, struct buf *out)
{
	int64_t n = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++)
			if (world->events[i][j].kind != CANON_IMPRESSION) {
				n += is_in(world, world->events[i][j].at_us);
				break;
			}
	tell(out, n);
}

/* Is there an order in [after, until)? */
static bool
has_order(
    const struct world *world, size_t i, int64_t after_us, int64_t until_us)
{
	for (size_t k = 0; order_us(world, i, k) >= 0; k++)
		if (order_us(world, i, k) >= after_us &&
		    order_us(world, i, k) < until_us)
			return true;
	return false;
}

static void
slow_churn(const struct world *world, struct buf *out)
{
	int64_t end_us, start_us, dormant_us;
	int64_t hits = 0;
	int64_t total = 0;

	dormant_us = world->context.dormant_us;
	end_us = world->context.filter.to_us;
	if (end_us == CANON_NO_TIME)
		end_us = world->context.as_of_us;
	start_us = world->context.filter.from_us;
	if (start_us == CANON_NO_TIME)
		start_us = end_us - dormant_us;
	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		if (!has_order(world, i, start_us - dormant_us, start_us))
			continue;
		total++;
		hits += !has_order(world, i, end_us - dormant_us,
		    end_us + (world->context.filter.to_us == CANON_NO_TIME));
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
    {"buyers", slow_buyers},
    {"repeat_purchase_rate", slow_all_time},
    {"repeat_purchase_rate=cohort:90d", slow_cohort},
    {"repeat_purchase_rate=prior", slow_prior},
    {"purchase_frequency", slow_frequency},
    {"active_customers", slow_active},
    {"new_customers", slow_new},
    {"new_customers=first-touch", slow_touched},
    {"churn_rate", slow_churn},
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
