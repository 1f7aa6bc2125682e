#ifndef KPI_WORLD_H
#define KPI_WORLD_H

/*
 * For tests: small random worlds, in which a figure is held against a slow
 * definition of itself. Times keep to the limits that definitions have (an
 * hour, a day, two, a week, 30 days), so that these are met exactly.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "journey/sample.h"
#include "kpi/kpi.h"

#define WORLD_CUSTOMERS 20
#define WORLD_EVENTS 16 /* a customer has at most */
#define WORLD_SEEDS 150

enum world_channel {
	WORLD_CHAT,
	WORLD_CHATBOT,
	WORLD_EC,
	WORLD_FAQ,
	WORLD_PHONE,
	WORLD_STORE,
	WORLD_CHANNELS,
};

static const struct journey_channel world_channels[WORLD_CHANNELS] = {
    {SPAN("chat"), CANON_CHAT, CANON_CONTACT},
    {SPAN("chatbot"), CANON_BOT, CANON_CONTACT},
    {SPAN("ec"), CANON_EC, CANON_ONLINE},
    {SPAN("faq"), CANON_FAQ, CANON_ONLINE},
    {SPAN("phone"), CANON_PHONE, CANON_CONTACT},
    {SPAN("store"), CANON_STORE, CANON_PHYSICAL},
};

/* Those of customers in order; the last is nobody. */
struct world {
	struct journey_context context;
	struct kpi_options options;
	struct journey_event events[WORLD_CUSTOMERS + 1][WORLD_EVENTS];
	size_t n[WORLD_CUSTOMERS + 1];
	struct journey_identifiers identifiers[2]; /* of the sources */
	const char *kpi;
	uint64_t random;
};

static inline uint64_t
world_random(struct world *world, uint64_t n)
{
	world->random = world->random * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (world->random >> 33) % n;
}

#define WORLD_PICK(world, items) \
	(items)[world_random((world), sizeof(items) / sizeof((items)[0]))]

static inline int8_t
world_kind(struct world *world)
{
	static const int8_t kinds[] = {
	    CANON_INQUIRY,
	    CANON_INQUIRY,
	    CANON_INQUIRY,
	    CANON_MESSAGE,
	    CANON_REPLY,
	    CANON_HANDOFF,
	    CANON_RESOLVE,
	    CANON_REOPEN,
	    CANON_SURVEY,
	    CANON_VIEW,
	    CANON_VIEW,
	    CANON_VISIT,
	    CANON_PURCHASE,
	    CANON_PURCHASE,
	    CANON_PURCHASE,
	    CANON_RETURN,
	    CANON_IMPRESSION,
	};

	return WORLD_PICK(world, kinds);
}

static inline int64_t
world_maybe(struct world *world, uint64_t n)
{
	return world_random(world, 2) == 0 ? CANON_NO_INT
					   : (int64_t)world_random(world, n);
}

static inline void
world_texts(struct world *world, struct journey_event *event)
{
	static const char *const topics[] = {NULL, "price", "size"};
	static const char *const cases[] = {NULL, NULL, "k1", "k2"};
	static const char *const agents[] = {NULL, "ann", "bob"};
	static const char *const handovers[] = {NULL, "store", "ec"};
	static const char *const records[] = {"crm:1", "crm:2", "shop:1"};

	event->topic = span_of(WORLD_PICK(world, topics));
	event->case_id = span_of(WORLD_PICK(world, cases));
	event->agent = span_of(WORLD_PICK(world, agents));
	event->handover_channel = span_of(WORLD_PICK(world, handovers));
	event->record = span_of(WORLD_PICK(world, records));
}

static inline void
world_numbers(struct world *world, struct journey_event *event)
{
	event->amount_minor = CANON_NO_INT;
	if (world_random(world, 8) > 0) {
		bool is_yen = world_random(world, 4) > 0;

		event->amount_minor = (int64_t)world_random(world, 5) * 1000;
		event->currency =
		    journey_currency_of(span_of(is_yen ? "JPY" : "USD"));
		event->amount_digits = is_yen ? 0 : 2;
	}
	event->csat_milli = world_maybe(world, 5);
	if (event->csat_milli != CANON_NO_INT)
		event->csat_milli = event->csat_milli * 1000 + 1000;
	event->nps = world_maybe(world, 11);
	event->ces_milli = world_maybe(world, 7);
	if (event->ces_milli != CANON_NO_INT)
		event->ces_milli = event->ces_milli * 1000 + 1000;
	event->handle_milli = world_maybe(world, 600000);
	event->wait_milli = world_maybe(world, 60000);
	event->reopens = world_random(world, 9) > 0 ? CANON_NO_INT : 1;
	event->transfers = world_random(world, 9) > 0 ? CANON_NO_INT : 1;
	event->replies = world_maybe(world, 3);
	event->quantity_milli = CANON_NO_INT;
	event->first_reply_at_us = world_random(world, 5) > 0
	    ? CANON_NO_TIME
	    : event->at_us + ((int64_t)world_random(world, 5) - 1) * CIVIL_US_S;
}

static inline struct journey_event
world_event(struct world *world, int64_t at_us)
{
	static const int8_t outcomes[] = {
	    CANON_NO_OUTCOME,
	    CANON_NO_OUTCOME,
	    CANON_NO_OUTCOME,
	    CANON_RESOLVED,
	    CANON_UNRESOLVED,
	    CANON_ESCALATED,
	    CANON_ABANDONED,
	    CANON_CANCELLED,
	};
	struct journey_event event = {
	    .at_us = at_us,
	    .end_us = at_us,
	    .channel = (uint32_t)world_random(world, WORLD_CHANNELS),
	    .source = (uint32_t)world_random(world, 2),
	    .kind = world_kind(world),
	    .outcome = WORLD_PICK(world, outcomes),
	    .direction =
		world_random(world, 6) > 0 ? CANON_INBOUND : CANON_OUTBOUND,
	    .automated = (int8_t)((int)world_random(world, 4) - 1),
	    .context_passed = (int8_t)((int)world_random(world, 3) - 1),
	    .is_date_only = world_random(world, 12) == 0,
	};

	/* Mostly nobody says whether it was a machine. */
	if (event.automated > 1)
		event.automated = -1;
	world_texts(world, &event);
	world_numbers(world, &event);
	return event;
}

/* From one event to the next: mostly soon, sometimes exactly a limit. */
static inline int64_t
world_step(struct world *world)
{
	static const int64_t steps_s[] = {
	    1,
	    60,
	    3600,
	    7200,
	    86400,
	    86401,
	    2 * 86400,
	    2 * 86400 + 1,
	    7 * 86400,
	    7 * 86400 + 1,
	    30 * 86400,
	    91 * 86400,
	};

	return WORLD_PICK(world, steps_s) * CIVIL_US_S;
}

/* Records are known by few things; a source may have none at all. */
static inline void
world_identifiers(struct world *world, struct journey_identifiers *source)
{
	source->records = (int64_t)world_random(world, 5);
	for (int64_t i = 0; i < source->records; i++) {
		int64_t all = 0;

		for (int kind = JOURNEY_IDS_EMAIL; kind < JOURNEY_IDS_COUNT;
		     kind++) {
			int64_t n = (int64_t)world_random(world, 4);

			source->sum[kind] += n;
			source->squares[kind] += n * n;
			all += n;
		}
		source->sum[JOURNEY_IDS_ALL] += all;
		source->squares[JOURNEY_IDS_ALL] += all * all;
	}
}

static inline void
world_make(struct world *world, uint64_t seed, const struct zone *zone)
{
	struct kpi_options options = {
	    .issue = {.gap_us = KPI_ISSUE_GAP_US, .repeat_us = KPI_REPEAT_US},
	    .hours = HOURS_DEFAULT,
	};

	memset(world, 0, sizeof(*world));
	world->random = seed;
	world->options = options;
	sample_context(&world->context, zone);
	world->context.channels = world_channels;
	world->context.n_channels = WORLD_CHANNELS;
	for (size_t i = 0; i <= WORLD_CUSTOMERS; i++) {
		int64_t at_us = sample_us("2026-01-01 08:00") +
		    (int64_t)world_random(world, 60) * CIVIL_US_DAY;

		world->n[i] = world_random(world, WORLD_EVENTS + 1);
		for (size_t j = 0; j < world->n[i]; j++) {
			world->events[i][j] = world_event(world, at_us);
			world->events[i][j].household =
			    i == WORLD_CUSTOMERS ? 0 : (uint32_t)(i % 5);
			at_us += world_step(world);
		}
	}
	world->context.as_of_us = sample_us("2026-05-01 08:00");
	world->context.dormant_us = 45 * CIVIL_US_DAY;
	if (seed % 3 == 1)
		world->context.filter.from_us = sample_us("2026-02-01");
	if (seed % 3 > 0)
		world->context.filter.to_us = sample_us("2026-04-01");
	for (size_t i = 0; i < 2; i++)
		world_identifiers(world, &world->identifiers[i]);
	world->context.identifiers = world->identifiers;
}

/* Nothing is left out: of records no events can be chosen. */
static inline void
world_open_filter(struct world *world)
{
	world->context.filter.from_us = CANON_NO_TIME;
	world->context.filter.to_us = CANON_NO_TIME;
}

/* Customer ${i} is in the part i % parts; nobody's events are in all but
 * counted in one. Of several parts events are not all there at once. */
static inline int
world_tell(struct world *world, struct kpi_run *run, size_t part, size_t parts,
    struct err *err)
{
	struct journey *journey = journey_new(&world->context, err);
	struct journey_sink sink = kpi_sink(run);
	int result = journey == NULL ? -1 : journey_listen(journey, &sink, err);
	char id[16];

	for (size_t i = part; result == 0 && i <= WORLD_CUSTOMERS; i += parts) {
		snprintf(id, sizeof(id), "C%zu", i);
		if (world->n[i] > 0)
			result = (parts == 1 || i == WORLD_CUSTOMERS
				? journey_feed
				: sample_feed_far)(journey,
			    span_of(i == WORLD_CUSTOMERS ? NULL : id),
			    world->events[i], world->n[i], err);
	}
	if (result == 0)
		result = journey_end(journey, err);
	journey_free(journey);
	return result;
}

static inline struct kpi_run *
world_run(struct world *world, size_t part, size_t parts, struct err *err)
{
	struct kpi_run *run = kpi_new(&world->context, &world->options, err);

	if (run != NULL && kpi_add(run, span_of(world->kpi), err) == 0 &&
	    world_tell(world, run, part, parts, err) == 0)
		return run;
	kpi_free(run);
	return NULL;
}

/* Everything that is said, and in ${brief} only group, numerator (or the value
 * where there is none), denominator and currency of money. */
struct world_texts {
	struct buf whole, brief;
};

static inline void
world_number(struct buf *out, const struct figure_number *number)
{
	buf_char(out, ' ');
	if (number->is_known)
		num_fixed(out, number->value, number->digits);
	else
		buf_char(out, '-');
}

static inline int
world_row(void *into, const struct kpi_row *row, struct err *err)
{
	struct world_texts *texts = into;

	(void)err;
	buf_span(&texts->whole, row->definition);
	buf_span(&texts->whole, row->excluded);
	buf_span(&texts->whole, row->note);
	buf_span(&texts->whole, row->unit);
	world_number(&texts->whole, &row->value);
	world_number(&texts->whole, &row->low);
	world_number(&texts->whole, &row->high);
	buf_char(&texts->whole, '\n');
	buf_span(&texts->brief, row->group);
	world_number(&texts->brief,
	    row->numerator.is_known ? &row->numerator : &row->value);
	world_number(&texts->brief, &row->denominator);
	if (row->unit.len == 3) {
		buf_char(&texts->brief, ' ');
		buf_span(&texts->brief, row->unit);
	}
	buf_char(&texts->brief, '\n');
	return 0;
}

static inline int
world_rows(struct world *world, size_t parts, struct world_texts *texts,
    struct err *err)
{
	struct kpi_run *run = world_run(world, 0, parts, err);
	int result = run == NULL ? -1 : 0;

	for (size_t part = 1; result == 0 && part < parts; part++) {
		struct kpi_run *more = world_run(world, part, parts, err);

		result =
		    more == NULL ? -1 : kpi_sink(run).merge(run, more, err);
		kpi_free(more);
	}
	if (result == 0)
		result = kpi_rows(run, world_row, texts, err);
	kpi_free(run);
	return result;
}

/**
 * world_line(out, group, numerator, denominator): what the slow definition has
 * found.
 */
static inline void
world_line(
    struct buf *out, const char *group, int64_t numerator, int64_t denominator)
{
	buf_printf(out, "%s %lld %lld\n", group, (long long)numerator,
	    (long long)denominator);
}

static inline void
world_clear(struct world_texts *texts)
{
	buf_clear(&texts->whole);
	buf_clear(&texts->brief);
}

/* One seed: in parts as in one, and as the slow definition says; NULL, or what
 * is wrong, static. */
static inline const char *
world_differs(
    struct world *world, void (*slow)(const struct world *, struct buf *))
{
	static const size_t parts[] = {1, 2, 7, 64};
	static char wrong[8192];
	struct world_texts one = {{0}, {0}};
	struct buf expected = {0};
	struct err err = {0};

	wrong[0] = '\0';
	if (world_rows(world, 1, &one, &err) != 0)
		snprintf(wrong, sizeof(wrong), "error: %s", err.msg);
	slow(world, &expected);
	if (wrong[0] == '\0' &&
	    strcmp(buf_text(&one.brief), buf_text(&expected)) != 0)
		snprintf(wrong, sizeof(wrong), "got\n%s, not\n%s",
		    buf_text(&one.brief), buf_text(&expected));
	for (size_t i = 1; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct world_texts more = {{0}, {0}};

		if (wrong[0] == '\0' &&
		    world_rows(world, parts[i], &more, &err) != 0)
			snprintf(wrong, sizeof(wrong), "error: %s", err.msg);
		if (wrong[0] == '\0' &&
		    (strcmp(buf_text(&one.brief), buf_text(&more.brief)) != 0 ||
			strcmp(buf_text(&one.whole), buf_text(&more.whole)) !=
			    0))
			snprintf(wrong, sizeof(wrong),
			    "in %zu parts\n%s%s, not\n%s%s", parts[i],
			    buf_text(&more.whole), buf_text(&more.brief),
			    buf_text(&one.whole), buf_text(&one.brief));
		world_clear(&more);
	}
	world_clear(&one);
	buf_clear(&expected);
	return wrong[0] == '\0' ? NULL : wrong;
}

/* A figure and what it means, said slowly. */
struct world_case {
	const char *kpi;
	void (*slow)(const struct world *, struct buf *);
};

#define WORLD_CHECK(cases)                                                    \
	do {                                                                  \
		static struct world world;                                    \
		struct err err = {0};                                         \
		struct zone *zone = zone_open("+09:00", &err);                \
                                                                              \
		assert_non_null(zone);                                        \
		for (size_t i = 0; i < sizeof(cases) / sizeof((cases)[0]);    \
		     i++)                                                     \
			for (uint64_t seed = 0; seed < WORLD_SEEDS; seed++) { \
				const char *wrong;                            \
                                                                              \
				world_make(&world, seed, zone);               \
				world.kpi = (cases)[i].kpi;                   \
				if (kpi_is_of_records(span_of(world.kpi)))    \
					world_open_filter(&world);            \
				wrong =                                       \
				    world_differs(&world, (cases)[i].slow);   \
				if (wrong != NULL)                            \
					fail_msg("%s, world %d:\n%s",         \
					    world.kpi, (int)seed, wrong);     \
			}                                                     \
		zone_free(zone);                                              \
	} while (0)

/**
 * world_customer(world, i): one customer as figures see them.
 */
static inline struct journey_customer
world_customer(const struct world *world, size_t i)
{
	struct journey_customer customer = {
	    .context = &world->context,
	    .events = world->events[i],
	    .n_events = world->n[i],
	};

	return customer;
}

/**
 * world_issues(world, visit, into): each issue of each customer whose opening
 * is counted.
 */
static inline void
world_issues(const struct world *world,
    void (*visit)(void *, const struct journey_customer *,
	const struct issues *, uint32_t),
    void *into)
{
	struct issues issues = {0};
	struct err err = {0};

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		struct journey_customer customer = world_customer(world, i);

		if (issue_find(
			&issues, &customer, &world->options.issue, &err) != 0)
			abort();
		for (uint32_t j = 0; j < issues.count; j++)
			if (customer.events[issues.items[j].opened].is_in)
				visit(into, &customer, &issues, j);
	}
	issue_clear(&issues);
}

/* The event of the issue before this one for which ${is_one} says yes, or -1.
 */
static inline int
world_before(const struct journey_customer *customer,
    const struct issues *issues, size_t at,
    bool (*is_one)(const struct journey_event *))
{
	for (size_t i = at; i-- > 0;)
		if (issues->of_event[i] == issues->of_event[at] &&
		    is_one(&customer->events[i]))
			return (int)i;
	return -1;
}

#endif
