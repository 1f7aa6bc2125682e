#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/scatter.h"
#include "store/arrange.h"
#include "store/db.h"

/* A block is closed behind the customer with whom it reaches so many events;
 * a part of the sort holds a few blocks. */
#define BLOCK_EVENTS ((size_t)16384)
#define PART_EVENTS INT64_C(65536)
#define PARTS_MAX INT64_C(512)
#define SCATTER_BYTES ((size_t)32 << 20)

/* An event of the part that is being sorted. */
struct entry {
	int64_t customer;
	int64_t at_us;
	const char *bytes; /* of block_pack_row */
};

/* One of several events of a customer at the same time. */
struct tied {
	const char *bytes;
	int64_t source; /* place of its name */
	int64_t channel;
	const struct stream_shape *shape;
	struct block_row row;
};

struct arrange {
	const struct store_source *sources;
	const struct store_channel *channels;
	size_t n_sources, n_channels;
	struct stream_shape *shapes;
	size_t n_shapes;
	struct arena arena;
	struct scatter *scatter;
	int64_t n_parts, last_customer;
	const int64_t *bounds; /* customers behind whom blocks end, or NULL */
	size_t n_bounds, bound;
	size_t block_events;
	struct buf packed; /* the row at hand */
	struct buf part;
	struct entry *entries;
	size_t n_entries, entries_cap;
	struct tied *tied;
	size_t tied_cap;
	struct block block;
	stream_take *take;
	void *self;
};

struct arrange *
arrange_new(struct store *store, int64_t n_events, int64_t last_customer,
    struct err *err)
{
	struct arrange *arrange = calloc(1, sizeof(*arrange));

	if (arrange == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	arrange->block_events =
	    store->block_events > 0 ? store->block_events : BLOCK_EVENTS;
	arrange->last_customer = last_customer < 1 ? 1 : last_customer;
	arrange->n_parts = n_events / PART_EVENTS + 1;
	if (arrange->n_parts > PARTS_MAX)
		arrange->n_parts = PARTS_MAX;
	arrange->scatter = scatter_new(
	    (size_t)arrange->n_parts, SCATTER_BYTES, store->folder, err);
	if (arrange->scatter == NULL ||
	    stream_shapes(store, &arrange->shapes, &arrange->n_shapes,
		&arrange->arena, err) != 0 ||
	    store_sources(store, &arrange->sources, &arrange->n_sources, err) !=
		0 ||
	    store_channels(
		store, &arrange->channels, &arrange->n_channels, err) != 0) {
		arrange_free(arrange);
		return NULL;
	}
	return arrange;
}

void
arrange_free(struct arrange *arrange)
{
	if (arrange == NULL)
		return;
	free(arrange->shapes);
	arena_clear(&arrange->arena);
	scatter_free(arrange->scatter);
	buf_clear(&arrange->packed);
	buf_clear(&arrange->part);
	free(arrange->entries);
	free(arrange->tied);
	block_clear(&arrange->block);
	free(arrange);
}

size_t
arrange_block_events(const struct arrange *arrange)
{
	return arrange->block_events;
}

int
arrange_add(
    struct arrange *arrange, const struct block_row *row, struct err *err)
{
	int64_t part =
	    (row->customer - 1) * arrange->n_parts / arrange->last_customer;

	buf_reset(&arrange->packed);
	block_pack_row(row, &arrange->packed);
	if (buf_check(&arrange->packed, err) != 0)
		return -1;
	return scatter_add(
	    arrange->scatter, (size_t)part, buf_get(&arrange->packed), err);
}

/* --- order --- */

static int64_t
place_of_source(const struct arrange *arrange, int64_t id)
{
	size_t i = 0;

	while (i < arrange->n_sources && arrange->sources[i].id != id)
		i++;
	return (int64_t)i;
}

static int64_t
place_of_channel(const struct arrange *arrange, int64_t id)
{
	size_t i = 0;

	while (i < arrange->n_channels && arrange->channels[i].id != id)
		i++;
	return (int64_t)i;
}

static const struct stream_shape *
shape_of(const struct arrange *arrange, int64_t number)
{
	static const struct stream_shape none;

	if (number < 0 || (size_t)number >= arrange->n_shapes)
		return &none;
	return &arrange->shapes[number];
}

static int
order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
compare_entries(const void *left, const void *right)
{
	const struct entry *a = left;
	const struct entry *b = right;

	if (a->customer != b->customer)
		return order(a->customer, b->customer);
	if (a->at_us != b->at_us)
		return order(a->at_us, b->at_us);
	return (a->bytes > b->bytes) - (a->bytes < b->bytes);
}

/* What stands behind the time in the order, by column, BLOCK_NUMBERS + a
 * text; the shape and the source come apart. */
#define T(text) BLOCK_COLUMN_TEXT(text)
static const int before_shape[] = {T(BLOCK_EVENT_ID), T(BLOCK_RECORD), -1};
static const int before_currency[] = {T(BLOCK_CASE), T(BLOCK_TOPIC),
    T(BLOCK_PRODUCT), BLOCK_QUANTITY, BLOCK_AMOUNT, -1};
static const int at_last[] = {BLOCK_DIRECTION, BLOCK_ENDED, BLOCK_FIRST_REPLY,
    BLOCK_RESOLVED, BLOCK_UPDATED, BLOCK_CSAT, BLOCK_NPS, BLOCK_CES,
    BLOCK_HANDLE, BLOCK_WAIT, BLOCK_REOPENS, BLOCK_TRANSFERS, BLOCK_REPLIES,
    T(BLOCK_HANDOVER), T(BLOCK_AGENT), T(BLOCK_TEAM), BLOCK_AUTOMATED,
    BLOCK_CONTEXT, T(BLOCK_CAMPAIGN), T(BLOCK_LOCATION), T(BLOCK_DEVICE),
    T(BLOCK_TEXT), T(BLOCK_ATTRS), BLOCK_SCALE, -1};
#undef T

static int
compare_columns(
    const struct block_row *a, const struct block_row *b, const int *columns)
{
	for (; *columns >= 0; columns++) {
		int found = *columns < BLOCK_NUMBERS
		    ? order(a->numbers[*columns], b->numbers[*columns])
		    : span_cmp(a->texts[*columns - BLOCK_NUMBERS],
			  b->texts[*columns - BLOCK_NUMBERS]);

		if (found != 0)
			return found;
	}
	return 0;
}

static int
compare_tied(const void *left, const void *right)
{
	const struct tied *a = left;
	const struct tied *b = right;
	int found = order(a->source, b->source);

	if (found == 0)
		found = compare_columns(&a->row, &b->row, before_shape);
	if (found == 0)
		found = order(a->channel, b->channel);
	if (found == 0)
		found = order(a->shape->kind, b->shape->kind);
	if (found == 0)
		found = order(a->shape->outcome, b->shape->outcome);
	if (found == 0)
		found = compare_columns(&a->row, &b->row, before_currency);
	if (found == 0)
		found = span_cmp(a->shape->currency, b->shape->currency);
	if (found == 0)
		found = compare_columns(&a->row, &b->row, at_last);
	if (found == 0)
		found = order(a->shape->is_date_only, b->shape->is_date_only);
	return found;
}

static int
sort_tied(
    struct arrange *arrange, struct entry *entries, size_t n, struct err *err)
{
	if (array_grow(&arrange->tied, &arrange->tied_cap, n,
		sizeof(*arrange->tied), err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct tied *tied = &arrange->tied[i];

		tied->bytes = entries[i].bytes;
		(void)block_unpack_row(tied->bytes, &tied->row);
		tied->source =
		    place_of_source(arrange, tied->row.numbers[BLOCK_SOURCE]);
		tied->shape = shape_of(arrange, tied->row.numbers[BLOCK_SHAPE]);
		tied->channel = place_of_channel(arrange, tied->shape->channel);
	}
	qsort(arrange->tied, n, sizeof(*arrange->tied), compare_tied);
	for (size_t i = 0; i < n; i++)
		entries[i].bytes = arrange->tied[i].bytes;
	return 0;
}

static int
list_part(struct arrange *arrange, struct err *err)
{
	struct span bytes = buf_get(&arrange->part);
	struct block_row row;
	bool is_sorted = true;

	arrange->n_entries = 0;
	for (const char *at = bytes.data; at < bytes.data + bytes.len;) {
		struct entry *entry;

		if (array_grow(&arrange->entries, &arrange->entries_cap,
			arrange->n_entries + 1, sizeof(*entry), err) != 0)
			return -1;
		entry = &arrange->entries[arrange->n_entries++];
		entry->bytes = at;
		at = block_unpack_row(at, &row);
		entry->customer = row.customer;
		entry->at_us = row.numbers[BLOCK_AT];
		if (arrange->n_entries > 1 &&
		    compare_entries(entry - 1, entry) > 0)
			is_sorted = false;
	}
	if (!is_sorted)
		qsort(arrange->entries, arrange->n_entries,
		    sizeof(*arrange->entries), compare_entries);
	return 0;
}

static int
sort_part(struct arrange *arrange, struct err *err)
{
	struct entry *entries = arrange->entries;
	size_t end;

	for (size_t i = 0; i < arrange->n_entries; i = end) {
		for (end = i + 1; end < arrange->n_entries &&
		     entries[end].customer == entries[i].customer &&
		     entries[end].at_us == entries[i].at_us;
		     end++)
			continue;
		if (end - i > 1 &&
		    sort_tied(arrange, &entries[i], end - i, err) != 0)
			return -1;
	}
	return 0;
}

/* --- blocks --- */

static int
hand_on(struct arrange *arrange, struct err *err)
{
	int rc = block_seal(&arrange->block, err);

	if (rc == 0 && arrange->block.n_events > 0)
		rc = arrange->take(arrange->self, &arrange->block, err);
	block_reset(&arrange->block);
	return rc;
}

/* Does the customer begin another block? */
static bool
is_next_block(struct arrange *arrange, int64_t customer)
{
	const struct block *block = &arrange->block;
	size_t bound = arrange->bound;

	while (arrange->bound < arrange->n_bounds &&
	    arrange->bounds[arrange->bound] < customer)
		arrange->bound++;
	if (arrange->bound < arrange->n_bounds || arrange->bound != bound)
		return arrange->bound != bound;
	return block->n_events >= arrange->block_events &&
	    customer != block->customers[block->n_customers - 1];
}

static int
give_part(struct arrange *arrange, struct err *err)
{
	struct block_row row;

	for (size_t i = 0; i < arrange->n_entries; i++) {
		if (is_next_block(arrange, arrange->entries[i].customer) &&
		    hand_on(arrange, err) != 0)
			return -1;
		(void)block_unpack_row(arrange->entries[i].bytes, &row);
		if (block_add(&arrange->block, &row, err) != 0)
			return -1;
	}
	return 0;
}

int
arrange_give(struct arrange *arrange, const int64_t *bounds, size_t n_bounds,
    stream_take *take, void *self, struct err *err)
{
	arrange->bounds = bounds;
	arrange->n_bounds = n_bounds;
	arrange->bound = 0;
	arrange->take = take;
	arrange->self = self;
	for (int64_t part = 0; part < arrange->n_parts; part++)
		if (scatter_load(arrange->scatter, (size_t)part, &arrange->part,
			err) != 0 ||
		    list_part(arrange, err) != 0 ||
		    sort_part(arrange, err) != 0 ||
		    give_part(arrange, err) != 0)
			return -1;
	return hand_on(arrange, err);
}
