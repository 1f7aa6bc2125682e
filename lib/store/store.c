#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/num.h"
#include "store/db.h"
#include "store/known.h"
#include "store/packed.h"
#include "store/schema.h"
#include "store/sql.h"
#include "store/stmt.h"
#include "store/store.h"

#define BRIEF_MS 500
#define LENGTH_MAX (64 << 20) /* bytes of a value or row */

int64_t
store_clock_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		return 0;
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *
store_name(const struct store *store, char *out)
{
	return err_quote(
	    out, span_of(store->path == NULL ? "in memory" : store->path));
}

static int
fail_locked(struct store *store, const char *name, struct err *err)
{
	char waited[32];

	(void)snprintf(
	    waited, sizeof(waited), "%.1f", (double)store->waited_ms / 1000.0);
	return err_set(err, ERR_LOCKED,
	    "store '%s' is locked by another process: waited %s s", name,
	    waited);
}

static enum err_code
code_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
	case SQLITE_TOOBIG:
		return ERR_DATA;
	case SQLITE_FULL:
	case SQLITE_IOERR:
		return ERR_IO;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return ERR_NOPERM;
	case SQLITE_CANTOPEN:
		return ERR_NOINPUT;
	default:
		return ERR_BUG;
	}
}

int
store_fail(struct store *store, const char *what, struct err *err)
{
	char name[ERR_QUOTE_MAX], text[ERR_QUOTE_MAX];
	int rc = sqlite3_extended_errcode(store->db);

	(void)store_name(store, name);
	if ((rc & 0xff) == SQLITE_NOMEM)
		return err_nomem(err);
	if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
		return fail_locked(store, name, err);
	if (rc == SQLITE_READONLY_ROLLBACK || rc == SQLITE_READONLY_RECOVERY)
		return err_set(err, ERR_NOPERM,
		    "store '%s' was left in the middle of a write: somebody "
		    "who may write it must open it first",
		    name);
	if (rc == SQLITE_NOTADB)
		return err_set(err, ERR_DATA, "'%s' is not a store", name);
	(void)err_quote(text, span_of(sqlite3_errmsg(store->db)));
	if (what == NULL)
		return err_set(err, code_of(rc), "store '%s': %s", name, text);
	return err_set(
	    err, code_of(rc), "store '%s': %s: %s", name, what, text);
}

/*
 * Wait for another process, 1 ms at first and 50 ms later, until the time is
 * up. When one wait of a transaction was in vain the next ones do not wait
 * again: else a reader that holds on would stop an import at every page that
 * leaves the cache.
 */
static int
wait_busy(void *data, int tries)
{
	struct store *store = data;
	struct timespec pause = {0, 1000000};
	int64_t before_ms = store_clock_ms();

	if (store->has_timed_out)
		return 0;
	if (tries >= 10)
		pause.tv_nsec = 50000000;
	if (store->waited_ms >= store->wait_ms) {
		store->has_timed_out = true;
		return 0;
	}
	(void)nanosleep(&pause, NULL);
	store->waited_ms += store_clock_ms() - before_ms;
	return 1;
}

static int
harden(sqlite3 *db)
{
	static const struct {
		int option, value;
	} options[] = {
	    {SQLITE_DBCONFIG_DEFENSIVE, 1},
	    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	    {SQLITE_DBCONFIG_DQS_DML, 0},
	    {SQLITE_DBCONFIG_DQS_DDL, 0},
	    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
	    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
	    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
	    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	};
	int rc = SQLITE_OK;

	for (size_t i = 0;
	     rc == SQLITE_OK && i < sizeof(options) / sizeof(options[0]); i++)
		rc = sqlite3_db_config(
		    db, options[i].option, options[i].value, (int *)NULL);
	(void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
	return rc;
}

int
store_open_db(const char *path, int flags, sqlite3 **db, struct err *err)
{
	char name[ERR_QUOTE_MAX];
	int rc;

	rc = sqlite3_open_v2(
	    path, db, flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK)
		rc = harden(*db);
	if (rc == SQLITE_OK)
		return 0;
	(void)err_quote(name, span_of(path));
	if (*db == NULL || rc == SQLITE_NOMEM)
		err_nomem(err);
	else
		err_set(err, rc == SQLITE_CANTOPEN ? ERR_NOPERM : code_of(rc),
		    "store '%s': %s", name, sqlite3_errmsg(*db));
	(void)sqlite3_close_v2(*db);
	*db = NULL;
	return -1;
}

/* --- opening --- */

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 1 : (size_t)(slash - path);
	char *folder;

	if (slash == path)
		len = 1;
	folder = malloc(len + 1);
	if (folder == NULL)
		return NULL;
	memcpy(folder, slash == NULL ? "." : path, len);
	folder[len] = '\0';
	return folder;
}

/*
 * Large sorts of SQLite go beside the store and not to /var/tmp: they hold
 * personal data, which may not leave its disk. SQLite knows one such folder a
 * process; where it cannot be written SQLite takes another.
 */
static int
set_temp_folder(const char *folder, struct err *err)
{
	char *copy;

	if (sqlite3_temp_directory != NULL &&
	    strcmp(sqlite3_temp_directory, folder) == 0)
		return 0;
	copy = sqlite3_mprintf("%s", folder);
	if (copy == NULL)
		return err_nomem(err);
	sqlite3_free(sqlite3_temp_directory);
	sqlite3_temp_directory = copy;
	return 0;
}

/*
 * Make the empty file with its mode. SQLite would make it with its own; and
 * the file may be touched only as long as SQLite does not know it.
 */
static int
create_file(const char *path, unsigned mode, struct err *err)
{
	char name[ERR_QUOTE_MAX];
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	(void)err_quote(name, span_of(path));
	if (fd < 0 && errno == EEXIST)
		return 0;
	if (fd < 0)
		return err_errno(
		    err, ERR_CANTCREAT, "store '%s' cannot be created", name);
	if (fchmod(fd, (mode_t)mode) != 0) {
		err_errno(err, ERR_CANTCREAT, "mode of store '%s'", name);
		(void)close(fd); /* the first error is told */
		return -1;
	}
	if (close(fd) != 0)
		return err_errno(err, ERR_IO, "store '%s'", name);
	return 0;
}

static int
check_file(const char *path, enum store_mode mode, unsigned create_mode,
    struct err *err)
{
	char name[ERR_QUOTE_MAX];
	struct stat st;

	(void)err_quote(name, span_of(path));
	if (lstat(path, &st) != 0) {
		if (errno == ENOENT && mode == STORE_CREATE)
			return create_file(path, create_mode, err);
		if (errno == ENOENT)
			return err_set(
			    err, ERR_NOINPUT, "there is no store '%s'", name);
		return err_errno(err,
		    errno == EACCES ? ERR_NOPERM : ERR_NOINPUT, "store '%s'",
		    name);
	}
	if (S_ISLNK(st.st_mode))
		return err_set(err, ERR_NOPERM,
		    "store '%s' is a symbolic link: name the file itself",
		    name);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_DATA, "store '%s' is not a file", name);
	/* Nothing yet, or another process is about to make it. */
	if (st.st_size == 0 && mode != STORE_CREATE)
		return err_set(
		    err, ERR_NOINPUT, "store '%s' is an empty file", name);
	return 0;
}

static int
configure(struct store *store, struct err *err)
{
	static const char *const settings[] = {
	    "set_page_size",
	    "set_auto_vacuum",
	    "set_cache_size",
	    "set_temp_store",
	    "set_synchronous",
	    "set_secure_delete",
	};

	(void)sqlite3_busy_handler(store->db, wait_busy, store);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (stmt_exec(store, settings[i], NULL, 0, err) != 0)
			return -1;
	return 0;
}

/* --- versions --- */

static int
newest_version(void)
{
	size_t n = 0;

	while (store_migrations[n].version != 0)
		n++;
	return n == 0 ? 0 : store_migrations[n - 1].version;
}

static int
read_version(struct store *store, int64_t *version, struct err *err)
{
	char name[ERR_QUOTE_MAX];
	int64_t application = 0, objects = 0;

	*version = 0;
	(void)store_name(store, name);
	if (stmt_number(store, "application_id", NULL, 0, &application, err) !=
	    0)
		return -1;
	if (stmt_number(store, "user_version", NULL, 0, version, err) != 0)
		return -1;
	if (stmt_number(store, "count_objects", NULL, 0, &objects, err) != 0)
		return -1;
	if (objects != 0 && application != STORE_APPLICATION_ID)
		return err_set(err, ERR_DATA,
		    "'%s' is a database of another program", name);
	if (*version > newest_version())
		return err_set(err, ERR_DATA,
		    "store '%s' has format %lld and this program knows "
		    "formats up to %d: use a newer program",
		    name, (long long)*version, newest_version());
	return 0;
}

/* Is the store's format the one that this program means by its number? */
static int
check_schema(struct store *store, int64_t version, struct err *err)
{
	char expected[SCHEMA_DIGEST_MAX], found[SCHEMA_DIGEST_MAX];
	char name[ERR_QUOTE_MAX];

	if (version == 0)
		return 0;
	schema_digest(version, expected);
	if (store_get_meta(store, "schema", found, sizeof(found), err) != 0)
		return -1;
	if (strcmp(found, expected) == 0)
		return 0;
	return err_set(err, ERR_DATA,
	    "store '%s' was made by another state of this program, whose "
	    "tables are not the same: import the files into a new store",
	    store_name(store, name));
}

/*
 * One step in one transaction. The version is read again inside it, because
 * another process may have taken the same step in between.
 */
static int
migrate_step(
    struct store *store, const struct store_migration *step, struct err *err)
{
	char digest[SCHEMA_DIGEST_MAX];
	int64_t version;

	schema_digest(step->version, digest);
	if (stmt_exec(store, "begin_write", NULL, 0, err) != 0)
		return -1;
	if (read_version(store, &version, err) != 0)
		goto rollback;
	if (version < step->version &&
	    sqlite3_exec(store->db, step->sql, NULL, NULL, NULL) != SQLITE_OK) {
		store_fail(store, "migration", err);
		goto rollback;
	}
	if (version < step->version &&
	    store_set_meta(store, "schema", digest, err) != 0)
		goto rollback;
	if (stmt_exec(store, "commit", NULL, 0, err) != 0)
		goto rollback;
	return 0;
rollback:
	store_rollback(store);
	return -1;
}

static int
migrate(struct store *store, enum store_mode mode, struct err *err)
{
	char name[ERR_QUOTE_MAX];
	int64_t version;

	/* One look: another process may be making the store between two. */
	if (stmt_exec(store, "begin_read", NULL, 0, err) != 0)
		return -1;
	if (read_version(store, &version, err) != 0 ||
	    check_schema(store, version, err) != 0 ||
	    stmt_exec(store, "commit", NULL, 0, err) != 0) {
		store_rollback(store);
		return -1;
	}
	if (version == newest_version())
		return 0;
	if (version == 0 && mode != STORE_CREATE)
		return err_set(err, ERR_DATA, "'%s' is not a store",
		    store_name(store, name));
	if (mode == STORE_READ)
		return err_set(err, ERR_UNAVAILABLE,
		    "store '%s' has the older format %lld: omni-merge brings "
		    "it up to date, so run that first",
		    store_name(store, name), (long long)version);
	for (size_t i = 0; store_migrations[i].version != 0; i++)
		if (store_migrations[i].version > version &&
		    migrate_step(store, &store_migrations[i], err) != 0)
			return -1;
	return 0;
}

/* --- meta --- */

int
store_get_meta(struct store *store, const char *name, char *out, size_t size,
    struct err *err)
{
	const struct stmt_value values[] = {STMT_SPAN(":name", span_of(name))};
	sqlite3_stmt *stmt = stmt_open(store, "get_meta", values, 1, err);
	bool has_row;
	int rc;

	out[0] = '\0';
	if (stmt == NULL)
		return -1;
	rc = stmt_step(store, stmt, &has_row, err);
	if (rc == 0 && has_row) {
		struct span value = stmt_span(stmt, 0);
		size_t len = value.len < size ? value.len : size - 1;

		if (len > 0)
			memcpy(out, value.data, len);
		out[len] = '\0';
	}
	stmt_close(stmt);
	return rc;
}

int
store_set_meta(
    struct store *store, const char *name, const char *value, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_SPAN(":name", span_of(name)),
	    STMT_SPAN(":value", span_of(value)),
	};

	return stmt_exec(store, "set_meta", values, STMT_COUNT(values), err);
}

static int
get_meta_i64(
    struct store *store, const char *name, int64_t *value, struct err *err)
{
	char text[32];

	if (store_get_meta(store, name, text, sizeof(text), err) != 0)
		return -1;
	if (!num_i64(span_of(text), INT64_MIN, INT64_MAX, value))
		return err_set(err, ERR_DATA,
		    "the store's setting '%s' is not a number", name);
	return 0;
}

static int
set_meta_i64(
    struct store *store, const char *name, int64_t value, struct err *err)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%lld", (long long)value);
	return store_set_meta(store, name, text, err);
}

int
store_load_settings(struct store *store, struct err *err)
{
	char zone[128];
	int64_t seed;

	if (get_meta_i64(store, "seed", &seed, err) != 0)
		return -1;
	store->seed = (uint64_t)seed;
	if (store_get_meta(store, "zone", zone, sizeof(zone), err) != 0)
		return -1;
	free(store->zone);
	store->zone = strdup(zone[0] == '\0' ? "UTC" : zone);
	return store->zone == NULL ? err_nomem(err) : 0;
}

const char *
store_version(void)
{
	static char text[64];

	(void)snprintf(text, sizeof(text), "sqlite %s, store %d",
	    sqlite3_libversion(), newest_version());
	return text;
}

static struct store *
store_new(const char *path, int64_t wait_s, struct err *err)
{
	struct store *store = calloc(1, sizeof(*store));

	if (store == NULL) {
		err_nomem(err);
		return NULL;
	}
	store->key_mask = UINT64_MAX;
	store->known_max = KNOWN_MAX;
	store->brief_ms = BRIEF_MS;
	store->wait_ms = wait_s > INT64_MAX / 1000 ? INT64_MAX : wait_s * 1000;
	if (path == NULL)
		return store;
	store->path = strdup(path);
	store->folder = folder_of(path);
	if (store->path == NULL || store->folder == NULL) {
		err_nomem(err);
		store_close(store);
		return NULL;
	}
	return store;
}

static int
open_store(struct store *store, enum store_mode mode, unsigned create_mode,
    struct err *err)
{
	const char *path = store->path == NULL ? ":memory:" : store->path;

	if (store->path != NULL) {
		if (check_file(store->path, mode, create_mode, err) != 0)
			return -1;
		if (set_temp_folder(store->folder, err) != 0)
			return -1;
	}
	if (store_open_db(path, SQLITE_OPEN_READWRITE, &store->db, err) != 0)
		return -1;
	store->is_writable = mode != STORE_READ;
	if (configure(store, err) != 0 || migrate(store, mode, err) != 0)
		return -1;
	if (stmt_exec(store, "set_journal_mode", NULL, 0, err) != 0)
		return -1;
	if (!store->is_writable &&
	    stmt_exec(store, "set_query_only", NULL, 0, err) != 0)
		return -1;
	return store_load_settings(store, err);
}

struct store *
store_open(const char *path, enum store_mode mode, unsigned create_mode,
    int64_t wait_s, struct err *err)
{
	struct store *store = store_new(path, wait_s, err);

	if (store == NULL)
		return NULL;
	if (open_store(store, mode, create_mode, err) != 0) {
		store_close(store);
		return NULL;
	}
	return store;
}

struct store *
store_open_again(const struct store *store, struct err *err)
{
	struct store *again;

	if (store->path == NULL) {
		(void)err_set(
		    err, ERR_BUG, "a store in memory has one connection");
		return NULL;
	}
	again = store_open(store->path, STORE_READ, 0600, 0, err);
	if (again != NULL)
		store_read_few(again);
	return again;
}

void
store_read_few(struct store *store)
{
	struct err ignored = {0};

	/* It is a matter of speed alone. */
	(void)stmt_exec(store, "set_small_cache", NULL, 0, &ignored);
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	store_rollback(store);
	stmt_forget(store);
	(void)sqlite3_close_v2(store->db);
	arena_clear(&store->names);
	free(store->rows);
	free(store->channels);
	free(store->sources);
	free(store->zone);
	free(store->folder);
	free(store->path);
	free(store);
}

/* --- transactions --- */

/* Something that no other transaction calls itself. */
static int64_t
make_token(int64_t generation)
{
	struct timespec now = {0, 0};

	(void)clock_gettime(CLOCK_REALTIME, &now); /* 0 will do */
	return (
	    int64_t)(hash_mix(
			 hash_mix((uint64_t)now.tv_sec, (uint64_t)now.tv_nsec),
			 hash_mix((uint64_t)getpid(), (uint64_t)generation)) &
	    INT64_MAX);
}

int
store_begin(struct store *store, struct err *err)
{
	char name[ERR_QUOTE_MAX];
	int64_t generation;

	if (!store->is_writable)
		return err_set(err, ERR_BUG, "store '%s' is open for reading",
		    store_name(store, name));
	store->has_timed_out = false;
	store->is_brief = false;
	if (stmt_exec(store, "begin_write", NULL, 0, err) != 0)
		return -1;
	store->is_in_write = true;
	if (get_meta_i64(store, "generation", &generation, err) != 0) {
		store_rollback(store);
		return -1;
	}
	store->generation = generation;
	store->is_followed = false;
	store->changes = sqlite3_total_changes(store->db);
	store->token = make_token(generation);
	return 0;
}

int
store_begin_read(struct store *store, struct err *err)
{
	int64_t generation = 0;

	store->has_timed_out = false;
	store->is_brief = false;
	store->has_moved = false;
	if (stmt_exec(store, "begin_read", NULL, 0, err) != 0)
		return -1;
	store->is_in_read = true;
	/* The view is fixed by the first read. */
	if (get_meta_i64(store, "generation", &generation, err) != 0) {
		store_rollback(store);
		return -1;
	}
	store->generation = generation;
	return 0;
}

int
store_begin_brief(struct store *store, struct err *err)
{
	if (store_begin_read(store, err) != 0)
		return -1;
	store->is_brief = true;
	store->held_ms = store_clock_ms();
	return 0;
}

bool
store_has_moved(const struct store *store)
{
	return store->has_moved;
}

bool
store_is_held_long(const struct store *store)
{
	return store->is_brief &&
	    store_clock_ms() - store->held_ms >= store->brief_ms;
}

int
store_let_go(struct store *store, struct err *err)
{
	int64_t before = store->generation;
	bool has_moved = store->has_moved;

	if (store_commit(store, err) != 0 || store_begin_brief(store, err) != 0)
		return -1;
	store->has_moved = has_moved || store->generation != before;
	return 0;
}

/*
 * COMMIT reported an error and may have succeeded all the same (the journal
 * was gone before the error came). A fresh connection sees what is true.
 */
static int
look_after_commit(struct store *store, bool *is_stored)
{
	struct store *fresh;
	struct err ignored = {0};
	int64_t token = 0;
	int rc = -1;

	*is_stored = false;
	if (store->path == NULL)
		return 0;
	fresh = store_open(
	    store->path, STORE_READ, 0, store->wait_ms / 1000, &ignored);
	if (fresh == NULL)
		return -1;
	if (get_meta_i64(fresh, "commit", &token, &ignored) == 0) {
		*is_stored = token == store->token;
		rc = 0;
	}
	store_close(fresh);
	return rc;
}

static int
commit_write(struct store *store, struct err *err)
{
	char name[ERR_QUOTE_MAX];
	struct err first = {0};
	bool is_stored;

	store->has_timed_out = false;
	if (stmt_exec(store, "commit", NULL, 0, &first) == 0) {
		store->is_in_write = false;
		return 0;
	}
	store_rollback(store);
	if (first.code == ERR_LOCKED) {
		*err = err->code == ERR_NONE ? first : *err;
		return -1;
	}
	(void)store_name(store, name);
	if (look_after_commit(store, &is_stored) != 0)
		return err_set(err, first.code,
		    "store '%s': the end of the transaction failed and it is "
		    "not known whether it was stored; running the command "
		    "again does no harm (%s)",
		    name, first.msg);
	if (is_stored)
		return 0;
	return err_set(err, first.code, "%s; nothing was stored", first.msg);
}

int
store_commit(struct store *store, struct err *err)
{
	if (!store->is_in_write) {
		store->is_in_read = false;
		return stmt_exec(store, "commit", NULL, 0, err);
	}
	if (packed_left(store, err) == 0 &&
	    set_meta_i64(store, "generation", store->generation + 1, err) == 0)
		return store_commit_same(store, err);
	store_rollback(store);
	return -1;
}

int
store_commit_same(struct store *store, struct err *err)
{
	if (set_meta_i64(store, "commit", store->token, err) == 0)
		return commit_write(store, err);
	store_rollback(store);
	return -1;
}

void
store_rollback(struct store *store)
{
	struct err ignored = {0};

	store->is_in_write = false;
	store->is_in_read = false;
	if (store->db == NULL || sqlite3_get_autocommit(store->db))
		return;
	/* If it fails the next who opens the store rolls back. */
	(void)stmt_exec(store, "rollback", NULL, 0, &ignored);
}

int
store_generation(struct store *store, int64_t *generation, struct err *err)
{
	return get_meta_i64(store, "generation", generation, err);
}

/* --- settings and names --- */

const char *
store_zone(struct store *store)
{
	return store->zone;
}

int
store_set_zone(struct store *store, const char *zone, struct err *err)
{
	char *copy = strdup(zone);

	if (copy == NULL)
		return err_nomem(err);
	if (store_set_meta(store, "zone", zone, err) != 0) {
		free(copy);
		return -1;
	}
	free(store->zone);
	store->zone = copy;
	return 0;
}

int
store_begin_zone(struct store *store, struct span name, struct err *err)
{
	char zone[128];

	if (store_get_meta(store, "zone", zone, sizeof(zone), err) != 0)
		return -1;
	if (zone[0] != '\0' || name.len == 0 || name.len >= sizeof(zone))
		return 0;
	memcpy(zone, name.data, name.len);
	zone[name.len] = '\0';
	return store_set_zone(store, zone, err);
}

int
store_as_of(struct store *store, int64_t *us, struct err *err)
{
	struct packed_facts facts;
	bool is_known;

	*us = CANON_NO_TIME;
	if (packed_facts(store, &facts, &is_known, err) != 0)
		return -1;
	if (!is_known)
		return stmt_number(store, "as_of", NULL, 0, us, err);
	*us = facts.as_of_us;
	return 0;
}

int
store_channels(struct store *store, const struct store_channel **channels,
    size_t *count, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "channels", NULL, 0, err);
	size_t cap = store->n_channels;
	bool has_row = true;
	int rc = 0;

	store->n_channels = 0;
	while (stmt != NULL &&
	    (rc = stmt_step(store, stmt, &has_row, err)) == 0 && has_row) {
		struct store_channel *into;

		if ((rc = array_grow(&store->channels, &cap,
			 store->n_channels + 1, sizeof(*into), err)) != 0)
			break;
		into = &store->channels[store->n_channels];
		into->id = sqlite3_column_int64(stmt, 0);
		into->name = arena_span(&store->names, stmt_span(stmt, 1));
		into->kind = sqlite3_column_int(stmt, 2);
		if (into->name.data == NULL && (rc = err_nomem(err)) != 0)
			break;
		store->n_channels++;
	}
	stmt_close(stmt);
	*channels = store->channels;
	*count = store->n_channels;
	return stmt == NULL ? -1 : rc;
}

int
store_sources(struct store *store, const struct store_source **sources,
    size_t *count, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "sources", NULL, 0, err);
	size_t cap = store->n_sources;
	bool has_row = true;
	int rc = 0;

	store->n_sources = 0;
	while (stmt != NULL &&
	    (rc = stmt_step(store, stmt, &has_row, err)) == 0 && has_row) {
		struct store_source *into;

		if ((rc = array_grow(&store->sources, &cap,
			 store->n_sources + 1, sizeof(*into), err)) != 0)
			break;
		into = &store->sources[store->n_sources];
		into->id = sqlite3_column_int64(stmt, 0);
		into->name = arena_span(&store->names, stmt_span(stmt, 1));
		if (into->name.data == NULL && (rc = err_nomem(err)) != 0)
			break;
		store->n_sources++;
	}
	stmt_close(stmt);
	*sources = store->sources;
	*count = store->n_sources;
	return stmt == NULL ? -1 : rc;
}
