#ifndef JOURNEY_SAMPLE_H
#define JOURNEY_SAMPLE_H

/*
 * Small worlds for tests: events as rows of a table, in Tokyo's time, on six
 * channels.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/num.h"
#include "journey/journey.h"

enum sample_channel {
	SAMPLE_CHAT,
	SAMPLE_CHATBOT,
	SAMPLE_EC,
	SAMPLE_PHONE,
	SAMPLE_SNS,
	SAMPLE_STORE,
	SAMPLE_CHANNELS,
};

#define SAMPLE_ZERO INT64_MAX

/* A row; what is left out is not known. */
struct sample {
	const char *who;   /* NULL: nobody */
	const char *at;    /* "2026-01-05 10:00", or a date alone */
	const char *what;  /* "ec:view" */
	const char *until; /* ended_at */
	const char *case_id, *topic, *currency, *source;
	int64_t amount; /* minor digits; 0 = not known */
	int64_t csat;   /* 1/1000; 0 = not known, SAMPLE_ZERO = 0 */
	int outcome, direction, scale;
	const char *agent, *handover, *record;
	const char *reply;              /* first_reply_at */
	int64_t nps, ces, handle, wait; /* as csat */
	int reopens, transfers, replies;
	char automated, context; /* 'y', 'n', or not known */
};

static const struct journey_channel sample_channels[SAMPLE_CHANNELS] = {
    {SPAN("chat"), CANON_CHAT, CANON_CONTACT},
    {SPAN("chatbot"), CANON_BOT, CANON_CONTACT},
    {SPAN("ec"), CANON_EC, CANON_ONLINE},
    {SPAN("phone"), CANON_PHONE, CANON_CONTACT},
    {SPAN("sns"), CANON_SNS, CANON_CONTACT},
    {SPAN("store"), CANON_STORE, CANON_PHYSICAL},
};

static const struct span sample_sources[] = {SPAN("crm"), SPAN("shop")};

/* Digits of "2026-01-05 10:00" at a place; 0 behind the end. */
static inline int
sample_digits(const char *text, size_t at, size_t n)
{
	int64_t value = 0;

	if (strlen(text) >= at + n &&
	    num_i64(span_make(text + at, n), 0, 9999, &value))
		return (int)value;
	return 0;
}

static inline int64_t
sample_us(const char *text)
{
	struct civil civil = {
	    .year = sample_digits(text, 0, 4),
	    .month = sample_digits(text, 5, 2),
	    .day = sample_digits(text, 8, 2),
	    .hour = sample_digits(text, 11, 2),
	    .minute = sample_digits(text, 14, 2),
	    .second = sample_digits(text, 17, 2),
	};

	return civil_us(&civil) - 9 * 3600 * CIVIL_US_S;
}

static inline void
sample_context(struct journey_context *context, const struct zone *zone)
{
	memset(context, 0, sizeof(*context));
	context->zone = zone;
	context->as_of_us = sample_us("2027-01-01 00:00");
	context->channels = sample_channels;
	context->n_channels = SAMPLE_CHANNELS;
	context->sources = sample_sources;
	context->n_sources = 2;
	context->touches = journey_touches_default();
	context->dormant_us = 365 * JOURNEY_DAY_US;
	context->filter.from_us = CANON_NO_TIME;
	context->filter.to_us = CANON_NO_TIME;
}

static inline uint32_t
sample_channel_of(struct span name)
{
	for (uint32_t i = 0; i < SAMPLE_CHANNELS; i++)
		if (span_eq(name, sample_channels[i].name))
			return i;
	abort();
}

static inline int64_t
sample_int(int64_t value)
{
	if (value == SAMPLE_ZERO)
		return 0;
	return value != 0 ? value : CANON_NO_INT;
}

static inline int8_t
sample_flag(char flag)
{
	if (flag == 'y')
		return 1;
	return flag == 'n' ? 0 : -1;
}

static inline struct journey_event
sample_event(const struct sample *sample)
{
	struct span what = span_of(sample->what);
	const char *colon = strchr(sample->what, ':');
	size_t len = (size_t)(colon - sample->what);
	struct journey_event event = {
	    .at_us = sample_us(sample->at),
	    .end_us =
		sample_us(sample->until != NULL ? sample->until : sample->at),
	    .first_reply_at_us = sample->reply != NULL
		? sample_us(sample->reply)
		: CANON_NO_TIME,
	    .amount_minor = sample->amount != 0 ? sample->amount : CANON_NO_INT,
	    .quantity_milli = CANON_NO_INT,
	    .csat_milli = sample_int(sample->csat),
	    .nps = sample_int(sample->nps),
	    .ces_milli = sample_int(sample->ces),
	    .handle_milli = sample_int(sample->handle),
	    .wait_milli = sample_int(sample->wait),
	    .reopens = sample_int(sample->reopens),
	    .transfers = sample_int(sample->transfers),
	    .replies = sample_int(sample->replies),
	    .channel = sample_channel_of(span_make(what.data, len)),
	    .source =
		sample->source != NULL && strcmp(sample->source, "shop") == 0,
	    .kind = (int8_t)canon_kind_of(span_of(colon + 1)),
	    .outcome = (int8_t)sample->outcome,
	    .direction = (int8_t)sample->direction,
	    .csat_scale = (int8_t)sample->scale,
	    .automated = sample_flag(sample->automated),
	    .context_passed = sample_flag(sample->context),
	    .is_date_only = strlen(sample->at) == 10,
	    .case_id = span_of(sample->case_id),
	    .topic = span_of(sample->topic),
	    .agent = span_of(sample->agent),
	    .handover_channel = span_of(sample->handover),
	    .record = span_of(sample->record),
	};

	if (sample->amount != 0)
		event.currency = journey_currency_of(span_of(
		    sample->currency != NULL ? sample->currency : "JPY"));
	if (sample->currency != NULL && sample->amount != 0)
		event.amount_digits = 2;
	return event;
}

/* For struct journey_from: of events that are there. */
static inline int
sample_make(void *self, size_t first, size_t n, struct journey_event *events,
    struct arena *arena, struct err *err)
{
	const struct journey_event *from = self;

	(void)arena;
	(void)err;
	memcpy(events, from + first, n * sizeof(*events));
	return 0;
}

/**
 * sample_feed_far(journey, id, events, n, err): as journey_feed, but no more
 * than six of the events can be had at the same time.
 */
static inline int
sample_feed_far(struct journey *journey, struct span id,
    struct journey_event *events, size_t n, struct err *err)
{
	const struct journey_from from = {
	    .make = sample_make,
	    .self = events,
	    .piece_bits = 1,
	    .n_pieces = 3,
	};

	return journey_feed_far(journey, id, &from, n, err);
}

/**
 * sample_tell(context, sink, samples, n, err): one stream over the samples.
 */
static inline int
sample_tell(const struct journey_context *context,
    const struct journey_sink *sink, const struct sample *samples, size_t n,
    struct err *err)
{
	struct journey *journey = journey_new(context, err);
	int result = journey == NULL ? -1 : journey_listen(journey, sink, err);

	for (size_t i = 0; result == 0 && i < n; i++) {
		struct journey_event event = sample_event(&samples[i]);

		result =
		    journey_push(journey, span_of(samples[i].who), &event, err);
	}
	if (result == 0)
		result = journey_end(journey, err);
	journey_free(journey);
	return result;
}

/* Some hundred events of customers that differ in all that views look at. */
#define SAMPLE_MANY 600

static inline uint32_t
sample_random(uint64_t *state, uint32_t n)
{
	*state = *state * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33) % n;
}

static inline void
sample_fill_many(struct sample *samples)
{
	static char names[SAMPLE_MANY][8], times[SAMPLE_MANY][20];
	static const char *const what[] = {"ec:view", "ec:view", "ec:purchase",
	    "store:purchase", "store:visit", "phone:inquiry", "phone:handoff",
	    "chat:message", "chatbot:inquiry", "chatbot:handoff",
	    "phone:resolve", "chat:reopen", "ec:return", "sns:other"};
	static const char *const topics[] = {"", "size", "delivery"};
	uint64_t state = 7;
	uint32_t customer = 0, minute = 0;

	for (size_t i = 0; i < SAMPLE_MANY; i++) {
		struct sample *sample = &samples[i];

		if (sample_random(&state, 8) == 0) {
			customer++;
			minute = 0;
		}
		minute +=
		    sample_random(&state, 4) * sample_random(&state, 4000);
		(void)snprintf(names[i], sizeof(names[i]), "c%03u", customer);
		(void)snprintf(times[i], sizeof(times[i]),
		    "2026-%02u-%02u %02u:%02u", 1 + minute / 40320 % 12,
		    1 + minute / 1440 % 28, minute / 60 % 24, minute % 60);
		*sample = (struct sample){.who = names[i],
		    .at = times[i],
		    .what = what[sample_random(
			&state, sizeof(what) / sizeof(what[0]))],
		    .topic = topics[sample_random(&state, 3)],
		    .amount = sample_random(&state, 3) * 100,
		    .currency = sample_random(&state, 40) == 0 ? "USD" : NULL};
	}
}

/* A customer whose events are not all there at once. */
static inline int
sample_tell_far(const struct journey_context *context,
    const struct journey_sink *sink, const struct sample *samples, size_t n,
    struct err *err)
{
	struct journey *journey = journey_new(context, err);
	struct journey_event *events = calloc(n, sizeof(*events));
	int result;

	if (journey == NULL || events == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		events[i] = sample_event(&samples[i]);
	result = journey_listen(journey, sink, err);
	if (result == 0)
		result = sample_feed_far(
		    journey, span_of(samples[0].who), events, n, err);
	journey_free(journey);
	free(events);
	return result;
}

/* Customers go to the parts in turns, and the parts are added up. */
static inline int
sample_tell_parts(const struct journey_context *context,
    const struct journey_sink *whole, struct journey_sink *parts,
    size_t n_parts, const struct sample *samples, struct err *err)
{
	size_t part = 0;

	for (size_t i = 0, end; i < SAMPLE_MANY; i = end) {
		for (end = i + 1; end < SAMPLE_MANY &&
		     strcmp(samples[end].who, samples[i].who) == 0;
		     end++)
			continue;
		if ((n_parts == 1 ? sample_tell : sample_tell_far)(context,
			&parts[part++ % n_parts], samples + i, end - i,
			err) != 0)
			return -1;
	}
	for (size_t i = n_parts; i-- > 0;)
		if (whole->merge(whole->self, parts[i].self, err) != 0)
			return -1;
	return 0;
}

/**
 * sample_check_parts(context, sink, write): is what ${write} says of a sink
 * like this the same over 1, 2, 7 and 64 parts, these with customers whose
 * events are not all there at once? ${sink} is not used itself.
 */
static inline bool
sample_check_parts(const struct journey_context *context,
    const struct journey_sink *sink, void (*write)(void *, struct buf *))
{
	static const size_t numbers[] = {1, 2, 7, 64};
	struct sample samples[SAMPLE_MANY];
	struct journey_sink whole, parts[64];
	struct buf first = {0}, text = {0};
	struct err err = {0};
	bool is_same = true;

	sample_fill_many(samples);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (sink->another(sink->self, &whole, &err) != 0)
			abort();
		for (size_t j = 0; j < numbers[i]; j++)
			if (sink->another(sink->self, &parts[j], &err) != 0)
				abort();
		if (sample_tell_parts(
			context, &whole, parts, numbers[i], samples, &err) != 0)
			abort();
		buf_reset(&text);
		write(whole.self, i == 0 ? &first : &text);
		is_same &= i == 0 ? first.len > 20
				  : span_eq(buf_get(&first), buf_get(&text));
		whole.drop(whole.self);
		for (size_t j = 0; j < numbers[i]; j++)
			parts[j].drop(parts[j].self);
	}
	buf_clear(&first);
	buf_clear(&text);
	return is_same;
}

#endif
