#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"

#define DONE CANON_RESOLVED

static const struct sample samples[] = {
    /* on one channel, resolved */
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "chat:inquiry",
	.outcome = DONE},
    /* across channels, resolved in the next month */
    {.who = "B", .at = "2026-01-30 10:00", .what = "chatbot:inquiry"},
    {.who = "B",
	.at = "2026-02-01 10:00",
	.what = "phone:inquiry",
	.outcome = DONE},
    /* across channels, asked again */
    {.who = "C",
	.at = "2026-02-01 10:00",
	.what = "chat:inquiry",
	.outcome = DONE},
    {.who = "C", .at = "2026-02-05 10:00", .what = "phone:inquiry"},
    /* too young to say */
    {.who = "D",
	.at = "2026-03-01 10:00",
	.what = "chat:inquiry",
	.outcome = DONE},
};

#define AS_OF "2026-03-02 10:00"

static const struct answer_case cases[] = {
    {"nothing", {.kpi = "resolution_rate"},
	"all: - 0 0 - - share (zero denominator)\n"
	"one channel: - 0 0 - - share (zero denominator)\n"
	"across channels: - 0 0 - - share (zero denominator)\n"},
    {"no repeat",
	{.kpi = "resolution_rate", .as_of = AS_OF, .samples = samples, .n = 6},
	"all: 0.666667 2 3 0.207660 0.938508 share [pending=1]\n"
	"one channel: 1.000000 1 1 0.206549 1.000000 share [pending=1]\n"
	"across channels: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"within a day nobody asked again, and C has two issues",
	{.kpi = "resolution_rate=no-repeat:1d",
	    .as_of = AS_OF,
	    .samples = samples,
	    .n = 6},
	"all: 0.800000 4 5 0.375535 0.963776 share\n"
	"one channel: 0.750000 3 4 0.300642 0.954413 share\n"
	"across channels: 1.000000 1 1 0.206549 1.000000 share\n"},
    {"cohort: the pending one is opened and resolved",
	{.kpi = "resolution_rate=cohort",
	    .as_of = AS_OF,
	    .samples = samples,
	    .n = 6},
	"all: 0.750000 3 4 0.300642 0.954413 share\n"
	"one channel: 1.000000 2 2 0.342380 1.000000 share\n"
	"across channels: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"flow by month: each end by its own time",
	{.kpi = "resolution_rate=flow",
	    .by = "month",
	    .as_of = AS_OF,
	    .samples = samples,
	    .n = 6},
	"all|2026-01: 0.500000 1 2 - - ratio\n"
	"one channel|2026-01: 1.000000 1 1 - - ratio\n"
	"across channels|2026-01: 0.000000 0 1 - - ratio\n"
	"all|2026-02: 1.000000 1 1 - - ratio\n"
	"one channel|2026-02: - 0 0 - - ratio (zero denominator)\n"
	"across channels|2026-02: 1.000000 1 1 - - ratio\n"
	"all|2026-03: 1.000000 1 1 - - ratio\n"
	"one channel|2026-03: 1.000000 1 1 - - ratio\n"
	"across channels|2026-03: - 0 0 - - ratio (zero denominator)\n"},
    {"the period is that of the opening",
	{.kpi = "resolution_rate=cohort",
	    .from = "2026-01-30",
	    .to = "2026-02-01",
	    .as_of = AS_OF,
	    .samples = samples,
	    .n = 6},
	"all: 1.000000 1 1 0.206549 1.000000 share\n"
	"one channel: - 0 0 - - share (zero denominator)\n"
	"across channels: 1.000000 1 1 0.206549 1.000000 share\n"},
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
