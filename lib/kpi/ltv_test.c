#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"

static const struct sample samples[] = {
    /* A: 1000 - 300, one channel */
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 1000},
    {.who = "A", .at = "2026-01-05 10:00", .what = "ec:return", .amount = 300},
    /* B: 2000 + 1000, across */
    {.who = "B", .at = "2026-01-01 10:00", .what = "store:visit"},
    {.who = "B",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 2000},
    {.who = "B",
	.at = "2026-01-11 10:00",
	.what = "ec:purchase",
	.amount = 1000},
    /* C: 800, one channel; a cancelled order is none */
    {.who = "C",
	.at = "2026-03-01 10:00",
	.what = "store:purchase",
	.amount = 800},
    {.who = "C",
	.at = "2026-03-02 10:00",
	.what = "store:purchase",
	.amount = 9999,
	.outcome = CANON_CANCELLED},
    /* D: no amount; E: no buyer */
    {.who = "D", .at = "2026-01-01 10:00", .what = "ec:purchase"},
    {.who = "E", .at = "2026-01-01 10:00", .what = "ec:view"},
};

#define N 9

static const struct sample dollars[] = {
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 1000},
    {.who = "B",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 1050,
	.currency = "USD"},
    {.who = "C",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 1001,
	.currency = "USD"},
};

/* Two orders in the first 10 days, and what the next 20 brought. */
static const struct sample landmark[] = {
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 1000},
    {.who = "A",
	.at = "2026-01-11 10:00",
	.what = "ec:purchase",
	.amount = 1000},
    {.who = "A",
	.at = "2026-01-31 10:00",
	.what = "store:purchase",
	.amount = 500},
    {.who = "B",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 1000},
    {.who = "B",
	.at = "2026-01-02 10:00",
	.what = "store:purchase",
	.amount = 1000},
    {.who = "B",
	.at = "2026-01-12 10:00",
	.what = "store:purchase",
	.amount = 750},
    {.who = "B",
	.at = "2026-01-31 10:00:01",
	.what = "store:purchase",
	.amount = 9999},
    {.who = "C",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 1000},
    {.who = "D",
	.at = "2026-02-01 10:00",
	.what = "ec:purchase",
	.amount = 1000},
};

static const struct answer_case cases[] = {
    {"nothing", {.kpi = "ltv"},
	"all: - 0 0 - - (zero denominator)\n"
	"one channel: - 0 0 - - (zero denominator)\n"
	"across channels: - 0 0 - - (zero denominator)\n"
	"ratio: - - - - - ratio (zero denominator)\n"},
    /* 700 3000 800: mean 1500, s = 1300, t(2) = 4.302653;
     * 700 800: mean 750, s = 70.7107, t(1) = 12.706205 */
    {"net, all", {.kpi = "ltv", .samples = samples, .n = N - 2},
	"all: 1500 4500 3 -1729 4729 JPY\n"
	"one channel: 750 1500 2 115 1385 JPY\n"
	"across channels: 3000 3000 1 - - JPY\n"
	"ratio: 4.000000 3000 750 - - ratio\n"},
    {"a margin",
	{.kpi = "ltv=net:all,margin=0.3", .samples = samples, .n = N - 2},
	"all: 450 1350 3 -519 1419 JPY\n"
	"one channel: 225 450 2 34 416 JPY\n"
	"across channels: 900 900 1 - - JPY\n"
	"ratio: 4.000000 900 225 - - ratio\n"},
    {"the first 10 days, of those who have as many; C is too young",
	{.kpi = "ltv=net:10d",
	    .as_of = "2026-03-11 09:59",
	    .samples = samples,
	    .n = N - 2},
	"all: 1850 3700 2 -12762 16462 JPY [too_young=1]\n"
	"one channel: 700 700 1 - - JPY\n"
	"across channels: 3000 3000 1 - - JPY\n"
	"ratio: 4.285714 3000 700 - - ratio\n"},
    {"a period counts its own orders",
	{.kpi = "ltv",
	    .from = "2026-01-02",
	    .to = "2026-02-01",
	    .samples = samples,
	    .n = N - 2},
	"all: 1000 1000 1 - - JPY\n"
	"one channel: - 0 0 - - JPY (zero denominator)\n"
	"across channels: 1000 1000 1 - - JPY\n"
	"ratio: - 1000 - - - ratio (zero denominator)\n"},
    {"currencies do not mix", {.kpi = "ltv", .samples = dollars, .n = 3},
	"all: 1000 1000 1 - - JPY\n"
	"one channel: 1000 1000 1 - - JPY\n"
	"across channels: - 0 0 - - JPY (zero denominator)\n"
	"ratio: - - 1000 - - ratio (zero denominator; JPY)\n"
	"all: 10.26 20.51 2 7.14 13.37 USD\n"
	"one channel: 10.26 20.51 2 7.14 13.37 USD\n"
	"across channels: - 0 0 - - USD (zero denominator)\n"
	"ratio: - - 10.26 - - ratio (zero denominator; USD)\n"},
    {"landmark",
	{.kpi = "ltv=landmark:10d+20d",
	    .as_of = "2026-02-10",
	    .samples = landmark,
	    .n = 9},
	"all: 625 1250 2 -963 2213 JPY [too_young=1;few_orders=1]\n"
	"one channel: 500 500 1 - - JPY\n"
	"across channels: 750 750 1 - - JPY\n"
	"ratio: 1.500000 750 500 - - ratio\n"},
    {"an order without an amount is told",
	{.kpi = "ltv", .by = "first_channel", .samples = samples + 7, .n = 1},
	"ec: - 0 0 - - [no_amount=1] (zero denominator)\n"
	"ec / one channel: - 0 0 - - (zero denominator)\n"
	"ec / across channels: - 0 0 - - (zero denominator)\n"
	"ec / ratio: - - - - - ratio (zero denominator)\n"},
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
