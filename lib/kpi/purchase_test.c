#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"

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
