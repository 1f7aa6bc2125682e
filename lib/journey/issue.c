#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "journey/issue.h"

/* A map that one big customer has blown up is not dragged along. */
#define CASES_KEPT ((size_t)1024)

#define KINDS                                                        \
	(JOURNEY_BIT(CANON_INQUIRY) | JOURNEY_BIT(CANON_MESSAGE) |   \
	    JOURNEY_BIT(CANON_REPLY) | JOURNEY_BIT(CANON_HANDOFF) |  \
	    JOURNEY_BIT(CANON_RESOLVE) | JOURNEY_BIT(CANON_REOPEN) | \
	    JOURNEY_BIT(CANON_SURVEY))

bool
issue_is_contact(const struct journey_event *event)
{
	return (event->kind == CANON_INQUIRY || event->kind == CANON_REOPEN) &&
	    event->direction != CANON_OUTBOUND;
}

bool
issue_is_message(const struct journey_event *event)
{
	return event->kind == CANON_MESSAGE &&
	    event->direction != CANON_OUTBOUND;
}

static bool
may_open(const struct journey_event *event)
{
	return issue_is_contact(event) || issue_is_message(event) ||
	    event->kind == CANON_HANDOFF;
}

bool
issue_is_resolution(const struct journey_event *event)
{
	return event->outcome == CANON_RESOLVED ||
	    (event->kind == CANON_RESOLVE &&
		event->outcome == CANON_NO_OUTCOME);
}

bool
issue_is_topic(struct span a, struct span b)
{
	return a.len == 0 || b.len == 0 || span_eq(a, b);
}

/* The place of the event's case: two cases with one hash stand next to each
 * other. */
static uint64_t *
case_slot(struct issues *issues, const struct journey_customer *customer,
    const struct journey_event *event, struct err *err)
{
	uint64_t key = hash_64(event->source, event->case_id);

	for (;; key++) {
		const struct journey_event *other;
		bool fresh;
		uint64_t *slot = hashmap_slot(&issues->cases, key, &fresh, err);

		if (slot == NULL || fresh || *slot == 0)
			return slot;
		other = journey_at(customer, *slot - 1);
		if (other->source == event->source &&
		    span_eq(other->case_id, event->case_id))
			return slot;
	}
}

/* Issues are looked at from the last touched backwards; behind the first that
 * is too old all are. */
static uint32_t
by_topic(const struct issues *issues, const struct journey_event *event,
    const struct issue_options *options)
{
	for (size_t i = issues->count; i-- > 0;) {
		const struct issue *issue = &issues->items[issues->recent[i]];

		if (event->at_us - issue->last_us > options->gap_us)
			break;
		if (!issue_is_topic(event->topic, issue->topic))
			continue;
		if (issue->resolution == ISSUE_NONE ||
		    event->at_us - issue->resolution_us <= options->repeat_us)
			return issues->recent[i];
	}
	return ISSUE_NONE;
}

static uint32_t
open_new(struct issues *issues, uint32_t at, struct err *err)
{
	size_t n = issues->count;
	size_t words = (n + 1) * issues->words_per;
	struct issue issue = {.opened = at, .resolution = ISSUE_NONE};

	if (array_grow(&issues->items, &issues->items_cap, n + 1,
		sizeof(*issues->items), err) != 0 ||
	    array_grow(&issues->recent, &issues->recent_cap, n + 1,
		sizeof(*issues->recent), err) != 0 ||
	    array_grow(&issues->channels, &issues->channels_cap, words,
		sizeof(*issues->channels), err) != 0)
		return ISSUE_NONE;
	memset(issues->channels + n * issues->words_per, 0,
	    issues->words_per * sizeof(*issues->channels));
	issues->items[n] = issue;
	issues->recent[n] = (uint32_t)n;
	issues->count++;
	return (uint32_t)n;
}

static void
touch_channel(struct issues *issues, uint32_t number, uint32_t channel)
{
	uint64_t *word =
	    &issues->channels[number * issues->words_per + channel / 64];
	uint64_t bit = UINT64_C(1) << channel % 64;

	issues->items[number].channels += (*word & bit) == 0;
	*word |= bit;
}

/* Make the event part of the issue, which is the last touched from now on. */
static void
join(struct issues *issues, uint32_t number, const struct journey_event *event,
    uint32_t at)
{
	struct issue *issue = &issues->items[number];
	size_t place = issues->count - 1;

	while (issues->recent[place] != number)
		place--;
	memmove(issues->recent + place, issues->recent + place + 1,
	    (issues->count - 1 - place) * sizeof(*issues->recent));
	issues->recent[issues->count - 1] = number;
	issue->last = at;
	issue->last_us = event->at_us;
	issues->of_event[at] = number;
	if (issue->topic.len == 0)
		issue->topic = event->topic;
	if (issue_is_resolution(event)) {
		issue->resolution = at;
		issue->resolution_us = event->at_us;
	}
	issue->contacts += issue_is_contact(event);
	issue->messages += issue_is_message(event);
	if (issue_is_contact(event) || issue_is_message(event))
		touch_channel(issues, number, event->channel);
}

static int
take(struct issues *issues, const struct journey_customer *customer,
    uint32_t at, const struct issue_options *options, struct err *err)
{
	const struct journey_event *event = journey_at(customer, at);
	uint32_t number = ISSUE_NONE;
	uint64_t *slot = NULL;

	if (event->case_id.len > 0) {
		slot = case_slot(issues, customer, event, err);
		if (slot == NULL)
			return -1;
		if (*slot != 0)
			number = issues->of_event[*slot - 1];
	}
	if (number == ISSUE_NONE)
		number = by_topic(issues, event, options);
	if (number == ISSUE_NONE && may_open(event)) {
		number = open_new(issues, at, err);
		if (number == ISSUE_NONE)
			return -1;
	}
	if (number == ISSUE_NONE)
		return 0;
	if (slot != NULL && *slot == 0)
		*slot = (uint64_t)at + 1;
	join(issues, number, event, at);
	return 0;
}

/* Was the resolution followed by a reopening or by the same question? */
static bool
is_undone(const struct issues *issues, uint32_t number,
    const struct journey_customer *customer, int64_t repeat_us)
{
	const struct issue *issue = &issues->items[number];
	int64_t resolved_us = issue->resolution_us;

	for (size_t i = issue->resolution + (size_t)1; i < customer->n_events;
	     i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (event->at_us - resolved_us > repeat_us)
			return false;
		if (event->kind == CANON_REOPEN &&
		    issues->of_event[i] == number)
			return true;
		if (issue_is_contact(event) &&
		    issue_is_topic(event->topic, issue->topic))
			return true;
	}
	return false;
}

static void
judge(struct issues *issues, uint32_t number,
    const struct journey_customer *customer, int64_t repeat_us)
{
	struct issue *issue = &issues->items[number];
	int64_t settled_us = issue->resolution == ISSUE_NONE
	    ? issue->last_us
	    : issue->resolution_us;
	int64_t age_us = customer->context->as_of_us - settled_us;

	issue->is_pending = age_us < repeat_us;
	issue->is_resolved = issue->resolution != ISSUE_NONE &&
	    !is_undone(issues, number, customer, repeat_us);
	if (issue->channels == 0)
		issue->channels = 1;
}

static int
begin(struct issues *issues, const struct journey_customer *customer,
    struct err *err)
{
	issues->count = 0;
	issues->words_per = customer->context->n_channels / 64 + 1;
	if (issues->cases.cap > CASES_KEPT)
		hashmap_clear(&issues->cases);
	else if (issues->cases.count > 0)
		hashmap_reset(&issues->cases);
	if (customer->n_events >= ISSUE_NONE)
		return err_set(err, ERR_DATA, "a customer has %zu events",
		    customer->n_events);
	return array_grow(&issues->of_event, &issues->of_event_cap,
	    customer->n_events, sizeof(*issues->of_event), err);
}

int
issue_find(struct issues *issues, const struct journey_customer *customer,
    const struct issue_options *options, struct err *err)
{
	if (begin(issues, customer, err) != 0)
		return -1;
	for (uint32_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = journey_at(customer, i);

		issues->of_event[i] = ISSUE_NONE;
		if ((KINDS & JOURNEY_BIT(event->kind)) != 0 &&
		    take(issues, customer, i, options, err) != 0)
			return -1;
	}
	for (uint32_t i = 0; i < issues->count; i++)
		judge(issues, i, customer, options->repeat_us);
	return 0;
}

void
issue_clear(struct issues *issues)
{
	free(issues->items);
	free(issues->of_event);
	free(issues->channels);
	free(issues->recent);
	hashmap_clear(&issues->cases);
	memset(issues, 0, sizeof(*issues));
}
