#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "flow/feed.h"
#include "store/attrs.h"

/* So many events of a customer are made at once. Those who need more than one
 * piece of them get these from all over, so many of so many. */
#define PIECE ((size_t)8192)
#define FAR_BITS 7
#define FAR_PIECES 128

/* How the columns of the store are called in the stream. Columns of the
 * second kind are small. */
static const struct {
	enum block_number column;
	size_t offset;
	bool is_short;
	uint32_t needs; /* 0: always */
} numbers[] = {
#define LONG(column, member, needs)                                          \
	{                                                                    \
		(column), offsetof(struct journey_event, member), 0, (needs) \
	}
#define SHORT(column, member, needs)                                         \
	{                                                                    \
		(column), offsetof(struct journey_event, member), 1, (needs) \
	}
    LONG(BLOCK_FIRST_REPLY, first_reply_at_us, JOURNEY_NEEDS_SERVICE),
    LONG(BLOCK_AMOUNT, amount_minor, JOURNEY_NEEDS_MONEY),
    LONG(BLOCK_QUANTITY, quantity_milli, JOURNEY_NEEDS_REST),
    LONG(BLOCK_CSAT, csat_milli, JOURNEY_NEEDS_RATINGS),
    LONG(BLOCK_NPS, nps, JOURNEY_NEEDS_RATINGS),
    LONG(BLOCK_CES, ces_milli, JOURNEY_NEEDS_RATINGS),
    LONG(BLOCK_HANDLE, handle_milli, JOURNEY_NEEDS_SERVICE),
    LONG(BLOCK_WAIT, wait_milli, JOURNEY_NEEDS_SERVICE),
    LONG(BLOCK_REOPENS, reopens, JOURNEY_NEEDS_SERVICE),
    LONG(BLOCK_TRANSFERS, transfers, JOURNEY_NEEDS_SERVICE),
    LONG(BLOCK_REPLIES, replies, JOURNEY_NEEDS_SERVICE),
    SHORT(BLOCK_DIRECTION, direction, JOURNEY_NEEDS_CASES),
    SHORT(BLOCK_AUTOMATED, automated, JOURNEY_NEEDS_CASES),
    SHORT(BLOCK_CONTEXT, context_passed, JOURNEY_NEEDS_CASES),
    SHORT(BLOCK_SCALE, csat_scale, JOURNEY_NEEDS_RATINGS),
#undef LONG
#undef SHORT
};

static const struct {
	enum block_text column;
	size_t offset;
	uint32_t needs;
} texts[] = {
#define TEXT(column, member, needs)                                       \
	{                                                                 \
		(column), offsetof(struct journey_event, member), (needs) \
	}
    TEXT(BLOCK_EVENT_ID, event_id, JOURNEY_NEEDS_NAMES),
    TEXT(BLOCK_CASE, case_id, JOURNEY_NEEDS_CASES),
    TEXT(BLOCK_TOPIC, topic, JOURNEY_NEEDS_CASES),
    TEXT(BLOCK_PRODUCT, product, JOURNEY_NEEDS_PRODUCT),
    TEXT(BLOCK_AGENT, agent, JOURNEY_NEEDS_SERVICE | JOURNEY_NEEDS_WORDS),
    TEXT(BLOCK_TEAM, team, JOURNEY_NEEDS_SERVICE),
    TEXT(BLOCK_CAMPAIGN, campaign, JOURNEY_NEEDS_CAMPAIGN),
    TEXT(BLOCK_LOCATION, location, JOURNEY_NEEDS_REST),
    TEXT(BLOCK_DEVICE, device, JOURNEY_NEEDS_REST),
    TEXT(BLOCK_HANDOVER, handover_channel,
	JOURNEY_NEEDS_REST | JOURNEY_NEEDS_HANDOVER),
    TEXT(BLOCK_TEXT, text, JOURNEY_NEEDS_REST | JOURNEY_NEEDS_WORDS),
#undef TEXT
};

#define N_NUMBERS (sizeof(numbers) / sizeof(numbers[0]))
#define N_TEXTS (sizeof(texts) / sizeof(texts[0]))

uint64_t
feed_columns(uint32_t needs)
{
	uint64_t columns = BLOCK_BIT(BLOCK_AT) | BLOCK_BIT(BLOCK_ENDED) |
	    BLOCK_BIT(BLOCK_SHAPE) | BLOCK_BIT(BLOCK_SOURCE);

	if (needs == 0)
		return BLOCK_ALL;
	for (size_t i = 0; i < N_NUMBERS; i++)
		if ((numbers[i].needs & needs) != 0)
			columns |= BLOCK_BIT(numbers[i].column);
	for (size_t i = 0; i < N_TEXTS; i++)
		if ((texts[i].needs & needs) != 0)
			columns |= BLOCK_TEXT_BIT(texts[i].column);
	if ((needs & (JOURNEY_NEEDS_NAMES | JOURNEY_NEEDS_RECORDS)) != 0)
		columns |= BLOCK_TEXT_BIT(BLOCK_RECORD);
	if ((needs & (JOURNEY_NEEDS_REST | JOURNEY_NEEDS_ATTRS)) != 0)
		columns |= BLOCK_TEXT_BIT(BLOCK_ATTRS);
	return columns;
}

/* --- ids of the store --- */

static int
set_number(uint32_t **list, size_t *n, size_t *cap, int64_t id, size_t number,
    struct err *err)
{
	if (array_grow(list, cap, (size_t)id + 1, sizeof(**list), err) != 0)
		return -1;
	while (*n <= (size_t)id)
		(*list)[(*n)++] = JOURNEY_NONE;
	(*list)[id] = (uint32_t)number;
	return 0;
}

static int
read_names(struct feed *feed, struct store *store, struct err *err)
{
	const struct store_channel *channels;
	const struct store_source *sources;
	size_t n_channels, n_sources;

	if (store_channels(store, &channels, &n_channels, err) != 0 ||
	    store_sources(store, &sources, &n_sources, err) != 0)
		return -1;
	for (size_t i = 0; i < n_channels; i++)
		if (set_number(&feed->channels, &feed->n_channels,
			&feed->channels_cap, channels[i].id, i, err) != 0)
			return -1;
	for (size_t i = 0; i < n_sources; i++)
		if (set_number(&feed->sources, &feed->n_sources,
			&feed->sources_cap, sources[i].id, i, err) != 0)
			return -1;
	return 0;
}

int
feed_open(struct feed *feed, struct store *store,
    const struct journey_context *context, struct journey *journey,
    struct err *err)
{
	feed->context = context;
	feed->journey = journey;
	if (read_names(feed, store, err) != 0 ||
	    stream_shapes(store, &feed->shapes, &feed->n_shapes,
		&feed->shape_texts, err) != 0)
		return -1;
	feed->currencies = calloc(feed->n_shapes + 1, sizeof(uint32_t));
	if (feed->currencies == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < feed->n_shapes; i++)
		feed->currencies[i] =
		    journey_currency_of(feed->shapes[i].currency);
	return 0;
}

void
feed_close(struct feed *feed)
{
	free(feed->shapes);
	arena_clear(&feed->shape_texts);
	free(feed->channels);
	free(feed->sources);
	free(feed->currencies);
	free(feed->events);
	arena_clear(&feed->arena);
	buf_clear(&feed->id);
	hashmap_clear(&feed->names);
}

/* --- columns --- */

static void
choose_columns(struct feed *feed, const struct block *block)
{
	feed->n_longs = 0;
	feed->n_shorts = 0;
	feed->n_texts = 0;
	for (size_t i = 0; i < N_NUMBERS; i++) {
		const struct block_values *column =
		    &block->numbers[numbers[i].column];
		struct feed_number to = {column->items, numbers[i].offset};

		if (!column->is_known)
			continue;
		if (numbers[i].is_short)
			feed->shorts[feed->n_shorts++] = to;
		else
			feed->longs[feed->n_longs++] = to;
	}
	for (size_t i = 0; i < N_TEXTS; i++) {
		const struct block_words *column =
		    &block->texts[texts[i].column];

		if (column->is_known)
			feed->texts[feed->n_texts++] =
			    (struct feed_text){column, texts[i].offset};
	}
}

static const struct journey_event blank = {
    .first_reply_at_us = CANON_NO_TIME,
    .amount_minor = CANON_NO_INT,
    .quantity_milli = CANON_NO_INT,
    .csat_milli = CANON_NO_INT,
    .nps = CANON_NO_INT,
    .ces_milli = CANON_NO_INT,
    .handle_milli = CANON_NO_INT,
    .wait_milli = CANON_NO_INT,
    .reopens = CANON_NO_INT,
    .transfers = CANON_NO_INT,
    .replies = CANON_NO_INT,
    .automated = -1,
    .context_passed = -1,
};

static int
fill_shape(const struct feed *feed, int64_t number, struct journey_event *event,
    struct err *err)
{
	const struct stream_shape *shape;

	if (number < 0 || (size_t)number >= feed->n_shapes)
		return err_set(err, ERR_BUG, "an event has no shape");
	shape = &feed->shapes[number];
	if (shape->channel <= 0 || (size_t)shape->channel >= feed->n_channels)
		return err_set(err, ERR_BUG, "an event is on no channel");
	event->channel = feed->channels[shape->channel];
	event->kind = shape->kind;
	event->outcome = shape->outcome;
	event->amount_digits = shape->amount_digits;
	event->is_date_only = shape->is_date_only;
	event->currency = feed->currencies[number];
	return 0;
}

static int
fill_fixed(const struct feed *feed, const struct block *block, size_t at,
    struct journey_event *event, struct err *err)
{
	int64_t source = block_number(block, BLOCK_SOURCE, at);
	int64_t ended_us = block_number(block, BLOCK_ENDED, at);

	event->at_us = block_number(block, BLOCK_AT, at);
	event->end_us = ended_us > event->at_us ? ended_us : event->at_us;
	if (source < 0 || (size_t)source >= feed->n_sources)
		return err_set(err, ERR_BUG, "an event has no source");
	event->source = feed->sources[source];
	return fill_shape(
	    feed, block_number(block, BLOCK_SHAPE, at), event, err);
}

static void
fill_columns(const struct feed *feed, size_t at, struct journey_event *event)
{
	char *to = (char *)event;

	for (size_t i = 0; i < feed->n_longs; i++)
		memcpy(to + feed->longs[i].offset, &feed->longs[i].items[at],
		    sizeof(int64_t));
	for (size_t i = 0; i < feed->n_shorts; i++)
		if (feed->shorts[i].items[at] != CANON_NO_INT)
			to[feed->shorts[i].offset] =
			    (char)feed->shorts[i].items[at];
	for (size_t i = 0; i < feed->n_texts; i++) {
		const struct block_words *column = feed->texts[i].column;

		memcpy(to + feed->texts[i].offset,
		    &column->words[column->items[at]], sizeof(struct span));
	}
}

/* "SOURCE:ID" */
static struct span
make_name(struct arena *arena, struct span source, struct span id)
{
	char *name = arena_bytes(arena, source.len + 1 + id.len);

	if (name == NULL)
		return span_of(NULL);
	memcpy(name, source.data, source.len);
	name[source.len] = ':';
	if (id.len > 0)
		memcpy(name + source.len + 1, id.data, id.len);
	return span_make(name, source.len + 1 + id.len);
}

/* The name of one whose events may be made again: it stays where it is. */
static int
name_again(struct feed *feed, const struct block *block, size_t at,
    struct journey_event *event, struct err *err)
{
	uint64_t number = (uint64_t)block->texts[BLOCK_RECORD].items[at];
	struct span *name = NULL;
	bool fresh;
	uint64_t *slot = hashmap_slot(
	    &feed->names, (uint64_t)event->source << 32 | number, &fresh, err);

	if (slot == NULL)
		return -1;
	if (*slot == 0) {
		name = arena_alloc(&feed->arena, sizeof(*name));
		if (name == NULL)
			return err_nomem(err);
		*name = make_name(&feed->arena,
		    feed->context->sources[event->source],
		    block_text(block, BLOCK_RECORD, at));
		if (name->len == 0)
			return err_nomem(err);
		*slot = (uint64_t)(uintptr_t)name;
	}
	event->record = *(const struct span *)(uintptr_t)*slot;
	return 0;
}

/* What comes in a row is often of the same record. */
static int
name_record(struct feed *feed, const struct block *block, size_t at,
    struct journey_event *event, const struct journey_event *before,
    struct err *err)
{
	const struct block_words *column = &block->texts[BLOCK_RECORD];

	if (before != NULL && before->source == event->source &&
	    column->items[at - 1] == column->items[at]) {
		event->record = before->record;
		return 0;
	}
	if (feed->is_far)
		return name_again(feed, block, at, event, err);
	event->record =
	    make_name(&feed->arena, feed->context->sources[event->source],
		block_text(block, BLOCK_RECORD, at));
	return event->record.len == 0 ? err_nomem(err) : 0;
}

static int
fill_event(struct feed *feed, const struct block *block, size_t at,
    struct journey_event *event, struct arena *arena, struct err *err)
{
	struct canon_attr *attrs = NULL;

	*event = blank;
	if (fill_fixed(feed, block, at, event, err) != 0)
		return -1;
	fill_columns(feed, at, event);
	if (!block->texts[BLOCK_ATTRS].is_known)
		return 0;
	if (attrs_read(block_text(block, BLOCK_ATTRS, at), arena, &attrs,
		&event->n_attrs, err) != 0)
		return -1;
	event->attrs = attrs;
	return 0;
}

/* "C000000123", as store_customer_name has it, for many. */
static void
name_customer(struct buf *id, int64_t number)
{
	char digits[24];
	size_t n = 0;

	do {
		digits[n++] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0 || n < 9);
	buf_reset(id);
	buf_char(id, 'C');
	while (n > 0)
		buf_char(id, digits[--n]);
}

static int
compare_members(const void *left, const void *right)
{
	const struct store_member *a = left;
	const struct store_member *b = right;

	return (a->record > b->record) - (a->record < b->record);
}

static uint32_t
circle_of(const struct feed *feed, enum circle_kind kind, int64_t customer)
{
	const struct store_member wanted = {customer, 0};
	const struct store_member *found;

	if (feed->n_circles[kind] == 0 || feed->is_by_record)
		return 0;
	found = bsearch(&wanted, feed->circles[kind], feed->n_circles[kind],
	    sizeof(wanted), compare_members);
	return found == NULL ? 0 : (uint32_t)found->customer;
}

static void
fill_circles(const struct feed *feed, int64_t customer,
    struct journey_event *events, size_t n)
{
	uint32_t household = circle_of(feed, CIRCLE_HOUSEHOLD, customer);
	uint32_t account = circle_of(feed, CIRCLE_ACCOUNT, customer);

	const uint32_t *traits = feed->traits == NULL || customer == 0
	    ? NULL
	    : traits_of(feed->traits, customer);
	bool is_plain = (household | account) == 0 && traits == NULL;

	for (size_t i = 0; i < n && !is_plain; i++) {
		events[i].household = household;
		events[i].account = account;
		events[i].traits = traits;
	}
}

/* Some of a customer's events. */
static int
fill_events(struct feed *feed, const struct block *block, size_t first,
    size_t n, int64_t customer, struct journey_event *events,
    struct arena *arena, struct err *err)
{
	bool has_names = customer != 0 && block->texts[BLOCK_RECORD].is_known;

	for (size_t i = 0; i < n; i++) {
		if (fill_event(
			feed, block, first + i, &events[i], arena, err) != 0)
			return -1;
		if (has_names &&
		    name_record(feed, block, first + i, &events[i],
			i > 0 ? &events[i - 1] : NULL, err) != 0)
			return -1;
	}
	fill_circles(feed, customer, events, n);
	return 0;
}

/* --- one with very many events --- */

static int
make_far(void *self, size_t first, size_t n, struct journey_event *events,
    struct arena *arena, struct err *err)
{
	struct feed *feed = self;

	return fill_events(feed, feed->block, feed->first + first, n,
	    feed->customer, events, arena, err);
}

static int
feed_far(struct feed *feed, const struct block *block, size_t first, size_t n,
    int64_t customer, struct err *err)
{
	const struct journey_from from = {
	    .make = make_far,
	    .self = feed,
	    .piece_bits = FAR_BITS,
	    .n_pieces = FAR_PIECES,
	};
	int rc;

	feed->block = block;
	feed->first = first;
	feed->customer = customer;
	feed->is_far = true;
	arena_reset(&feed->arena);
	hashmap_reset(&feed->names);
	rc = journey_feed_far(feed->journey, buf_get(&feed->id), &from, n, err);
	feed->is_far = false;
	return rc;
}

struct wanted {
	bool (*is_wanted)(const void *, int64_t, struct span);
	const void *of;
};

static bool
is_wanted(
    const struct feed *feed, const struct wanted *wanted, int64_t customer)
{
	return wanted->is_wanted == NULL ||
	    wanted->is_wanted(wanted->of, customer, buf_get(&feed->id));
}

static int
make_piece(struct feed *feed, const struct block *block, size_t first, size_t n,
    int64_t customer, struct err *err)
{
	arena_reset(&feed->arena);
	return fill_events(
	    feed, block, first, n, customer, feed->events, &feed->arena, err);
}

/* Whose events they are, as it is called; is it wanted? */
static int
name_whose(struct feed *feed, const struct block *block, size_t first,
    int64_t customer, const struct wanted *wanted, bool *goes_on,
    struct err *err)
{
	buf_reset(&feed->id);
	if (customer != 0 && !feed->is_by_record) {
		name_customer(&feed->id, customer);
	} else if (customer != 0) {
		/* It is called like its record then. */
		if (make_piece(feed, block, first, 1, customer, err) != 0)
			return -1;
		buf_span(&feed->id, feed->events[0].record);
	}
	*goes_on = customer == 0 || is_wanted(feed, wanted, customer);
	return buf_check(&feed->id, err);
}

static int
feed_pieces(struct feed *feed, const struct block *block, size_t first,
    size_t n, int64_t customer, struct err *err)
{
	struct span id = buf_get(&feed->id);
	int rc = 0;

	for (size_t at = 0; rc == 0 && at < n; at += PIECE) {
		size_t count = n - at < PIECE ? n - at : PIECE;

		rc = make_piece(feed, block, first + at, count, customer, err);
		if (rc == 0 && at == 0)
			rc = journey_feed(
			    feed->journey, id, feed->events, count, err);
		else if (rc == 0)
			rc = journey_feed_on(
			    feed->journey, id, feed->events, count, err);
	}
	return rc;
}

static int
feed_customer(struct feed *feed, const struct block *block, size_t first,
    size_t n, int64_t customer, const struct wanted *wanted, struct err *err)
{
	bool goes_on;

	if (array_grow(&feed->events, &feed->events_cap, n < PIECE ? n : PIECE,
		sizeof(*feed->events), err) != 0 ||
	    name_whose(feed, block, first, customer, wanted, &goes_on, err) !=
		0)
		return -1;
	if (!goes_on)
		return 0;
	if (customer != 0 && n > PIECE && !journey_is_piecewise(feed->journey))
		return feed_far(feed, block, first, n, customer, err);
	return feed_pieces(feed, block, first, n, customer, err);
}

int
feed_block(struct feed *feed, const struct block *block,
    bool (*wants)(const void *, int64_t, struct span), const void *wanted_of,
    struct err *err)
{
	const struct wanted wanted = {wants, wanted_of};
	size_t first = 0;

	choose_columns(feed, block);
	for (size_t i = 0; i < block->n_customers; i++) {
		size_t n = block->counts[i];

		if (feed_customer(feed, block, first, n, block->customers[i],
			&wanted, err) != 0)
			return -1;
		first += n;
	}
	return 0;
}
