#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/rows.h"

static void
column(sqlite3_context *context, const void *data, size_t row, int n)
{
	const int *numbers = data;

	if (n == 0)
		sqlite3_result_int(context, numbers[row]);
}

static const struct rows_table table = {
    "numbers", "CREATE TABLE x(n, gap)", column};

static int64_t
run(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt;
	int64_t found;

	assert_int_equal(
	    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	found = sqlite3_column_int64(stmt, 0);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	return found;
}

static void
test_rows(void **state)
{
	static const int few[] = {3, 1, 2}, many[] = {5, 5, 5, 5};
	struct rows rows = {&table, few, 3};
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(rows_register(db, &rows), SQLITE_OK);
	assert_int_equal(run(db, "SELECT sum(n) FROM numbers"), 6);
	assert_int_equal(run(db, "SELECT count(gap) FROM numbers"), 0);
	assert_int_equal(run(db,
			     "SELECT count(*) FROM numbers a, numbers b "
			     "WHERE a.n > b.n"),
	    3);
	rows.data = many;
	rows.count = 4;
	assert_int_equal(run(db, "SELECT sum(n) FROM numbers"), 20);
	rows.count = 0;
	assert_int_equal(run(db, "SELECT count(*) FROM numbers"), 0);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
