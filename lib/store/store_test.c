#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "store/sample.h"
#include "store/schema.h"
#include "store/sql.h"

/* Make a database of SQLite with this SQL in it. */
static void
make_file(const char *path, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
make_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void
must_fail(const char *path, enum store_mode mode, enum err_code code,
    const char *words)
{
	struct err err = {0};

	assert_null(store_open(path, mode, 0600, 0, &err));
	assert_int_equal(err.code, code);
	if (strstr(err.msg, words) == NULL)
		fail_msg("'%s' does not say '%s'", err.msg, words);
}

static void
test_open_errors(void **state)
{
	char path[64], link[80];

	(void)state;
	sample_path(path);
	must_fail(path, STORE_READ, ERR_NOINPUT, "there is no store");
	must_fail(path, STORE_WRITE, ERR_NOINPUT, "there is no store");
	assert_int_equal(access(path, F_OK), -1);
	make_text(path, "");
	must_fail(path, STORE_READ, ERR_NOINPUT, "empty file");
	make_text(path,
	    "this is a letter and no database, that is sure, and "
	    "it is longer than a header of a hundred bytes is");
	must_fail(path, STORE_READ, ERR_DATA, "is not a store");
	must_fail(path, STORE_CREATE, ERR_DATA, "is not a store");
	assert_int_equal(unlink(path), 0);
	make_file(path, "CREATE TABLE t (a)");
	must_fail(path, STORE_CREATE, ERR_DATA, "another program");
	must_fail(path, STORE_READ, ERR_DATA, "another program");
	assert_int_equal(unlink(path), 0);
	make_file(path,
	    "PRAGMA application_id = 1869442665;"
	    "PRAGMA user_version = 99; CREATE TABLE t (a)");
	must_fail(path, STORE_WRITE, ERR_DATA, "use a newer program");
	(void)snprintf(link, sizeof(link), "%s.link", path);
	assert_int_equal(symlink(path, link), 0);
	must_fail(link, STORE_WRITE, ERR_NOPERM, "symbolic link");
	assert_int_equal(unlink(link), 0);
	sample_remove(path);
}

/* A store as the first format had it, or as another state of this program
 * made it. */
static void
make_first(const char *path, const char *digest)
{
	char sql[200];

	make_file(path, store_migrations[0].sql);
	(void)snprintf(sql, sizeof(sql),
	    "INSERT INTO meta (name, value) VALUES ('schema', '%s')", digest);
	make_file(path, sql);
}

/* Whoever reads says what to do; whoever writes does it. */
static void
test_older(void **state)
{
	char path[64], digest[SCHEMA_DIGEST_MAX];
	struct err err = {0};
	struct store *store;

	(void)state;
	sample_path(path);
	make_first(path, "0123456789abcdef");
	must_fail(path, STORE_READ, ERR_DATA, "into a new store");
	must_fail(path, STORE_WRITE, ERR_DATA, "into a new store");
	assert_int_equal(unlink(path), 0);
	schema_digest(1, digest);
	make_first(path, digest);
	must_fail(path, STORE_READ, ERR_UNAVAILABLE, "run that first");
	store = store_open(path, STORE_WRITE, 0600, 0, &err);
	if (store == NULL)
		fail_msg("%s", err.msg);
	store_close(store);
	store = store_open(path, STORE_READ, 0600, 0, &err);
	if (store == NULL)
		fail_msg("%s", err.msg);
	store_close(store);
	sample_remove(path);
}

static void
test_create(void **state)
{
	static const unsigned modes[] = {0600, 0660, 0640};
	struct err err = {0};
	struct store *store;
	struct stat st;
	char path[64];
	mode_t before = umask(0077);

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		sample_path(path);
		store = store_open(path, STORE_CREATE, modes[i], 0, &err);
		assert_non_null(store);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, modes[i]);
		assert_string_equal(store_zone(store), "UTC");
		store_close(store);
		store = store_open(path, STORE_READ, 0, 0, &err);
		assert_non_null(store);
		assert_int_equal(store_begin(store, &err), -1);
		assert_int_equal(err.code, ERR_BUG);
		err_clear(&err);
		store_close(store);
		sample_remove(path);
	}
	(void)umask(before);
}

/* A second writer waits and then says so; nothing of its file is stored. */
static void
test_locked(void **state)
{
	static const struct sample row = {.id = "a", .name = "n"};
	struct store_import_counts counts;
	struct err err = {0};
	struct store *one, *other;
	char path[64];

	(void)state;
	sample_path(path);
	one = store_open(path, STORE_CREATE, 0600, 0, &err);
	other = store_open(path, STORE_WRITE, 0600, 1, &err);
	assert_non_null(one);
	assert_non_null(other);
	assert_int_equal(store_begin(one, &err), 0);
	assert_int_equal(
	    sample_import(other, "s", &row, 1, false, &counts, &err), -1);
	assert_int_equal(err.code, ERR_LOCKED);
	assert_non_null(strstr(err.msg, "waited 1."));
	err_clear(&err);
	assert_int_equal(store_commit(one, &err), 0);
	sample_must_import(other, "s", &row, 1, &counts);
	assert_int_equal(counts.records_new, 1);
	store_close(one);
	store_close(other);
	sample_remove(path);
}

/* A reader that holds on keeps the writer from COMMIT; all is rolled back. */
static void
test_reader_holds(void **state)
{
	static const struct sample row = {.id = "a", .name = "n"};
	struct store_import_counts counts;
	struct err err = {0};
	struct store *reader, *writer;
	char path[64];

	(void)state;
	sample_path(path);
	writer = store_open(path, STORE_CREATE, 0600, 0, &err);
	reader = store_open(path, STORE_READ, 0600, 0, &err);
	assert_int_equal(store_begin_read(reader, &err), 0);
	assert_int_equal(
	    sample_import(writer, "s", &row, 1, false, &counts, &err), -1);
	assert_int_equal(err.code, ERR_LOCKED);
	err_clear(&err);
	assert_int_equal(store_commit(reader, &err), 0);
	sample_must_import(writer, "s", &row, 1, &counts);
	assert_int_equal(counts.records_new, 1);
	store_close(reader);
	store_close(writer);
	sample_remove(path);
}

static void
test_settings(void **state)
{
	static const struct sample rows[] = {
	    {.id = "a", .event_id = "1", .at_s = 100},
	    {.id = "b", .event_id = "2", .at_s = 1000},
	    {.id = "b", .event_id = "3", .at_s = 2000000001},
	};
	const struct store_channel *channels;
	const struct store_source *sources;
	struct store_import_counts counts;
	struct store *store = sample_store();
	struct err err = {0};
	int64_t us, before, after;
	size_t n;

	(void)state;
	assert_int_equal(store_as_of(store, &us, &err), 0);
	assert_true(us == CANON_NO_TIME);
	assert_int_equal(store_generation(store, &before, &err), 0);
	assert_int_equal(
	    sample_import(store, "s", rows, 3, true, &counts, &err), 0);
	assert_string_equal(store_zone(store), "UTC");
	sample_must_import(store, "s", rows, 3, &counts);
	sample_must_import(store, "r", rows, 1, &counts);
	assert_string_equal(store_zone(store), "Asia/Tokyo");
	assert_int_equal(store_generation(store, &after, &err), 0);
	assert_int_equal(after - before, 2);
	/* A date later than the newest import is none. */
	assert_int_equal(store_as_of(store, &us, &err), 0);
	assert_true(us == INT64_C(1000000000));
	assert_int_equal(store_channels(store, &channels, &n, &err), 0);
	assert_int_equal(n, 1);
	assert_true(span_is(channels[0].name, "ec"));
	assert_int_equal(channels[0].kind, CANON_EC);
	assert_int_equal(store_sources(store, &sources, &n, &err), 0);
	assert_int_equal(n, 2);
	assert_true(span_is(sources[0].name, "r"));
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_open_errors),
	    cmocka_unit_test(test_older),
	    cmocka_unit_test(test_create),
	    cmocka_unit_test(test_locked),
	    cmocka_unit_test(test_reader_holds),
	    cmocka_unit_test(test_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
