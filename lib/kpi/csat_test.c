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

static const struct {
	int8_t scale;
	int64_t low, high; /* milli */
} scales_of_worlds[] = {
    {CANON_NO_SCALE, 1000, 5000},
    {CANON_SCALE_1_5, 1000, 5000},
    {CANON_SCALE_1_3, 1000, 3000},
    {CANON_SCALE_1_7, 1000, 7000},
    {CANON_SCALE_1_10, 1000, 10000},
    {CANON_SCALE_0_10, 0, 10000},
    {GB, 0, 1000},
};

#define N_SCALES (sizeof(scales_of_worlds) / sizeof(scales_of_worlds[0]))

/* The scale of the rating: its lowest and highest, as points. */
static void
bounds_of(const struct journey_event *event, int64_t *low, int64_t *high)
{
	for (size_t i = 0; i < N_SCALES; i++)
		if (scales_of_worlds[i].scale == event->csat_scale) {
			*low = scales_of_worlds[i].low / 1000;
			*high = scales_of_worlds[i].high / 1000;
		}
}

enum slow_kind { SLOW_MEAN, SLOW_TOP2, SLOW_GOOD, SLOW_PART };

struct slow {
	int64_t hits, total, others;
	num_i128 sum; /* of scores, or of parts, in 1/6300000 */
};

#define FINE INT64_C(6300000) /* what all scales and 1/1000 divide */

static void
add_rating(
    const struct journey_event *event, enum slow_kind kind, struct slow *slow)
{
	int64_t low = 0, high = 0, score;
	bool is_binary = event->csat_scale == GB;

	bounds_of(event, &low, &high);
	score = FINE +
	    4 * FINE * (event->csat_milli - low * 1000) / (high - low) / 1000;
	if (kind == SLOW_GOOD) {
		slow->others += !is_binary;
		slow->total += is_binary;
		slow->hits += is_binary && event->csat_milli > 0;
		return;
	}
	slow->total++;
	slow->hits += score >= 4 * FINE;
	/* Good is 5 of 5, and bad is 1. */
	if (kind == SLOW_PART && is_binary)
		slow->sum += event->csat_milli > 0 ? FINE : FINE / 5;
	else if (kind == SLOW_PART)
		slow->sum += event->csat_milli * FINE / high / 1000;
	else
		slow->sum += score;
}

static void
slow_channel(const struct world *world, const char *name, uint32_t channel,
    enum slow_kind kind, struct buf *out)
{
	struct slow slow = {.total = 0};
	int64_t micro;

	for (size_t i = 0; i <= WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			const struct journey_event *event =
			    &world->events[i][j];

			if (event->is_in && event->csat_milli != CANON_NO_INT &&
			    (channel == JOURNEY_NONE ||
				event->channel == channel))
				add_rating(event, kind, &slow);
		}
	if (slow.total + slow.others == 0 && channel != JOURNEY_NONE)
		return;
	if (kind == SLOW_TOP2 || kind == SLOW_GOOD) {
		world_line(out, name, slow.hits, slow.total);
		return;
	}
	micro = num_round_div(slow.sum * 1000000, FINE);
	buf_printf(out, "%s %lld.%06lld %lld\n", name,
	    (long long)(micro / 1000000), (long long)(micro % 1000000),
	    (long long)slow.total);
}

static void
slow_csat(const struct world *world, enum slow_kind kind, struct buf *out)
{
	slow_channel(world, "all", JOURNEY_NONE, kind, out);
	for (uint32_t i = 0; i < WORLD_CHANNELS; i++)
		slow_channel(world, world_channels[i].name.data, i, kind, out);
}

#define SLOW(name, kind)                                                    \
	static void slow_##name(const struct world *world, struct buf *out) \
	{                                                                   \
		slow_csat(world, (kind), out);                              \
	}

SLOW(mean, SLOW_MEAN)
SLOW(top2, SLOW_TOP2)
SLOW(good, SLOW_GOOD)
SLOW(part, SLOW_PART)

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"csat", slow_mean},
    {"csat=top2", slow_top2},
    {"csat=good", slow_good},
    {"csat=pct_of_max", slow_part},
};

static void
worlds(void **state)
{
	(void)state;
	WORLD_CHECK(slow_cases);
}

/* Each rating gets a scale, and a score of it in halves. */
static void
rate(struct world *world)
{
	for (size_t i = 0; i <= WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			struct journey_event *event = &world->events[i][j];
			size_t at = world_random(world, N_SCALES);
			int64_t low = scales_of_worlds[at].low;
			int64_t high = scales_of_worlds[at].high;
			int64_t step =
			    scales_of_worlds[at].scale == GB ? 1000 : 500;
			uint64_t n = (uint64_t)((high - low) / step) + 1;

			if (event->csat_milli == CANON_NO_INT)
				continue;
			event->csat_scale = scales_of_worlds[at].scale;
			event->csat_milli =
			    low + step * (int64_t)world_random(world, n);
		}
}

static void
worlds_of_scales(void **state)
{
	static struct world world;
	struct err err = {0};
	struct zone *zone = zone_open("+09:00", &err);

	(void)state;
	assert_non_null(zone);
	for (size_t i = 0; i < sizeof(slow_cases) / sizeof(slow_cases[0]); i++)
		for (uint64_t seed = 0; seed < WORLD_SEEDS; seed++) {
			const char *wrong;

			world_make(&world, seed, zone);
			rate(&world);
			world.kpi = slow_cases[i].kpi;
			wrong = world_differs(&world, slow_cases[i].slow);
			if (wrong != NULL)
				fail_msg("%s, world %d:\n%s", world.kpi,
				    (int)seed, wrong);
		}
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers),
	    cmocka_unit_test(worlds),
	    cmocka_unit_test(worlds_of_scales),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
