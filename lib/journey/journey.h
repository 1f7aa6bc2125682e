#ifndef JOURNEY_JOURNEY_H
#define JOURNEY_JOURNEY_H

/*
 * The journey stream: one customer at a time with all events in order. Every
 * view and every figure is a sink over it, and one pass feeds them all.
 *
 * Events come in by journey_push (one by one, strings are copied) or by
 * journey_feed (a whole customer at once, strings are only borrowed), in the
 * order (customer, occurred_at, source name, event_id, bytes of the row).
 * Each customer comes once. The stream may be cut between customers into
 * parts that are counted apart: sinks of the same kind, options and context
 * merge to what one sink would have counted over the whole.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "canon/canon.h"
#include "canon/zone.h"

#define JOURNEY_NONE UINT32_MAX /* no channel, no source */
#define JOURNEY_DAY_US INT64_C(86400000000)

enum journey_stage {
	JOURNEY_PROSPECT = 1,
	JOURNEY_FIRST,
	JOURNEY_REPEAT,
	JOURNEY_DORMANT,
};

struct journey_channel {
	struct span name;
	int kind;  /* enum canon_channel_kind */
	int group; /* enum canon_group */
};

/* What a record is known by, besides the id that its source gave it. */
enum journey_identifier {
	JOURNEY_IDS_ALL, /* of any kind */
	JOURNEY_IDS_EMAIL,
	JOURNEY_IDS_PHONE,
	JOURNEY_IDS_OTHER, /* id:NAME */
	JOURNEY_IDS_COUNT,
};

/* How many identifiers the records of a source have, each value of a record
 * once. Of no time: this is what is known of them now. */
struct journey_identifiers {
	int64_t records;
	int64_t sum[JOURNEY_IDS_COUNT];
	int64_t squares[JOURNEY_IDS_COUNT]; /* the sum of each record's */
};

/* FIELD=VALUE: the event's field has exactly these bytes. */
struct journey_where {
	enum canon_field field;
	struct span name;  /* of an event attribute, else empty */
	struct span value; /* empty: the field is not known */
};

/* Which events are counted. Nothing set lets all pass. The others stay in
 * the stream: looking back reaches beyond what is counted. */
struct journey_filter {
	int64_t from_us, to_us; /* [from, to); CANON_NO_TIME = open */
	uint32_t kinds;         /* bits of JOURNEY_BIT(kind); 0 = all */
	uint32_t outcomes;      /* the same; bit 0 = no outcome; 0 = all */
	uint32_t stages;        /* the same; 0 = all */
	const bool *channels;   /* by number; NULL = all */
	const struct journey_where *where; /* all of them hold */
	size_t n_where;
};

#define JOURNEY_BIT(n) (UINT32_C(1) << (n))

/* What all events of a stream have in common. Borrowed by the stream and its
 * sinks as long as they live. */
struct journey_context {
	const struct zone *zone;
	int64_t as_of_us;
	bool is_until_as_of; /* what happened later is not in the stream */
	const struct journey_channel *channels; /* in byte order of names */
	size_t n_channels;
	const struct span *sources; /* names, in byte order */
	size_t n_sources;
	/* Of each source; NULL where nothing asks for it. */
	const struct journey_identifiers *identifiers;
	uint32_t touches;   /* bits of kinds; see journey_touches_default */
	int64_t dormant_us; /* see enum journey_stage */
	/* Texts of what is asked of customers, by place and number; see
	 * struct journey_event. NULL where nothing is. */
	const struct span *const *traits;
	struct journey_filter filter;
};

/* One event. Spans are empty, integers CANON_NO_INT and times CANON_NO_TIME
 * where nothing is known. */
struct journey_event {
	int64_t at_us;
	int64_t end_us; /* ended_at, or at_us */
	int64_t first_reply_at_us;
	int64_t amount_minor;
	int64_t quantity_milli;
	int64_t csat_milli, nps, ces_milli;
	int64_t handle_milli, wait_milli;
	int64_t reopens, transfers, replies;
	uint32_t channel;            /* number of the context */
	uint32_t source;             /* number of the context */
	uint32_t currency;           /* journey_currency_of; 0 = none */
	uint32_t household, account; /* of its customer; 0 = none */
	const uint32_t *traits;      /* of its customer, by place; 0 = none;
					NULL: all none */
	int8_t kind, outcome, direction;
	int8_t automated, context_passed; /* -1 not known, 0, 1 */
	int8_t csat_scale;
	int8_t amount_digits;
	bool is_date_only;
	/* The stream fills these. */
	bool is_touch;
	bool is_in;         /* it passes the filter */
	int8_t stage;       /* enum journey_stage at that time */
	struct span record; /* "SOURCE:NATIVE_ID" */
	struct span event_id, case_id, topic, product;
	struct span agent, team, campaign, location, device;
	struct span handover_channel, text;
	const struct canon_attr *attrs;
	size_t n_attrs;
};

struct far;

/* Its events are had by journey_at and journey_piece: of very many not all
 * are held at once. */
struct journey_customer {
	const struct journey_context *context;
	struct span id; /* "C000000123", or a record's name */
	const struct journey_event *events; /* all, or NULL: ask ${far} */
	size_t n_events;
	struct far *far;
};

/* Where the events of a customer come from whose events are too many to be
 * held. ${make} makes ${n} of them, from number ${first} on, as journey_feed
 * wants them, the same each time: texts live as long as the customer, or in
 * the arena, as attributes do. */
struct journey_from {
	int (*make)(void *self, size_t first, size_t n, struct journey_event *,
	    struct arena *, struct err *);
	void *self;
	unsigned piece_bits; /* they are made by 2 to that at once */
	size_t n_pieces;     /* of those so many are held; 2 or more */
};

/* What a sink looks at of an event, besides its times, its channel, source,
 * kind and outcome; what nobody needs may be left unknown. */
enum journey_needs {
	JOURNEY_NEEDS_MONEY = 1,   /* amount */
	JOURNEY_NEEDS_CASES = 2,   /* case, topic, direction, automated,
				      context_passed */
	JOURNEY_NEEDS_SERVICE = 4, /* agent, team, reply and handling times,
				      how often */
	JOURNEY_NEEDS_RATINGS = 8, /* csat and its scale, nps, ces */
	JOURNEY_NEEDS_PRODUCT = 16,
	JOURNEY_NEEDS_CAMPAIGN = 32,
	JOURNEY_NEEDS_NAMES = 64, /* record, event_id */
	JOURNEY_NEEDS_REST = 128,
	JOURNEY_NEEDS_TIMES = 256,    /* nothing but those */
	JOURNEY_NEEDS_HANDOVER = 512, /* handover_channel */
	JOURNEY_NEEDS_RECORDS = 1024, /* record alone */
	JOURNEY_NEEDS_WORDS = 2048,   /* agent, text */
	JOURNEY_NEEDS_ATTRS = 4096,
};

/*
 * Who listens. ${needs} are bits of enum journey_needs, 0 = everything; what
 * the filter asks for is added by whoever reads. ${customer} gets each customer
 * once. ${loose} gets events without a customer, in pieces of any size; NULL:
 * not interested. ${merge} adds to ${self} what the other of its kind has
 * counted. ${another} makes a sink that has counted nothing, of the same kind,
 * options and context, for a part of the stream; ${drop} frees what that one
 * holds. A sink without them hears all customers in their order. One that is
 * piecewise may hear the same customer several times, each time with the next
 * of the events, so that not all have to be held. Everything
 * given is borrowed until the call returns.
 */
struct journey_sink {
	void *self;
	uint32_t needs;
	bool is_piecewise;
	int (*customer)(
	    void *self, const struct journey_customer *, struct err *);
	int (*loose)(void *self, const struct journey_context *,
	    const struct journey_event *, size_t, struct err *);
	int (*merge)(void *self, const void *other, struct err *);
	int (*another)(const void *self, struct journey_sink *, struct err *);
	void (*drop)(void *self);
};

struct journey;

/**
 * journey_new(context, err): a stream without listeners; NULL on failure.
 * journey_listen(journey, sink, err): sinks hear in the order in which they
 * were added; the sink is copied, what it points to is the caller's.
 */
struct journey *journey_new(const struct journey_context *, struct err *);
int journey_listen(struct journey *, const struct journey_sink *, struct err *);
void journey_free(struct journey *);

/**
 * journey_push(journey, id, event, err): the next event of the customer; an
 * empty ${id} means nobody's. Strings are copied.
 * journey_end(journey, err): the last customer goes out.
 */
int journey_push(
    struct journey *, struct span, const struct journey_event *, struct err *);
int journey_end(struct journey *, struct err *);

/**
 * journey_feed(journey, id, events, n, err): all events of one customer, or
 * some of nobody's. The members that the stream fills are written, and what
 * is later than as_of may be taken out.
 * journey_feed_on(journey, id, events, n, err): the next events of the
 * customer that was fed last, where journey_is_piecewise(journey): all who
 * listen are.
 * journey_feed_far(journey, id, from, n, err): all ${n} events of a customer,
 * made as they are asked for.
 */
int journey_feed(struct journey *, struct span, struct journey_event *, size_t,
    struct err *);
int journey_feed_far(struct journey *, struct span, const struct journey_from *,
    size_t, struct err *);
int journey_feed_on(struct journey *, struct span, struct journey_event *,
    size_t, struct err *);
bool journey_is_piecewise(const struct journey *);

/**
 * journey_at(customer, at): one of the events. It stays as it is until many
 * others were asked for that lie far from each other, of which one goes from
 * event to event: who holds one and goes through others of any number asks
 * for it again, or keeps what is needed of it. Texts stay as long as the
 * customer, attributes as long as the event.
 * journey_piece(customer, at, n): *${n} events that follow each other in
 * memory, from that one on, for which the same holds.
 */
const struct journey_event *
journey_far(const struct journey_customer *, size_t);
const struct journey_event *
journey_piece(const struct journey_customer *, size_t, size_t *);

static inline const struct journey_event *
journey_at(const struct journey_customer *customer, size_t at)
{
	return customer->events != NULL ? &customer->events[at]
					: journey_far(customer, at);
}

/**
 * journey_touches_default(): the bits of all kinds that canon_is_touch.
 * journey_is_order(event): a purchase that was not cancelled.
 * journey_is_return(event): a return that was not cancelled.
 * journey_net(event): what it adds to net revenue, in minor digits: an order
 * its amount, a return less its unsigned amount, else 0. An unknown amount
 * is 0; see journey_has_amount.
 * journey_group(context, event): enum canon_group of its channel.
 */
uint32_t journey_touches_default(void);
bool journey_is_order(const struct journey_event *);
bool journey_is_return(const struct journey_event *);
bool journey_has_amount(const struct journey_event *);
int64_t journey_net(const struct journey_event *);
int journey_group(const struct journey_context *, const struct journey_event *);

/**
 * journey_stage_name(stage): "prospect"; "" when there is none.
 * journey_stage_of(word): the number, or 0.
 * journey_can_where(field): can a filter ask for this field of an event?
 * journey_needs_of(field): what has to be known of events for it.
 * journey_text(event, field): where the event keeps it; NULL for a field that
 * is no text.
 */
const char *journey_stage_name(int);
int journey_stage_of(struct span);
bool journey_can_where(enum canon_field);
uint32_t journey_needs_of(enum canon_field);
const struct span *journey_text(const struct journey_event *, enum canon_field);

/**
 * journey_currency_of(code): an ISO 4217 code as a number whose order is that
 * of the bytes; 0 for an empty one.
 * journey_currency_name(currency, out): the code again.
 */
uint32_t journey_currency_of(struct span);
struct span journey_currency_name(uint32_t, char[4]);

#endif
