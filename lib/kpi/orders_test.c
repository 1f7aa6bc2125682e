#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "store:purchase", .amount = 500},
    /* A: two orders, one collected in the store, one sent back in part */
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 1000,
	.handover = "store"},
    {.who = "A",
	.at = "2026-01-02 10:00",
	.what = "ec:purchase",
	.amount = 2000,
	.handover = "ec"},
    {.who = "A",
	.at = "2026-01-05 10:00",
	.what = "store:return",
	.amount = 800},
    /* B: in another currency, and one of unknown amount; one cancelled */
    {.who = "B",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 1050,
	.currency = "USD"},
    {.who = "B", .at = "2026-01-02 10:00", .what = "store:purchase"},
    {.who = "B",
	.at = "2026-01-03 10:00",
	.what = "ec:purchase",
	.amount = 9000,
	.outcome = CANON_CANCELLED},
};

#define ASK(text)                                         \
	{                                                 \
		.kpi = (text), .samples = samples, .n = 7 \
	}

static const struct answer_case cases[] = {
    {"five, and one cancelled", ASK("orders"),
	"all: 5 5 - - - orders [cancelled=1]\n"},
    {"by channel",
	{.kpi = "orders", .by = "channel", .samples = samples, .n = 7},
	"ec: 3 3 - - - orders [cancelled=1]\n"
	"store: 2 2 - - - orders\n"},
    {"500 + 1000 + 2000 - 800", ASK("net_revenue"),
	"all: - - - - - [no_amount=1] (no amounts)\n"
	"all: 2700 2700 - - - JPY\n"
	"all: 10.50 10.50 - - - USD\n"},
    {"2700 / 3", ASK("aov"),
	"all: - 0 0 - - [no_amount=1] (zero denominator)\n"
	"all: 900 2700 3 - - JPY\n"
	"all: 10.50 10.50 1 - - USD\n"},
    {"one of four, without that of nobody", ASK("return_rate"),
	"all: 0.250000 1 4 - - ratio [anonymous=1]\n"},
    {"800 of 3000", ASK("return_rate=value"),
	"all: - 0 0 - - ratio [no_amount=1] (zero denominator)\n"
	"all: 0.266667 800 3000 - - ratio [anonymous=1] (small n; JPY)\n"
	"all: 0.000000 0.00 10.50 - - ratio (small n; USD)\n"},
    {"one of four is collected elsewhere", ASK("bopis_rate"),
	"all: 0.250000 1 4 0.045587 0.699358 share [anonymous=1]\n"},
    {"nothing", {.kpi = "net_revenue"}, "all: - - - - - (no amounts)\n"},
    {"nothing at all", {.kpi = "orders"}, "all: 0 0 - - - orders\n"},
};

/* --- the same, slowly --- */

static bool
is_order(const struct journey_event *event)
{
	return event->is_in && event->kind == CANON_PURCHASE &&
	    event->outcome != CANON_CANCELLED;
}

static bool
is_return(const struct journey_event *event)
{
	return event->is_in && event->kind == CANON_RETURN &&
	    event->outcome != CANON_CANCELLED;
}

static bool
is_any(const struct journey_event *event)
{
	return is_order(event) || is_return(event);
}

static bool
is_unpriced(const struct journey_event *event)
{
	return is_any(event) && event->amount_minor == CANON_NO_INT;
}

/* How many of the customers', and of nobody's if asked for. */
static int64_t
count(const struct world *world, bool has_anonymous,
    bool (*is_one)(const struct journey_event *), const char *currency)
{
	int64_t n = 0;

	for (size_t i = 0; i < (size_t)WORLD_CUSTOMERS + has_anonymous; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			const struct journey_event *event =
			    &world->events[i][j];

			n += is_one(event) &&
			    (currency == NULL ||
				(event->amount_minor != CANON_NO_INT &&
				    event->currency ==
					journey_currency_of(
					    span_of(currency))));
		}
	return n;
}

static int64_t
sum(const struct world *world, bool has_anonymous,
    bool (*is_one)(const struct journey_event *), const char *currency)
{
	int64_t minor = 0;

	for (size_t i = 0; i < (size_t)WORLD_CUSTOMERS + has_anonymous; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			const struct journey_event *event =
			    &world->events[i][j];

			if (is_one(event) &&
			    event->amount_minor != CANON_NO_INT &&
			    event->currency ==
				journey_currency_of(span_of(currency)))
				minor += event->amount_minor;
		}
	return minor;
}

static void
money(struct buf *out, int64_t minor, const char *currency)
{
	num_fixed(out, minor, strcmp(currency, "USD") == 0 ? 2 : 0);
}

static const char *const currencies[] = {"JPY", "USD"};

static void
slow_count(const struct world *world, struct buf *out)
{
	buf_printf(
	    out, "all %lld -\n", (long long)count(world, true, is_order, NULL));
}

static void
slow_net(const struct world *world, struct buf *out)
{
	if (count(world, true, is_unpriced, NULL) > 0 ||
	    count(world, true, is_any, NULL) == 0)
		buf_str(out, "all - -\n");
	for (size_t i = 0; i < 2; i++) {
		const char *currency = currencies[i];

		if (count(world, true, is_any, currency) == 0)
			continue;
		buf_str(out, "all ");
		money(out,
		    sum(world, true, is_order, currency) -
			sum(world, true, is_return, currency),
		    currency);
		buf_printf(out, " - %s\n", currency);
	}
}

static void
slow_aov(const struct world *world, struct buf *out)
{
	if (count(world, true, is_unpriced, NULL) > 0 ||
	    count(world, true, is_any, NULL) == 0)
		buf_str(out, "all 0 0\n");
	for (size_t i = 0; i < 2; i++) {
		const char *currency = currencies[i];

		if (count(world, true, is_any, currency) == 0)
			continue;
		buf_str(out, "all ");
		money(out,
		    sum(world, true, is_order, currency) -
			sum(world, true, is_return, currency),
		    currency);
		buf_printf(out, " %lld %s\n",
		    (long long)count(world, true, is_order, currency),
		    currency);
	}
}

static void
slow_return(const struct world *world, struct buf *out)
{
	world_line(out, "all", count(world, false, is_return, NULL),
	    count(world, false, is_order, NULL));
}

static void
slow_value(const struct world *world, struct buf *out)
{
	if (count(world, true, is_unpriced, NULL) > 0 ||
	    count(world, true, is_any, NULL) == 0)
		buf_str(out, "all 0 0\n");
	for (size_t i = 0; i < 2; i++) {
		const char *currency = currencies[i];
		bool has_any = count(world, false, is_any, currency) > 0;

		if (count(world, true, is_any, currency) == 0)
			continue;
		buf_str(out, "all ");
		money(out, sum(world, false, is_return, currency),
		    has_any ? currency : "JPY");
		buf_char(out, ' ');
		money(out, sum(world, false, is_order, currency),
		    has_any ? currency : "JPY");
		buf_char(out, '\n');
	}
}

static bool
is_collected(const struct journey_event *event)
{
	return is_order(event) && event->handover_channel.len > 0 &&
	    !span_eq(
		event->handover_channel, world_channels[event->channel].name);
}

static void
slow_bopis(const struct world *world, struct buf *out)
{
	world_line(out, "all", count(world, false, is_collected, NULL),
	    count(world, false, is_order, NULL));
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"orders", slow_count},
    {"net_revenue", slow_net},
    {"aov", slow_aov},
    {"return_rate", slow_return},
    {"return_rate=value", slow_value},
    {"bopis_rate", slow_bopis},
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
