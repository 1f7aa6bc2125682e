#include "store/db.h"
#include "store/known.h"
#include "store/sample.h"

#define HELD 300

static void
hold(struct store *store, char id[HELD][16])
{
	static struct sample rows[HELD];
	struct store_import_counts counts;

	for (int i = 0; i < HELD; i++) {
		(void)snprintf(id[i], 16, "e%d", i);
		rows[i] =
		    (struct sample){.id = "a", .event_id = id[i], .at_s = 1};
	}
	sample_must_import(store, "s", rows, HELD, &counts);
}

/* They are read once enough is asked for, and never if there are too many. */
static void
test_want(void **state)
{
	static const struct {
		int64_t max;
		size_t n;
		bool is_loaded;
	} cases[] = {
	    {KNOWN_MAX, 1, false},
	    {KNOWN_MAX, HELD / 16, false},
	    {KNOWN_MAX, HELD / 16 + 1, true},
	    {HELD, HELD, true},
	    {HELD - 1, HELD, false},
	    {0, HELD, false},
	};
	char id[HELD][16];
	struct store *store = sample_store();

	(void)state;
	hold(store, id);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct known known = {0};
		struct err err = {0};

		store->known_max = cases[i].max;
		assert_int_equal(
		    known_want(&known, store, HELD, cases[i].n, &err), 0);
		assert_int_equal(known.is_loaded, cases[i].is_loaded);
		known_clear(&known);
	}
	store_close(store);
}

/* A little more than that, bit by bit. */
static void
test_want_bit_by_bit(void **state)
{
	char id[HELD][16];
	struct store *store = sample_store();
	struct known known = {0};
	struct err err = {0};

	(void)state;
	hold(store, id);
	for (int i = 0; i < HELD / 16; i++)
		assert_int_equal(known_want(&known, store, HELD, 1, &err), 0);
	assert_false(known.is_loaded);
	assert_int_equal(known_want(&known, store, HELD, 1, &err), 0);
	assert_true(known.is_loaded);
	assert_int_equal(known.n, HELD);
	known_clear(&known);
	store_close(store);
}

static void
test_find(void **state)
{
	char id[HELD][16];
	struct store *store = sample_store();
	struct known known = {0};
	struct err err = {0};
	sqlite3_stmt *stmt;
	size_t at = 0;

	(void)state;
	hold(store, id);
	assert_int_equal(known_want(&known, store, HELD, HELD, &err), 0);
	assert_int_equal(sqlite3_prepare_v2(store->db,
			     "SELECT key, proof FROM event_key ORDER BY key",
			     -1, &stmt, NULL),
	    SQLITE_OK);
	for (; sqlite3_step(stmt) == SQLITE_ROW; at++) {
		uint64_t key = (uint64_t)sqlite3_column_int64(stmt, 0);
		uint64_t proof = (uint64_t)sqlite3_column_int64(stmt, 1);

		assert_int_equal(known_find(&known, key, proof), at);
		/* It says something else, but is the same event. */
		assert_int_equal(known_find(&known, key, proof ^ 1), at);
		/* Another id with the same key. */
		assert_int_equal(known_find(&known, key, ~proof), KNOWN_NONE);
		assert_int_equal(
		    known_find(&known, key ^ UINT64_C(1) << 60, proof),
		    KNOWN_NONE);
	}
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	assert_int_equal(at, HELD);
	assert_int_equal(known_find(&known, 0, 0), KNOWN_NONE);
	assert_int_equal(known_find(&known, INT64_MAX, 0), KNOWN_NONE);
	known_clear(&known);
	store_close(store);
}

static void
test_touch(void **state)
{
	char id[HELD][16];
	struct store *store = sample_store();
	struct known known = {0};
	struct err err = {0};

	(void)state;
	hold(store, id);
	assert_int_equal(known_want(&known, store, HELD, HELD, &err), 0);
	known_touch(&known, 9);
	known_touch(&known, HELD - 1);
	for (size_t at = 0; at < HELD; at++)
		assert_int_equal(
		    known_is_touched(&known, at), at == 9 || at == HELD - 1);
	known_clear(&known);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_want),
	    cmocka_unit_test(test_want_bit_by_bit),
	    cmocka_unit_test(test_find),
	    cmocka_unit_test(test_touch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
