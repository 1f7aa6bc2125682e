#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/db.h"
#include "store/sample.h"
#include "store/schema.h"

static const struct schema_case {
	const char *left, *right;
	bool is_equal;
} cases[] = {
    {"CREATE TABLE t (a);", "CREATE TABLE t (a);", true},
    {"CREATE TABLE t (a);", "  CREATE\n\tTABLE t( a )\n;\n", true},
    {"CREATE TABLE t (a);", "-- It's so.\nCREATE TABLE t ( -- a\na);", true},
    {"CREATE TABLE t (a);", "CREATE TABLE t (b);", false},
    {"CREATE TABLE t (a);", "CREATE TABLE t (a, b);", false},
    {"CREATE TABLE t (ab);", "CREATE TABLE t (a b);", false},
    {"SELECT 'a b'", "SELECT 'a  b'", false},
    {"SELECT '-- a'", "SELECT '-- b'", false},
    {"SELECT 'it''s'", "SELECT 'it' 's'", true}, /* never so in migrations */
    {"SELECT 1 - 1", "SELECT 1 -1", true},
    {"SELECT 'a", "SELECT 'b", false},
    {"", "-- nothing", true},
};

static void
test_digests(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if ((schema_add(0, cases[i].left) ==
			schema_add(0, cases[i].right)) != cases[i].is_equal)
			fail_msg(
			    "'%s' and '%s'", cases[i].left, cases[i].right);
}

/* What is done to a store, and whether a program opens it then. */
static const struct open_case {
	const char *sql;
	bool is_opened;
} opens[] = {
    {"SELECT 1", true},
    {"CREATE TABLE notes (mine TEXT)", true},
    {"UPDATE meta SET value = 'other' WHERE name = 'schema'", false},
    {"DELETE FROM meta WHERE name = 'schema'", false},
};

static void
test_opening(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(opens) / sizeof(opens[0]); i++) {
		struct err err = {0};
		struct store *store;
		char path[64];

		sample_path(path);
		store = store_open(path, STORE_CREATE, 0600, 0, &err);
		assert_non_null(store);
		assert_int_equal(
		    sqlite3_exec(store->db, opens[i].sql, NULL, NULL, NULL),
		    SQLITE_OK);
		store_close(store);
		store = store_open(path, STORE_WRITE, 0600, 0, &err);
		if ((store != NULL) != opens[i].is_opened)
			fail_msg("%s: %s", opens[i].sql, err.msg);
		assert_int_equal(
		    err.code, opens[i].is_opened ? ERR_NONE : ERR_DATA);
		store_close(store);
		sample_remove(path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_digests),
	    cmocka_unit_test(test_opening),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
