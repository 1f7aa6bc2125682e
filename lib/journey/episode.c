#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/num.h"
#include "journey/episode.h"

static bool
is_counted(const struct journey_event *event)
{
	return event->is_touch && event->is_in;
}

static int
add_touch(struct episodes *episodes, size_t at, struct err *err)
{
	if (array_grow(&episodes->touches, &episodes->touches_cap,
		episodes->n_touches + 1, sizeof(*episodes->touches), err) != 0)
		return -1;
	episodes->touches[episodes->n_touches++] = (uint32_t)at;
	return 0;
}

/* The touches from ${first} on become an episode, if there are any. */
static int
close_at(struct episodes *episodes, size_t first, struct err *err)
{
	struct episode *episode;

	if (episodes->n_touches == first)
		return 0;
	if (array_grow(&episodes->items, &episodes->items_cap,
		episodes->count + 1, sizeof(*episodes->items), err) != 0)
		return -1;
	episode = &episodes->items[episodes->count++];
	episode->first = first;
	episode->count = episodes->n_touches - first;
	return 0;
}

/* Everything is one episode where the gap is as long as time. */
static int
by_gap(struct episodes *episodes, const struct journey_customer *customer,
    int64_t gap_us, struct err *err)
{
	size_t first = 0;
	int64_t end_us = INT64_MIN;

	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (!is_counted(event))
			continue;
		if (episodes->n_touches > first &&
		    event->at_us - end_us > gap_us) {
			if (close_at(episodes, first, err) != 0)
				return -1;
			first = episodes->n_touches;
		}
		if (add_touch(episodes, i, err) != 0)
			return -1;
		if (episodes->n_touches == first + 1 || event->end_us > end_us)
			end_us = event->end_us;
	}
	return close_at(episodes, first, err);
}

static int
by_issue(struct episodes *episodes, const struct journey_customer *customer,
    const struct issue_options *options, struct err *err)
{
	const struct issues *issues = &episodes->issues;

	if (issue_find(&episodes->issues, customer, options, err) != 0)
		return -1;
	for (uint32_t n = 0; n < issues->count; n++) {
		size_t first = episodes->n_touches;

		for (size_t i = issues->items[n].opened;
		     i <= issues->items[n].last; i++)
			if (issues->of_event[i] == n &&
			    is_counted(journey_at(customer, i)) &&
			    add_touch(episodes, i, err) != 0)
				return -1;
		if (close_at(episodes, first, err) != 0)
			return -1;
	}
	return 0;
}

/* An order closes an episode even if purchases are no touches. */
static int
by_purchase(struct episodes *episodes, const struct journey_customer *customer,
    int64_t lookback_us, struct err *err)
{
	size_t after = 0;

	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *order = journey_at(customer, i);
		int64_t order_us = order->at_us;
		size_t first = episodes->n_touches;

		if (!journey_is_order(order) || !order->is_in)
			continue;
		for (size_t j = after; j <= i; j++) {
			const struct journey_event *event =
			    journey_at(customer, j);

			if ((j == i || is_counted(event)) &&
			    order_us - event->at_us <= lookback_us &&
			    add_touch(episodes, j, err) != 0)
				return -1;
		}
		if (close_at(episodes, first, err) != 0)
			return -1;
		after = i + 1;
	}
	return 0;
}

int
episode_split(struct episodes *episodes,
    const struct journey_customer *customer,
    const struct episode_options *options, struct err *err)
{
	episodes->n_touches = 0;
	episodes->count = 0;
	switch (options->unit) {
	case EPISODE_GAP:
		return by_gap(episodes, customer, options->gap_us, err);
	case EPISODE_CUSTOMER:
		return by_gap(episodes, customer, INT64_MAX, err);
	case EPISODE_CASE:
		return by_issue(episodes, customer, &options->issue, err);
	case EPISODE_PURCHASE:
		return by_purchase(
		    episodes, customer, options->lookback_us, err);
	}
	return err_set(err, ERR_BUG, "no such unit of episodes");
}

void
episode_clear(struct episodes *episodes)
{
	free(episodes->touches);
	free(episodes->items);
	issue_clear(&episodes->issues);
	memset(episodes, 0, sizeof(*episodes));
}

uint32_t
episode_needs(const struct episode_options *options)
{
	return options->unit == EPISODE_CASE ? JOURNEY_NEEDS_CASES
					     : JOURNEY_NEEDS_TIMES;
}

int
episode_add_money(struct episode_money *money, const struct episode_money *more,
    struct err *err)
{
	if (!more->is_known)
		return 0;
	if (!money->is_known) {
		*money = *more;
		return 0;
	}
	if (more->is_mixed || money->currency != more->currency)
		money->is_mixed = true;
	if (money->is_mixed ||
	    num_add(money->minor, more->minor, &money->minor))
		return 0;
	return err_set(err, ERR_DATA, "amounts are too large to add up");
}

static int
add_event_money(struct episode_money *money, const struct journey_event *event,
    struct err *err)
{
	struct episode_money more = {
	    .minor = journey_net(event),
	    .currency = event->currency,
	    .digits = event->amount_digits,
	    .is_known = journey_has_amount(event) &&
		(journey_is_order(event) || journey_is_return(event)),
	};

	return episode_add_money(money, &more, err);
}

/* Few channels are the rule: those seen are kept as bits where they fit, and
 * looked for among the touches before where they do not. */
static bool
is_new_channel(const struct journey_customer *customer, const uint32_t *touches,
    size_t at, uint64_t *seen)
{
	uint32_t channel = journey_at(customer, touches[at])->channel;
	uint64_t bit;

	if (channel < 64) {
		bit = UINT64_C(1) << channel;
		if ((*seen & bit) != 0)
			return false;
		*seen |= bit;
		return true;
	}
	for (size_t i = 0; i < at; i++)
		if (journey_at(customer, touches[i])->channel == channel)
			return false;
	return true;
}

int
episode_sum(const struct journey_customer *customer, const uint32_t *touches,
    size_t n, struct episode_sum *sum, struct err *err)
{
	uint64_t seen = 0;
	uint32_t channel = JOURNEY_NONE;

	memset(sum, 0, sizeof(*sum));
	sum->start_us = journey_at(customer, touches[0])->at_us;
	sum->end_us = journey_at(customer, touches[0])->end_us;
	for (size_t i = 0; i < n; i++) {
		const struct journey_event *event =
		    journey_at(customer, touches[i]);

		if (event->end_us > sum->end_us)
			sum->end_us = event->end_us;
		if (event->outcome != CANON_NO_OUTCOME)
			sum->outcome = event->outcome;
		sum->orders += journey_is_order(event);
		sum->channels += is_new_channel(customer, touches, i, &seen);
		sum->switches += i > 0 && event->channel != channel;
		channel = event->channel;
		if (add_event_money(&sum->money, event, err) != 0)
			return -1;
	}
	return 0;
}
