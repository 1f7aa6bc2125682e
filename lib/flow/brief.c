#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/num.h"
#include "flow/brief.h"
#include "kpi/csat.h"

const char *
brief_state_name(enum brief_state state)
{
	static const char *const names[] = {"open", "idle", "resolved"};

	return names[state];
}

const char *
brief_by(
    const struct journey_context *context, const struct journey_event *event)
{
	bool is_bot = event->automated == 1 ||
	    (event->automated == -1 &&
		context->channels[event->channel].kind == CANON_BOT);
	bool is_ours = event->direction == CANON_OUTBOUND ||
	    event->kind == CANON_REPLY || event->kind == CANON_HANDOFF ||
	    event->kind == CANON_RESOLVE;

	if (!is_ours)
		return "customer";
	return is_bot ? "bot" : "agent";
}

static int
add(uint32_t **items, size_t *n, size_t *cap, uint32_t item, struct err *err)
{
	if (array_grow(items, cap, *n + 1, sizeof(**items), err) != 0)
		return -1;
	(*items)[(*n)++] = item;
	return 0;
}

/* --- issues --- */

static bool
is_told(const struct issue *issue)
{
	return !issue->is_resolved || issue->is_pending;
}

static enum brief_state
state_of(const struct issue *issue, const struct journey_customer *customer,
    const struct issue_options *options)
{
	int64_t last_us = journey_at(customer, issue->last)->at_us;

	if (issue->is_resolved)
		return BRIEF_RESOLVED;
	if (customer->context->as_of_us - last_us > options->gap_us)
		return BRIEF_IDLE;
	return BRIEF_OPEN;
}

/* How many events of each issue are told, and then where they go. */
static int
count_said(struct brief *brief, const struct journey_customer *customer,
    struct err *err)
{
	size_t n = brief->issues.count;

	if (array_grow(&brief->places, &brief->places_cap, n + 1,
		sizeof(*brief->places), err) != 0 ||
	    array_grow(&brief->said, &brief->said_cap, customer->n_events + 1,
		sizeof(*brief->said), err) != 0)
		return -1;
	memset(brief->places, 0, (n + 1) * sizeof(*brief->places));
	for (size_t i = 0; i < customer->n_events; i++) {
		uint32_t number = brief->issues.of_event[i];

		if (number != ISSUE_NONE && journey_at(customer, i)->is_in)
			brief->places[number]++;
	}
	return 0;
}

static int
add_items(struct brief *brief, const struct journey_customer *customer,
    const struct issue_options *options, struct err *err)
{
	size_t at = 0;

	for (size_t i = 0; i < brief->issues.count; i++) {
		const struct issue *issue = &brief->issues.items[i];
		struct brief_issue item = {
		    .issue = issue,
		    .state = state_of(issue, customer, options),
		    .first = at,
		    .count = brief->places[i],
		};

		brief->places[i] = (uint32_t)at;
		at += item.count;
		if (item.count == 0 || !is_told(issue))
			continue;
		if (array_grow(&brief->items, &brief->items_cap,
			brief->count + 1, sizeof(item), err) != 0)
			return -1;
		brief->n_open += item.state != BRIEF_RESOLVED;
		brief->items[brief->count++] = item;
	}
	return 0;
}

static void
fill_said(struct brief *brief, const struct journey_customer *customer)
{
	for (size_t i = 0; i < customer->n_events; i++) {
		uint32_t number = brief->issues.of_event[i];

		if (number != ISSUE_NONE && journey_at(customer, i)->is_in)
			brief->said[brief->places[number]++] = (uint32_t)i;
	}
}

static int
compare_items(const void *left, const void *right)
{
	const struct brief_issue *a = left;
	const struct brief_issue *b = right;

	if (a->state != b->state)
		return a->state < b->state ? -1 : 1;
	return (a->issue->last < b->issue->last) -
	    (a->issue->last > b->issue->last);
}

static int
find_issues(struct brief *brief, const struct journey_customer *customer,
    const struct issue_options *options, struct err *err)
{
	if (issue_find(&brief->issues, customer, options, err) != 0)
		return -1;
	if (count_said(brief, customer, err) != 0 ||
	    add_items(brief, customer, options, err) != 0)
		return -1;
	fill_said(brief, customer);
	if (brief->count > 1)
		qsort(brief->items, brief->count, sizeof(*brief->items),
		    compare_items);
	return 0;
}

/* --- events --- */

static int
take_money(
    struct brief *brief, const struct journey_event *event, struct err *err)
{
	struct episode_money money = {
	    .minor = journey_net(event),
	    .currency = event->currency,
	    .digits = event->amount_digits,
	    .is_known = true,
	};

	brief->orders += journey_is_order(event);
	brief->returns += journey_is_return(event);
	if (!journey_has_amount(event))
		return 0;
	return episode_add_money(&brief->net, &money, err);
}

static void
take_rating(struct brief *brief, const struct journey_event *event, uint32_t at)
{
	if (event->csat_milli != CANON_NO_INT) {
		brief->ratings++;
		brief->csat_sum += csat_score5(event);
		brief->last_rating = at;
	}
	if (event->nps != CANON_NO_INT)
		brief->last_nps = at;
	if (event->ces_milli != CANON_NO_INT)
		brief->last_ces = at;
}

static int
take_event(struct brief *brief, const struct journey_event *event, uint32_t at,
    struct err *err)
{
	take_rating(brief, event, at);
	if (event->is_touch) {
		if (brief->first_touch == BRIEF_NONE)
			brief->first_touch = at;
		brief->last_touch = at;
		if (add(&brief->touches, &brief->n_touches, &brief->touches_cap,
			at, err) != 0)
			return -1;
	}
	if (!journey_is_order(event) && !journey_is_return(event))
		return 0;
	if (take_money(brief, event, err) != 0)
		return -1;
	return add(&brief->purchases, &brief->n_purchases,
	    &brief->purchases_cap, at, err);
}

static void
reverse(uint32_t *items, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		uint32_t item = items[i];

		items[i] = items[n - 1 - i];
		items[n - 1 - i] = item;
	}
}

/* Of all orders, whatever the filter lets through. */
static int
stage_of(const struct journey_customer *customer)
{
	const struct journey_context *context = customer->context;
	int64_t orders = 0, last_us = 0;

	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (event->at_us > context->as_of_us)
			break;
		if (!journey_is_order(event))
			continue;
		orders++;
		last_us = event->at_us;
	}
	if (orders == 0)
		return JOURNEY_PROSPECT;
	if (context->as_of_us - last_us > context->dormant_us)
		return JOURNEY_DORMANT;
	return orders == 1 ? JOURNEY_FIRST : JOURNEY_REPEAT;
}

static void
reset(struct brief *brief)
{
	static const struct episode_money nothing = {.is_known = false};

	brief->count = brief->n_open = 0;
	brief->n_touches = brief->n_purchases = 0;
	brief->first_touch = brief->last_touch = BRIEF_NONE;
	brief->orders = brief->returns = 0;
	brief->net = nothing;
	brief->ratings = brief->csat_sum = 0;
	brief->last_rating = brief->last_nps = brief->last_ces = BRIEF_NONE;
}

int
brief_make(struct brief *brief, const struct journey_customer *customer,
    const struct issue_options *options, struct err *err)
{
	reset(brief);
	if (find_issues(brief, customer, options, err) != 0)
		return -1;
	for (uint32_t i = 0; i < customer->n_events; i++)
		if (journey_at(customer, i)->is_in &&
		    take_event(brief, journey_at(customer, i), i, err) != 0)
			return -1;
	reverse(brief->touches, brief->n_touches);
	reverse(brief->purchases, brief->n_purchases);
	brief->stage = stage_of(customer);
	return 0;
}

int64_t
brief_mean5(const struct brief *brief, int64_t unit)
{
	return num_round_div(
	    (num_i128)brief->csat_sum * unit, brief->ratings * CSAT_POINT);
}

void
brief_clear(struct brief *brief)
{
	free(brief->items);
	free(brief->said);
	free(brief->places);
	free(brief->touches);
	free(brief->purchases);
	issue_clear(&brief->issues);
	memset(brief, 0, sizeof(*brief));
}
