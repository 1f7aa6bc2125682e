#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/scatter.h"
#include "store/db.h"
#include "store/packed.h"
#include "store/roll.h"
#include "store/stmt.h"
#include "store/stream.h"
#include "store/unpack.h"

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

struct maker {
	struct store *store;
	const struct stream_options *options;
	stream_take *take;
	void *self;
	struct roll roll;
	struct stream_shape *shapes;
	size_t n_shapes;
	const struct store_source *sources;
	const struct store_channel *channels;
	size_t n_sources, n_channels;
	int64_t *import_sources; /* source by import */
	size_t n_imports, imports_cap;
	struct arena arena;
	struct scatter *scatter;
	int64_t n_parts;
	struct buf packed; /* the row at hand */
	struct buf part;
	struct entry *entries;
	size_t n_entries, entries_cap;
	struct tied *tied;
	size_t tied_cap;
	struct block block, loose;
	size_t block_events;
};

/* --- names --- */

int
stream_shapes(struct store *store, struct stream_shape **shapes, size_t *count,
    struct arena *arena, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "stream_shapes", NULL, 0, err);
	size_t cap = 0;
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	*shapes = NULL;
	*count = 0;
	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		size_t id = (size_t)sqlite3_column_int64(stmt, 0);
		struct stream_shape shape = {
		    .channel = sqlite3_column_int64(stmt, 1),
		    .kind = (int8_t)sqlite3_column_int(stmt, 2),
		    .outcome = (int8_t)sqlite3_column_int(stmt, 3),
		    .amount_digits = (int8_t)sqlite3_column_int(stmt, 4),
		    .is_date_only = sqlite3_column_int(stmt, 5) != 0,
		    .currency = arena_span(arena, stmt_span(stmt, 6)),
		};

		rc = array_grow(shapes, &cap, id + 1, sizeof(shape), err);
		if (rc == 0 && shape.currency.data == NULL)
			rc = err_nomem(err);
		if (rc != 0)
			break;
		for (; *count <= id; ++*count)
			memset(&(*shapes)[*count], 0, sizeof(shape));
		(*shapes)[id] = shape;
	}
	stmt_close(stmt);
	return rc;
}

static int
read_imports(struct maker *maker, struct err *err)
{
	sqlite3_stmt *stmt =
	    stmt_open(maker->store, "stream_imports", NULL, 0, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 &&
	    (rc = stmt_step(maker->store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		size_t id = (size_t)sqlite3_column_int64(stmt, 0);

		rc = array_grow(&maker->import_sources, &maker->imports_cap,
		    id + 1, sizeof(*maker->import_sources), err);
		if (rc != 0)
			break;
		while (maker->n_imports <= id)
			maker->import_sources[maker->n_imports++] = 0;
		maker->import_sources[id] = sqlite3_column_int64(stmt, 1);
	}
	stmt_close(stmt);
	return rc;
}

static int64_t
place_of_source(const struct maker *maker, int64_t id)
{
	size_t i = 0;

	while (i < maker->n_sources && maker->sources[i].id != id)
		i++;
	return (int64_t)i;
}

static int64_t
place_of_channel(const struct maker *maker, int64_t id)
{
	size_t i = 0;

	while (i < maker->n_channels && maker->channels[i].id != id)
		i++;
	return (int64_t)i;
}

static const struct stream_shape *
shape_of(const struct maker *maker, int64_t number)
{
	static const struct stream_shape none;

	if (number < 0 || (size_t)number >= maker->n_shapes)
		return &none;
	return &maker->shapes[number];
}

/* --- rows --- */

static int64_t
number(sqlite3_stmt *stmt, int column)
{
	return stmt_i64_or(stmt, column, CANON_NO_INT);
}

static void
read_event(const struct maker *maker, sqlite3_stmt *stmt, struct block_row *row)
{
	static const enum block_text texts[] = {BLOCK_EVENT_ID, BLOCK_CASE,
	    BLOCK_TOPIC, BLOCK_PRODUCT, BLOCK_CAMPAIGN, BLOCK_LOCATION,
	    BLOCK_DEVICE};
	size_t import = (size_t)sqlite3_column_int64(stmt, 2);

	row->numbers[BLOCK_SOURCE] = import < maker->n_imports
	    ? maker->import_sources[import]
	    : CANON_NO_INT;
	row->numbers[BLOCK_AT] = number(stmt, 3);
	row->numbers[BLOCK_SHAPE] = number(stmt, 4);
	row->numbers[BLOCK_QUANTITY] = number(stmt, 5);
	row->numbers[BLOCK_AMOUNT] = number(stmt, 6);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		row->texts[texts[i]] = stmt_span(stmt, 7 + (int)i);
}

static void
read_detail(sqlite3_stmt *stmt, struct block_row *row)
{
	static const enum block_number numbers[] = {BLOCK_DIRECTION,
	    BLOCK_ENDED, BLOCK_FIRST_REPLY, BLOCK_RESOLVED, BLOCK_UPDATED,
	    BLOCK_CSAT, BLOCK_NPS, BLOCK_CES, BLOCK_HANDLE, BLOCK_WAIT,
	    BLOCK_REOPENS, BLOCK_TRANSFERS, BLOCK_REPLIES, BLOCK_AUTOMATED,
	    BLOCK_CONTEXT, BLOCK_SCALE};
	static const enum block_text texts[] = {
	    BLOCK_HANDOVER, BLOCK_AGENT, BLOCK_TEAM, BLOCK_TEXT, BLOCK_ATTRS};
	int column = 1;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		row->numbers[numbers[i]] = number(stmt, column++);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		row->texts[texts[i]] = stmt_span(stmt, column++);
}

static void
forget(struct block_row *row)
{
	memset(row, 0, sizeof(*row));
	for (int i = 0; i < BLOCK_NUMBERS; i++)
		row->numbers[i] = CANON_NO_INT;
}

static int
hand_on(struct maker *maker, struct block *block, struct err *err)
{
	int rc = block_seal(block, err);

	if (rc == 0 && block->n_events > 0)
		rc = maker->take(maker->self, block, err);
	block_reset(block);
	return rc;
}

static int
keep_row(struct maker *maker, struct block_row *row, struct err *err)
{
	int64_t part;

	if (row->customer == 0) {
		if (block_add(&maker->loose, row, err) != 0)
			return -1;
		return maker->loose.n_events < maker->block_events
		    ? 0
		    : hand_on(maker, &maker->loose, err);
	}
	part = (row->customer - 1) * maker->n_parts / maker->roll.last;
	buf_reset(&maker->packed);
	block_pack_row(row, &maker->packed);
	if (buf_check(&maker->packed, err) != 0)
		return -1;
	return scatter_add(
	    maker->scatter, (size_t)part, buf_get(&maker->packed), err);
}

/* Whose event is it? False: it is not wanted. */
static bool
name_row(struct maker *maker, sqlite3_stmt *stmt, struct block_row *row)
{
	if (sqlite3_column_type(stmt, 1) == SQLITE_NULL) {
		row->customer = 0;
		return maker->options->has_anonymous;
	}
	return roll_find(&maker->roll, sqlite3_column_int64(stmt, 1),
	    &row->customer, &row->texts[BLOCK_RECORD]);
}

/* Events and what is rarer of them, side by side in the order of their
 * numbers. */
static int
walk(struct maker *maker, sqlite3_stmt *events, sqlite3_stmt *details,
    struct err *err)
{
	bool has_event, has_detail;
	struct block_row row;

	if (stmt_step(maker->store, details, &has_detail, err) != 0)
		return -1;
	for (;;) {
		int64_t id;

		if (stmt_step(maker->store, events, &has_event, err) != 0)
			return -1;
		if (!has_event)
			return 0;
		id = sqlite3_column_int64(events, 0);
		while (has_detail && sqlite3_column_int64(details, 0) < id)
			if (stmt_step(
				maker->store, details, &has_detail, err) != 0)
				return -1;
		forget(&row);
		if (!name_row(maker, events, &row))
			continue;
		read_event(maker, events, &row);
		if (has_detail && sqlite3_column_int64(details, 0) == id)
			read_detail(details, &row);
		if (keep_row(maker, &row, err) != 0)
			return -1;
	}
}

static int
read_rows(struct maker *maker, struct err *err)
{
	sqlite3_stmt *events =
	    stmt_open(maker->store, "stream_events", NULL, 0, err);
	sqlite3_stmt *details = events == NULL
	    ? NULL
	    : stmt_open(maker->store, "stream_details", NULL, 0, err);
	int rc = details == NULL ? -1 : walk(maker, events, details, err);

	stmt_close(events);
	stmt_close(details);
	return rc;
}

/* --- order --- */

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
sort_tied(struct maker *maker, struct entry *entries, size_t n, struct err *err)
{
	if (array_grow(&maker->tied, &maker->tied_cap, n, sizeof(*maker->tied),
		err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct tied *tied = &maker->tied[i];

		tied->bytes = entries[i].bytes;
		(void)block_unpack_row(tied->bytes, &tied->row);
		tied->source =
		    place_of_source(maker, tied->row.numbers[BLOCK_SOURCE]);
		tied->shape = shape_of(maker, tied->row.numbers[BLOCK_SHAPE]);
		tied->channel = place_of_channel(maker, tied->shape->channel);
	}
	qsort(maker->tied, n, sizeof(*maker->tied), compare_tied);
	for (size_t i = 0; i < n; i++)
		entries[i].bytes = maker->tied[i].bytes;
	return 0;
}

static int
list_part(struct maker *maker, struct err *err)
{
	struct span bytes = buf_get(&maker->part);
	struct block_row row;
	bool is_sorted = true;

	maker->n_entries = 0;
	for (const char *at = bytes.data; at < bytes.data + bytes.len;) {
		struct entry *entry;

		if (array_grow(&maker->entries, &maker->entries_cap,
			maker->n_entries + 1, sizeof(*entry), err) != 0)
			return -1;
		entry = &maker->entries[maker->n_entries++];
		entry->bytes = at;
		at = block_unpack_row(at, &row);
		entry->customer = row.customer;
		entry->at_us = row.numbers[BLOCK_AT];
		if (maker->n_entries > 1 &&
		    compare_entries(entry - 1, entry) > 0)
			is_sorted = false;
	}
	if (!is_sorted)
		qsort(maker->entries, maker->n_entries, sizeof(*maker->entries),
		    compare_entries);
	return 0;
}

static int
sort_part(struct maker *maker, struct err *err)
{
	struct entry *entries = maker->entries;
	size_t end;

	for (size_t i = 0; i < maker->n_entries; i = end) {
		for (end = i + 1; end < maker->n_entries &&
		     entries[end].customer == entries[i].customer &&
		     entries[end].at_us == entries[i].at_us;
		     end++)
			continue;
		if (end - i > 1 &&
		    sort_tied(maker, &entries[i], end - i, err) != 0)
			return -1;
	}
	return 0;
}

static int
give_part(struct maker *maker, struct err *err)
{
	struct block *block = &maker->block;
	struct block_row row;

	for (size_t i = 0; i < maker->n_entries; i++) {
		if (block->n_events >= maker->block_events &&
		    maker->entries[i].customer !=
			block->customers[block->n_customers - 1] &&
		    hand_on(maker, block, err) != 0)
			return -1;
		(void)block_unpack_row(maker->entries[i].bytes, &row);
		if (block_add(block, &row, err) != 0)
			return -1;
	}
	return 0;
}

static int
give_all(struct maker *maker, struct err *err)
{
	if (hand_on(maker, &maker->loose, err) != 0)
		return -1;
	for (int64_t part = 0; part < maker->n_parts; part++)
		if (scatter_load(
			maker->scatter, (size_t)part, &maker->part, err) != 0 ||
		    list_part(maker, err) != 0 || sort_part(maker, err) != 0 ||
		    give_part(maker, err) != 0)
			return -1;
	return hand_on(maker, &maker->block, err);
}

/* --- all of it --- */

static int
prepare(struct maker *maker, struct err *err)
{
	const struct stream_options *options = maker->options;
	int64_t last_event = 0;

	if (stream_shapes(maker->store, &maker->shapes, &maker->n_shapes,
		&maker->arena, err) != 0 ||
	    read_imports(maker, err) != 0 ||
	    store_sources(
		maker->store, &maker->sources, &maker->n_sources, err) != 0 ||
	    store_channels(
		maker->store, &maker->channels, &maker->n_channels, err) != 0 ||
	    roll_load(&maker->roll, maker->store, options->is_by_record,
		options->customers, options->n_customers, err) != 0 ||
	    stmt_number(maker->store, "stream_last_event", NULL, 0, &last_event,
		err) != 0)
		return -1;
	maker->n_parts = last_event / PART_EVENTS + 1;
	if (maker->n_parts > PARTS_MAX)
		maker->n_parts = PARTS_MAX;
	if (options->customers != NULL)
		maker->n_parts = 1;
	maker->scatter = scatter_new(
	    (size_t)maker->n_parts, SCATTER_BYTES, maker->store->folder, err);
	return maker->scatter == NULL ? -1 : 0;
}

static void
clear(struct maker *maker)
{
	roll_clear(&maker->roll);
	free(maker->shapes);
	free(maker->import_sources);
	arena_clear(&maker->arena);
	scatter_free(maker->scatter);
	buf_clear(&maker->packed);
	buf_clear(&maker->part);
	free(maker->entries);
	free(maker->tied);
	block_clear(&maker->block);
	block_clear(&maker->loose);
}

static int
read_unpacked(struct store *store, const struct stream_options *options,
    stream_take *take, void *self, struct err *err)
{
	struct maker maker = {.store = store,
	    .options = options,
	    .take = take,
	    .self = self,
	    .block_events =
		store->block_events > 0 ? store->block_events : BLOCK_EVENTS};
	int rc = prepare(&maker, err);

	if (rc == 0)
		rc = read_rows(&maker, err);
	if (rc == 0)
		rc = give_all(&maker, err);
	clear(&maker);
	return rc;
}

static int
take_both(void *self, const struct block *block, struct err *err)
{
	const struct stream_hand *hand = self;

	if (hand->take(hand->self, block, err) != 0)
		return -1;
	return hand->in_turn == NULL ? 0
				     : hand->in_turn(hand->self, block, err);
}

int
stream_share(struct store *store, const struct stream_options *options,
    const struct stream_hand *hands, size_t n, struct err *err)
{
	struct stream_hand first = hands[0];
	bool is_packed = false;

	if (!options->is_by_record && !options->is_unpacked &&
	    packed_is_fresh(store, &is_packed, err) != 0)
		return -1;
	if (is_packed)
		return unpack_read(store, options, hands, n, err);
	return read_unpacked(store, options, take_both, &first, err);
}

int
stream_read(struct store *store, const struct stream_options *options,
    stream_take *take, void *self, struct err *err)
{
	const struct stream_hand hand = {.take = take, .self = self};

	return stream_share(store, options, &hand, 1, err);
}
