#include "store/db.h"
#include "store/retract.h"
#include "store/sample.h"

#define EVENTS 20000 /* more than are settled together */

/*
 * Many events, each in two versions far from each other, then again with
 * every hundredth changed and some more behind.
 */
static void
import_many(struct store *store, int64_t extra, int64_t changed,
    struct store_import_counts *counts)
{
	struct store_import_info info = sample_info("s");
	struct err err = {0};
	struct store_import *import = store_import_begin(store, &info, &err);
	struct store_batch *batch = store_batch_new(import, &err);

	memset(counts, 0, sizeof(*counts));
	for (int64_t i = 0; i < INT64_C(2) * EVENTS + extra; i++) {
		char id[16], event_id[16];
		int64_t n = i < INT64_C(2) * EVENTS ? i % EVENTS : i - EVENTS;
		struct sample row = {.id = id,
		    .event_id = event_id,
		    .at_s = n + 1,
		    .amount = i < EVENTS ? 1 : 2 + (n % 100 < changed)};

		(void)snprintf(id, sizeof(id), "r%d", (int)(n % 15000));
		(void)snprintf(event_id, sizeof(event_id), "e%d", (int)n);
		assert_int_equal(sample_add(batch, &row, &err), 0);
		counts->rows++;
		if (store_batch_is_full(batch)) {
			assert_int_equal(
			    store_import_write(import, batch, &err), 0);
			store_batch_reset(batch);
		}
	}
	assert_int_equal(store_import_write(import, batch, &err), 0);
	store_batch_free(batch);
	if (store_import_finish(import, "1", false, counts, &err) != 0)
		fail_msg("%s", err.msg);
}

static void
test_many(void **state)
{
	struct store_import_counts counts;
	struct store *store = sample_store();

	(void)state;
	import_many(store, 0, 0, &counts);
	assert_int_equal(counts.events_new, EVENTS);
	assert_int_equal(counts.events_same, EVENTS);
	assert_int_equal(counts.records_new, 15000);
	import_many(store, 0, 0, &counts);
	assert_int_equal(counts.events_same, 2 * EVENTS);
	assert_int_equal(counts.records_same, 15000);
	import_many(store, 500, 1, &counts);
	assert_int_equal(counts.events_changed, EVENTS / 100);
	assert_int_equal(counts.events_new, 500);
	assert_int_equal(counts.events_same, 2 * EVENTS - EVENTS / 100);
	store_close(store);
}

/* Two guests under whose ids ${names} people write, one statement each, all
 * of which are said twice with other times. */
static void
import_guests(
    struct store *store, int names, struct store_import_counts *counts)
{
	struct store_import_info info = sample_info("s");
	struct err err = {0};
	struct store_import *import = store_import_begin(store, &info, &err);
	struct store_batch *batch = store_batch_new(import, &err);

	memset(counts, 0, sizeof(*counts));
	for (int i = 0; i < 2 * names; i++) {
		char name[16];
		struct sample row = {.id = i % 2 ? "guest" : "visitor",
		    .name = name,
		    .said_s = 1000 + i};

		(void)snprintf(name, sizeof(name), "n%d", i % names);
		assert_int_equal(sample_add(batch, &row, &err), 0);
		counts->rows++;
		if (store_batch_is_full(batch)) {
			assert_int_equal(
			    store_import_write(import, batch, &err), 0);
			store_batch_reset(batch);
		}
	}
	assert_int_equal(store_import_write(import, batch, &err), 0);
	store_batch_free(batch);
	if (store_import_finish(import, "1", false, counts, &err) != 0)
		fail_msg("%s", err.msg);
}

static int64_t
number(struct store *store, const char *sql)
{
	sqlite3_stmt *stmt;
	int64_t found;

	assert_int_equal(
	    sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	found = sqlite3_column_int64(stmt, 0);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	return found;
}

/* One statement stands with the key of each record, the others beside; all
 * are known when they come again, also when that first one is gone. */
static void
test_many_of_one(void **state)
{
	struct store_import_counts counts;
	struct retract_counts gone;
	struct store *store = sample_store();
	struct err err = {0};
	int64_t few;

	(void)state;
	import_guests(store, 3, &counts);
	few = counts.import_id;
	assert_int_equal(counts.records_new, 2);
	assert_int_equal(number(store, "SELECT count(*) FROM observation"), 6);
	import_guests(store, EVENTS, &counts);
	assert_int_equal(counts.records_changed, 2);
	assert_int_equal(counts.rows_changed + counts.rows_same, 2 * EVENTS);
	assert_int_equal(
	    number(store, "SELECT count(*) FROM observation"), EVENTS + 3);
	assert_int_equal(
	    number(store, "SELECT count(*) FROM observation_key"), EVENTS + 1);
	import_guests(store, EVENTS, &counts);
	assert_int_equal(counts.records_same, 2);
	assert_int_equal(counts.rows_same, 2 * EVENTS);
	assert_int_equal(
	    retract_import(store, few, SAMPLE_NOW, &gone, &err), 0);
	assert_int_equal(gone.observations, 3);
	assert_int_equal(
	    number(store, "SELECT count(*) FROM observation"), EVENTS);
	import_guests(store, EVENTS, &counts);
	assert_int_equal(counts.rows_same, 2 * EVENTS);
	assert_int_equal(
	    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_VIEW, 1, NULL),
	    SQLITE_OK);
	assert_int_equal(number(store,
			     "SELECT count(*) FROM v_crosswalk WHERE "
			     "first_seen < '1970-01-01T00:16:42Z' AND "
			     "last_seen > '1970-01-01T11:00:00Z'"),
	    2);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_many_of_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
