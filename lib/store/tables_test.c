#include "store/db.h"
#include "store/sample.h"
#include "store/tables.h"

static const char *
text(struct store *store, const char *sql)
{
	static char found[64];
	sqlite3_stmt *stmt;
	const void *value;

	assert_int_equal(
	    sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	value = sqlite3_column_text(stmt, 0);
	(void)snprintf(found, sizeof(found), "%s",
	    value == NULL ? "NULL" : (const char *)value);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	return found;
}

static void
test_tables(void **state)
{
	static const struct store_member members[] = {{5, 1}, {7, 2}};
	static const struct store_link links[] = {
	    {.left = 5, .right = 7, .rule = 3, .kind = SPAN("email")}};
	static const struct tables_new_key keys[] = {
	    {.key = 9, .check = 8, .id = 7, .first = CANON_NO_INT}};
	struct store *store = sample_store();
	struct err err = {0};

	(void)state;
	assert_int_equal(tables_register(store, &err), 0);
	assert_int_equal(tables_register(store, &err), 0);
	assert_string_equal(
	    text(store, "SELECT count(*) FROM new_member"), "0");
	tables_show(store, TABLES_MEMBER, members, 2);
	tables_show(store, TABLES_LINK, links, 1);
	tables_show(store, TABLES_NEW_KEY, keys, 1);
	assert_string_equal(
	    text(store, "SELECT record FROM new_member WHERE customer = 2"),
	    "7");
	assert_string_equal(text(store, "SELECT kind FROM new_link"), "email");
	assert_string_equal(text(store, "SELECT value FROM new_link"), "NULL");
	assert_string_equal(
	    text(store, "SELECT \"right\" || rule FROM new_link"), "73");
	assert_string_equal(text(store, "SELECT first FROM new_key"), "NULL");
	assert_string_equal(
	    text(store, "SELECT key || \"check\" || id FROM new_key"), "987");
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
