#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

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
	"across channels: - 0.00 0 - - USD (zero denominator)\n"
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

/* --- the same, slowly --- */

enum slow_kind { SLOW_ALL, SLOW_NET, SLOW_LANDMARK };
enum { SLOW_NONE, SLOW_YEN, SLOW_DOLLAR, SLOW_CURRENCIES };

struct slow_money {
	int64_t sum, total;
};

struct slow {
	const struct world *world;
	enum slow_kind kind;
	int64_t first_us, then_us; /* arguments of the definition */
	int64_t margin_tenths;     /* of what is spent */
	/* By all, one channel, across channels. */
	struct slow_money cells[SLOW_CURRENCIES][3];
	bool is_there[SLOW_CURRENCIES]; /* something was counted or left out */
};

static int
currency_of(const struct journey_event *event)
{
	if (event->amount_minor == CANON_NO_INT)
		return SLOW_NONE;
	return event->amount_digits == 0 ? SLOW_YEN : SLOW_DOLLAR;
}

static bool
is_order(const struct journey_event *event)
{
	return event->kind == CANON_PURCHASE &&
	    event->outcome != CANON_CANCELLED;
}

/* Does the event count in what the customer spent, who first ordered then? */
static bool
is_money(const struct slow *slow, const struct journey_event *event,
    int64_t first_us)
{
	int64_t since_us = event->at_us - first_us;

	if (slow->kind == SLOW_ALL)
		return event->is_in;
	if (slow->kind == SLOW_NET)
		return since_us >= 0 && since_us <= slow->first_us;
	return since_us > slow->first_us &&
	    since_us <= slow->first_us + slow->then_us;
}

static bool
is_across(const struct slow *slow, size_t i, int64_t first_us)
{
	bool is_seen[WORLD_CHANNELS] = {false};
	int n = 0;

	for (size_t j = 0; j < slow->world->n[i]; j++) {
		const struct journey_event *event = &slow->world->events[i][j];
		int64_t since_us = event->at_us - first_us;

		if (event->kind == CANON_IMPRESSION ||
		    (slow->kind == SLOW_LANDMARK &&
			(since_us < 0 || since_us > slow->first_us)))
			continue;
		n += !is_seen[event->channel];
		is_seen[event->channel] = true;
	}
	/* The classes of net:N are those of the whole history. */
	return n > 1;
}

/* Has the customer an order in the currency that makes a buyer? */
static bool
is_buyer(const struct slow *slow, size_t i, int currency, int64_t first_us)
{
	int64_t last_us = INT64_MAX;
	bool is_one = false;

	if (slow->kind == SLOW_NET)
		last_us = first_us + slow->first_us;
	if (slow->kind == SLOW_LANDMARK)
		last_us = first_us + slow->first_us + slow->then_us;
	for (size_t j = 0; j < slow->world->n[i]; j++) {
		const struct journey_event *event = &slow->world->events[i][j];

		is_one |= is_order(event) && currency_of(event) == currency &&
		    (slow->kind == SLOW_ALL ? event->is_in
					    : event->at_us <= last_us);
	}
	return is_one;
}

static bool
is_fit(const struct slow *slow, size_t i, int64_t first_us)
{
	int64_t needed_us = slow->first_us;
	int orders = 0;

	if (slow->kind == SLOW_ALL)
		return true;
	if (slow->kind == SLOW_LANDMARK)
		needed_us += slow->then_us;
	for (size_t j = 0; j < slow->world->n[i]; j++) {
		const struct journey_event *event = &slow->world->events[i][j];

		orders += is_order(event) && event->at_us >= first_us &&
		    event->at_us - first_us <= slow->first_us;
	}
	return slow->world->context.as_of_us - first_us >= needed_us &&
	    (slow->kind == SLOW_NET || orders >= 2);
}

static void
spend(struct slow *slow, size_t i, int currency, int64_t first_us)
{
	int row = is_across(slow, i, first_us) ? 2 : 1;
	int64_t net = 0;

	for (size_t j = 0; j < slow->world->n[i]; j++) {
		const struct journey_event *event = &slow->world->events[i][j];

		if (currency_of(event) != currency ||
		    event->outcome == CANON_CANCELLED ||
		    !is_money(slow, event, first_us))
			continue;
		if (event->kind == CANON_PURCHASE)
			net += event->amount_minor;
		if (event->kind == CANON_RETURN)
			net -= event->amount_minor;
	}
	slow->is_there[currency] = true;
	slow->cells[currency][0].sum += net;
	slow->cells[currency][0].total++;
	slow->cells[currency][row].sum += net;
	slow->cells[currency][row].total++;
}

static void
add_slow(struct slow *slow, size_t i)
{
	const struct journey_event *events = slow->world->events[i];
	const struct journey_event *first = NULL;

	for (size_t j = slow->world->n[i]; j-- > 0;)
		if (is_order(&events[j]))
			first = &events[j];
	if (first == NULL || (slow->kind != SLOW_ALL && !first->is_in))
		return;
	/* What has no amount is left out under no currency, and who does not
	 * fit under that of the first order. */
	for (size_t j = 0; j < slow->world->n[i]; j++)
		slow->is_there[SLOW_NONE] |= events[j].is_in &&
		    is_order(&events[j]) && currency_of(&events[j]) == 0;
	if (!is_fit(slow, i, first->at_us)) {
		slow->is_there[currency_of(first)] = true;
		return;
	}
	for (int currency = SLOW_YEN; currency < SLOW_CURRENCIES; currency++)
		if (is_buyer(slow, i, currency, first->at_us))
			spend(slow, i, currency, first->at_us);
}

static void
put_money(int64_t minor, int currency, struct buf *out)
{
	buf_char(out, ' ');
	num_fixed(out, minor, currency == SLOW_DOLLAR ? 2 : 0);
}

static void
put_block(const struct slow *slow, int currency, struct buf *out)
{
	static const char *const rows[] = {
	    "all", "one channel", "across channels"};
	static const char *const units[] = {"", " JPY", " USD"};
	const struct slow_money *cells = slow->cells[currency];

	for (int row = 0; row < 3; row++) {
		buf_str(out, rows[row]);
		put_money(
		    num_round_div(cells[row].sum * slow->margin_tenths, 10),
		    currency, out);
		buf_printf(out, " %lld%s\n", (long long)cells[row].total,
		    units[currency]);
	}
	buf_str(out, "ratio");
	for (int row = 2; row > 0; row--)
		if (cells[row].total == 0)
			buf_str(out, " -");
		else
			put_money(
			    num_round_div(cells[row].sum * slow->margin_tenths,
				cells[row].total * 10),
			    currency, out);
	buf_char(out, '\n');
}

static void
slow_ltv(struct slow slow, struct buf *out)
{
	bool is_any = false;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++)
		add_slow(&slow, i);
	for (int currency = 0; currency < SLOW_CURRENCIES; currency++)
		is_any |= slow.is_there[currency];
	slow.is_there[SLOW_NONE] |= !is_any;
	for (int currency = 0; currency < SLOW_CURRENCIES; currency++)
		if (slow.is_there[currency])
			put_block(&slow, currency, out);
}

#define SLOW(name, kind, first, then, margin)                               \
	static void slow_##name(const struct world *world, struct buf *out) \
	{                                                                   \
		struct slow slow = {world, (kind), (first)*CIVIL_US_DAY,    \
		    (then)*CIVIL_US_DAY, (margin), {{{0, 0}}}, {false}};    \
                                                                            \
		slow_ltv(slow, out);                                        \
	}

SLOW(all, SLOW_ALL, 0, 0, 10)
SLOW(margin, SLOW_ALL, 0, 0, 3)
SLOW(month, SLOW_NET, 30, 0, 10)
SLOW(landmark, SLOW_LANDMARK, 30, 61, 10)

static const struct world_case slow_cases[] = {
    {"ltv", slow_all},
    {"ltv=net:all,margin=0.3", slow_margin},
    {"ltv=net:30d", slow_month},
    {"ltv=landmark:30d+61d", slow_landmark},
};

static void
worlds(void **state)
{
	(void)state;
	WORLD_CHECK(slow_cases);
}

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
	    cmocka_unit_test(worlds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
