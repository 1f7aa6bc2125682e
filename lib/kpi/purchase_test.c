#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "store:purchase"},
    /* webrooming, exactly 30 days */
    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "A", .at = "2026-01-31 10:00", .what = "store:purchase"},
    /* a second too late */
    {.who = "B", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "B", .at = "2026-01-31 10:00:01", .what = "store:purchase"},
    /* showrooming */
    {.who = "C", .at = "2026-01-01 10:00", .what = "store:visit"},
    {.who = "C", .at = "2026-01-02 10:00", .what = "ec:purchase"},
    /* the same channel, the same second, a purchase: none of them */
    {.who = "D", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "D", .at = "2026-01-02 10:00", .what = "phone:inquiry"},
    {.who = "D", .at = "2026-01-02 10:00", .what = "ec:purchase"},
    /* contact; a cancelled purchase is left out */
    {.who = "E", .at = "2026-01-01 10:00", .what = "phone:inquiry"},
    {.who = "E",
	.at = "2026-01-01 11:00",
	.what = "ec:purchase",
	.outcome = CANON_CANCELLED},
    {.who = "E", .at = "2026-01-02 10:00", .what = "ec:purchase"},
    {.who = "E", .at = "2026-03-02 10:00", .what = "ec:purchase"},
};

#define N 14

static const struct sample dates[] = {
    /* a date alone: the same day counts, though it comes later */
    {.who = "A", .at = "2026-01-01", .what = "store:purchase"},
    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
    /* the next day does not */
    {.who = "B", .at = "2026-01-01", .what = "store:purchase"},
    {.who = "B", .at = "2026-01-02 00:00", .what = "ec:view"},
    /* 30 days by the calendar, whatever the hour */
    {.who = "C", .at = "2026-01-01", .what = "ec:view"},
    {.who = "C", .at = "2026-01-31 23:59", .what = "store:purchase"},
    {.who = "D", .at = "2026-01-01", .what = "ec:view"},
    {.who = "D", .at = "2026-02-01 00:00", .what = "store:purchase"},
};

static const struct answer_case cases[] = {
    {"nothing", {.kpi = "cross_channel_purchase_rate"},
	"all: - 0 0 - - share (zero denominator)\n"
	"webrooming: - 0 0 - - share (zero denominator)\n"
	"showrooming: - 0 0 - - share (zero denominator)\n"
	"contact: - 0 0 - - share (zero denominator)\n"},
    {"any prior",
	{.kpi = "cross_channel_purchase_rate", .samples = samples, .n = N},
	"all: 0.500000 3 6 0.187616 0.812384 share "
	"[anonymous=1;cancelled=1]\n"
	"webrooming: 0.500000 1 2 0.094531 0.905469 share\n"
	"showrooming: 0.250000 1 4 0.045587 0.699358 share\n"
	"contact: 0.166667 1 6 0.030053 0.563503 share\n"},
    {"as parts",
	{.kpi = "cross_channel_purchase_rate", .samples = samples, .n = N},
	"all: 0.500000 3 6 0.187616 0.812384 share "
	"[anonymous=1;cancelled=1]\n"
	"webrooming: 0.500000 1 2 0.094531 0.905469 share\n"
	"showrooming: 0.250000 1 4 0.045587 0.699358 share\n"
	"contact: 0.166667 1 6 0.030053 0.563503 share\n"},
    {"of the informed: D too, whom the same channel informed",
	{.kpi = "cross_channel_purchase_rate=of-informed:30d",
	    .samples = samples + 1,
	    .n = N - 1},
	"all: 0.750000 3 4 0.300642 0.954413 share [cancelled=1]\n"},
    {"buyers",
	{.kpi = "cross_channel_purchase_rate=customers:30d",
	    .samples = samples + 1,
	    .n = N - 1},
	"all: 0.600000 3 5 0.230724 0.882379 share [cancelled=1]\n"},
    {"a longer window catches B, and E's second order",
	{.kpi = "cross_channel_purchase_rate=customers:60d",
	    .samples = samples + 1,
	    .n = N - 1},
	"all: 0.800000 4 5 0.375535 0.963776 share [cancelled=1]\n"},
    {"the period chooses orders, looking back goes beyond",
	{.kpi = "cross_channel_purchase_rate=of-informed:30d",
	    .from = "2026-01-31",
	    .to = "2026-02-01",
	    .samples = samples + 1,
	    .n = N - 1},
	"all: 1.000000 1 1 0.206549 1.000000 share\n"},
    {"whole days where there is no time",
	{.kpi = "cross_channel_purchase_rate", .samples = dates, .n = 8},
	"all: 0.500000 2 4 0.150039 0.849961 share\n"
	"webrooming: 0.500000 2 4 0.150039 0.849961 share\n"
	"showrooming: - 0 0 - - share (zero denominator)\n"
	"contact: 0.000000 0 4 0.000000 0.489891 share\n"},
    {"by channel of the order",
	{.kpi = "cross_channel_purchase_rate=customers:30d",
	    .by = "channel",
	    .samples = samples + 1,
	    .n = N - 1},
	"ec: 0.666667 2 3 0.207660 0.938508 share [cancelled=1]\n"
	"store: 0.500000 1 2 0.094531 0.905469 share\n"},
};

/* --- the same, slowly --- */

static bool
is_information_kind(const struct journey_event *event)
{
	return event->kind == CANON_VIEW || event->kind == CANON_VISIT ||
	    event->kind == CANON_INQUIRY || event->kind == CANON_MESSAGE;
}

/* The day in Tokyo. */
static int64_t
day(int64_t at_us)
{
	return (at_us + 9 * 3600 * CIVIL_US_S) / CIVIL_US_DAY;
}

/* Is there such a touch before the order: of the group (0 = any), on another
 * channel if so? */
static bool
has_touch(const struct world *world, size_t i,
    const struct journey_event *order, int group, bool is_other)
{
	for (size_t j = 0; j < world->n[i]; j++) {
		const struct journey_event *touch = &world->events[i][j];
		bool is_before = touch->at_us < order->at_us &&
		    order->at_us - touch->at_us <= 30 * CIVIL_US_DAY;

		if (touch->is_date_only || order->is_date_only)
			is_before = day(touch->at_us) <= day(order->at_us) &&
			    day(order->at_us) - day(touch->at_us) <= 30;
		if (is_before && is_information_kind(touch) &&
		    (!is_other || touch->channel != order->channel) &&
		    (group == 0 ||
			world_channels[touch->channel].group == group))
			return true;
	}
	return false;
}

static bool
is_order_in(const struct journey_event *event)
{
	return event->is_in && event->kind == CANON_PURCHASE &&
	    event->outcome != CANON_CANCELLED;
}

/* Orders of the group ${of}, with a touch of the group ${from}. */
static void
slow_direction(const struct world *world, const char *name, int of, int from,
    struct buf *out)
{
	int64_t hits = 0;
	int64_t total = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			const struct journey_event *order =
			    &world->events[i][j];

			if (!is_order_in(order) ||
			    (of != 0 &&
				world_channels[order->channel].group != of))
				continue;
			total++;
			hits += has_touch(world, i, order, from, true);
		}
	world_line(out, name, hits, total);
}

static void
slow_any_prior(const struct world *world, struct buf *out)
{
	slow_direction(world, "all", 0, 0, out);
	slow_direction(world, "webrooming", CANON_PHYSICAL, CANON_ONLINE, out);
	slow_direction(world, "showrooming", CANON_ONLINE, CANON_PHYSICAL, out);
	slow_direction(world, "contact", 0, CANON_CONTACT, out);
}

static void
slow_of_informed(const struct world *world, struct buf *out)
{
	int64_t hits = 0;
	int64_t total = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			const struct journey_event *order =
			    &world->events[i][j];

			if (!is_order_in(order) ||
			    !has_touch(world, i, order, 0, false))
				continue;
			total++;
			hits += has_touch(world, i, order, 0, true);
		}
	world_line(out, "all", hits, total);
}

static void
slow_customers(const struct world *world, struct buf *out)
{
	int64_t hits = 0;
	int64_t total = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		bool is_buyer = false;
		bool is_hit = false;

		for (size_t j = 0; j < world->n[i]; j++) {
			const struct journey_event *order =
			    &world->events[i][j];

			if (!is_order_in(order))
				continue;
			is_buyer = true;
			is_hit |= has_touch(world, i, order, 0, true);
		}
		total += is_buyer;
		hits += is_hit;
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
    {"cross_channel_purchase_rate", slow_any_prior},
    {"cross_channel_purchase_rate=of-informed:30d", slow_of_informed},
    {"cross_channel_purchase_rate=customers:30d", slow_customers},
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
