#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "store/db.h"
#include "store/matchpack.h"
#include "store/stmt.h"

/* Another when what is kept is written otherwise, and when pairs are weighed
 * otherwise: what an earlier program found is not what this one would. */
#define MATCHPACK_VERSION 5
#define MARK_MAX 80

static const char *const marks[] = {
    [MATCHPACK_FIND] = "match_pack",
    [MATCHPACK_NEWS] = "news_pack",
};

static int64_t
checksum(int64_t id, struct span bytes)
{
	return (int64_t)hash_64((uint64_t)id, bytes);
}

static void
write_mark(int64_t run, uint64_t digest, char mark[MARK_MAX])
{
	(void)snprintf(mark, MARK_MAX, "%d %lld %016llx", MATCHPACK_VERSION,
	    (long long)run, (unsigned long long)digest);
}

int
matchpack_last_run(struct store *store, int64_t *run, struct err *err)
{
	*run = 0;
	return stmt_number(store, "run_last", NULL, 0, run, err);
}

int
matchpack_is_fresh(struct store *store, enum matchpack_kind kind, int64_t run,
    uint64_t digest, bool *is_fresh, struct err *err)
{
	char found[MARK_MAX], expected[MARK_MAX];
	int64_t last;

	if (store_get_meta(store, marks[kind], found, sizeof(found), err) !=
		0 ||
	    matchpack_last_run(store, &last, err) != 0)
		return -1;
	write_mark(run, digest, expected);
	*is_fresh = last == run && strcmp(found, expected) == 0;
	return 0;
}

int
matchpack_read(
    struct store *store, int64_t id, struct buf *bytes, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":id", id)};
	sqlite3_stmt *stmt = stmt_open(store, "matchpack_part", values, 1, err);
	struct span part;
	bool has_row;
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(store, stmt, &has_row, err);
	if (rc == 0 && has_row) {
		part = stmt_bytes(stmt, 1);
		buf_span(bytes, part);
		rc = buf_check(bytes, err);
		if (rc == 0 &&
		    sqlite3_column_int64(stmt, 0) != checksum(id, part))
			rc = err_set(err, ERR_DATA,
			    "the store's pack of matching is damaged");
	}
	stmt_close(stmt);
	return rc;
}

static int
check(struct store *store, int64_t id, const struct buf *bytes, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":id", id)};
	int64_t expected = 0;

	if (buf_check(bytes, err) != 0 ||
	    stmt_number(store, "matchpack_check", values, 1, &expected, err) !=
		0)
		return -1;
	if (expected == checksum(id, buf_get(bytes)))
		return 0;
	return err_set(
	    err, ERR_DATA, "the store's pack of matching is damaged");
}

/* Straight to where it is to be: a statement's value would be copied. */
int
matchpack_read_long(
    struct store *store, int64_t id, struct buf *bytes, struct err *err)
{
	sqlite3_blob *blob = NULL;
	char *to;
	int size, rc;

	buf_reset(bytes);
	rc = sqlite3_blob_open(
	    store->db, "main", "match_pack", "data", id, 0, &blob);
	/* No such row. */
	if (rc == SQLITE_ERROR) {
		(void)sqlite3_blob_close(blob);
		return 0;
	}
	if (rc != SQLITE_OK)
		return store_fail(store, "matchpack_read_long", err);
	size = sqlite3_blob_bytes(blob);
	to = buf_reserve(bytes, (size_t)size);
	rc = to == NULL ? SQLITE_NOMEM : sqlite3_blob_read(blob, to, size, 0);
	(void)sqlite3_blob_close(blob); /* it was only read */
	if (to == NULL)
		return err_nomem(err);
	if (rc != SQLITE_OK)
		return store_fail(store, "matchpack_read_long", err);
	bytes->len += (size_t)size;
	return check(store, id, bytes, err);
}

int
matchpack_begin(
    struct store *store, int64_t run, bool *is_last, struct err *err)
{
	int64_t last;

	if (store_begin(store, err) != 0)
		return -1;
	if (matchpack_last_run(store, &last, err) != 0) {
		store_rollback(store);
		return -1;
	}
	*is_last = last == run;
	if (!*is_last)
		store_rollback(store);
	return 0;
}

int
matchpack_drop(
    struct store *store, int64_t first, int64_t last, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":first", first), STMT_I64(":last", last)};

	return stmt_exec(store, "matchpack_clear", values, 2, err);
}

int
matchpack_add(
    struct store *store, int64_t id, struct span bytes, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":id", id), STMT_I64(":check", checksum(id, bytes))};
	sqlite3_stmt *stmt =
	    stmt_open(store, "matchpack_add", values, STMT_COUNT(values), err);
	bool has_row;
	int rc;

	if (stmt == NULL)
		return -1;
	if (sqlite3_bind_blob64(stmt,
		sqlite3_bind_parameter_index(stmt, ":data"), bytes.data,
		bytes.len, SQLITE_STATIC) != SQLITE_OK) {
		stmt_close(stmt);
		return store_fail(store, "matchpack_add", err);
	}
	rc = stmt_step(store, stmt, &has_row, err);
	stmt_close(stmt);
	return rc;
}

int
matchpack_end(struct store *store, enum matchpack_kind kind, int64_t run,
    uint64_t digest, struct err *err)
{
	char mark[MARK_MAX];

	write_mark(run, digest, mark);
	if (store_set_meta(store, marks[kind], mark, err) != 0)
		return -1;
	return store_commit_same(store, err);
}

int
matchpack_forget(
    struct store *store, enum matchpack_kind kind, int64_t run, struct err *err)
{
	bool is_last;

	if (matchpack_begin(store, run, &is_last, err) != 0)
		return -1;
	if (!is_last)
		return 0;
	if (matchpack_end(store, kind, 0, 0, err) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

int
matchpack_said(struct store *store,
    int (*each)(void *, int64_t, int64_t, struct err *), void *context,
    struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "matchpack_said", NULL, 0, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
	    has_row)
		rc = each(context, sqlite3_column_int64(stmt, 0),
		    sqlite3_column_int64(stmt, 1), err);
	stmt_close(stmt);
	return rc;
}
