#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/scatter.h"
#include "base/turns.h"
#include "store/arrange.h"
#include "store/db.h"

/* A block is closed behind the customer with whom it reaches so many events;
 * a part of the sort holds a few blocks. */
#define BLOCK_EVENTS ((size_t)16384)
#define PART_EVENTS INT64_C(65536)
#define PARTS_MAX INT64_C(512)
#define AHEAD ((size_t)8) /* rows that are fetched from far away */
#define FEW 16            /* are put in order one by one */
#define SCATTER_BYTES ((size_t)32 << 20)

/* An event of the part that is being sorted. */
struct entry {
	int64_t customer;
	int64_t at_us;
	const char *bytes; /* of block_pack_owned */
};

/* One of several events of a customer at the same time. */
struct tied {
	const char *bytes;
	int64_t source; /* place of its name */
	int64_t channel;
	const struct stream_shape *shape;
	struct block_row row;
};

/* Where rows come in. */
struct door {
	struct scatter *scatter;
	int64_t n_loose;
};

struct arrange {
	const struct store_source *sources;
	const struct store_channel *channels;
	size_t n_sources, n_channels;
	struct stream_shape *shapes;
	size_t n_shapes;
	struct arena arena;
	struct door *doors;
	size_t n_doors;
	/* Nobody's events have as many parts, in front; they stay as they come.
	 */
	int64_t n_parts, last_customer;
	const int64_t *bounds; /* customers behind whom blocks end */
	size_t n_bounds;
	size_t block_events;
	/* Of several who sort. */
	struct turns turns;
	pthread_mutex_t choosing;
	int64_t next; /* part */
};

/* Who sorts a part after the other. */
struct hand {
	struct arrange *arrange;
	const struct arrange_hand *to;
	int64_t place; /* the part at hand */
	size_t bound;
	struct buf part;
	struct entry *entries;
	size_t n_entries, entries_cap;
	bool is_sorted;
	struct entry *gathered; /* while they are put in order */
	size_t gathered_cap;
	uint32_t *starts; /* by customer of the part: the first entry */
	size_t starts_cap;
	struct tied *tied;
	size_t tied_cap;
	struct block block;
	pthread_t thread;
};

static int
open_doors(
    struct arrange *arrange, struct store *store, size_t n, struct err *err)
{
	arrange->doors = calloc(n, sizeof(*arrange->doors));
	if (arrange->doors == NULL)
		return err_nomem(err);
	arrange->n_doors = n;
	for (size_t i = 0; i < n; i++) {
		arrange->doors[i].scatter =
		    scatter_new(2 * (size_t)arrange->n_parts, SCATTER_BYTES / n,
			store->folder, err);
		if (arrange->doors[i].scatter == NULL)
			return -1;
	}
	return 0;
}

struct arrange *
arrange_new(struct store *store, int64_t n_events, int64_t last_customer,
    size_t n_doors, struct err *err)
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
	if (open_doors(arrange, store, n_doors, err) != 0 ||
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
	for (size_t i = 0; i < arrange->n_doors; i++)
		scatter_free(arrange->doors[i].scatter);
	free(arrange->doors);
	free(arrange->shapes);
	arena_clear(&arrange->arena);
	free(arrange);
}

/* Of the customers, whose parts are behind those of nobody. */
static int64_t
part_of(const struct arrange *arrange, int64_t customer)
{
	return arrange->n_parts +
	    (customer - 1) * arrange->n_parts / arrange->last_customer;
}

static int64_t
part_of_loose(const struct arrange *arrange, struct door *door)
{
	int64_t part = door->n_loose++ / PART_EVENTS;

	return part < arrange->n_parts ? part : arrange->n_parts - 1;
}

int
arrange_add(struct arrange *arrange, size_t number, int64_t customer,
    struct span record, struct span body, struct err *err)
{
	struct door *door = &arrange->doors[number];
	int64_t part = customer == 0 ? part_of_loose(arrange, door)
				     : part_of(arrange, customer);
	struct buf *buf = scatter_buf(door->scatter, (size_t)part,
	    record.len + body.len + BLOCK_OWNED_MORE, err);

	if (buf == NULL)
		return -1;
	block_pack_owned(customer, record, body, buf);
	return buf_check(buf, err);
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
sort_tied(struct hand *hand, struct entry *entries, size_t n, struct err *err)
{
	if (array_grow(
		&hand->tied, &hand->tied_cap, n, sizeof(*hand->tied), err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct tied *tied = &hand->tied[i];

		tied->bytes = entries[i].bytes;
		(void)block_unpack_row(tied->bytes, &tied->row);
		tied->source = place_of_source(
		    hand->arrange, tied->row.numbers[BLOCK_SOURCE]);
		tied->shape =
		    shape_of(hand->arrange, tied->row.numbers[BLOCK_SHAPE]);
		tied->channel =
		    place_of_channel(hand->arrange, tied->shape->channel);
	}
	qsort(hand->tied, n, sizeof(*hand->tied), compare_tied);
	for (size_t i = 0; i < n; i++)
		entries[i].bytes = hand->tied[i].bytes;
	return 0;
}

static int
load_part(struct hand *hand, int64_t part, struct err *err)
{
	const struct arrange *arrange = hand->arrange;

	buf_reset(&hand->part);
	for (size_t i = 0; i < arrange->n_doors; i++)
		if (scatter_load(arrange->doors[i].scatter, (size_t)part,
			&hand->part, err) != 0)
			return -1;
	return 0;
}

static int
list_part(struct hand *hand, struct err *err)
{
	struct span bytes = buf_get(&hand->part);

	hand->n_entries = 0;
	hand->is_sorted = true;
	for (const char *at = bytes.data; at < bytes.data + bytes.len;) {
		struct entry *entry;

		if (array_grow(&hand->entries, &hand->entries_cap,
			hand->n_entries + 1, sizeof(*entry), err) != 0)
			return -1;
		entry = &hand->entries[hand->n_entries++];
		entry->bytes = at;
		at = block_peek_row(at, &entry->customer, &entry->at_us);
		if (hand->n_entries > 1 &&
		    compare_entries(entry - 1, entry) > 0)
			hand->is_sorted = false;
	}
	return 0;
}

/* Those of each customer together, as they came. Customers of a part are few
 * numbers in a row; where they are many for so few events there is another
 * way. */
static int
gather_customers(struct hand *hand, bool *is_done, struct err *err)
{
	size_t n = hand->n_entries, n_customers, before = 0;
	int64_t low = INT64_MAX, high = 0;
	struct entry *gathered;

	for (size_t i = 0; i < n; i++) {
		if (hand->entries[i].customer < low)
			low = hand->entries[i].customer;
		if (hand->entries[i].customer > high)
			high = hand->entries[i].customer;
	}
	n_customers = (size_t)(high - low) + 1;
	*is_done = n_customers / 8 <= n;
	if (!*is_done || n_customers == 1)
		return 0;
	if (array_grow(&hand->gathered, &hand->gathered_cap, n,
		sizeof(*hand->gathered), err) != 0 ||
	    array_grow(&hand->starts, &hand->starts_cap, n_customers,
		sizeof(*hand->starts), err) != 0)
		return -1;
	memset(hand->starts, 0, n_customers * sizeof(*hand->starts));
	for (size_t i = 0; i < n; i++)
		hand->starts[hand->entries[i].customer - low]++;
	for (size_t i = 0; i < n_customers; i++) {
		before += hand->starts[i];
		hand->starts[i] = (uint32_t)before - hand->starts[i];
	}
	for (size_t i = 0; i < n; i++)
		hand->gathered[hand->starts[hand->entries[i].customer -
		    low]++] = hand->entries[i];
	gathered = hand->gathered;
	hand->gathered = hand->entries;
	hand->entries = gathered;
	before = hand->gathered_cap;
	hand->gathered_cap = hand->entries_cap;
	hand->entries_cap = before;
	return 0;
}

/* Most come in the order of time. */
static void
sort_times(struct entry *entries, size_t n)
{
	size_t sorted = 1;

	while (sorted < n && entries[sorted - 1].at_us <= entries[sorted].at_us)
		sorted++;
	if (n > FEW && sorted < n) {
		qsort(entries, n, sizeof(*entries), compare_entries);
		return;
	}
	for (; sorted < n; sorted++) {
		struct entry entry = entries[sorted];
		size_t at = sorted;

		for (; at > 0 && entries[at - 1].at_us > entry.at_us; at--)
			entries[at] = entries[at - 1];
		entries[at] = entry;
	}
}

static int
order_times(struct hand *hand, struct err *err)
{
	struct entry *entries;
	bool is_gathered = false;
	size_t end;

	if (gather_customers(hand, &is_gathered, err) != 0)
		return -1;
	entries = hand->entries;
	if (!is_gathered)
		qsort(entries, hand->n_entries, sizeof(*entries),
		    compare_entries);
	for (size_t i = 0; is_gathered && i < hand->n_entries; i = end) {
		for (end = i + 1; end < hand->n_entries &&
		     entries[end].customer == entries[i].customer;
		     end++)
			continue;
		sort_times(&entries[i], end - i);
	}
	return 0;
}

static int
sort_part(struct hand *hand, struct err *err)
{
	struct entry *entries;
	size_t end;

	if (!hand->is_sorted && order_times(hand, err) != 0)
		return -1;
	entries = hand->entries;
	for (size_t i = 0; i < hand->n_entries; i = end) {
		for (end = i + 1; end < hand->n_entries &&
		     entries[end].customer == entries[i].customer &&
		     entries[end].at_us == entries[i].at_us;
		     end++)
			continue;
		if (end - i > 1 &&
		    sort_tied(hand, &entries[i], end - i, err) != 0)
			return -1;
	}
	return 0;
}

/* --- blocks --- */

static int
hand_on(struct hand *hand, struct err *err)
{
	int rc = block_seal(&hand->block, err);

	if (rc == 0 && hand->block.n_events > 0)
		rc = hand->to->take(hand->to->self, &hand->block, err);
	block_reset(&hand->block);
	return rc;
}

/* Does the customer begin another block? */
static bool
is_next_block(struct hand *hand, int64_t customer)
{
	const struct arrange *arrange = hand->arrange;
	const struct block *block = &hand->block;
	size_t bound = hand->bound;

	while (hand->bound < arrange->n_bounds &&
	    arrange->bounds[hand->bound] < customer)
		hand->bound++;
	if (hand->bound < arrange->n_bounds || hand->bound != bound)
		return hand->bound != bound;
	return block->n_events >= arrange->block_events &&
	    (customer == 0 ||
		customer != block->customers[block->n_customers - 1]);
}

static int
give_entries(struct hand *hand, struct err *err)
{
	for (size_t i = 0; i < hand->n_entries; i++) {
		if (i + AHEAD < hand->n_entries)
			__builtin_prefetch(hand->entries[i + AHEAD].bytes);
		if (is_next_block(hand, hand->entries[i].customer) &&
		    hand_on(hand, err) != 0)
			return -1;
		if (block_add_packed(
			&hand->block, hand->entries[i].bytes, err) != 0)
			return -1;
	}
	return 0;
}

static int
give_part(struct hand *hand, int64_t part, struct err *err)
{
	if (load_part(hand, part, err) != 0 || list_part(hand, err) != 0)
		return -1;
	if (part >= hand->arrange->n_parts && sort_part(hand, err) != 0)
		return -1;
	/* A block is somebody's or nobody's. */
	if (part == hand->arrange->n_parts && hand_on(hand, err) != 0)
		return -1;
	return give_entries(hand, err);
}

static void
clear_hand(struct hand *hand)
{
	buf_clear(&hand->part);
	free(hand->entries);
	free(hand->gathered);
	free(hand->starts);
	free(hand->tied);
	block_clear(&hand->block);
}

int
arrange_give(struct arrange *arrange, const int64_t *bounds, size_t n_bounds,
    stream_take *take, void *self, struct err *err)
{
	const struct arrange_hand to = {.take = take, .self = self};
	struct hand hand = {.arrange = arrange, .to = &to};
	int rc = 0;

	arrange->bounds = bounds;
	arrange->n_bounds = n_bounds;
	for (int64_t part = 0; rc == 0 && part < 2 * arrange->n_parts; part++)
		rc = give_part(&hand, part, err);
	if (rc == 0)
		rc = hand_on(&hand, err);
	clear_hand(&hand);
	return rc;
}

/* --- by several --- */

static bool
choose_part(struct hand *hand)
{
	struct arrange *arrange = hand->arrange;

	(void)pthread_mutex_lock(&arrange->choosing);
	hand->place = arrange->next++;
	(void)pthread_mutex_unlock(&arrange->choosing);
	return hand->place < 2 * arrange->n_parts;
}

static int
share_part(struct hand *hand, struct err *err)
{
	struct turns *turns = &hand->arrange->turns;
	int rc;

	if (give_part(hand, hand->place, err) != 0 || hand_on(hand, err) != 0)
		return -1;
	if (!turns_wait(turns, (uint64_t)hand->place))
		return 0;
	rc = hand->to->end(hand->to->self, err);
	turns_end(turns);
	return rc;
}

static void *
work(void *self)
{
	struct hand *hand = self;
	struct turns *turns = &hand->arrange->turns;
	struct err err = {0};

	while (!turns_are_over(turns) && choose_part(hand))
		if (share_part(hand, &err) != 0)
			turns_fail(turns, (uint64_t)hand->place, &err);
	return NULL;
}

static void
work_all(struct arrange *arrange, const struct arrange_hand *to,
    struct hand *hands, size_t n)
{
	size_t n_started = 1;

	for (size_t i = 0; i < n; i++) {
		hands[i].arrange = arrange;
		hands[i].to = &to[i];
	}
	while (n_started < n &&
	    pthread_create(
		&hands[n_started].thread, NULL, work, &hands[n_started]) == 0)
		n_started++;
	(void)work(&hands[0]);
	for (size_t i = 1; i < n_started; i++)
		(void)pthread_join(hands[i].thread, NULL);
	for (size_t i = 0; i < n; i++)
		clear_hand(&hands[i]);
}

int
arrange_share(struct arrange *arrange, const struct arrange_hand *to, size_t n,
    struct err *err)
{
	struct hand *hands = calloc(n, sizeof(*hands));
	int rc;

	if (hands == NULL)
		return err_nomem(err);
	rc = turns_init(&arrange->turns, err);
	if (rc == 0 && pthread_mutex_init(&arrange->choosing, NULL) != 0) {
		turns_clear(&arrange->turns);
		rc = err_nomem(err);
	}
	if (rc == 0) {
		work_all(arrange, to, hands, n);
		rc = turns_result(&arrange->turns, err);
		(void)pthread_mutex_destroy(&arrange->choosing);
		turns_clear(&arrange->turns);
	}
	free(hands);
	return rc;
}
