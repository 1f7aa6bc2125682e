#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/civil.h"
#include "kpi/prior.h"

static bool
is_information(const struct journey_event *event)
{
	return event->kind == CANON_VIEW || event->kind == CANON_VISIT ||
	    event->kind == CANON_INQUIRY || event->kind == CANON_MESSAGE;
}

static int64_t
local_day(const struct journey_context *context, int64_t at_us)
{
	int64_t local_us = zone_to_local(context->zone, at_us);

	return local_us / CIVIL_US_DAY - (local_us % CIVIL_US_DAY < 0);
}

/* --- days --- */

/* How many of them are not after the day. */
static size_t
count_until(const struct prior_days *days, int64_t day)
{
	size_t low = 0, high = days->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (days->items[middle] <= day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Days come in order, but where a clock was turned about midnight. */
static int
add_day(struct prior_days *days, int64_t day, struct err *err)
{
	size_t at = count_until(days, day);

	if (at > 0 && days->items[at - 1] == day)
		return 0;
	if (array_grow(&days->items, &days->cap, days->count + 1,
		sizeof(*days->items), err) != 0)
		return -1;
	memmove(days->items + at + 1, days->items + at,
	    (days->count - at) * sizeof(*days->items));
	days->items[at] = day;
	days->count++;
	return 0;
}

/* Is the latest that is not after the day near enough? */
static bool
has_day(const struct prior_days *days, int64_t day, int64_t window_us)
{
	size_t n = count_until(days, day);

	return n > 0 && (day - days->items[n - 1]) * CIVIL_US_DAY <= window_us;
}

/* --- the customer --- */

static int
make_ready(struct prior *prior, struct err *err)
{
	size_t n = prior->context->n_channels + 1;

	if (array_grow(&prior->places, &prior->places_cap, n,
		sizeof(*prior->places), err) != 0 ||
	    array_grow(&prior->channels, &prior->channels_cap, n,
		sizeof(*prior->channels), err) != 0)
		return -1;
	if (prior->n_ready < n)
		memset(prior->places + prior->n_ready, 0,
		    (n - prior->n_ready) * sizeof(*prior->places));
	prior->n_ready = n;
	return 0;
}

static struct prior_place *
place_of(struct prior *prior, uint32_t channel)
{
	struct prior_place *place = &prior->places[channel];

	if (!place->is_there) {
		place->is_there = true;
		place->at_us = CANON_NO_TIME;
		place->before_us = CANON_NO_TIME;
		place->all.count = 0;
		place->dated.count = 0;
		prior->channels[prior->n_channels++] = channel;
	}
	return place;
}

/* Where there are dates alone, what comes behind an order can be before it, so
 * that all days have to be known. */
static int
take_days(struct prior *prior, const struct journey_customer *customer,
    struct err *err)
{
	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = journey_at(customer, i);
		struct prior_place *place;
		int64_t day;

		if (!is_information(event))
			continue;
		place = place_of(prior, event->channel);
		day = local_day(prior->context, event->at_us);
		if (add_day(&place->all, day, err) != 0 ||
		    (event->is_date_only &&
			add_day(&place->dated, day, err) != 0))
			return -1;
	}
	return 0;
}

int
prior_begin(struct prior *prior, const struct journey_customer *customer,
    bool has_dates, struct err *err)
{
	prior->context = customer->context;
	if (make_ready(prior, err) != 0)
		return -1;
	for (size_t i = 0; i < prior->n_channels; i++)
		prior->places[prior->channels[i]].is_there = false;
	prior->n_channels = 0;
	return has_dates ? take_days(prior, customer, err) : 0;
}

void
prior_take(struct prior *prior, const struct journey_event *event)
{
	struct prior_place *place;

	if (!is_information(event) || event->is_date_only)
		return;
	place = place_of(prior, event->channel);
	if (event->at_us != place->at_us)
		place->before_us = place->at_us;
	place->at_us = event->at_us;
}

/* --- an order --- */

static bool
is_before(const struct prior *prior, const struct prior_place *place,
    const struct journey_event *order, int64_t window_us)
{
	int64_t at_us =
	    place->at_us < order->at_us ? place->at_us : place->before_us;

	if (!order->is_date_only && at_us != CANON_NO_TIME &&
	    order->at_us - at_us <= window_us)
		return true;
	if (place->all.count == 0)
		return false;
	return has_day(order->is_date_only ? &place->all : &place->dated,
	    local_day(prior->context, order->at_us), window_us);
}

void
prior_find(const struct prior *prior, const struct journey_event *order,
    int64_t window_us, struct prior_found *found)
{
	memset(found, 0, sizeof(*found));
	for (size_t i = 0; i < prior->n_channels; i++) {
		uint32_t channel = prior->channels[i];
		int group = prior->context->channels[channel].group;

		if (!is_before(
			prior, &prior->places[channel], order, window_us))
			continue;
		found->any = true;
		if (channel == order->channel)
			continue;
		found->other = true;
		found->online |= group == CANON_ONLINE;
		found->physical |= group == CANON_PHYSICAL;
		found->contact |= group == CANON_CONTACT;
	}
}

void
prior_clear(struct prior *prior)
{
	for (size_t i = 0; i < prior->n_ready; i++) {
		free(prior->places[i].all.items);
		free(prior->places[i].dated.items);
	}
	free(prior->places);
	free(prior->channels);
	memset(prior, 0, sizeof(*prior));
}
