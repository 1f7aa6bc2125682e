#include "store/db.h"
#include "store/repeat.h"
#include "store/sample.h"

struct reading {
	struct repeat_entry entries[8];
	size_t n;
};

static int
take(void *data, const struct repeat_entry *entry, struct err *err)
{
	struct reading *reading = data;

	(void)err;
	assert_true(reading->n < 8);
	reading->entries[reading->n++] = *entry;
	return 0;
}

/* A store with an import of nothing, to which repeats are added. */
static struct store *
begin(struct repeat *repeat)
{
	struct store_import_counts counts;
	struct store *store = sample_store();
	struct err err = {0};

	sample_must_import(store, "s", NULL, 0, &counts);
	sample_must_import(store, "s", NULL, 0, &counts);
	assert_int_equal(store_begin(store, &err), 0);
	*repeat = (struct repeat){.store = store, .import = 2};
	return store;
}

/* What is written is read back, whatever the numbers are. */
static void
test_said(void **state)
{
	static const struct repeat_entry cases[] = {
	    {2, 1, CANON_NO_TIME, CANON_NO_TIME},
	    {2, 70000, 5, 5},
	    {2, 3, 1700000000000000, 1800000000000000},
	    {2, INT64_MAX, INT64_MAX, INT64_MAX},
	    {2, 4, INT64_MIN + 1, INT64_MAX},
	    {2, 4, CANON_NO_TIME, -7},
	    {2, 5, -7, CANON_NO_TIME},
	};
	struct reading mine = {.n = 0}, others = {.n = 0};
	struct err err = {0};
	struct repeat repeat;
	struct store *store = begin(&repeat);
	size_t n = sizeof(cases) / sizeof(cases[0]);

	(void)state;
	for (size_t i = 0; i < n; i++)
		assert_int_equal(repeat_said(&repeat, cases[i].id,
				     cases[i].first_us, cases[i].last_us, &err),
		    0);
	assert_int_equal(repeat_finish(&repeat, &err), 0);
	assert_int_equal(
	    repeat_read(store, REPEAT_SAID, 2, take, &mine, &err), 0);
	assert_int_equal(mine.n, n);
	assert_memory_equal(mine.entries, cases, sizeof(cases));
	assert_int_equal(
	    repeat_read_others(store, REPEAT_SAID, 1, take, &others, &err), 0);
	assert_int_equal(others.n, n);
	assert_int_equal(
	    repeat_read_others(store, REPEAT_SAID, 2, take, &others, &err), 0);
	assert_int_equal(
	    repeat_read(store, REPEAT_EVENT, 2, take, &others, &err), 0);
	assert_int_equal(others.n, n);
	repeat_clear(&repeat);
	store_rollback(store);
	store_close(store);
}

static int
count(void *data, const struct repeat_entry *entry, struct err *err)
{
	int64_t *n = data;

	(void)err;
	assert_int_equal(entry->id, ++*n * 1000);
	return 0;
}

/* More than one blob. */
static void
test_many(void **state)
{
	struct err err = {0};
	struct repeat repeat;
	struct store *store = begin(&repeat);
	int64_t n = 0;

	(void)state;
	for (int64_t i = 1; i <= 100000; i++)
		assert_int_equal(repeat_event(&repeat, i * 1000, &err), 0);
	assert_int_equal(repeat_finish(&repeat, &err), 0);
	assert_int_equal(
	    repeat_read(store, REPEAT_EVENT, 2, count, &n, &err), 0);
	assert_int_equal(n, 100000);
	repeat_clear(&repeat);
	store_rollback(store);
	store_close(store);
}

/* Bytes that are none are refused. */
static void
test_damaged(void **state)
{
	static const char *const cases[] = {
	    "INSERT INTO repeat (import, kind, data) VALUES (2, 2, x'80')",
	    "INSERT INTO repeat (import, kind, data) VALUES (2, 2, x'02')",
	    "INSERT INTO repeat (import, kind, data) VALUES (2, 2, x'0205')",
	    "INSERT INTO repeat (import, kind, data) VALUES (2, 2, x'0204')",
	    "INSERT INTO repeat (import, kind, data) VALUES (2, 2, x'020402')",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct reading reading = {.n = 0};
		struct err err = {0};
		struct repeat repeat;
		struct store *store = begin(&repeat);

		assert_int_equal(
		    sqlite3_exec(store->db, cases[i], NULL, NULL, NULL),
		    SQLITE_OK);
		assert_int_equal(
		    repeat_read(store, REPEAT_SAID, 2, take, &reading, &err),
		    -1);
		assert_int_equal(err.code, ERR_DATA);
		store_rollback(store);
		store_close(store);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_said),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
