#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

#define HOUR_US (3600 * CIVIL_US_S)

/* --- worked examples --- */

static const struct sample samples[] = {
    /* A: a bot, then a person on the phone an hour later, who resolves it;
     * another agent had begun. 2 contacts, 1 switch, 1 agent change. */
    {.who = "A", .at = "2026-01-01 10:00", .what = "chatbot:inquiry"},
    {.who = "A",
	.at = "2026-01-01 11:00",
	.what = "phone:inquiry",
	.agent = "ann"},
    {.who = "A",
	.at = "2026-01-01 12:00",
	.what = "phone:reply",
	.agent = "bob",
	.outcome = CANON_RESOLVED},
    /* B: the bot alone resolves it. 1 contact. */
    {.who = "B",
	.at = "2026-01-02 10:00",
	.what = "chatbot:inquiry",
	.outcome = CANON_RESOLVED},
    /* C: resolved, reopened, and nothing after: 2 contacts. */
    {.who = "C",
	.at = "2026-01-03 10:00",
	.what = "phone:inquiry",
	.outcome = CANON_RESOLVED},
    {.who = "C", .at = "2026-01-04 10:00", .what = "phone:reopen"},
    /* D: the bot alone, nobody knows how it went. 1 contact. */
    {.who = "D", .at = "2026-01-05 10:00", .what = "chatbot:inquiry"},
    /* E: too young. */
    {.who = "E", .at = "2026-01-31 10:00", .what = "phone:inquiry"},
};

#define N 8
#define AS_OF "2026-02-01 10:00"
#define ASK(text)                                                         \
	{                                                                 \
		.kpi = (text), .as_of = AS_OF, .samples = samples, .n = N \
	}

/* E asks twice about the same: the chat goes on under its case when the other
 * issue opens on the phone. */
static const struct sample twice[] = {
    {.who = "E",
	.at = "2026-01-01 10:00",
	.what = "chat:inquiry",
	.topic = "size",
	.case_id = "k1"},
    {.who = "E",
	.at = "2026-01-10 10:00",
	.what = "phone:inquiry",
	.topic = "size",
	.case_id = "k2"},
    {.who = "E",
	.at = "2026-01-11 10:00",
	.what = "chat:reply",
	.topic = "size",
	.case_id = "k1"},
};

static const struct answer_case cases[] = {
    {"C alone was reopened, of the three that were resolved",
	ASK("reopen_rate"), "all: 0.333333 1 3 0.061492 0.792340 share\n"},
    {"and it did not stay so", ASK("reopen_rate=still-resolved"),
	"all: 0.000000 0 2 0.000000 0.657620 share\n"},
    {"A had two agents", ASK("transfer_rate"),
	"all: 0.250000 1 4 0.045587 0.699358 share [pending=1]\n"},
    {"A went from the bot to a person", ASK("escalation_rate"),
	"all: 0.250000 1 4 0.045587 0.699358 share [pending=1]\n"},
    {"B and D stayed with the bot", ASK("bot_containment"),
	"all: 0.666667 2 3 0.207660 0.938508 share\n"},
    {"B was resolved", ASK("bot_containment=confirmed"),
	"all: 0.333333 1 3 0.061492 0.792340 share\n"},
    {"B and D of all", ASK("self_service_rate"),
	"all: 0.500000 2 4 0.150039 0.849961 share [pending=1]\n"},
    {"A told it again", ASK("repeat_yourself_rate"),
	"all: 0.250000 1 4 0.045587 0.699358 share [pending=1]\n"},
    {"(4 + 1 + 2 + 1) / 4", ASK("effort"),
	"all: 2.000000 8.000000 4 -0.250329 4.250329 steps [pending=1]\n"},
    {"two at once", {.kpi = "parallel_issue_rate", .samples = twice, .n = 3},
	"all: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"one after the other",
	{.kpi = "parallel_issue_rate", .samples = twice, .n = 2},
	"all: 0.000000 0 2 0.000000 0.657620 share\n"},
    {"nothing", {.kpi = "effort"},
	"all: - 0.000000 0 - - steps (zero denominator)\n"},
    {"by channel of the opening",
	{.kpi = "transfer_rate",
	    .by = "channel",
	    .as_of = AS_OF,
	    .samples = samples,
	    .n = N},
	"chatbot: 0.333333 1 3 0.061492 0.792340 share\n"
	"phone: 0.000000 0 1 0.000000 0.793451 share [pending=1]\n"},
};

/* --- the same, slowly --- */

struct slow {
	int64_t hits, total;
	const struct world *world;
};

static bool
is_touch(const struct journey_event *event)
{
	switch ((int)event->kind) {
	case CANON_INQUIRY:
	case CANON_REOPEN:
	case CANON_MESSAGE:
	case CANON_REPLY:
	case CANON_HANDOFF:
		return true;
	default:
		return false;
	}
}

static bool
has_agent(const struct journey_event *event)
{
	return event->agent.len > 0;
}

static bool
is_customers(const struct journey_event *event)
{
	return event->direction != CANON_OUTBOUND &&
	    (event->kind == CANON_INQUIRY || event->kind == CANON_REOPEN ||
		event->kind == CANON_MESSAGE);
}

static bool
is_machine(const struct journey_customer *customer, const struct issues *issues,
    size_t at)
{
	const struct journey_event *event = &customer->events[at];
	int before = world_before(customer, issues, at, is_touch);

	if (event->automated >= 0)
		return event->automated == 1;
	if (event->kind == CANON_MESSAGE &&
	    event->direction != CANON_OUTBOUND && before >= 0 &&
	    customer->events[before].channel == event->channel)
		return is_machine(customer, issues, (size_t)before);
	return event->channel == WORLD_CHATBOT || event->channel == WORLD_FAQ;
}

static bool
is_bot(const struct journey_customer *customer, const struct issues *issues,
    size_t at)
{
	return is_machine(customer, issues, at) &&
	    customer->events[at].channel != WORLD_FAQ;
}

/* Is there such a touch, and a person at most a day behind one? */
static void
look_for(const struct journey_customer *customer, const struct issues *issues,
    uint32_t number,
    bool (*is_one)(
	const struct journey_customer *, const struct issues *, size_t),
    bool *is_there, bool *has_person)
{
	*is_there = false;
	*has_person = false;
	for (size_t i = 0; i < customer->n_events; i++) {
		if (issues->of_event[i] != number ||
		    !is_touch(&customer->events[i]) ||
		    !is_one(customer, issues, i))
			continue;
		*is_there = true;
		for (size_t j = i + 1; j < customer->n_events; j++)
			*has_person |= issues->of_event[j] == number &&
			    is_touch(&customer->events[j]) &&
			    !is_machine(customer, issues, j) &&
			    customer->events[j].at_us -
				    customer->events[i].at_us <=
				24 * HOUR_US;
	}
}

static bool
has_young_machine(const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	for (size_t i = 0; i < customer->n_events; i++)
		if (issues->of_event[i] == number &&
		    is_touch(&customer->events[i]) &&
		    is_machine(customer, issues, i) &&
		    customer->context->as_of_us - customer->events[i].at_us <
			24 * HOUR_US)
			return true;
	return false;
}

static int64_t
agent_changes(const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	int64_t n = 0;

	for (size_t i = 0; i < customer->n_events; i++) {
		int before = issues->of_event[i] == number
		    ? world_before(customer, issues, i, has_agent)
		    : -1;

		n += before >= 0 && has_agent(&customer->events[i]) &&
		    !span_eq(customer->events[i].agent,
			customer->events[before].agent);
	}
	return n;
}

static int64_t
switches(const struct journey_customer *customer, const struct issues *issues,
    uint32_t number)
{
	int64_t n = 0;

	for (size_t i = 0; i < customer->n_events; i++) {
		int before = issues->of_event[i] == number
		    ? world_before(customer, issues, i, is_customers)
		    : -1;

		n += before >= 0 && is_customers(&customer->events[i]) &&
		    customer->events[i].channel !=
			customer->events[before].channel;
	}
	return n;
}

static bool
any(const struct journey_customer *customer, const struct issues *issues,
    uint32_t number, bool (*is_one)(const struct journey_event *))
{
	for (size_t i = 0; i < customer->n_events; i++)
		if (issues->of_event[i] == number &&
		    is_one(&customer->events[i]))
			return true;
	return false;
}

static bool
is_resolution(const struct journey_event *event)
{
	return event->outcome == CANON_RESOLVED ||
	    (event->kind == CANON_RESOLVE &&
		event->outcome == CANON_NO_OUTCOME);
}

static bool
is_reopening(const struct journey_event *event)
{
	return event->kind == CANON_REOPEN || event->reopens > 0;
}

static bool
is_handoff(const struct journey_event *event)
{
	return event->kind == CANON_HANDOFF || event->transfers > 0;
}

static bool
is_escalated(const struct journey_event *event)
{
	return event->outcome == CANON_ESCALATED;
}

static bool
is_good(const struct journey_event *event)
{
	return event->csat_milli != CANON_NO_INT && event->csat_milli >= 4000;
}

static void
reopen(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;

	if (issues->items[number].is_pending ||
	    !any(customer, issues, number, is_resolution))
		return;
	slow->total++;
	slow->hits += any(customer, issues, number, is_reopening);
}

static void
still(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	if (issues->items[number].is_resolved)
		reopen(into, customer, issues, number);
}

static void
transfer(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;

	if (issues->items[number].is_pending)
		return;
	slow->total++;
	slow->hits += any(customer, issues, number, is_handoff) ||
	    agent_changes(customer, issues, number) > 0;
}

static void
escalation(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	bool is_hit = any(customer, issues, number, is_escalated);

	if (issues->items[number].is_pending)
		return;
	for (size_t i = 0; i < customer->n_events; i++) {
		int before = issues->of_event[i] == number
		    ? world_before(customer, issues, i, is_touch)
		    : -1;

		is_hit |= before >= 0 && is_touch(&customer->events[i]) &&
		    !is_machine(customer, issues, i) &&
		    is_machine(customer, issues, (size_t)before);
	}
	slow->total++;
	slow->hits += is_hit;
}

static void
contained(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	bool is_there, has_person;

	look_for(customer, issues, number, is_bot, &is_there, &has_person);
	if (!is_there || has_young_machine(customer, issues, number))
		return;
	slow->total++;
	slow->hits += !has_person;
}

static void
confirmed(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	bool is_there, has_person;

	look_for(customer, issues, number, is_bot, &is_there, &has_person);
	if (!is_there || has_young_machine(customer, issues, number) ||
	    issues->items[number].is_pending)
		return;
	slow->total++;
	slow->hits += !has_person &&
	    (issues->items[number].is_resolved ||
		any(customer, issues, number, is_good));
}

static void
self(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	bool is_there, has_person;

	if (has_young_machine(customer, issues, number) ||
	    issues->items[number].is_pending)
		return;
	look_for(customer, issues, number, is_machine, &is_there, &has_person);
	slow->total++;
	slow->hits += is_there && !has_person;
}

static bool
has_between(const struct journey_customer *customer,
    const struct issues *issues, int from, size_t to,
    bool (*is_one)(const struct journey_event *))
{
	for (size_t i = (size_t)from; i < to; i++)
		if (issues->of_event[i] == issues->of_event[to] &&
		    is_one(&customer->events[i]))
			return true;
	return false;
}

static bool
is_passed(const struct journey_event *event)
{
	return event->context_passed == 1;
}

static void
again(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	const struct journey_event *events = customer->events;
	bool is_hit = false;

	if (issues->items[number].is_pending)
		return;
	for (size_t i = 0; i < customer->n_events; i++) {
		int before;

		if (issues->of_event[i] != number)
			continue;
		before = world_before(customer, issues, i, is_customers);
		is_hit |= before >= 0 && is_customers(&events[i]) &&
		    events[i].channel != events[before].channel &&
		    events[i].at_us - events[before].at_us <= 48 * HOUR_US &&
		    !has_between(customer, issues, before, i, is_resolution);
		before = world_before(customer, issues, i, has_agent);
		is_hit |= before >= 0 && has_agent(&events[i]) &&
		    !span_eq(events[i].agent, events[before].agent) &&
		    !is_passed(&events[i]) &&
		    !has_between(customer, issues, before, i, is_passed);
	}
	slow->total++;
	slow->hits += is_hit;
}

static uint32_t
end_of(const struct issue *issue)
{
	return issue->resolution == ISSUE_NONE ? issue->last
					       : issue->resolution;
}

static void
parallel(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	const struct issue *issue = &issues->items[number];
	bool is_hit = false;

	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *other = &issues->items[i];

		is_hit |= other->opened < issue->opened &&
		    end_of(other) > issue->opened &&
		    span_eq(other->topic, issue->topic) &&
		    customer->events[other->opened].channel !=
			customer->events[issue->opened].channel;
	}
	slow->total++;
	slow->hits += is_hit;
}

static void
effort(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;

	if (issues->items[number].is_pending)
		return;
	for (size_t i = 0; i < customer->n_events; i++)
		slow->hits += issues->of_event[i] == number &&
		    issue_is_contact(&customer->events[i]);
	slow->hits += switches(customer, issues, number) +
	    agent_changes(customer, issues, number);
	slow->total++;
}

#define SLOW(name)                                                          \
	static void slow_##name(const struct world *world, struct buf *out) \
	{                                                                   \
		struct slow slow = {0, 0, world};                           \
                                                                            \
		world_issues(world, (name), &slow);                         \
		world_line(out, "all", slow.hits, slow.total);              \
	}

SLOW(reopen)
SLOW(still)
SLOW(transfer)
SLOW(escalation)
SLOW(contained)
SLOW(confirmed)
SLOW(self)
SLOW(again)
SLOW(parallel)

static void
slow_effort(const struct world *world, struct buf *out)
{
	struct slow slow = {0, 0, world};

	world_issues(world, effort, &slow);
	buf_printf(out, "all %lld.000000 %lld\n", (long long)slow.hits,
	    (long long)slow.total);
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"reopen_rate", slow_reopen},
    {"reopen_rate=still-resolved", slow_still},
    {"transfer_rate", slow_transfer},
    {"escalation_rate", slow_escalation},
    {"bot_containment", slow_contained},
    {"bot_containment=confirmed", slow_confirmed},
    {"self_service_rate", slow_self},
    {"repeat_yourself_rate", slow_again},
    {"parallel_issue_rate", slow_parallel},
    {"effort", slow_effort},
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
