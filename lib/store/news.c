#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hashmap.h"
#include "base/intern.h"
#include "canon/canon.h"
#include "store/arrange.h"
#include "store/db.h"
#include "store/news.h"
#include "store/roll.h"
#include "store/scan.h"
#include "store/stmt.h"

/* News are at most this part of the base, and may always be a few. */
#define SHARE 10
#define FEW 1000

/* A record that was of another customer when the base was packed. */
struct move {
	int64_t record, from, into;
};

/* A new event, to be held against the times of the base. */
struct arrival {
	int64_t customer, at_us;
};

struct news {
	struct store *store;
	const struct shelf *shelf;
	const struct news_base *base;
	struct news_facts *facts;
	news_take *take;
	void *self;
	struct hashmap places; /* record -> place in moves + 1 */
	struct move *moves;
	size_t n_moves, moves_cap;
	struct intern names; /* source and id of records that moved */
	int64_t *owners;     /* by name: whose they are now */
	size_t owners_cap;
	struct intern gone; /* source and id of events that are not there */
	int64_t *whole;     /* customers that are written whole, sorted */
	size_t n_whole, whole_cap;
	struct roll roll; /* records with new events */
	struct arrival *arrivals;
	size_t n_arrivals, arrivals_cap;
	struct arrange *arrange;
	struct block loose;
	struct block old; /* of the base, that is looked at */
	struct shelf_raw raw;
	struct block *hidden; /* by block of the base: customers */
	bool *is_given;
	struct buf key, body;
	int64_t *bounds; /* where blocks of the base end */
	size_t *indexes; /* of their blocks */
	size_t n_bounds;
};

static int
compare_numbers(const void *left, const void *right)
{
	const int64_t *a = left;
	const int64_t *b = right;

	return (*a > *b) - (*a < *b);
}

static bool
is_too_many(const struct news *news, int64_t n)
{
	return n > FEW && n > news->base->n_events / SHARE;
}

/* --- who changed hands --- */

static int
add_move(struct news *news, const struct move *move, struct err *err)
{
	bool fresh;
	uint64_t *slot =
	    hashmap_slot(&news->places, (uint64_t)move->record, &fresh, err);

	if (slot == NULL)
		return -1;
	if (*slot != 0) {
		news->moves[*slot - 1].into = move->into;
		return 0;
	}
	if (array_grow(&news->moves, &news->moves_cap, news->n_moves + 1,
		sizeof(*move), err) != 0)
		return -1;
	news->moves[news->n_moves++] = *move;
	*slot = news->n_moves;
	return 0;
}

/* Run by run, so that the first move tells whose the record was. */
static int
read_moves(struct news *news, struct err *err)
{
	const struct stmt_value value = STMT_I64(":run", news->base->last_run);
	sqlite3_stmt *stmt =
	    stmt_open(news->store, "news_moves", &value, 1, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 &&
	    (rc = stmt_step(news->store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		const struct move move = {sqlite3_column_int64(stmt, 0),
		    sqlite3_column_int64(stmt, 1),
		    sqlite3_column_int64(stmt, 2)};

		rc = add_move(news, &move, err);
	}
	stmt_close(stmt);
	return rc;
}

static int
add_whole(struct news *news, int64_t customer, struct err *err)
{
	if (array_grow(&news->whole, &news->whole_cap, news->n_whole + 1,
		sizeof(customer), err) != 0)
		return -1;
	news->whole[news->n_whole++] = customer;
	return 0;
}

static void
sort_whole(struct news *news)
{
	size_t kept = 0;

	if (news->n_whole > 1)
		qsort(news->whole, news->n_whole, sizeof(*news->whole),
		    compare_numbers);
	for (size_t i = 0; i < news->n_whole; i++)
		if (kept == 0 || news->whole[kept - 1] != news->whole[i])
			news->whole[kept++] = news->whole[i];
	news->n_whole = kept;
}

static bool
is_whole(const struct news *news, int64_t customer)
{
	return news->n_whole > 0 &&
	    bsearch(&customer, news->whole, news->n_whole, sizeof(*news->whole),
		compare_numbers) != NULL;
}

static struct span
key_of(struct news *news, int64_t source, struct span text)
{
	buf_reset(&news->key);
	buf_add(&news->key, (const char *)&source, sizeof(source));
	buf_span(&news->key, text);
	return buf_get(&news->key);
}

static int
name_move(struct news *news, const struct move *move, struct err *err)
{
	const struct stmt_value value = STMT_I64(":key", move->record);
	sqlite3_stmt *stmt =
	    stmt_open(news->store, "news_record", &value, 1, err);
	bool has_row = false;
	uint32_t name;
	struct span key;
	int rc =
	    stmt == NULL ? -1 : stmt_step(news->store, stmt, &has_row, err);

	if (rc == 0 && has_row) {
		key = key_of(
		    news, sqlite3_column_int64(stmt, 0), stmt_span(stmt, 1));
		rc = buf_check(&news->key, err);
		if (rc == 0)
			rc = intern_add(&news->names, key, &name, err);
		if (rc == 0)
			rc = array_grow(&news->owners, &news->owners_cap,
			    (size_t)name + 1, sizeof(*news->owners), err);
		if (rc == 0)
			news->owners[name] = move->into;
	} else if (rc == 0) {
		news->facts->is_too_much = true;
	}
	stmt_close(stmt);
	return rc;
}

/* A record that had no customer came after the base. One that has none any
 * more is another matter. */
static int
follow_moves(struct news *news, struct err *err)
{
	int64_t n = 0;

	if (read_moves(news, err) != 0)
		return -1;
	for (size_t i = 0; i < news->n_moves; i++) {
		const struct move *move = &news->moves[i];

		if (move->from == move->into || move->from == 0)
			continue;
		news->facts->is_too_much |=
		    move->into == 0 || is_too_many(news, ++n);
		if (news->facts->is_too_much)
			return 0;
		if (name_move(news, move, err) != 0 ||
		    add_whole(news, move->from, err) != 0 ||
		    add_whole(news, move->into, err) != 0)
			return -1;
	}
	return 0;
}

/* --- older events that others stand for now --- */

/* Whose the record was when the base was packed. */
static int
add_owner(struct news *news, int64_t record, struct err *err)
{
	const struct stmt_value value = STMT_I64(":key", record);
	int64_t customer = 0;
	uint64_t place;

	if (hashmap_get(&news->places, (uint64_t)record, &place))
		customer = news->moves[place - 1].from;
	else if (stmt_number(news->store, "customer_of_record", &value, 1,
		     &customer, err) != 0)
		return -1;
	if (customer == 0) {
		news->facts->is_too_much = true;
		return 0;
	}
	return add_whole(news, customer, err);
}

static int
take_gone(struct news *news, sqlite3_stmt *stmt, struct err *err)
{
	uint32_t name;
	struct span key =
	    key_of(news, sqlite3_column_int64(stmt, 1), stmt_span(stmt, 2));

	if (buf_check(&news->key, err) != 0 ||
	    intern_add(&news->gone, key, &name, err) != 0)
		return -1;
	news->facts->has_changed = true;
	news->facts->is_too_much |=
	    sqlite3_column_type(stmt, 0) == SQLITE_NULL ||
	    is_too_many(news, (int64_t)news->gone.count);
	if (news->facts->is_too_much)
		return 0;
	return add_owner(news, sqlite3_column_int64(stmt, 0), err);
}

static int
follow_changes(struct news *news, struct err *err)
{
	const struct stmt_value value =
	    STMT_I64(":after", news->base->last_event);
	sqlite3_stmt *stmt;
	bool has_row = true;
	int64_t n_past = 0;
	int rc = 0;

	if (stmt_number(
		news->store, "news_count_past", &value, 1, &n_past, err) != 0)
		return -1;
	if (n_past == news->base->n_past)
		return 0;
	stmt = stmt_open(news->store, "news_past", &value, 1, err);
	if (stmt == NULL)
		return -1;
	while (rc == 0 && !news->facts->is_too_much &&
	    (rc = stmt_step(news->store, stmt, &has_row, err)) == 0 && has_row)
		rc = take_gone(news, stmt, err);
	stmt_close(stmt);
	return rc;
}

/* --- new events --- */

static int
read_records(struct news *news, int64_t **records, size_t *n, struct err *err)
{
	const struct stmt_value value =
	    STMT_I64(":after", news->base->last_event);
	sqlite3_stmt *stmt =
	    stmt_open(news->store, "news_records", &value, 1, err);
	bool has_row = true;
	size_t cap = 0, kept = 0;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 &&
	    (rc = stmt_step(news->store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		rc = array_grow(records, &cap, *n + 1, sizeof(**records), err);
		if (rc == 0)
			(*records)[(*n)++] = sqlite3_column_int64(stmt, 0);
	}
	stmt_close(stmt);
	if (*n > 1)
		qsort(*records, *n, sizeof(**records), compare_numbers);
	for (size_t i = 0; i < *n; i++)
		if (kept == 0 || (*records)[kept - 1] != (*records)[i])
			(*records)[kept++] = (*records)[i];
	*n = kept;
	return rc;
}

static int
load_roll(struct news *news, const struct beside *beside, struct err *err)
{
	int64_t *records = NULL;
	size_t n = 0;
	int rc = read_records(news, &records, &n, err);

	if (rc == 0)
		rc = roll_load_few(&news->roll, beside, records, n, err);
	free(records);
	return rc;
}

static int
take_loose(struct news *news, const struct scan_row *from, struct err *err)
{
	struct block_row row;

	buf_reset(&news->body);
	block_pack_owned(0, from->record, from->body, &news->body);
	if (buf_check(&news->body, err) != 0)
		return -1;
	(void)block_unpack_row(news->body.data, &row);
	return block_add(&news->loose, &row, err);
}

static int
take_new(void *self, const struct scan_row *row, struct err *err)
{
	struct news *news = self;

	news->facts->n_events++;
	if (row->customer == 0)
		return take_loose(news, row, err);
	if (array_grow(&news->arrivals, &news->arrivals_cap,
		news->n_arrivals + 1, sizeof(*news->arrivals), err) != 0)
		return -1;
	news->arrivals[news->n_arrivals++] =
	    (struct arrival){row->customer, row->at_us};
	return arrange_add(
	    news->arrange, 0, row->customer, row->record, row->body, err);
}

static int
compare_arrivals(const void *left, const void *right)
{
	const struct arrival *a = left;
	const struct arrival *b = right;

	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	return (a->at_us > b->at_us) - (a->at_us < b->at_us);
}

/* The highest number of a customer that can come up. */
static int64_t
last_customer(const struct news *news)
{
	int64_t last = news->roll.last;

	for (size_t i = 0; i < news->n_whole; i++)
		if (news->whole[i] > last)
			last = news->whole[i];
	for (size_t i = 0; i < news->shelf->count; i++)
		if (news->shelf->blocks[i].high > last)
			last = news->shelf->blocks[i].high;
	return last;
}

static int
read_rows(
    struct news *news, const struct beside *beside, int64_t n, struct err *err)
{
	const struct scan_options options = {.roll = &news->roll,
	    .after = news->base->last_event,
	    .has_anonymous = true};
	const struct beside alone = {.stores = {news->store}, .n = 1};
	void *const self = news;

	if (load_roll(news, beside, err) != 0)
		return -1;
	news->arrange =
	    arrange_new(news->store, n, last_customer(news), 1, err);
	if (news->arrange == NULL)
		return -1;
	return scan_rows(&alone, &options, take_new, &self, err);
}

static int
read_new(struct news *news, struct err *err)
{
	const struct stmt_value value =
	    STMT_I64(":after", news->base->last_event);
	struct beside beside;
	int64_t n = 0;
	int rc;

	if (stmt_number(news->store, "news_count", &value, 1, &n, err) != 0)
		return -1;
	news->facts->is_too_much = is_too_many(news, n);
	if (news->facts->is_too_much)
		return 0;
	beside_open(&beside, news->store, n);
	rc = read_rows(news, &beside, n, err);
	beside_close(&beside);
	if (rc == 0 && news->n_arrivals > 1)
		qsort(news->arrivals, news->n_arrivals, sizeof(*news->arrivals),
		    compare_arrivals);
	return rc;
}

/* --- the base --- */

/* The first arrival of a customer from there on. */
static size_t
find_arrival(const struct news *news, int64_t customer)
{
	size_t low = 0, high = news->n_arrivals;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (news->arrivals[middle].customer < customer)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
has_whole(const struct news *news, const struct shelf_block *block)
{
	size_t low = 0, high = news->n_whole;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (news->whole[middle] < block->low)
			low = middle + 1;
		else
			high = middle;
	}
	return low < news->n_whole && news->whole[low] <= block->high;
}

/* Events of the base and new ones at the same time stand in an order that
 * more than the time decides. */
static bool
has_tie(const struct news *news, const struct block *base, size_t first,
    size_t n, size_t arrival)
{
	int64_t customer = news->arrivals[arrival].customer;
	size_t at = first;

	for (; arrival < news->n_arrivals &&
	     news->arrivals[arrival].customer == customer;
	     arrival++) {
		int64_t new_us = news->arrivals[arrival].at_us;

		while (
		    at < first + n && block_number(base, BLOCK_AT, at) < new_us)
			at++;
		if (at < first + n &&
		    block_number(base, BLOCK_AT, at) == new_us)
			return true;
	}
	return false;
}

/* Customers of the block that are written whole. */
static int
hide(struct news *news, const struct shelf_block *from,
    const struct block *base, struct block *hidden, struct err *err)
{
	size_t arrival = find_arrival(news, from->low);
	size_t first = 0;

	for (size_t i = 0; i < base->n_customers; i++) {
		int64_t customer = base->customers[i];
		bool is_hidden = is_whole(news, customer);

		while (arrival < news->n_arrivals &&
		    news->arrivals[arrival].customer < customer)
			arrival++;
		if (arrival < news->n_arrivals &&
		    news->arrivals[arrival].customer == customer)
			is_hidden = is_hidden ||
			    has_tie(
				news, base, first, base->counts[i], arrival);
		first += base->counts[i];
		if (!is_hidden)
			continue;
		if (array_grow(&hidden->customers, &hidden->customers_cap,
			hidden->n_customers + 1, sizeof(customer), err) != 0)
			return -1;
		hidden->customers[hidden->n_customers++] = customer;
	}
	return 0;
}

static void
take_row(const struct block *base, size_t at, struct block_row *row)
{
	for (int i = 0; i < BLOCK_NUMBERS; i++)
		row->numbers[i] = block_number(base, (enum block_number)i, at);
	for (int i = 0; i < BLOCK_TEXTS; i++)
		row->texts[i] = block_text(base, (enum block_text)i, at);
}

/* What stands of a customer's events goes to whom it belongs now. */
static int
write_row(struct news *news, const struct block *base, size_t at,
    int64_t customer, struct err *err)
{
	int64_t source = block_number(base, BLOCK_SOURCE, at);
	struct block_row row;
	struct span record;
	uint32_t name;

	take_row(base, at, &row);
	record = row.texts[BLOCK_RECORD];
	if (row.texts[BLOCK_EVENT_ID].len > 0 &&
	    intern_get(&news->gone,
		key_of(news, source, row.texts[BLOCK_EVENT_ID])) != INTERN_NONE)
		return 0;
	name = intern_get(&news->names, key_of(news, source, record));
	if (name != INTERN_NONE)
		customer = news->owners[name];
	news->facts->n_events++;
	buf_reset(&news->body);
	block_pack_body(&row, BLOCK_ALL, &news->body);
	if (buf_check(&news->key, err) != 0 || buf_check(&news->body, err) != 0)
		return -1;
	return arrange_add(
	    news->arrange, 0, customer, record, buf_get(&news->body), err);
}

static int
write_again(struct news *news, const struct block *base, size_t first, size_t n,
    int64_t customer, struct err *err)
{
	for (size_t at = first; at < first + n; at++)
		if (write_row(news, base, at, customer, err) != 0)
			return -1;
	return 0;
}

static int
write_hidden(struct news *news, const struct shelf_block *from,
    const struct block *hidden, struct err *err)
{
	struct shelf_raw raw = {0};
	struct block base = {0};
	size_t first = 0, h = 0;
	int rc = shelf_fetch(news->store, from->id, from->parts, &raw, err);

	if (rc == 0)
		rc = shelf_make(&raw, &base, NULL, err);
	for (size_t i = 0; rc == 0 && i < base.n_customers; i++) {
		if (h < hidden->n_customers &&
		    hidden->customers[h] == base.customers[i]) {
			rc = write_again(news, &base, first, base.counts[i],
			    base.customers[i], err);
			h++;
		}
		first += base.counts[i];
	}
	shelf_drop(&raw);
	block_clear(&base);
	return rc;
}

/* Only blocks whose customers have news are looked at, and of most only the
 * times. */
static int
look_at(struct news *news, size_t index, struct err *err)
{
	const struct shelf_block *from = &news->shelf->blocks[index];
	size_t arrival = find_arrival(news, from->low);
	struct block *hidden = &news->hidden[index];
	int rc;

	if ((arrival == news->n_arrivals ||
		news->arrivals[arrival].customer > from->high) &&
	    !has_whole(news, from))
		return 0;
	rc = shelf_fetch(news->store, from->id,
	    from->parts &
		(BLOCK_BIT(BLOCK_CUSTOMERS) | BLOCK_BIT(BLOCK_COUNTS) |
		    BLOCK_BIT(BLOCK_AT)),
	    &news->raw, err);
	if (rc == 0)
		rc = shelf_make(&news->raw, &news->old, NULL, err);
	if (rc == 0)
		rc = hide(news, from, &news->old, hidden, err);
	if (rc == 0 && hidden->n_customers > 0)
		rc = write_hidden(news, from, hidden, err);
	return rc;
}

/* The base is looked at block by block. */
static int
look_at_all(struct news *news, struct err *err)
{
	size_t n = news->shelf->count;

	news->hidden = calloc(n + 1, sizeof(*news->hidden));
	news->is_given = calloc(n + 1, sizeof(*news->is_given));
	news->bounds = calloc(n + 1, sizeof(*news->bounds));
	news->indexes = calloc(n + 1, sizeof(*news->indexes));
	if (news->hidden == NULL || news->is_given == NULL ||
	    news->bounds == NULL || news->indexes == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n && !news->facts->is_too_much; i++) {
		if (news->shelf->blocks[i].high == 0)
			continue;
		news->bounds[news->n_bounds] = news->shelf->blocks[i].high;
		news->indexes[news->n_bounds++] = i;
		if (look_at(news, i, err) != 0)
			return -1;
		news->facts->is_too_much =
		    is_too_many(news, news->facts->n_events);
	}
	return 0;
}

/* --- going out --- */

static int
give(void *self, const struct block *block, struct err *err)
{
	static const struct block none;
	struct news *news = self;
	size_t low = 0, high = news->n_bounds;
	size_t index = news->shelf->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (news->bounds[middle] < block->customers[0])
			low = middle + 1;
		else
			high = middle;
	}
	if (low < news->n_bounds)
		index = news->indexes[low];
	news->is_given[index] = true;
	return news->take(news->self, index, block,
	    index < news->shelf->count ? &news->hidden[index] : &none, err);
}

/* Of some customers nothing is left. */
static int
give_rest(struct news *news, struct err *err)
{
	struct block empty = {0};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < news->shelf->count; i++)
		if (!news->is_given[i] && news->hidden[i].n_customers > 0)
			rc = news->take(
			    news->self, i, &empty, &news->hidden[i], err);
	if (rc == 0 && news->loose.n_events > 0)
		rc = block_seal(&news->loose, err);
	if (rc == 0 && news->loose.n_events > 0)
		rc = news->take(
		    news->self, news->shelf->count, &news->loose, &empty, err);
	block_clear(&empty);
	return rc;
}

static int
make(struct news *news, struct err *err)
{
	if (follow_moves(news, err) != 0)
		return -1;
	if (!news->facts->is_too_much && follow_changes(news, err) != 0)
		return -1;
	sort_whole(news);
	if (!news->facts->is_too_much && read_new(news, err) != 0)
		return -1;
	if (!news->facts->is_too_much && look_at_all(news, err) != 0)
		return -1;
	if (news->facts->is_too_much)
		return 0;
	if (arrange_give(news->arrange, news->bounds, news->n_bounds, give,
		news, err) != 0)
		return -1;
	return give_rest(news, err);
}

static void
clear(struct news *news)
{
	for (size_t i = 0; news->hidden != NULL && i < news->shelf->count; i++)
		block_clear(&news->hidden[i]);
	hashmap_clear(&news->places);
	free(news->moves);
	intern_clear(&news->names);
	free(news->owners);
	intern_clear(&news->gone);
	free(news->whole);
	roll_clear(&news->roll);
	free(news->arrivals);
	arrange_free(news->arrange);
	block_clear(&news->loose);
	block_clear(&news->old);
	shelf_drop(&news->raw);
	free(news->hidden);
	free(news->is_given);
	buf_clear(&news->key);
	buf_clear(&news->body);
	free(news->bounds);
	free(news->indexes);
}

int
news_make(struct store *store, const struct shelf *shelf,
    const struct news_base *base, news_take *take, void *self,
    struct news_facts *facts, struct err *err)
{
	struct news news = {
	    .store = store,
	    .shelf = shelf,
	    .base = base,
	    .facts = facts,
	    .take = take,
	    .self = self,
	};
	int rc;

	*facts = (struct news_facts){0};
	rc = make(&news, err);
	clear(&news);
	return rc;
}
