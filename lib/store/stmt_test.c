#include "store/db.h"
#include "store/sample.h"
#include "store/stmt.h"

static void
test_values(void **state)
{
	const struct stmt_value set[] = {
	    STMT_SPAN(":name", span_of("zone")),
	    STMT_SPAN(":value", span_make("a\0b", 3)),
	};
	const struct stmt_value none[] = {
	    STMT_SPAN(":name", span_of("zone")),
	    STMT_OPTIONAL(":value", span_of("")),
	};
	struct store *store = sample_store();
	struct err err = {0};
	sqlite3_stmt *stmt;
	int64_t found = 7;
	bool has_row;

	(void)state;
	assert_int_equal(stmt_exec(store, "set_meta", set, 2, &err), 0);
	stmt = stmt_open(store, "get_meta", set, 1, &err);
	assert_int_equal(stmt_step(store, stmt, &has_row, &err), 0);
	assert_true(has_row);
	assert_int_equal(stmt_span(stmt, 0).len, 3);
	stmt_close(stmt);
	/* No row, and NULL, leave the number alone. */
	assert_int_equal(
	    stmt_number(store, "source_by_name", set, 1, &found, &err), 0);
	assert_int_equal(found, 7);
	assert_int_equal(stmt_number(store, "as_of", NULL, 0, &found, &err), 0);
	assert_int_equal(found, 7);
	/* The column takes no NULL. */
	assert_int_equal(stmt_exec(store, "set_meta", none, 2, &err), -1);
	assert_int_equal(err.code, ERR_BUG);
	err_clear(&err);
	assert_null(stmt_open(store, "no_such", NULL, 0, &err));
	assert_int_equal(err.code, ERR_BUG);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_values)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
