#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/buf.h"
#include "journey/far.h"
#include "journey/journey.h"

/* Events of nobody are handed on in pieces of this many. */
#define LOOSE_MAX ((size_t)4096)

struct journey {
	const struct journey_context *context;
	struct journey_sink *sinks;
	size_t n_sinks, sinks_cap;
	struct buf id; /* whose events are being collected */
	struct journey_event *events;
	size_t n_events, events_cap;
	struct arena arena; /* their strings */
	/* How far the customer at hand has come. */
	int stage;
	int64_t last_order_us;
	struct far *far; /* of one with very many events */
};

struct journey *
journey_new(const struct journey_context *context, struct err *err)
{
	struct journey *journey = calloc(1, sizeof(*journey));

	if (journey == NULL) {
		err_nomem(err);
		return NULL;
	}
	journey->context = context;
	return journey;
}

int
journey_listen(
    struct journey *journey, const struct journey_sink *sink, struct err *err)
{
	if (array_grow(&journey->sinks, &journey->sinks_cap,
		journey->n_sinks + 1, sizeof(*sink), err) != 0)
		return -1;
	journey->sinks[journey->n_sinks++] = *sink;
	return 0;
}

void
journey_free(struct journey *journey)
{
	if (journey == NULL)
		return;
	free(journey->sinks);
	free(journey->events);
	buf_clear(&journey->id);
	arena_clear(&journey->arena);
	far_free(journey->far);
	free(journey);
}

/* --- what an event is --- */

uint32_t
journey_touches_default(void)
{
	uint32_t touches = 0;

	for (int kind = CANON_IMPRESSION; kind <= CANON_OTHER; kind++)
		if (canon_is_touch(kind))
			touches |= JOURNEY_BIT(kind);
	return touches;
}

bool
journey_is_order(const struct journey_event *event)
{
	return event->kind == CANON_PURCHASE &&
	    event->outcome != CANON_CANCELLED;
}

bool
journey_is_return(const struct journey_event *event)
{
	return event->kind == CANON_RETURN && event->outcome != CANON_CANCELLED;
}

bool
journey_has_amount(const struct journey_event *event)
{
	return event->amount_minor != CANON_NO_INT;
}

int64_t
journey_net(const struct journey_event *event)
{
	int64_t amount = event->amount_minor;

	if (!journey_has_amount(event))
		return 0;
	if (journey_is_order(event))
		return amount;
	if (journey_is_return(event))
		return amount < 0 ? amount : -amount;
	return 0;
}

int
journey_group(
    const struct journey_context *context, const struct journey_event *event)
{
	return context->channels[event->channel].group;
}

static const char *const stage_names[] = {
    "",
    "prospect",
    "first",
    "repeat",
    "dormant",
};

const char *
journey_stage_name(int stage)
{
	if (stage < JOURNEY_PROSPECT || stage > JOURNEY_DORMANT)
		return "";
	return stage_names[stage];
}

int
journey_stage_of(struct span word)
{
	for (int stage = JOURNEY_PROSPECT; stage <= JOURNEY_DORMANT; stage++)
		if (span_is(word, stage_names[stage]))
			return stage;
	return 0;
}

uint32_t
journey_currency_of(struct span code)
{
	uint32_t currency = 0;

	for (size_t i = 0; i < 3 && code.len > 0; i++)
		currency = currency << 8 |
		    (i < code.len ? (unsigned char)code.data[i] : 0u);
	return currency;
}

struct span
journey_currency_name(uint32_t currency, char out[4])
{
	size_t len = 0;

	for (int shift = 16; shift >= 0; shift -= 8) {
		char byte = (char)(currency >> shift & 0xff);

		if (byte != '\0')
			out[len++] = byte;
	}
	out[len] = '\0';
	return span_make(out, len);
}

/* --- the filter --- */

static struct span
attr_of(const struct journey_event *event, struct span name)
{
	for (size_t i = 0; i < event->n_attrs; i++)
		if (span_eq(event->attrs[i].name, name))
			return event->attrs[i].value;
	return span_of(NULL);
}

static const struct {
	enum canon_field field;
	size_t offset;
} text_fields[] = {
    {CANON_F_EVENT_ID, offsetof(struct journey_event, event_id)},
    {CANON_F_CASE_ID, offsetof(struct journey_event, case_id)},
    {CANON_F_TOPIC, offsetof(struct journey_event, topic)},
    {CANON_F_PRODUCT, offsetof(struct journey_event, product)},
    {CANON_F_AGENT, offsetof(struct journey_event, agent)},
    {CANON_F_TEAM, offsetof(struct journey_event, team)},
    {CANON_F_CAMPAIGN, offsetof(struct journey_event, campaign)},
    {CANON_F_LOCATION, offsetof(struct journey_event, location)},
    {CANON_F_DEVICE, offsetof(struct journey_event, device)},
    {CANON_F_TEXT, offsetof(struct journey_event, text)},
    {CANON_F_HANDOVER_CHANNEL,
	offsetof(struct journey_event, handover_channel)},
};

#define N_TEXT_FIELDS (sizeof(text_fields) / sizeof(text_fields[0]))

const struct span *
journey_text(const struct journey_event *event, enum canon_field field)
{
	for (size_t i = 0; i < N_TEXT_FIELDS; i++)
		if (text_fields[i].field == field)
			return (const struct span *)(const void
				*)((const char *)event + text_fields[i].offset);
	return NULL;
}

static struct span
truth(int8_t value)
{
	return span_of(value < 0 ? "" : value == 0 ? "false" : "true");
}

/* The fields that are kept as numbers, as the words of the vocabulary. */
static bool
word_field(const struct journey_context *context,
    const struct journey_event *event, enum canon_field field, char code[4],
    struct span *word)
{
	if (field == CANON_F_CHANNEL)
		*word = context->channels[event->channel].name;
	else if (field == CANON_F_EVENT)
		*word = span_of(canon_kind_name(event->kind));
	else if (field == CANON_F_OUTCOME)
		*word = span_of(canon_outcome_name(event->outcome));
	else if (field == CANON_F_DIRECTION)
		*word = span_of(canon_direction_name(event->direction));
	else if (field == CANON_F_CSAT_SCALE)
		*word = span_of(canon_scale_name(event->csat_scale));
	else if (field == CANON_F_CURRENCY)
		*word = journey_currency_name(event->currency, code);
	else if (field == CANON_F_AUTOMATED)
		*word = truth(event->automated);
	else if (field == CANON_F_CONTEXT_PASSED)
		*word = truth(event->context_passed);
	else
		return false;
	return true;
}

bool
journey_can_where(enum canon_field field)
{
	static const struct journey_channel channel;
	static const struct journey_context context = {.channels = &channel};
	static const struct journey_event event;
	struct span word;
	char code[4];

	return field == CANON_F_EVENT_ATTR ||
	    journey_text(&event, field) != NULL ||
	    word_field(&context, &event, field, code, &word);
}

uint32_t
journey_needs_of(enum canon_field field)
{
	static const struct {
		enum canon_field field;
		uint32_t needs;
	} needs[] = {
	    {CANON_F_CHANNEL, JOURNEY_NEEDS_TIMES},
	    {CANON_F_EVENT, JOURNEY_NEEDS_TIMES},
	    {CANON_F_OUTCOME, JOURNEY_NEEDS_TIMES},
	    {CANON_F_CURRENCY, JOURNEY_NEEDS_TIMES},
	    {CANON_F_CASE_ID, JOURNEY_NEEDS_CASES},
	    {CANON_F_TOPIC, JOURNEY_NEEDS_CASES},
	    {CANON_F_DIRECTION, JOURNEY_NEEDS_CASES},
	    {CANON_F_AUTOMATED, JOURNEY_NEEDS_CASES},
	    {CANON_F_CONTEXT_PASSED, JOURNEY_NEEDS_CASES},
	    {CANON_F_CSAT_SCALE, JOURNEY_NEEDS_RATINGS},
	    {CANON_F_PRODUCT, JOURNEY_NEEDS_PRODUCT},
	    {CANON_F_CAMPAIGN, JOURNEY_NEEDS_CAMPAIGN},
	    {CANON_F_EVENT_ID, JOURNEY_NEEDS_NAMES},
	    {CANON_F_AGENT, JOURNEY_NEEDS_WORDS},
	    {CANON_F_TEXT, JOURNEY_NEEDS_WORDS},
	    {CANON_F_TEAM, JOURNEY_NEEDS_SERVICE},
	    {CANON_F_HANDOVER_CHANNEL, JOURNEY_NEEDS_HANDOVER},
	    {CANON_F_EVENT_ATTR, JOURNEY_NEEDS_ATTRS},
	};

	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (needs[i].field == field)
			return needs[i].needs;
	return JOURNEY_NEEDS_REST;
}

static bool
where_holds(const struct journey_context *context,
    const struct journey_event *event, const struct journey_where *where)
{
	const struct span *text;
	struct span word;
	char code[4];

	if (where->field == CANON_F_EVENT_ATTR)
		return span_eq(attr_of(event, where->name), where->value);
	text = journey_text(event, where->field);
	if (text != NULL)
		return span_eq(*text, where->value);
	return word_field(context, event, where->field, code, &word) &&
	    span_eq(word, where->value);
}

static bool
has_bit(uint32_t bits, int n)
{
	return bits == 0 || (bits & JOURNEY_BIT(n)) != 0;
}

static bool
passes(const struct journey_context *context, const struct journey_event *event)
{
	const struct journey_filter *filter = &context->filter;

	if (filter->from_us != CANON_NO_TIME && event->at_us < filter->from_us)
		return false;
	if (filter->to_us != CANON_NO_TIME && event->at_us >= filter->to_us)
		return false;
	if (!has_bit(filter->kinds, event->kind) ||
	    !has_bit(filter->outcomes, event->outcome) ||
	    !has_bit(filter->stages, event->stage))
		return false;
	if (filter->channels != NULL && !filter->channels[event->channel])
		return false;
	for (size_t i = 0; i < filter->n_where; i++)
		if (!where_holds(context, event, &filter->where[i]))
			return false;
	return true;
}

/* --- the stream --- */

/* An order belongs to the stage that it begins. */
static void
fill(struct journey *journey, bool is_somebody, struct journey_event *events,
    size_t n)
{
	const struct journey_context *context = journey->context;
	int64_t last_order_us = journey->last_order_us;
	int stage = journey->stage;

	for (size_t i = 0; i < n; i++) {
		struct journey_event *event = &events[i];

		if (is_somebody && journey_is_order(event)) {
			stage = stage == JOURNEY_PROSPECT ? JOURNEY_FIRST
							  : JOURNEY_REPEAT;
			last_order_us = event->at_us;
		}
		event->stage = (int8_t)stage;
		if (last_order_us != CANON_NO_TIME &&
		    event->at_us - last_order_us > context->dormant_us)
			event->stage = JOURNEY_DORMANT;
		event->is_touch =
		    (context->touches & JOURNEY_BIT(event->kind)) != 0;
		event->is_in = passes(context, event);
	}
	journey->last_order_us = last_order_us;
	journey->stage = stage;
}

/* How many are left when what is later than as_of is passed over. Those of
 * nobody may come in any order. */
static size_t
until_as_of(const struct journey_context *context, struct journey_event *events,
    size_t n)
{
	size_t kept = 0;

	if (!context->is_until_as_of || context->as_of_us == CANON_NO_TIME)
		return n;
	for (size_t i = 0; i < n; i++)
		if (events[i].at_us <= context->as_of_us) {
			if (kept < i)
				events[kept] = events[i];
			kept++;
		}
	return kept;
}

const struct journey_event *
journey_far(const struct journey_customer *customer, size_t at)
{
	return far_event(customer->far, at);
}

const struct journey_event *
journey_piece(const struct journey_customer *customer, size_t at, size_t *n)
{
	const struct journey_event *first;

	if (customer->events != NULL) {
		*n = customer->n_events - at;
		return &customer->events[at];
	}
	first = far_piece(customer->far, at, n);
	/* Some look only at the beginning of a customer. */
	if (*n > customer->n_events - at)
		*n = customer->n_events - at;
	return first;
}

static int
tell(const struct journey *journey, const struct journey_sink *sink,
    const struct journey_customer *customer, struct err *err)
{
	if (customer->id.len > 0)
		return sink->customer(sink->self, customer, err);
	if (sink->loose == NULL)
		return 0;
	return sink->loose(sink->self, journey->context, customer->events,
	    customer->n_events, err);
}

int
journey_feed_on(struct journey *journey, struct span id,
    struct journey_event *events, size_t n, struct err *err)
{
	struct journey_customer customer = {
	    .context = journey->context,
	    .id = id,
	    .events = events,
	    .n_events = until_as_of(journey->context, events, n),
	};

	if (customer.n_events == 0)
		return 0;
	fill(journey, id.len > 0, events, customer.n_events);
	for (size_t i = 0; i < journey->n_sinks; i++)
		if (tell(journey, &journey->sinks[i], &customer, err) != 0)
			return -1;
	return 0;
}

static void
begin(struct journey *journey, struct span id)
{
	journey->stage = id.len > 0 ? JOURNEY_PROSPECT : 0;
	journey->last_order_us = CANON_NO_TIME;
}

int
journey_feed(struct journey *journey, struct span id,
    struct journey_event *events, size_t n, struct err *err)
{
	begin(journey, id);
	return journey_feed_on(journey, id, events, n, err);
}

/* The same of events that are in order. */
static size_t
how_many_until(const struct journey_customer *customer)
{
	const struct journey_context *context = customer->context;
	size_t low = 0, high = customer->n_events;

	if (!context->is_until_as_of || context->as_of_us == CANON_NO_TIME)
		return high;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (journey_at(customer, middle)->at_us <= context->as_of_us)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
look(void *self, struct journey_event *events, size_t n)
{
	fill(self, true, events, n);
}

int
journey_feed_far(struct journey *journey, struct span id,
    const struct journey_from *from, size_t n, struct err *err)
{
	struct journey_customer customer = {
	    .context = journey->context,
	    .id = id,
	    .n_events = n,
	};

	begin(journey, id);
	if (journey->far == NULL)
		journey->far = far_new(err);
	if (journey->far == NULL ||
	    far_open(journey->far, from, n, look, journey, err) != 0)
		return -1;
	customer.far = journey->far;
	customer.n_events = how_many_until(&customer);
	if (customer.n_events == 0)
		return 0;
	for (size_t i = 0; i < journey->n_sinks; i++)
		if (tell(journey, &journey->sinks[i], &customer, err) != 0)
			return -1;
	return far_check(journey->far, err);
}

bool
journey_is_piecewise(const struct journey *journey)
{
	for (size_t i = 0; i < journey->n_sinks; i++)
		if (!journey->sinks[i].is_piecewise)
			return false;
	return true;
}

static int
flush(struct journey *journey, struct err *err)
{
	int result = 0;

	if (journey->n_events > 0)
		result = journey_feed(journey, buf_get(&journey->id),
		    journey->events, journey->n_events, err);
	journey->n_events = 0;
	arena_reset(&journey->arena);
	return result;
}

/* The next free place, with the customers before out of the way. */
static struct journey_event *
place(struct journey *journey, struct span id, struct err *err)
{
	bool is_full = id.len == 0 && journey->n_events == LOOSE_MAX;

	if (is_full || !span_eq(buf_get(&journey->id), id)) {
		if (flush(journey, err) != 0)
			return NULL;
		buf_reset(&journey->id);
		buf_span(&journey->id, id);
		if (buf_check(&journey->id, err) != 0)
			return NULL;
	}
	if (array_grow(&journey->events, &journey->events_cap,
		journey->n_events + 1, sizeof(*journey->events), err) != 0)
		return NULL;
	return &journey->events[journey->n_events];
}

static bool
keep(struct arena *arena, struct span *text)
{
	if (text->len == 0)
		return true;
	*text = arena_span(arena, *text);
	return text->data != NULL;
}

static bool
keep_attrs(struct arena *arena, struct journey_event *event)
{
	struct canon_attr *attrs;

	if (event->n_attrs == 0)
		return true;
	attrs = arena_alloc(arena, event->n_attrs * sizeof(*attrs));
	if (attrs == NULL)
		return false;
	memcpy(attrs, event->attrs, event->n_attrs * sizeof(*attrs));
	for (size_t i = 0; i < event->n_attrs; i++)
		if (!keep(arena, &attrs[i].name) ||
		    !keep(arena, &attrs[i].value))
			return false;
	event->attrs = attrs;
	return true;
}

static bool
keep_texts(struct arena *arena, struct journey_event *event)
{
	struct span *texts[] = {&event->record, &event->event_id,
	    &event->case_id, &event->topic, &event->product, &event->agent,
	    &event->team, &event->campaign, &event->location, &event->device,
	    &event->handover_channel, &event->text};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!keep(arena, texts[i]))
			return false;
	return keep_attrs(arena, event);
}

int
journey_push(struct journey *journey, struct span id,
    const struct journey_event *event, struct err *err)
{
	struct journey_event *own = place(journey, id, err);

	if (own == NULL)
		return -1;
	*own = *event;
	if (!keep_texts(&journey->arena, own))
		return err_nomem(err);
	journey->n_events++;
	return 0;
}

int
journey_end(struct journey *journey, struct err *err)
{
	return flush(journey, err);
}
