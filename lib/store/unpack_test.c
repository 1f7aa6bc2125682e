#include "base/buf.h"
#include "store/db.h"
#include "store/packed.h"
#include "store/sample.h"
#include "store/stream.h"

#define ROWS 90

/* Customers a, b, ... of some events each, and some of nobody. */
static void
fill(struct store *store, int round)
{
	static char ids[ROWS][8], events[ROWS][8];
	struct sample rows[ROWS];
	struct store_import_counts counts;

	for (int i = 0; i < ROWS; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "%c", 'a' + i % 12);
		(void)snprintf(
		    events[i], sizeof(events[i]), "%d", i + round * ROWS);
		rows[i] = (struct sample){
		    .id = i % 11 == 0 ? NULL : ids[i],
		    .event_id = events[i],
		    .at_s = 1 + (i * 7 + round * 5) % 50,
		    .amount = i,
		    .product = i % 3 == 0 ? "p" : NULL,
		};
	}
	sample_must_import(store, "s", rows, ROWS, &counts);
}

static void
merge(struct store *store)
{
	struct store_member members[12];
	struct store_records *records;
	const struct store_record *record;
	struct store_run run = {0};
	struct err err = {0};

	records = store_records_open(store, &err);
	for (size_t i = 0; i < 12; i++) {
		assert_int_equal(store_records_next(records, &record, &err), 0);
		members[i] = (struct store_member){
		    record->key, (int64_t)(1 + i * 5 % 12)};
	}
	store_records_close(records);
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(
	    store_save_run(store, &run, members, 12, NULL, 0, NULL, 0, &err),
	    0);
	assert_int_equal(store_commit(store, &err), 0);
	assert_int_equal(packed_make(store, &err), 0);
}

/* Those of nobody come in any order. */
struct heard {
	struct buf customers;
	int64_t n_loose, loose;
};

static int
hear(void *self, const struct block *block, struct err *err)
{
	struct heard *heard = self;
	size_t at = 0;

	for (size_t i = 0; i < block->n_customers; i++)
		for (uint32_t n = 0; n < block->counts[i]; n++, at++) {
			int64_t amount = block_number(block, BLOCK_AMOUNT, at);
			struct span product =
			    block_text(block, BLOCK_PRODUCT, at);

			heard->n_loose += block->customers[i] == 0;
			if (block->customers[i] == 0)
				heard->loose += (amount + 1) * (amount + 7) +
				    (int64_t)product.len;
			else
				buf_printf(&heard->customers, "%lld:%lld%s ",
				    (long long)block->customers[i],
				    (long long)amount,
				    product.len > 0 ? "p" : "");
		}
	return buf_check(&heard->customers, err);
}

/* By one hand, with those of nobody behind. */
static void
listen(
    struct store *store, bool is_unpacked, bool has_anonymous, struct buf *text)
{
	const struct stream_options options = {
	    .columns = BLOCK_BIT(BLOCK_AMOUNT) | BLOCK_TEXT_BIT(BLOCK_PRODUCT),
	    .has_anonymous = has_anonymous,
	    .is_unpacked = is_unpacked,
	};
	struct heard heard = {.loose = 0};
	struct err err = {0};

	if (stream_read(store, &options, hear, &heard, &err) != 0)
		fail_msg("%s", err.msg);
	buf_reset(text);
	buf_span(text, buf_get(&heard.customers));
	if (has_anonymous)
		buf_printf(text, "and %lld: %lld", (long long)heard.n_loose,
		    (long long)heard.loose);
	buf_clear(&heard.customers);
}

static int
hear_nothing(void *self, const struct block *block, struct err *err)
{
	(void)self;
	(void)block;
	(void)err;
	return 0;
}

/* The turns of several hands make one text. */
static void
listen_in_turn(struct store *store, size_t n, struct buf *text)
{
	const struct stream_options options = {
	    .columns = BLOCK_BIT(BLOCK_AMOUNT) | BLOCK_TEXT_BIT(BLOCK_PRODUCT)};
	struct stream_hand hands[7];
	struct heard heard = {.loose = 0};
	struct err err = {0};

	for (size_t i = 0; i < n; i++)
		hands[i] = (struct stream_hand){
		    .take = hear_nothing, .in_turn = hear, .self = &heard};
	if (stream_share(store, &options, hands, n, &err) != 0)
		fail_msg("%s", err.msg);
	buf_reset(text);
	buf_span(text, buf_get(&heard.customers));
	buf_clear(&heard.customers);
}

static void
run_sql(struct store *store, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(store->db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
}

/* What may happen to the table, and to put it back. */
static const char *const damages[] = {
    "UPDATE journey_pack SET data = substr(data, 1, length(data) - 1)",
    "UPDATE journey_pack SET data = x''",
    "UPDATE journey_pack SET data = CAST(data || x'00' AS BLOB)",
    "UPDATE journey_pack SET data = CAST(substr(data, 1, length(data) / 2) "
    "|| x'5a' || substr(data, length(data) / 2 + 2) AS BLOB) "
    "WHERE substr(data, length(data) / 2 + 1, 1) <> x'5a'",
    "UPDATE journey_pack SET \"check\" = \"check\" + 1 WHERE id % 3 = 0",
    "UPDATE journey_pack SET data = "
    "(SELECT data FROM saved_pack s WHERE s.id > journey_pack.id "
    "ORDER BY s.id LIMIT 1) WHERE id % 5 = 0",
    "DELETE FROM journey_pack WHERE id % 7 = 0",
    "DELETE FROM journey_pack",
    "DELETE FROM journey_block WHERE id = 4",
    "DELETE FROM journey_block",
    "UPDATE journey_block SET last_customer = last_customer + 1 WHERE id = 4",
    "UPDATE journey_block SET parts = parts & ~16 WHERE id = 4",
    "UPDATE meta SET value = replace(value, ' 1', ' 2') "
    "WHERE name = 'journey_pack'",
    "UPDATE meta SET value = substr(value, 1, 20) WHERE name = "
    "'journey_pack'",
    "UPDATE meta SET value = '' WHERE name = 'journey_pack'",
    NULL,
};

static void
save(struct store *store)
{
	run_sql(store,
	    "CREATE TEMP TABLE saved_pack AS "
	    "SELECT * FROM journey_pack");
	run_sql(store,
	    "CREATE TEMP TABLE saved_block AS "
	    "SELECT * FROM journey_block");
	run_sql(store, "CREATE TEMP TABLE saved_meta AS SELECT * FROM meta");
}

static void
restore(struct store *store)
{
	run_sql(store, "DELETE FROM journey_pack");
	run_sql(store, "INSERT INTO journey_pack SELECT * FROM saved_pack");
	run_sql(store, "DELETE FROM journey_block");
	run_sql(store, "INSERT INTO journey_block SELECT * FROM saved_block");
	run_sql(store, "DELETE FROM meta");
	run_sql(store, "INSERT INTO meta SELECT * FROM saved_meta");
	store->is_pack_damaged = false;
}

static void
must_hear(struct store *store, const char *why, const char *customers,
    const char *all)
{
	static const size_t hands[] = {1, 2, 7};
	struct buf text = {0};

	listen(store, false, true, &text);
	if (strcmp(buf_text(&text), all) != 0)
		fail_msg("%s: %s, not %s", why, buf_text(&text), all);
	for (size_t i = 0; i < 3; i++) {
		listen_in_turn(store, hands[i], &text);
		if (strcmp(buf_text(&text), customers) != 0)
			fail_msg("%s, %zu hands: %s, not %s", why, hands[i],
			    buf_text(&text), customers);
	}
	buf_clear(&text);
}

/* Bytes that are flipped, cut off, gone or somebody else's never make another
 * answer. */
static void
test_damages(void **state)
{
	struct store *store = sample_store();
	struct buf customers = {0}, all = {0};

	(void)state;
	store->block_events = 10;
	fill(store, 0);
	merge(store);
	fill(store, 1);
	merge(store);
	listen(store, true, false, &customers);
	listen(store, true, true, &all);
	assert_true(customers.len > 500);
	must_hear(store, "nothing", buf_text(&customers), buf_text(&all));
	assert_false(packed_is_damaged(store));
	save(store);
	for (size_t i = 0; damages[i] != NULL; i++) {
		run_sql(store, damages[i]);
		must_hear(
		    store, damages[i], buf_text(&customers), buf_text(&all));
		assert_true(packed_is_damaged(store) ||
		    strstr(damages[i], "meta") != NULL);
		restore(store);
	}
	buf_clear(&customers);
	buf_clear(&all);
	store_close(store);
}

/* Each part alone. */
static void
test_parts(void **state)
{
	static const char flip[] =
	    "UPDATE journey_pack SET data = CAST(x'17' || substr(data, 2) "
	    "AS BLOB) WHERE id = (SELECT id FROM saved_pack ORDER BY id "
	    "LIMIT 1 OFFSET %d)";
	struct store *store = sample_store();
	struct buf customers = {0}, all = {0};
	char sql[200];
	int n = 0;

	(void)state;
	store->block_events = 40;
	fill(store, 0);
	merge(store);
	fill(store, 1);
	listen(store, true, false, &customers);
	listen(store, true, true, &all);
	save(store);
	for (;; n++) {
		(void)snprintf(sql, sizeof(sql), flip, n);
		run_sql(store, sql);
		if (sqlite3_changes(store->db) == 0)
			break;
		must_hear(store, sql, buf_text(&customers), buf_text(&all));
		restore(store);
	}
	assert_true(n > 20);
	buf_clear(&customers);
	buf_clear(&all);
	store_close(store);
}

/* Packing again mends what it sees. */
static void
test_mending(void **state)
{
	struct store *store = sample_store();
	struct buf customers = {0}, all = {0};
	struct err err = {0};

	(void)state;
	store->block_events = 10;
	fill(store, 0);
	merge(store);
	run_sql(store, "UPDATE journey_pack SET data = x''");
	fill(store, 1);
	merge(store);
	listen(store, true, false, &customers);
	listen(store, true, true, &all);
	must_hear(store, "mended", buf_text(&customers), buf_text(&all));
	assert_false(packed_is_damaged(store));
	/* And what it does not see when it is asked to. */
	run_sql(store, "UPDATE journey_pack SET data = x'' WHERE id % 64 = 4");
	assert_int_equal(packed_forget(store, &err), 0);
	assert_int_equal(packed_make(store, &err), 0);
	must_hear(store, "anew", buf_text(&customers), buf_text(&all));
	assert_false(packed_is_damaged(store));
	buf_clear(&customers);
	buf_clear(&all);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_damages),
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_mending),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
