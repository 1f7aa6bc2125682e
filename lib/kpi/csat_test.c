#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

#define GB CANON_SCALE_GOOD_BAD

static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "store:survey", .csat = 4000},
    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "phone:inquiry",
	.csat = 5000},
    {.who = "A",
	.at = "2026-02-01 10:00",
	.what = "chat:inquiry",
	.csat = 2000,
	.scale = CANON_SCALE_1_3},
    {.who = "B",
	.at = "2026-01-01 10:00",
	.what = "chat:inquiry",
	.csat = SAMPLE_ZERO,
	.scale = GB},
    {.who = "B",
	.at = "2026-01-02 10:00",
	.what = "chat:inquiry",
	.csat = 1000,
	.scale = GB},
};

/* 6 of 7: 1 + 4 * 5 / 6 = 4.333333; 9 of 10: 1 + 4 * 8 / 9 = 4.555556;
 * 3 of 0-10: 1 + 4 * 3 / 10 = 2.2; together 11.088889 */
static const struct sample scales[] = {
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "ec:survey",
	.csat = 6000,
	.scale = CANON_SCALE_1_7},
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "ec:survey",
	.csat = 9000,
	.scale = CANON_SCALE_1_10},
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "ec:survey",
	.csat = 3000,
	.scale = CANON_SCALE_0_10},
};

static const struct answer_case cases[] = {
    {"nothing", {.kpi = "csat"},
	"all: - 0.000000 0 - - score (zero denominator)\n"},
    /* 4 5 3 1 5: mean 3.6, s = 1.673320, t(4) = 2.776445 */
    {"mean", {.kpi = "csat", .samples = samples, .n = 6},
	"all: 3.600000 18.000000 5 1.522299 5.677701 score\n"
	"chat: 3.000000 9.000000 3 -1.968275 7.968275 score\n"
	"phone: 5.000000 5.000000 1 - - score\n"
	"store: 4.000000 4.000000 1 - - score\n"},
    {"top 2", {.kpi = "csat=top2", .samples = samples, .n = 6},
	"all: 0.600000 3 5 0.230724 0.882379 share\n"
	"chat: 0.333333 1 3 0.061492 0.792340 share\n"
	"phone: 1.000000 1 1 0.206549 1.000000 share\n"
	"store: 1.000000 1 1 0.206549 1.000000 share\n"},
    {"good", {.kpi = "csat=good", .samples = samples, .n = 6},
	"all: 0.500000 1 2 0.094531 0.905469 share [other_scale=3]\n"
	"chat: 0.500000 1 2 0.094531 0.905469 share [other_scale=1]\n"
	"phone: - 0 0 - - share [other_scale=1] (zero denominator)\n"
	"store: - 0 0 - - share [other_scale=1] (zero denominator)\n"},
    {"scales", {.kpi = "csat", .by = "channel", .samples = scales, .n = 3},
	"ec: 3.696296 11.088889 3 0.465463 6.927130 score\n"},
    /* 6/7 + 9/10 + 3/10 = 2.057143 */
    {"part of the highest",
	{.kpi = "csat=pct_of_max", .by = "channel", .samples = scales, .n = 3},
	"ec: 0.685714 2.057143 3 -0.145789 1.517217 share\n"},
    {"by month",
	{.kpi = "csat=top2", .by = "month", .samples = samples + 2, .n = 2},
	"all|2026-01: 1.000000 1 1 0.206549 1.000000 share\n"
	"phone|2026-01: 1.000000 1 1 0.206549 1.000000 share\n"
	"all|2026-02: 0.000000 0 1 0.000000 0.793451 share\n"
	"chat|2026-02: 0.000000 0 1 0.000000 0.793451 share\n"},
};

/* --- the same, slowly --- */

/* Ratings of the worlds are bare ones, from 1 to 5. */
static void
slow_channel(const struct world *world, const char *name, uint32_t channel,
    bool is_mean, struct buf *out)
{
	int64_t sum_milli = 0;
	int64_t hits = 0;
	int64_t total = 0;

	for (size_t i = 0; i <= WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			const struct journey_event *event =
			    &world->events[i][j];

			if (!event->is_in ||
			    event->csat_milli == CANON_NO_INT ||
			    (channel != JOURNEY_NONE &&
				event->channel != channel))
				continue;
			total++;
			hits += event->csat_milli >= 4000;
			sum_milli += event->csat_milli;
		}
	if (total == 0 && channel != JOURNEY_NONE)
		return;
	if (is_mean)
		buf_printf(out, "%s %lld.%03lld000 %lld\n", name,
		    (long long)(sum_milli / 1000),
		    (long long)(sum_milli % 1000), (long long)total);
	else
		world_line(out, name, hits, total);
}

static void
slow_csat(const struct world *world, bool is_mean, struct buf *out)
{
	slow_channel(world, "all", JOURNEY_NONE, is_mean, out);
	for (uint32_t i = 0; i < WORLD_CHANNELS; i++)
		slow_channel(
		    world, world_channels[i].name.data, i, is_mean, out);
}

static void
slow_mean(const struct world *world, struct buf *out)
{
	slow_csat(world, true, out);
}

static void
slow_top2(const struct world *world, struct buf *out)
{
	slow_csat(world, false, out);
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"csat", slow_mean},
    {"csat=top2", slow_top2},
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
