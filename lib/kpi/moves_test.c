#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "store:purchase", .amount = 500},
    /* A: on two channels, there and back again */
    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "A",
	.at = "2026-01-02 10:00",
	.what = "store:purchase",
	.amount = 1000},
    {.who = "A", .at = "2026-01-03 10:00", .what = "ec:view"},
    /* B: on one, with a week and an hour between */
    {.who = "B",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 500},
    {.who = "B", .at = "2026-01-08 11:00", .what = "ec:return", .amount = 250},
    /* C: on three, the last a month later */
    {.who = "C", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "C", .at = "2026-01-01 11:00", .what = "phone:inquiry"},
    {.who = "C", .at = "2026-02-01 10:00", .what = "store:visit"},
    {.who = "C", .at = "2026-02-01 10:00", .what = "store:impression"},
};

#define ASK(text)                                          \
	{                                                  \
		.kpi = (text), .samples = samples, .n = 10 \
	}

static const struct answer_case cases[] = {
    {"A there and back, C to the phone", ASK("switch_rate"),
	"all: 1.000000 3 3 0.438503 1.000000 share\n"},
    {"a week and an hour count, and C's month", ASK("switch_rate=customer"),
	"all: 0.800000 4 5 0.375535 0.963776 share\n"},
    {"ec sends A and C away, and gets A back", ASK("net_sender"),
	"all: 0 3 3 - - switches\n"
	"ec: 1 2 1 - - switches\n"
	"phone: -1 0 1 - - switches\n"
	"store: 0 1 1 - - switches\n"},
    {"a month later C goes on to the store", ASK("net_sender=customer"),
	"all: 0 4 4 - - switches\n"
	"ec: 1 2 1 - - switches\n"
	"phone: 0 1 1 - - switches\n"
	"store: -1 1 2 - - switches\n"},
    {"nothing", {.kpi = "net_sender"}, "all: 0 0 0 - - switches\n"},
};

/* --- the same, slowly --- */

/* The touch before this one, if it is in the same unit. */
static const struct journey_event *
before(const struct world *world, size_t i, size_t j, int64_t gap_us)
{
	const struct journey_event *last = NULL;
	int64_t end_us = 0;

	for (size_t k = 0; k < j; k++) {
		const struct journey_event *event = &world->events[i][k];

		if (!event->is_in || event->kind == CANON_IMPRESSION)
			continue;
		last = event;
		if (event->end_us > end_us)
			end_us = event->end_us;
	}
	return world->events[i][j].at_us - end_us > gap_us ? NULL : last;
}

static void
count(const struct world *world, int64_t gap_us, uint32_t from, uint32_t to,
    int64_t *steps)
{
	*steps = 0;
	for (size_t i = 0; i < WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			const struct journey_event *event =
			    &world->events[i][j];
			const struct journey_event *last =
			    before(world, i, j, gap_us);

			if (!event->is_in || event->kind == CANON_IMPRESSION ||
			    last == NULL)
				continue;
			*steps +=
			    (from == WORLD_CHANNELS || last->channel == from) &&
			    (to == WORLD_CHANNELS || event->channel == to);
		}
}

static void
rate(const struct world *world, int64_t gap_us, struct buf *out)
{
	int64_t all, same;
	int64_t stays = 0;

	count(world, gap_us, WORLD_CHANNELS, WORLD_CHANNELS, &all);
	for (uint32_t k = 0; k < WORLD_CHANNELS; k++) {
		count(world, gap_us, k, k, &same);
		stays += same;
	}
	world_line(out, "all", all - stays, all);
}

static void
slow_gap(const struct world *world, struct buf *out)
{
	rate(world, 7 * CIVIL_US_DAY, out);
}

static void
slow_customer(const struct world *world, struct buf *out)
{
	rate(world, INT64_MAX, out);
}

static void
sender(const struct world *world, int64_t gap_us, struct buf *out)
{
	int64_t out_of[WORLD_CHANNELS], into[WORLD_CHANNELS];
	int64_t all = 0;

	for (uint32_t k = 0; k < WORLD_CHANNELS; k++) {
		int64_t same;

		count(world, gap_us, k, k, &same);
		count(world, gap_us, k, WORLD_CHANNELS, &out_of[k]);
		count(world, gap_us, WORLD_CHANNELS, k, &into[k]);
		out_of[k] -= same;
		into[k] -= same;
		all += out_of[k];
	}
	world_line(out, "all", all, all);
	for (uint32_t k = 0; k < WORLD_CHANNELS; k++)
		if (out_of[k] > 0 || into[k] > 0)
			world_line(out, world_channels[k].name.data, out_of[k],
			    into[k]);
}

static void
slow_sender(const struct world *world, struct buf *out)
{
	sender(world, 7 * CIVIL_US_DAY, out);
}

static void
slow_sender_ever(const struct world *world, struct buf *out)
{
	sender(world, INT64_MAX, out);
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"switch_rate", slow_gap},
    {"switch_rate=customer", slow_customer},
    {"net_sender", slow_sender},
    {"net_sender=customer", slow_sender_ever},
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
