#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "store:purchase", .amount = 500},
    /* A: on two channels, there and back again */
    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "A",
	.at = "2026-01-02 10:00",
	.what = "store:purchase",
	.amount = 1000},
    {.who = "A", .at = "2026-01-03 10:00", .what = "ec:view"},
    /* B: on one, with a week and an hour between */
    {.who = "B",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 500},
    {.who = "B", .at = "2026-01-08 11:00", .what = "ec:return", .amount = 250},
    /* C: on three, the last a month later */
    {.who = "C", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "C", .at = "2026-01-01 11:00", .what = "phone:inquiry"},
    {.who = "C", .at = "2026-02-01 10:00", .what = "store:visit"},
    {.who = "C", .at = "2026-02-01 10:00", .what = "store:impression"},
};

#define ASK(text)                                          \
	{                                                  \
		.kpi = (text), .samples = samples, .n = 10 \
	}

static const struct answer_case cases[] = {
    {"nine touches", ASK("channel_share"),
	"all: 1.000000 9 9 0.700855 1.000000 share\n"
	"ec: 0.555556 5 9 0.266651 0.811221 share\n"
	"phone: 0.111111 1 9 0.019891 0.435000 share\n"
	"store: 0.333333 3 9 0.120584 0.645798 share\n"},
    {"three orders", ASK("channel_share=orders"),
	"all: 1.000000 3 3 0.438503 1.000000 share\n"
	"ec: 0.333333 1 3 0.061492 0.792340 share\n"
	"store: 0.666667 2 3 0.207660 0.938508 share\n"},
    {"500 + 1000 + 500 - 250", ASK("channel_share=revenue"),
	"all: 1.000000 1750 1750 - - share\n"
	"ec: 0.142857 250 1750 - - share\n"
	"store: 0.857143 1500 1750 - - share\n"},
    {"three customers", ASK("channel_share=customers"),
	"all: 1.000000 3 3 0.438503 1.000000 share\n"
	"ec: 1.000000 3 3 0.438503 1.000000 share\n"
	"phone: 0.333333 1 3 0.061492 0.792340 share\n"
	"store: 0.666667 2 3 0.207660 0.938508 share\n"},
    {"B alone is on one only", ASK("channel_only_customers"),
	"all: 0.333333 1 3 0.061492 0.792340 share\n"
	"ec: 0.333333 1 3 0.061492 0.792340 share\n"
	"phone: 0.000000 0 1 0.000000 0.793451 share\n"
	"store: 0.000000 0 2 0.000000 0.657620 share\n"},
    {"by month C is on one only in February",
	{.kpi = "channel_only_customers",
	    .by = "month",
	    .samples = samples + 6,
	    .n = 4},
	"all|2026-01: 0.000000 0 1 0.000000 0.793451 share\n"
	"ec|2026-01: 0.000000 0 1 0.000000 0.793451 share\n"
	"phone|2026-01: 0.000000 0 1 0.000000 0.793451 share\n"
	"all|2026-02: 1.000000 1 1 0.206549 1.000000 share\n"
	"store|2026-02: 1.000000 1 1 0.206549 1.000000 share\n"},
    {"by age, gender and hour, whom nobody knows",
	{.kpi = "channel_by_profile", .samples = samples + 6, .n = 4},
	"none / none / 10: 1.000000 2 2 0.342380 1.000000 share\n"
	"none / none / 10 / ec: 0.500000 1 2 0.094531 0.905469 share\n"
	"none / none / 10 / store: 0.500000 1 2 0.094531 0.905469 share\n"
	"none / none / 11: 1.000000 1 1 0.206549 1.000000 share\n"
	"none / none / 11 / phone: 1.000000 1 1 0.206549 1.000000 share\n"},
    {"or by what is asked for",
	{.kpi = "channel_by_profile",
	    .by = "group",
	    .samples = samples + 6,
	    .n = 4},
	"physical: 1.000000 1 1 0.206549 1.000000 share\n"
	"physical / store: 1.000000 1 1 0.206549 1.000000 share\n"
	"online: 1.000000 1 1 0.206549 1.000000 share\n"
	"online / ec: 1.000000 1 1 0.206549 1.000000 share\n"
	"contact: 1.000000 1 1 0.206549 1.000000 share\n"
	"contact / phone: 1.000000 1 1 0.206549 1.000000 share\n"},
    {"nothing", {.kpi = "channel_share"},
	"all: - 0 0 - - share (zero denominator)\n"},
};

/* --- the same, slowly --- */

/* Was the customer on the channel? */
static bool
is_on(const struct world *world, size_t i, uint32_t channel)
{
	for (size_t j = 0; j < world->n[i]; j++) {
		const struct journey_event *event = &world->events[i][j];

		if (event->is_in && event->kind != CANON_IMPRESSION &&
		    event->channel == channel)
			return true;
	}
	return false;
}

static int
channels_of(const struct world *world, size_t i)
{
	int n = 0;

	for (uint32_t k = 0; k < WORLD_CHANNELS; k++)
		n += is_on(world, i, k);
	return n;
}

static const char *
name_of(uint32_t channel)
{
	return channel == WORLD_CHANNELS ? "all"
					 : world_channels[channel].name.data;
}

static bool
is_touch(const struct journey_event *event)
{
	return event->is_in && event->kind != CANON_IMPRESSION;
}

static bool
is_order(const struct journey_event *event)
{
	return event->is_in && event->kind == CANON_PURCHASE &&
	    event->outcome != CANON_CANCELLED;
}

/* Of all for WORLD_CHANNELS, else on the channel. */
static int64_t
count(const struct world *world, uint32_t channel,
    bool (*is_one)(const struct journey_event *))
{
	int64_t n = 0;

	for (size_t i = 0; i <= WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++)
			n += is_one(&world->events[i][j]) &&
			    (channel == WORLD_CHANNELS ||
				world->events[i][j].channel == channel);
	return n;
}

static void
shares(const struct world *world, struct buf *out,
    bool (*is_one)(const struct journey_event *))
{
	int64_t all = count(world, WORLD_CHANNELS, is_one);

	world_line(out, "all", all, all);
	for (uint32_t k = 0; k < WORLD_CHANNELS; k++)
		if (count(world, k, is_one) > 0)
			world_line(
			    out, name_of(k), count(world, k, is_one), all);
}

static void
slow_touches(const struct world *world, struct buf *out)
{
	shares(world, out, is_touch);
}

static void
slow_orders(const struct world *world, struct buf *out)
{
	shares(world, out, is_order);
}

/* Net revenue in a currency, and how many events brought it. */
static int64_t
net(const struct world *world, uint32_t channel, uint32_t currency, int64_t *n)
{
	int64_t minor = 0;

	*n = 0;
	for (size_t i = 0; i <= WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			const struct journey_event *event =
			    &world->events[i][j];
			bool has_amount = event->amount_minor != CANON_NO_INT;
			int sign = is_order(event) ? 1 : 0;

			if (event->is_in && event->kind == CANON_RETURN &&
			    event->outcome != CANON_CANCELLED)
				sign = -1;
			if (sign == 0 || event->currency != currency ||
			    (channel != WORLD_CHANNELS &&
				event->channel != channel))
				continue;
			*n += 1;
			if (has_amount)
				minor += sign * event->amount_minor;
		}
	return minor;
}

static void
slow_revenue(const struct world *world, struct buf *out)
{
	static const char *const codes[] = {"JPY", "USD"};
	int64_t n, priced = 0;

	for (size_t c = 0; c < 2; c++) {
		(void)net(world, WORLD_CHANNELS,
		    journey_currency_of(span_of(codes[c])), &n);
		priced += n;
	}
	(void)net(world, WORLD_CHANNELS, 0, &n);
	if (n > 0 || priced == 0)
		buf_str(out, "all 0 0\n");
	for (size_t c = 0; c < 2; c++) {
		uint32_t currency = journey_currency_of(span_of(codes[c]));
		int digits = c == 0 ? 0 : 2;
		int64_t all = net(world, WORLD_CHANNELS, currency, &n);

		if (n == 0)
			continue;
		for (uint32_t k = 0; k <= WORLD_CHANNELS; k++) {
			uint32_t channel = k == 0 ? WORLD_CHANNELS : k - 1;
			int64_t minor = net(world, channel, currency, &n);

			if (n == 0)
				continue;
			buf_printf(out, "%s ", name_of(channel));
			num_fixed(out, minor, digits);
			buf_char(out, ' ');
			num_fixed(out, all, digits);
			buf_char(out, '\n');
		}
	}
}

/* Customers of a channel, and those of them who are on no other. */
static void
customers(
    const struct world *world, uint32_t channel, int64_t *n, int64_t *only)
{
	*n = 0;
	*only = 0;
	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		if (channels_of(world, i) == 0 ||
		    (channel != WORLD_CHANNELS && !is_on(world, i, channel)))
			continue;
		*n += 1;
		*only += channels_of(world, i) == 1;
	}
}

static void
slow_customers(const struct world *world, struct buf *out)
{
	int64_t all, n, only;

	customers(world, WORLD_CHANNELS, &all, &only);
	world_line(out, "all", all, all);
	for (uint32_t k = 0; k < WORLD_CHANNELS; k++) {
		customers(world, k, &n, &only);
		if (n > 0)
			world_line(out, name_of(k), n, all);
	}
}

static void
slow_only(const struct world *world, struct buf *out)
{
	int64_t n, only;

	customers(world, WORLD_CHANNELS, &n, &only);
	world_line(out, "all", only, n);
	for (uint32_t k = 0; k < WORLD_CHANNELS; k++) {
		customers(world, k, &n, &only);
		if (n > 0)
			world_line(out, name_of(k), only, n);
	}
}

static void
slow_profile(const struct world *world, struct buf *out)
{
	for (int hour = 0; hour < 24; hour++)
		for (uint32_t k = 0; k <= WORLD_CHANNELS; k++) {
			uint32_t channel = k == 0 ? WORLD_CHANNELS : k - 1;
			int64_t all = 0;
			int64_t n = 0;

			for (size_t i = 0; i < WORLD_CUSTOMERS; i++)
				for (size_t j = 0; j < world->n[i]; j++) {
					const struct journey_event *event =
					    &world->events[i][j];

					if (!is_touch(event) ||
					    (event->at_us /
						    (3600 * CIVIL_US_S) +
						9) % 24 !=
						hour)
						continue;
					all++;
					n +=
					    k == 0 || event->channel == channel;
				}
			if (n == 0)
				continue;
			buf_printf(out, "none / none / %02d%s%s %lld %lld\n",
			    hour, k == 0 ? "" : " / ",
			    k == 0 ? "" : name_of(channel), (long long)n,
			    (long long)all);
		}
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"channel_share", slow_touches},
    {"channel_share=orders", slow_orders},
    {"channel_share=revenue", slow_revenue},
    {"channel_share=customers", slow_customers},
    {"channel_only_customers", slow_only},
    {"channel_by_profile", slow_profile},
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
