#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/db.h"
#include "store/matchpack.h"
#include "store/sample.h"

static void
execute(struct store *store, const char *sql)
{
	assert_int_equal(
	    sqlite3_exec(store->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void
add_run(struct store *store)
{
	execute(store,
	    "INSERT INTO run (at, mode, records, customers, pairs, links,"
	    " review, created, joined, split, largest, threshold, took,"
	    " imports) VALUES (1, 'model', 0, 0, 0, 0, 0, 0, 0, 0, 0, '', 0,"
	    " 0)");
}

static bool
is_fresh(struct store *store, int64_t run, uint64_t digest)
{
	struct err err = {0};
	bool fresh = false;

	assert_int_equal(matchpack_is_fresh(
			     store, MATCHPACK_FIND, run, digest, &fresh, &err),
	    0);
	return fresh;
}

static void
keep(struct store *store, int64_t run, uint64_t digest)
{
	struct err err = {0};
	bool is_last = false;

	assert_int_equal(matchpack_begin(store, run, &is_last, &err), 0);
	assert_true(is_last);
	assert_int_equal(matchpack_drop(store, 0, INT64_MAX, &err), 0);
	assert_int_equal(
	    matchpack_add(store, 7, span_make("a\0b", 3), &err), 0);
	assert_int_equal(
	    matchpack_add(store, INT64_C(1) << 40, span_of(""), &err), 0);
	assert_int_equal(
	    matchpack_end(store, MATCHPACK_FIND, run, digest, &err), 0);
}

/* It is fresh for one run and one model, as long as that run is the last. */
static void
test_fresh(void **state)
{
	struct store *store = sample_store();
	struct err err = {0};
	int64_t run, before, after;
	bool is_last = true;

	(void)state;
	assert_int_equal(matchpack_last_run(store, &run, &err), 0);
	assert_int_equal(run, 0);
	assert_false(is_fresh(store, 0, 5));
	add_run(store);
	assert_int_equal(matchpack_last_run(store, &run, &err), 0);
	assert_int_equal(run, 1);
	assert_false(is_fresh(store, 1, 5));
	assert_int_equal(store_generation(store, &before, &err), 0);
	keep(store, 1, 5);
	assert_int_equal(store_generation(store, &after, &err), 0);
	assert_int_equal(before, after);
	assert_true(is_fresh(store, 1, 5));
	assert_false(is_fresh(store, 1, 6));
	add_run(store);
	assert_false(is_fresh(store, 1, 5));
	assert_false(is_fresh(store, 2, 5));
	assert_int_equal(matchpack_begin(store, 1, &is_last, &err), 0);
	assert_false(is_last);
	keep(store, 2, 5);
	assert_true(is_fresh(store, 2, 5));
	store_close(store);
}

static void
test_read(void **state)
{
	static const struct {
		const char *sql;
		int status;
		struct span found;
	} cases[] = {
	    {"SELECT 1", 0, {"a\0b", 3}},
	    {"UPDATE match_pack SET data = x'00' WHERE id = 7", -1, {"", 0}},
	    {"DELETE FROM match_pack WHERE id = 7", 0, {"", 0}},
	};
	struct store *store = sample_store();
	struct buf bytes = {0};
	size_t i;

	(void)state;
	add_run(store);
	keep(store, 1, 5);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {0};

		buf_reset(&bytes);
		execute(store, cases[i].sql);
		assert_int_equal(
		    matchpack_read(store, 7, &bytes, &err), cases[i].status);
		if (cases[i].status == -1)
			assert_int_equal(err.code, ERR_DATA);
		else
			assert_true(span_eq(buf_get(&bytes), cases[i].found));
		err_clear(&err);
		assert_int_equal(matchpack_read_long(store, 7, &bytes, &err),
		    cases[i].status);
		if (cases[i].status == -1)
			assert_int_equal(err.code, ERR_DATA);
		else
			assert_true(span_eq(buf_get(&bytes), cases[i].found));
	}
	buf_clear(&bytes);
	store_close(store);
}

static int
count(void *context, int64_t id, int64_t record, struct err *err)
{
	int64_t *sum = context;

	(void)err;
	*sum += id * 1000 + record;
	return 0;
}

static void
test_said(void **state)
{
	struct store *store = sample_store();
	struct err err = {0};
	int64_t sum = 0;

	(void)state;
	execute(store,
	    "INSERT INTO observation (id, record) VALUES (1, 70), (2, 80),"
	    " (3, NULL)");
	assert_int_equal(matchpack_said(store, count, &sum, &err), 0);
	assert_int_equal(sum, 3150);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_fresh),
	    cmocka_unit_test(test_read),
	    cmocka_unit_test(test_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
