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
    {"A and C of three are in the store too", ASK("channel_overlap"),
	"ec & phone: 0.333333 1 3 0.061492 0.792340 share\n"
	"ec & store: 0.666667 2 3 0.207660 0.938508 share\n"
	"phone & store: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"by month",
	{.kpi = "channel_overlap",
	    .by = "month",
	    .samples = samples + 6,
	    .n = 4},
	"ec & phone|2026-01: 1.000000 1 1 0.206549 1.000000 share\n"},
    {"no pair", {.kpi = "channel_overlap", .samples = samples + 4, .n = 2},
	"all: - 0 0 - - share (zero denominator)\n"},
};

/* --- the same, slowly --- */

/* Was the customer on the channel? */
static bool
is_on(const struct world *world, size_t i, uint32_t channel)
{
	for (size_t j = 0; j < world->n[i]; j++) {
		const struct journey_event *event = &world->events[i][j];

		if (event->is_in && event->kind != CANON_IMPRESSION &&
		    event->channel == channel)
			return true;
	}
	return false;
}

static int
channels_of(const struct world *world, size_t i)
{
	int n = 0;

	for (uint32_t k = 0; k < WORLD_CHANNELS; k++)
		n += is_on(world, i, k);
	return n;
}

static void
slow_overlap(const struct world *world, struct buf *out)
{
	for (uint32_t a = 0; a < WORLD_CHANNELS; a++)
		for (uint32_t b = a + 1; b < WORLD_CHANNELS; b++) {
			int both = 0;
			int either = 0;
			int on[2] = {0, 0};

			for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
				on[0] += is_on(world, i, a);
				on[1] += is_on(world, i, b);
				both +=
				    is_on(world, i, a) && is_on(world, i, b);
				either +=
				    is_on(world, i, a) || is_on(world, i, b);
			}
			if (on[0] > 0 && on[1] > 0)
				buf_printf(out, "%s & %s %d %d\n",
				    world_channels[a].name.data,
				    world_channels[b].name.data, both, either);
		}
	if (out->len == 0 && channels_of(world, 0) >= 0)
		buf_str(out, "all 0 0\n");
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"channel_overlap", slow_overlap},
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
