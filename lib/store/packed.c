#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/num.h"
#include "store/db.h"
#include "store/packed.h"
#include "store/stmt.h"
#include "store/stream.h"

/* What the table meta says of them, under "journey_pack". */
struct mark {
	int64_t generation;
	struct packed_facts facts;
};

/* --- which state they are of --- */

/* The next of the numbers between blanks. */
static bool
take_number(struct span *text, int64_t *number)
{
	size_t len = 0;

	while (len < text->len && text->data[len] != ' ')
		len++;
	if (!num_i64(span_make(text->data, len), INT64_MIN, INT64_MAX, number))
		return false;
	len += len < text->len;
	*text = span_make(text->data + len, text->len - len);
	return true;
}

static int
read_mark(
    struct store *store, struct mark *mark, bool *is_known, struct err *err)
{
	char bytes[128];
	struct span text;
	int64_t version;

	if (store_get_meta(store, "journey_pack", bytes, sizeof(bytes), err) !=
	    0)
		return -1;
	text = span_of(bytes);
	*is_known = take_number(&text, &version) && version == PACKED_VERSION &&
	    take_number(&text, &mark->generation) &&
	    take_number(&text, &mark->facts.unmerged) &&
	    take_number(&text, &mark->facts.as_of_us);
	return 0;
}

static int
write_mark(struct store *store, const struct mark *mark, struct err *err)
{
	char text[128];

	(void)snprintf(text, sizeof(text), "%d %lld %lld %lld", PACKED_VERSION,
	    (long long)mark->generation, (long long)mark->facts.unmerged,
	    (long long)mark->facts.as_of_us);
	return store_set_meta(store, "journey_pack", text, err);
}

static int
facts_of_now(struct store *store, struct packed_facts *facts, bool *is_known,
    struct err *err)
{
	struct mark mark;
	int64_t generation;

	if (read_mark(store, &mark, is_known, err) != 0)
		return -1;
	if (!*is_known)
		return 0;
	if (store_generation(store, &generation, err) != 0)
		return -1;
	*is_known = generation == mark.generation;
	if (*is_known)
		*facts = mark.facts;
	return 0;
}

/* In a write the generation is still the old one, whatever was changed. */
int
packed_facts(struct store *store, struct packed_facts *facts, bool *is_known,
    struct err *err)
{
	*is_known = false;
	if (store->is_in_write)
		return 0;
	return facts_of_now(store, facts, is_known, err);
}

int
packed_is_fresh(struct store *store, bool *is_fresh, struct err *err)
{
	struct packed_facts facts;

	return packed_facts(store, &facts, is_fresh, err);
}

/* --- packing --- */

struct packer {
	struct store *store;
	int64_t n_blocks;
	struct buf bytes;
};

int64_t
packed_check(int64_t id, struct span bytes)
{
	return (int64_t)hash_64((uint64_t)id, bytes);
}

static int
add_part(struct packer *packer, int64_t id, struct err *err)
{
	struct span bytes = buf_get(&packer->bytes);
	const struct stmt_value values[] = {
	    STMT_I64(":id", id), STMT_I64(":check", packed_check(id, bytes))};
	sqlite3_stmt *stmt = stmt_open(
	    packer->store, "packed_add", values, STMT_COUNT(values), err);
	bool has_row;
	int rc;

	if (stmt == NULL)
		return -1;
	if (sqlite3_bind_blob64(stmt,
		sqlite3_bind_parameter_index(stmt, ":data"), bytes.data,
		bytes.len, SQLITE_STATIC) != SQLITE_OK) {
		stmt_close(stmt);
		return store_fail(packer->store, "packed_add", err);
	}
	rc = stmt_step(packer->store, stmt, &has_row, err);
	stmt_close(stmt);
	return rc;
}

static int
add_block(void *self, const struct block *block, struct err *err)
{
	struct packer *packer = self;
	struct stmt_value values[] = {STMT_I64(":id", ++packer->n_blocks),
	    STMT_I64(":first", block->customers[0]),
	    STMT_I64(":last", block->customers[block->n_customers - 1]),
	    STMT_I64(":parts", 0)};

	for (int part = 0; part < BLOCK_PARTS; part++) {
		if (!block_part_is_known(block, part))
			continue;
		values[3].number |= INT64_C(1) << part;
		buf_reset(&packer->bytes);
		if (block_write(block, part, &packer->bytes, err) != 0 ||
		    add_part(packer, packer->n_blocks * PACKED_PARTS + part,
			err) != 0)
			return -1;
	}
	return stmt_exec(
	    packer->store, "packed_add_block", values, STMT_COUNT(values), err);
}

static int
pack_all(struct store *store, struct err *err)
{
	const struct stream_options all = {
	    .columns = BLOCK_ALL, .has_anonymous = true, .is_unpacked = true};
	struct packer packer = {.store = store};
	struct mark mark = {0};
	int rc;

	if (stmt_exec(store, "packed_clear", NULL, 0, err) != 0 ||
	    stmt_exec(store, "packed_clear_blocks", NULL, 0, err) != 0 ||
	    store_generation(store, &mark.generation, err) != 0 ||
	    store_unmerged(store, &mark.facts.unmerged, err) != 0 ||
	    store_as_of(store, &mark.facts.as_of_us, err) != 0)
		return -1;
	rc = stream_read(store, &all, add_block, &packer, err);
	buf_clear(&packer.bytes);
	if (rc != 0)
		return -1;
	return write_mark(store, &mark, err);
}

int
packed_make(struct store *store, struct err *err)
{
	struct packed_facts facts;
	bool is_fresh;
	int64_t run = 0;

	if (store_begin(store, err) != 0)
		return -1;
	if (facts_of_now(store, &facts, &is_fresh, err) != 0 ||
	    stmt_number(store, "run_last", NULL, 0, &run, err) != 0)
		goto rollback;
	if (is_fresh || run == 0) {
		store_rollback(store);
		return 0;
	}
	if (pack_all(store, err) != 0)
		goto rollback;
	return store_commit_same(store, err);
rollback:
	store_rollback(store);
	return -1;
}
