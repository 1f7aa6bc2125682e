#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "store/best.h"
#include "store/db.h"
#include "store/stmt.h"

static void
make_news(struct store *store)
{
	struct err err = {0};

	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(store_commit(store, &err), 0);
}

static void
fill(struct store *store, int64_t generation, const char *name)
{
	struct span fields[BEST_FIELDS] = {{NULL, 0}};
	struct err err = {0};
	bool is_same = false;

	fields[0] = span_of(name);
	fields[BEST_FIELDS - 1] = span_of("true");
	assert_int_equal(best_begin(store, generation, &is_same, &err), 0);
	assert_true(is_same);
	assert_int_equal(best_add(store, 7, fields, span_of("{}"), &err), 0);
	assert_int_equal(best_end(store, generation, &err), 0);
}

/* Of one generation of the store and of no other. */
static void
test_generations(void **state)
{
	struct err err = {0};
	struct store *store = store_open(NULL, STORE_CREATE, 0600, 0, &err);
	int64_t first, second;
	bool is_fresh = true, is_same = true;

	(void)state;
	assert_non_null(store);
	assert_int_equal(best_is_fresh(store, &first, &is_fresh, &err), 0);
	assert_false(is_fresh);
	fill(store, first, "佐藤");
	assert_int_equal(best_is_fresh(store, &second, &is_fresh, &err), 0);
	assert_true(is_fresh);
	assert_int_equal(first, second);
	/* Another process has made it: nothing is to be done. */
	assert_int_equal(best_begin(store, first, &is_same, &err), 0);
	assert_false(is_same);
	make_news(store);
	assert_int_equal(best_is_fresh(store, &second, &is_fresh, &err), 0);
	assert_false(is_fresh);
	assert_int_equal(second, first + 1);
	/* Made of what is not so any more. */
	assert_int_equal(best_begin(store, first, &is_same, &err), 0);
	assert_false(is_same);
	fill(store, second, "森");
	assert_int_equal(best_is_fresh(store, &second, &is_fresh, &err), 0);
	assert_true(is_fresh);
	store_close(store);
}

/* What SQL sees. */
static void
test_row(void **state)
{
	struct err err = {0};
	struct store *store = store_open(NULL, STORE_CREATE, 0600, 0, &err);
	sqlite3_stmt *stmt = NULL;

	(void)state;
	assert_non_null(store);
	fill(store, 0, "佐藤");
	assert_int_equal(sqlite3_prepare_v2(store->db, "SELECT * FROM golden",
			     -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_count(stmt), BEST_FIELDS + 2);
	assert_int_equal(sqlite3_column_int64(stmt, 0), 7);
	assert_string_equal(sqlite3_column_name(stmt, 1), "full_name");
	assert_string_equal(sqlite3_column_text(stmt, 1), "佐藤");
	assert_int_equal(sqlite3_column_type(stmt, 2), SQLITE_NULL);
	assert_string_equal(sqlite3_column_name(stmt, BEST_FIELDS), "opt_out");
	assert_string_equal(sqlite3_column_text(stmt, BEST_FIELDS), "true");
	assert_string_equal(sqlite3_column_text(stmt, BEST_FIELDS + 1), "{}");
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_generations),
	    cmocka_unit_test(test_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
