#include <pthread.h>
#include <time.h>

#include "store/db.h"
#include "store/sample.h"

/* Everything that is said of a record, and what of it stands. */
static void
test_standing(void **state)
{
	static const struct sample rows[] = {
	    {.id = "b", .name = "Old", .email = "o@x.jp", .said_s = 10},
	    {.id = "b", .name = "New", .email = "n@x.jp", .said_s = 20},
	    {.id = "b", .phone = "12-x", .said_s = 30},
	    {.id = "b", .name = "Old", .email = "o@x.jp", .said_s = 5},
	    {.id = "a", .name = "B"},
	    {.id = "a", .name = "A"},
	    {.id = "c", .event_id = "e", .at_s = 7},
	};
	const struct store_record *record;
	struct store_import_counts counts;
	struct store_records *records;
	struct store *store = sample_store();
	struct err err = {0};

	(void)state;
	sample_must_import(store, "z", rows, 7, &counts);
	sample_must_import(store, "y", rows, 1, &counts);
	records = store_records_open(store, &err);
	assert_non_null(records);
	assert_int_equal(store_records_next(records, &record, &err), 0);
	assert_true(span_is(record->native_id, "b"));
	assert_int_equal(record->n_said, 1);
	assert_int_equal(store_records_next(records, &record, &err), 0);
	assert_true(span_is(record->native_id, "a"));
	/* Said at no time: the last by bytes stands. */
	assert_true(span_is(record->now.field[CANON_F_FULL_NAME], "B"));
	assert_true(record->first_seen_us == CANON_NO_TIME);
	assert_int_equal(store_records_next(records, &record, &err), 0);
	assert_true(span_is(record->native_id, "b"));
	assert_true(span_is(record->now.field[CANON_F_FULL_NAME], "New"));
	assert_int_equal(record->n_said, 3);
	assert_int_equal(record->now.n_values, 3);
	assert_true(span_is(record->now.values[0].normal, "n@x.jp"));
	assert_true(span_is(record->now.values[1].raw, "o@x.jp"));
	assert_int_equal(record->now.values[2].normal.len, 0);
	assert_true(span_is(record->now.values[2].raw, "12-x"));
	assert_true(span_is(record->said[2].field[CANON_F_FULL_NAME], "Old"));
	assert_int_equal(record->first_seen_us, 5000000);
	assert_int_equal(record->last_seen_us, 30000000);
	assert_int_equal(store_records_next(records, &record, &err), 0);
	assert_true(span_is(record->native_id, "c"));
	assert_int_equal(record->now.n_values, 0);
	assert_int_equal(record->last_seen_us, 7000000);
	assert_int_equal(store_records_next(records, &record, &err), 0);
	assert_null(record);
	store_records_close(records);
	store_close(store);
}

/* An attribute stands as said last. Who opted out stays so, whatever is said
 * before or after. */
static void
test_attributes(void **state)
{
	static const struct {
		const char *rank;
		int64_t at_s;
		int opt_out;
	} said[] = {{"gold", 3, 0}, {"silver", 1, 0}, {"", 2, 1}, {"", 9, -1}};
	struct store_import_info info = sample_info("s");
	struct store_import_counts counts = {.rows = 4};
	const struct store_record *record;
	struct store_records *records;
	struct store *store = sample_store();
	struct err err = {0};
	struct store_import *import = store_import_begin(store, &info, &err);
	struct store_batch *batch = store_batch_new(import, &err);

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct canon_value value = {.field = CANON_F_ATTR,
		    .name = SPAN("rank"),
		    .raw = span_of(said[i].rank)};
		struct canon_record made = {.native_id = SPAN("a"),
		    .values = &value,
		    .n_values = value.raw.len > 0,
		    .said_at_us = said[i].at_s * 1000000,
		    .is_opt_out = said[i].opt_out == 1};
		struct canon_row row = {.records = &made, .n_records = 1};

		if (said[i].opt_out >= 0)
			made.field[CANON_F_OPT_OUT] = span_of("x");
		assert_int_equal(store_batch_add(batch, &row, &err), 0);
	}
	assert_int_equal(store_import_write(import, batch, &err), 0);
	assert_int_equal(
	    store_import_finish(import, "1", false, &counts, &err), 0);
	store_batch_free(batch);
	records = store_records_open(store, &err);
	assert_int_equal(store_records_next(records, &record, &err), 0);
	assert_int_equal(record->now.n_values, 1);
	assert_true(span_is(record->now.values[0].name, "rank"));
	assert_true(span_is(record->now.values[0].raw, "gold"));
	assert_true(record->now.is_opt_out);
	store_records_close(records);
	store_close(store);
}

/* --- a brief view --- */

#define MANY 3000

static void
import_many(struct store *store)
{
	static char ids[MANY][16];
	static struct sample rows[MANY];
	struct store_import_counts counts;

	for (int i = 0; i < MANY; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "%d", i);
		rows[i].id = ids[i];
	}
	sample_must_import(store, "many", rows, MANY, &counts);
}

/* Another program, which waits. */
static void *
import_one(void *path)
{
	static const struct sample rows[] = {
	    {.id = "late"}, {.id = "0", .name = "A"}};
	struct store_import_counts counts;
	struct err err = {0};
	struct store *store = store_open(path, STORE_WRITE, 0600, 20, &err);

	assert_non_null(store);
	sample_must_import(store, "many", rows, 2, &counts);
	store_close(store);
	return NULL;
}

/* Nobody may begin to read any more: somebody waits for those who do. */
static void
wait_for_writer(const char *path)
{
	struct timespec pause = {0, 1000000};
	struct store *store;
	struct err err;

	for (int i = 0; i < 20000; i++) {
		memset(&err, 0, sizeof(err));
		store = store_open(path, STORE_READ, 0600, 0, &err);
		if (store == NULL) {
			assert_int_equal(err.code, ERR_LOCKED);
			return;
		}
		store_close(store);
		(void)nanosleep(&pause, NULL);
	}
	fail_msg("nobody waits");
}

/* How many records there are until the end or a failure. */
static int
read_all(struct store *store, const char *path, struct err *err)
{
	struct store_records *records = store_records_open_any(store, err);
	const struct store_record *record;
	pthread_t thread;
	int n = 0;

	assert_non_null(records);
	while (store_records_next(records, &record, err) == 0 && record != NULL)
		if (++n == 1 && path != NULL) {
			assert_int_equal(
			    pthread_create(&thread, NULL, import_one,
				(void *)(intptr_t)path),
			    0);
			wait_for_writer(path);
		}
	store_records_close(records);
	store_rollback(store);
	if (path != NULL)
		assert_int_equal(pthread_join(thread, NULL), 0);
	return n;
}

/* Who reads everything lets a writer in, hears of it, and goes on. */
static void
test_brief(void **state)
{
	char path[64];
	struct store *store;
	struct err err = {0};

	(void)state;
	sample_path(path);
	store = store_open(path, STORE_CREATE, 0600, 20, &err);
	assert_non_null(store);
	import_many(store);
	store->brief_ms = 0;
	/* Once more is said of one that is read already: it comes again. */
	assert_int_equal(store_begin_brief(store, &err), 0);
	assert_int_equal(read_all(store, path, &err), MANY + 1);
	assert_int_equal(err.code, ERR_NONE);
	assert_true(store_has_moved(store));
	assert_int_equal(store_begin_brief(store, &err), 0);
	assert_int_equal(read_all(store, NULL, &err), MANY + 1);
	assert_false(store_has_moved(store));
	/* An ordinary view is held to its end. */
	assert_int_equal(store_begin_read(store, &err), 0);
	assert_int_equal(read_all(store, path, &err), MANY + 1);
	store_close(store);
	sample_remove(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_standing),
	    cmocka_unit_test(test_attributes),
	    cmocka_unit_test(test_brief),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
