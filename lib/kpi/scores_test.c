#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "ec:survey", .nps = 3, .ces = 1000},
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "ec:survey",
	.nps = 9,
	.ces = 6000},
    {.who = "A",
	.at = "2026-01-02 10:00",
	.what = "phone:survey",
	.nps = SAMPLE_ZERO,
	.ces = 5500},
    {.who = "B", .at = "2026-01-02 10:00", .what = "ec:survey", .nps = 7},
    {.who = "B", .at = "2026-01-03 10:00", .what = "ec:survey", .nps = 10},
    {.who = "B", .at = "2026-01-04 10:00", .what = "ec:survey"},
};

#define ASK(text)                                         \
	{                                                 \
		.kpi = (text), .samples = samples, .n = 6 \
	}

static const struct answer_case cases[] = {
    {"two for it, two against it, one neither", ASK("nps"),
	"all: 0.000000 0 5 -124.166400 124.166400 points\n"
	"ec: 25.000000 1 4 -127.348018 177.348018 points\n"
	"phone: -100.000000 -1 1 - - points\n"},
    {"(1 + 6 + 5.5) / 3", ASK("ces"),
	"all: 4.166667 12.500000 3 -2.674115 11.007449 score\n"
	"ec: 3.500000 7.000000 2 -28.265512 35.265512 score\n"
	"phone: 5.500000 5.500000 1 - - score\n"},
    {"one agrees", ASK("ces=agree"),
	"all: 0.333333 1 3 0.061492 0.792340 share\n"
	"ec: 0.500000 1 2 0.094531 0.905469 share\n"
	"phone: 0.000000 0 1 0.000000 0.793451 share\n"},
    {"nothing", {.kpi = "nps"}, "all: - 0 0 - - points (zero denominator)\n"},
};

/* --- the same, slowly --- */

/* Of one channel, or of all for WORLD_CHANNELS. */
static bool
is_on(const struct journey_event *event, uint32_t channel)
{
	return event->is_in &&
	    (channel == WORLD_CHANNELS || event->channel == channel);
}

static const char *
name_of(uint32_t channel)
{
	return channel == WORLD_CHANNELS ? "all"
					 : world_channels[channel].name.data;
}

static void
slow_nps(const struct world *world, struct buf *out)
{
	for (uint32_t k = 0; k <= WORLD_CHANNELS; k++) {
		uint32_t channel = k == 0 ? WORLD_CHANNELS : k - 1;
		int64_t n = 0;
		int64_t net = 0;

		for (size_t i = 0; i <= WORLD_CUSTOMERS; i++)
			for (size_t j = 0; j < world->n[i]; j++) {
				const struct journey_event *event =
				    &world->events[i][j];

				if (!is_on(event, channel) ||
				    event->nps == CANON_NO_INT)
					continue;
				n++;
				net += event->nps >= 9;
				net -= event->nps <= 6;
			}
		if (n > 0 || channel == WORLD_CHANNELS)
			world_line(out, name_of(channel), net, n);
	}
}

static void
slow_ces(const struct world *world, struct buf *out, bool is_share)
{
	for (uint32_t k = 0; k <= WORLD_CHANNELS; k++) {
		uint32_t channel = k == 0 ? WORLD_CHANNELS : k - 1;
		int64_t n = 0;
		int64_t sum = 0;
		int64_t agree = 0;

		for (size_t i = 0; i <= WORLD_CUSTOMERS; i++)
			for (size_t j = 0; j < world->n[i]; j++) {
				const struct journey_event *event =
				    &world->events[i][j];

				if (!is_on(event, channel) ||
				    event->ces_milli == CANON_NO_INT)
					continue;
				n++;
				sum += event->ces_milli;
				agree += event->ces_milli >= 6000;
			}
		if (n == 0 && channel != WORLD_CHANNELS)
			continue;
		if (is_share)
			world_line(out, name_of(channel), agree, n);
		else
			buf_printf(out, "%s %lld.%03lld000 %lld\n",
			    name_of(channel), (long long)(sum / 1000),
			    (long long)(sum % 1000), (long long)n);
	}
}

static void
slow_mean(const struct world *world, struct buf *out)
{
	slow_ces(world, out, false);
}

static void
slow_agree(const struct world *world, struct buf *out)
{
	slow_ces(world, out, true);
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"nps", slow_nps},
    {"ces", slow_mean},
    {"ces=agree", slow_agree},
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
