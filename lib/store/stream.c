#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "store/arrange.h"
#include "store/db.h"
#include "store/packed.h"
#include "store/roll.h"
#include "store/scan.h"
#include "store/stmt.h"
#include "store/stream.h"
#include "store/unpack.h"

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

/* --- from the rows --- */

/* Events of nobody need no order: they go on as they come. */
struct maker {
	struct arrange *arrange;
	struct block loose;
	size_t block_events;
	int64_t low, high;
	stream_take *take;
	void *self;
};

static int
hand_on_loose(struct maker *maker, struct err *err)
{
	int rc = block_seal(&maker->loose, err);

	if (rc == 0 && maker->loose.n_events > 0)
		rc = maker->take(maker->self, &maker->loose, err);
	block_reset(&maker->loose);
	return rc;
}

static int
keep_row(void *self, const struct block_row *row, struct err *err)
{
	struct maker *maker = self;

	if (row->customer != 0 && maker->high != 0 &&
	    (row->customer < maker->low || row->customer > maker->high))
		return 0;
	if (row->customer != 0)
		return arrange_add(maker->arrange, row, err);
	if (block_add(&maker->loose, row, err) != 0)
		return -1;
	return maker->loose.n_events < maker->block_events
	    ? 0
	    : hand_on_loose(maker, err);
}

static int
make(struct maker *maker, struct store *store,
    const struct stream_options *options, struct roll *roll, struct err *err)
{
	const struct scan_options scan = {
	    .roll = roll, .has_anonymous = options->has_anonymous};
	int64_t last_event = 0;

	if (roll_load(roll, store, options->is_by_record, options->customers,
		options->n_customers, err) != 0 ||
	    stmt_number(
		store, "stream_last_event", NULL, 0, &last_event, err) != 0)
		return -1;
	maker->arrange = arrange_new(store,
	    options->customers != NULL ? 0 : last_event, roll->last, err);
	if (maker->arrange == NULL)
		return -1;
	maker->block_events = arrange_block_events(maker->arrange);
	if (scan_rows(store, &scan, keep_row, maker, err) != 0 ||
	    hand_on_loose(maker, err) != 0)
		return -1;
	return arrange_give(
	    maker->arrange, NULL, 0, maker->take, maker->self, err);
}

static int
read_unpacked(struct store *store, const struct stream_options *options,
    stream_take *take, void *self, struct err *err)
{
	struct maker maker = {.low = options->low,
	    .high = options->high,
	    .take = take,
	    .self = self};
	struct roll roll = {0};
	int rc = make(&maker, store, options, &roll, err);

	roll_clear(&roll);
	arrange_free(maker.arrange);
	block_clear(&maker.loose);
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
	struct shelf shelf = {0};
	bool is_packed = false, is_damaged = false;
	int rc = 0;

	if (!options->is_by_record && !options->is_unpacked)
		rc = packed_open(store, &shelf, &is_packed, err);
	if (rc == 0 && is_packed)
		rc = unpack_read(
		    store, &shelf, options, hands, n, &is_damaged, err);
	else if (rc == 0)
		rc = read_unpacked(store, options, take_both, &first, err);
	store->is_pack_damaged |= is_damaged;
	shelf_clear(&shelf);
	return rc;
}

int
stream_read(struct store *store, const struct stream_options *options,
    stream_take *take, void *self, struct err *err)
{
	const struct stream_hand hand = {.take = take, .self = self};

	return stream_share(store, options, &hand, 1, err);
}
