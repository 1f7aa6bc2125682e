#include <stdio.h>
#include <string.h>

#include "store/best.h"
#include "store/db.h"
#include "store/stmt.h"

#define MARK_MAX 24

int
best_is_fresh(
    struct store *store, int64_t *generation, bool *is_fresh, struct err *err)
{
	char found[MARK_MAX], expected[MARK_MAX];

	if (store_generation(store, generation, err) != 0 ||
	    store_get_meta(store, "golden", found, sizeof(found), err) != 0)
		return -1;
	(void)snprintf(
	    expected, sizeof(expected), "%lld", (long long)*generation);
	*is_fresh = strcmp(found, expected) == 0;
	return 0;
}

int
best_begin(
    struct store *store, int64_t generation, bool *is_same, struct err *err)
{
	int64_t present;
	bool is_fresh;

	if (store_begin(store, err) != 0)
		return -1;
	if (best_is_fresh(store, &present, &is_fresh, err) != 0)
		goto rollback;
	*is_same = present == generation && !is_fresh;
	if (!*is_same) {
		store_rollback(store);
		return 0;
	}
	if (stmt_exec(store, "best_clear", NULL, 0, err) == 0)
		return 0;
rollback:
	store_rollback(store);
	return -1;
}

static int
bind(sqlite3_stmt *stmt, int at, struct span text)
{
	if (text.len == 0)
		return sqlite3_bind_null(stmt, at);
	return sqlite3_bind_text64(
	    stmt, at, text.data, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

int
best_add(struct store *store, int64_t customer, const struct span *fields,
    struct span provenance, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "best_add", NULL, 0, err);
	int at = 1, rc;
	bool has_row;

	if (stmt == NULL)
		return -1;
	/* By number and not by name: there are millions of values. */
	rc = sqlite3_bind_int64(stmt, at++, customer);
	for (int i = 0; i < BEST_FIELDS && rc == SQLITE_OK; i++)
		rc = bind(stmt, at++, fields[i]);
	if (rc == SQLITE_OK)
		rc = bind(stmt, at, provenance);
	rc = rc == SQLITE_OK ? stmt_step(store, stmt, &has_row, err)
			     : store_fail(store, "best_add", err);
	stmt_close(stmt);
	return rc;
}

int
best_end(struct store *store, int64_t generation, struct err *err)
{
	char mark[MARK_MAX];

	(void)snprintf(mark, sizeof(mark), "%lld", (long long)generation);
	if (store_set_meta(store, "golden", mark, err) != 0)
		return -1;
	return store_commit_same(store, err);
}
