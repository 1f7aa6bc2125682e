#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "store/shelf.h"
#include "store/stmt.h"

/* --- the list --- */

static int
add_row(struct shelf *shelf, const int64_t row[4], struct err *err)
{
	bool is_news = row[0] % 2 != 0;
	bool is_paired = is_news && shelf->count > 0 &&
	    shelf->blocks[shelf->count - 1].id == row[0] - 1;
	struct shelf_block *block;

	if (!is_paired) {
		if (array_grow(&shelf->blocks, &shelf->cap, shelf->count + 1,
			sizeof(*shelf->blocks), err) != 0)
			return -1;
		shelf->blocks[shelf->count++] =
		    (struct shelf_block){.low = row[1], .high = row[2]};
	}
	block = &shelf->blocks[shelf->count - 1];
	if (is_news) {
		block->news_id = row[0];
		block->news_parts = (uint64_t)row[3];
	} else {
		block->id = row[0];
		block->parts = (uint64_t)row[3];
	}
	return 0;
}

/* Blocks have all customers between them. */
static void
close_gaps(struct shelf *shelf)
{
	int64_t behind = 0;

	for (size_t i = 0; i < shelf->count; i++) {
		struct shelf_block *block = &shelf->blocks[i];

		if (block->high == 0)
			continue;
		block->low = behind + 1;
		behind = block->high;
	}
}

int
shelf_load(struct shelf *shelf, struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "packed_blocks", NULL, 0, err);
	bool has_row = true;
	int64_t row[4];
	int rc = stmt == NULL ? -1 : 0;

	shelf->count = 0;
	shelf->digest = 0;
	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		for (int i = 0; i < 4; i++) {
			row[i] = sqlite3_column_int64(stmt, i);
			shelf->digest =
			    hash_mix(shelf->digest, (uint64_t)row[i]);
		}
		rc = add_row(shelf, row, err);
	}
	stmt_close(stmt);
	close_gaps(shelf);
	return rc;
}

void
shelf_base(struct shelf *shelf)
{
	size_t kept = 0;

	for (size_t i = 0; i < shelf->count; i++) {
		if (shelf->blocks[i].id == 0)
			continue;
		shelf->blocks[kept] = shelf->blocks[i];
		shelf->blocks[kept++].news_id = 0;
	}
	shelf->count = kept;
}

int
shelf_put(struct shelf *shelf, const struct shelf_block *block, struct err *err)
{
	if (array_grow(&shelf->blocks, &shelf->cap, shelf->count + 1,
		sizeof(*shelf->blocks), err) != 0)
		return -1;
	shelf->blocks[shelf->count++] = *block;
	close_gaps(shelf);
	return 0;
}

void
shelf_clear(struct shelf *shelf)
{
	for (size_t i = 0; i < shelf->count; i++)
		if (shelf->blocks[i].news != NULL) {
			shelf_drop(shelf->blocks[i].news);
			free(shelf->blocks[i].news);
		}
	free(shelf->blocks);
	memset(shelf, 0, sizeof(*shelf));
}

/* --- parts --- */

int64_t
shelf_check(int64_t id, int part, struct span bytes)
{
	return (int64_t)hash_64((uint64_t)(id * SHELF_PARTS + part), bytes);
}

static int
fetch_part(
    struct store *store, struct shelf_raw *raw, int number, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":id", raw->id * SHELF_PARTS + number)};
	sqlite3_stmt *stmt = stmt_open(store, "packed_part", values, 1, err);
	struct span bytes;
	bool has_row;
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(store, stmt, &has_row, err);
	if (rc == 0 && !has_row)
		rc = block_damaged(err);
	if (rc == 0) {
		bytes = stmt_bytes(stmt, 1);
		raw->parts[raw->n_parts++] =
		    (struct shelf_part){.number = number,
			.check = sqlite3_column_int64(stmt, 0),
			.at = raw->bytes.len,
			.len = bytes.len};
		buf_span(&raw->bytes, bytes);
		rc = buf_check(&raw->bytes, err);
	}
	stmt_close(stmt);
	return rc;
}

/* Customers and counts come first: the others are as long as they say. */
static int
order_of(int at)
{
	if (at == 0)
		return BLOCK_CUSTOMERS;
	if (at == 1)
		return BLOCK_COUNTS;
	return at - 2 < BLOCK_COLUMNS ? at - 2 : SHELF_HIDDEN;
}

int
shelf_fetch(struct store *store, int64_t id, uint64_t parts,
    struct shelf_raw *raw, struct err *err)
{
	raw->id = id;
	raw->n_parts = 0;
	buf_reset(&raw->bytes);
	for (int at = 0; at < BLOCK_PARTS + 1; at++) {
		int part = order_of(at);

		if ((parts & BLOCK_BIT(part)) != 0 &&
		    fetch_part(store, raw, part, err) != 0)
			return -1;
	}
	return 0;
}

static int
keep_part(const struct block *block, int part, int number,
    struct shelf_raw *raw, struct err *err)
{
	struct shelf_part *to = &raw->parts[raw->n_parts++];

	*to = (struct shelf_part){.number = number, .at = raw->bytes.len};
	if (block_write(block, part, &raw->bytes, err) != 0)
		return -1;
	to->len = raw->bytes.len - to->at;
	to->check = shelf_check(
	    raw->id, number, span_make(raw->bytes.data + to->at, to->len));
	return 0;
}

int
shelf_keep(const struct block *block, const struct block *hidden,
    struct shelf_raw *raw, uint64_t *parts, struct err *err)
{
	raw->n_parts = 0;
	buf_reset(&raw->bytes);
	*parts = 0;
	for (int at = 0; at < BLOCK_PARTS; at++) {
		int part = order_of(at);

		if (!block_part_is_known(block, part))
			continue;
		*parts |= BLOCK_BIT(part);
		if (keep_part(block, part, part, raw, err) != 0)
			return -1;
	}
	if (hidden == NULL || hidden->n_customers == 0)
		return 0;
	*parts |= BLOCK_BIT(SHELF_HIDDEN);
	return keep_part(hidden, BLOCK_CUSTOMERS, SHELF_HIDDEN, raw, err);
}

void
shelf_sign(struct shelf_raw *raw, int64_t id)
{
	raw->id = id;
	for (size_t i = 0; i < raw->n_parts; i++) {
		struct shelf_part *part = &raw->parts[i];

		part->check = shelf_check(id, part->number,
		    span_make(raw->bytes.data + part->at, part->len));
	}
}

int
shelf_make(const struct shelf_raw *raw, struct block *block,
    struct block *hidden, struct err *err)
{
	block_reset(block);
	if (hidden != NULL)
		block_reset(hidden);
	for (size_t i = 0; i < raw->n_parts; i++) {
		const struct shelf_part *part = &raw->parts[i];
		bool is_hidden = part->number == SHELF_HIDDEN;
		struct block *to = is_hidden ? hidden : block;
		struct span bytes =
		    span_make(raw->bytes.data + part->at, part->len);

		if (shelf_check(raw->id, part->number, bytes) != part->check)
			return block_damaged(err);
		if (to != NULL &&
		    block_read(to, is_hidden ? BLOCK_CUSTOMERS : part->number,
			bytes, err) != 0)
			return -1;
	}
	return 0;
}

void
shelf_drop(struct shelf_raw *raw)
{
	buf_clear(&raw->bytes);
	memset(raw, 0, sizeof(*raw));
}
