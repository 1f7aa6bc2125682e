#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"

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

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
