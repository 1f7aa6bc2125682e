#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kpi/csat.h"
#include "kpi/handling.h"

#define NONE UINT32_MAX

/* Where an issue stands while its events pass. */
struct state {
	uint32_t touch;    /* the last, or NONE */
	uint32_t customer; /* the last contact or message, or NONE */
	uint32_t agent;    /* the last event with an agent, or NONE */
	int64_t bot_us;    /* the last automated touch that is no faq */
	int64_t replies;   /* events that are replies of people */
	bool is_automated; /* so was the last touch */
	bool is_resolved;  /* since the customer's last */
	bool has_context;  /* passed on since the last agent */
};

static bool
is_automated(
    const struct journey_context *context, const struct journey_event *event)
{
	int kind = context->channels[event->channel].kind;

	if (event->automated >= 0)
		return event->automated == 1;
	return kind == CANON_BOT || kind == CANON_FAQ;
}

static bool
is_of_customer(const struct journey_event *event)
{
	return issue_is_contact(event) || issue_is_message(event);
}

static bool
is_touch(const struct journey_event *event)
{
	return event->kind == CANON_INQUIRY || event->kind == CANON_REOPEN ||
	    event->kind == CANON_MESSAGE || event->kind == CANON_REPLY ||
	    event->kind == CANON_HANDOFF;
}

static bool
was_automated(const struct journey_customer *customer,
    const struct state *state, const struct journey_event *event)
{
	if (event->automated < 0 && issue_is_message(event) &&
	    state->touch != NONE &&
	    journey_at(customer, state->touch)->channel == event->channel)
		return state->is_automated;
	return is_automated(customer->context, event);
}

static bool
is_soon(int64_t before_us, int64_t at_us)
{
	return before_us != CANON_NO_TIME &&
	    at_us - before_us <= HANDLING_SELF_US;
}

static void
take_touch(struct handling *facts, struct state *state,
    const struct journey_customer *customer, uint32_t at)
{
	const struct journey_event *event = journey_at(customer, at);
	bool is_machine = was_automated(customer, state, event);

	if (is_machine) {
		facts->has_self = true;
		facts->automated_us = event->at_us;
		if (customer->context->channels[event->channel].kind !=
		    CANON_FAQ) {
			facts->has_bot = true;
			state->bot_us = event->at_us;
		}
	} else {
		facts->is_escalated |=
		    state->touch != NONE && state->is_automated;
		facts->has_person |= is_soon(facts->automated_us, event->at_us);
		facts->has_bot_person |= is_soon(state->bot_us, event->at_us);
	}
	state->touch = at;
	state->is_automated = is_machine;
}

/* The first reply is that of a person, whether an event of its own or told by
 * the contact. */
static void
take_reply(struct handling *facts, struct state *state,
    const struct journey_event *event, int64_t opened_us)
{
	bool is_reply = event->kind == CANON_REPLY ||
	    (event->kind == CANON_MESSAGE &&
		event->direction == CANON_OUTBOUND);
	int64_t at_us = event->first_reply_at_us;

	if (is_reply && event->automated != 1) {
		state->replies++;
		at_us = event->at_us;
	}
	if (state->replies > facts->replies)
		facts->replies = state->replies;
	if (event->replies > facts->replies)
		facts->replies = event->replies;
	if (at_us != CANON_NO_TIME && at_us >= opened_us &&
	    (facts->reply_us == CANON_NO_TIME || at_us < facts->reply_us))
		facts->reply_us = at_us;
}

static void
take_customer(struct handling *facts, struct state *state,
    const struct journey_customer *customer, uint32_t at)
{
	const struct journey_event *event = journey_at(customer, at);

	if (state->customer != NONE) {
		const struct journey_event *before =
		    journey_at(customer, state->customer);
		bool is_switch = before->channel != event->channel;

		facts->switches += is_switch;
		facts->is_told_again |= is_switch && !state->is_resolved &&
		    event->at_us - before->at_us <= HANDLING_AGAIN_US;
	}
	state->customer = at;
	state->is_resolved = false;
}

static void
take_agent(struct handling *facts, struct state *state,
    const struct journey_customer *customer, uint32_t at)
{
	const struct journey_event *event = journey_at(customer, at);

	state->has_context |= event->context_passed == 1;
	if (event->agent.len == 0)
		return;
	if (state->agent != NONE &&
	    !span_eq(journey_at(customer, state->agent)->agent, event->agent)) {
		facts->agent_changes++;
		facts->is_transferred = true;
		facts->is_told_again |= !state->has_context;
	}
	state->agent = at;
	state->has_context = event->context_passed == 1;
}

static void
take(struct handling *facts, struct state *state,
    const struct journey_customer *customer, const struct issue *issue,
    uint32_t at)
{
	const struct journey_event *event = journey_at(customer, at);

	if (is_touch(event))
		take_touch(facts, state, customer, at);
	take_reply(
	    facts, state, event, journey_at(customer, issue->opened)->at_us);
	if (is_of_customer(event))
		take_customer(facts, state, customer, at);
	take_agent(facts, state, customer, at);
	if (issue_is_resolution(event)) {
		facts->is_ever_resolved = true;
		state->is_resolved = true;
	}
	facts->is_reopened |= event->kind == CANON_REOPEN || event->reopens > 0;
	facts->is_transferred |=
	    event->kind == CANON_HANDOFF || event->transfers > 0;
	facts->is_escalated |= event->outcome == CANON_ESCALATED;
	facts->is_rated_good |= csat_is_good(event);
	facts->is_passed |= event->context_passed == 1;
}

int
handling_find(struct handling_room *room,
    const struct journey_customer *customer, const struct issues *issues,
    struct err *err)
{
	static const struct handling no_facts = {
	    .automated_us = CANON_NO_TIME,
	    .reply_us = CANON_NO_TIME,
	};
	static const struct state no_state = {
	    .touch = NONE,
	    .customer = NONE,
	    .agent = NONE,
	    .bot_us = CANON_NO_TIME,
	};
	struct state *states;

	if (array_grow(&room->items, &room->items_cap, issues->count + 1,
		sizeof(*room->items), err) != 0 ||
	    array_grow(&room->states, &room->states_cap, issues->count + 1,
		sizeof(*states), err) != 0)
		return -1;
	states = room->states;
	for (size_t i = 0; i < issues->count; i++) {
		room->items[i] = no_facts;
		states[i] = no_state;
	}
	for (uint32_t i = 0; issues->count > 0 && i < customer->n_events; i++) {
		uint32_t number = issues->of_event[i];

		if (number != ISSUE_NONE)
			take(&room->items[number], &states[number], customer,
			    &issues->items[number], i);
	}
	return 0;
}

void
handling_clear(struct handling_room *room)
{
	free(room->items);
	free(room->states);
	memset(room, 0, sizeof(*room));
}
