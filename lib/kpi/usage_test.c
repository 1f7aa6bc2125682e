#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "store:purchase"},
    /* A: two channels, two groups */
    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "A", .at = "2026-01-02 10:00", .what = "ec:purchase"},
    {.who = "A", .at = "2026-02-01 10:00", .what = "store:visit"},
    /* B: two channels of one group */
    {.who = "B", .at = "2026-01-01 10:00", .what = "phone:inquiry"},
    {.who = "B", .at = "2026-01-01 10:01", .what = "chat:inquiry"},
    /* C: one channel, the impression is no touch */
    {.who = "C", .at = "2026-01-01 10:00", .what = "ec:impression"},
    {.who = "C", .at = "2026-01-01 10:00", .what = "store:purchase"},
    /* D: no touch at all */
    {.who = "D", .at = "2026-01-01 10:00", .what = "ec:impression"},
};

#define N 9

static const struct answer_case cases[] = {
    {"nothing", {.kpi = "cross_channel_usage_rate"},
	"all: - 0 0 - - share (zero denominator)\n"},
    {"two of three",
	{.kpi = "cross_channel_usage_rate", .samples = samples, .n = N},
	"all: 0.666667 2 3 0.207660 0.938508 share "
	"[no_touch=1;anonymous_touches=1]\n"},
    {"as parts",
	{.kpi = "cross_channel_usage_rate", .samples = samples, .n = N},
	"all: 0.666667 2 3 0.207660 0.938508 share "
	"[no_touch=1;anonymous_touches=1]\n"},
    {"one channel is enough",
	{.kpi = "cross_channel_usage_rate=channels>=1",
	    .samples = samples + 1,
	    .n = 7},
	"all: 1.000000 3 3 0.438503 1.000000 share\n"},
    {"three are not reached",
	{.kpi = "cross_channel_usage_rate=channels>=3",
	    .samples = samples + 1,
	    .n = 7},
	"all: 0.000000 0 3 0.000000 0.561497 share\n"},
    {"groups",
	{.kpi = "cross_channel_usage_rate=groups>=2",
	    .samples = samples + 1,
	    .n = 7},
	"all: 0.333333 1 3 0.061492 0.792340 share\n"},
    {"purchases only",
	{.kpi = "cross_channel_usage_rate",
	    .touches = JOURNEY_BIT(CANON_PURCHASE),
	    .samples = samples + 1,
	    .n = 7},
	"all: 0.000000 0 2 0.000000 0.657620 share [no_touch=1]\n"},
    {"a period cuts the visit off",
	{.kpi = "cross_channel_usage_rate",
	    .from = "2026-01-01",
	    .to = "2026-02-01",
	    .samples = samples + 1,
	    .n = 7},
	"all: 0.333333 1 3 0.061492 0.792340 share\n"},
    {"by channel: who uses others too",
	{.kpi = "cross_channel_usage_rate",
	    .by = "channel",
	    .samples = samples + 1,
	    .n = 7},
	"chat: 1.000000 1 1 0.206549 1.000000 share\n"
	"ec: 1.000000 1 1 0.206549 1.000000 share\n"
	"phone: 1.000000 1 1 0.206549 1.000000 share\n"
	"store: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"by month: channels of the month",
	{.kpi = "cross_channel_usage_rate",
	    .by = "month",
	    .samples = samples + 1,
	    .n = 7},
	"all|2026-01: 0.333333 1 3 0.061492 0.792340 share\n"
	"all|2026-02: 0.000000 0 1 0.000000 0.793451 share\n"},
    {"by stage: A is a prospect on ec, then first on ec and store",
	{.kpi = "cross_channel_usage_rate",
	    .by = "stage",
	    .samples = samples + 1,
	    .n = 3},
	"prospect: 0.000000 0 1 0.000000 0.793451 share\n"
	"first: 1.000000 1 1 0.206549 1.000000 share\n"},
};

/* --- the same, slowly --- */

/* On how many channels, or in how many groups, was the customer? */
static int64_t
places(const struct world *world, size_t i, bool is_group)
{
	bool is_seen[WORLD_CHANNELS + CANON_OTHER_GROUP] = {false};
	int64_t n = 0;

	for (size_t j = 0; j < world->n[i]; j++) {
		const struct journey_event *event = &world->events[i][j];
		size_t place = is_group
		    ? (size_t)world_channels[event->channel].group
		    : event->channel;

		if (!event->is_in || !canon_is_touch(event->kind))
			continue;
		n += !is_seen[place];
		is_seen[place] = true;
	}
	return n;
}

static void
slow_usage(
    const struct world *world, int64_t least, bool is_group, struct buf *out)
{
	int64_t hits = 0;
	int64_t total = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		int64_t n = places(world, i, is_group);

		total += n >= 1;
		hits += n >= least;
	}
	world_line(out, "all", hits, total);
}

static void
slow_channels(const struct world *world, struct buf *out)
{
	slow_usage(world, 2, false, out);
}

static void
slow_three(const struct world *world, struct buf *out)
{
	slow_usage(world, 3, false, out);
}

static void
slow_groups(const struct world *world, struct buf *out)
{
	slow_usage(world, 2, true, out);
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"cross_channel_usage_rate", slow_channels},
    {"cross_channel_usage_rate=channels>=3", slow_three},
    {"cross_channel_usage_rate=groups>=2", slow_groups},
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
