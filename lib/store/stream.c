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

struct maker {
	struct arrange *arrange;
	struct roll roll;
	int64_t low, high;
};

/* One of several who add rows. */
struct helper {
	struct maker *maker;
	size_t door;
};

static int
keep_row(void *self, const struct scan_row *row, struct err *err)
{
	const struct helper *helper = self;
	const struct maker *maker = helper->maker;

	if (row->customer != 0 && maker->high != 0 &&
	    (row->customer < maker->low || row->customer > maker->high))
		return 0;
	return arrange_add(maker->arrange, helper->door, row->customer,
	    row->record, row->body, err);
}

static int
read_all(struct maker *maker, const struct beside *beside,
    const struct stream_options *options, int64_t last_event, struct err *err)
{
	const struct scan_options scan = {
	    .roll = &maker->roll, .has_anonymous = options->has_anonymous};
	struct helper helpers[BESIDE_MAX];
	void *selves[BESIDE_MAX];

	for (size_t i = 0; i < beside->n; i++) {
		helpers[i] = (struct helper){maker, i};
		selves[i] = &helpers[i];
	}
	if (roll_load(&maker->roll, beside, options->is_by_record,
		options->customers, options->n_customers, err) != 0)
		return -1;
	maker->arrange = arrange_new(beside->stores[0],
	    options->customers != NULL ? 0 : last_event, maker->roll.last,
	    beside->n, err);
	if (maker->arrange == NULL)
		return -1;
	return scan_rows(beside, &scan, keep_row, selves, err);
}

static int
arrange_all(struct maker *maker, struct store *store,
    const struct stream_options *options, struct err *err)
{
	struct beside beside;
	int64_t last_event = 0;
	int rc;

	maker->low = options->low;
	maker->high = options->high;
	if (stmt_number(
		store, "stream_last_event", NULL, 0, &last_event, err) != 0)
		return -1;
	beside_open(&beside, store, last_event);
	rc = read_all(maker, &beside, options, last_event, err);
	beside_close(&beside);
	return rc;
}

static void
clear(struct maker *maker)
{
	roll_clear(&maker->roll);
	arrange_free(maker->arrange);
}

static int
read_unpacked(struct store *store, const struct stream_options *options,
    stream_take *take, void *self, struct err *err)
{
	struct maker maker = {0};
	int rc = arrange_all(&maker, store, options, err);

	if (rc == 0)
		rc = arrange_give(maker.arrange, NULL, 0, take, self, err);
	clear(&maker);
	return rc;
}

struct arrange *
stream_arrange(struct store *store, int64_t *unmerged, struct err *err)
{
	const struct stream_options all = {.has_anonymous = true};
	struct maker maker = {0};
	struct arrange *arrange = NULL;

	if (arrange_all(&maker, store, &all, err) == 0) {
		arrange = maker.arrange;
		maker.arrange = NULL;
	}
	*unmerged = (int64_t)maker.roll.n_strangers;
	clear(&maker);
	return arrange;
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
