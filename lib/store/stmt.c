#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/sql.h"
#include "store/stmt.h"

struct stmt_slot {
	sqlite3_stmt *stmt; /* NULL until it is asked for */
};

static size_t
count_statements(void)
{
	size_t n = 0;

	while (store_sql[n].name != NULL)
		n++;
	return n;
}

static sqlite3_stmt *
prepare(struct store *store, const char *name, struct err *err)
{
	size_t i = 0;

	while (
	    store_sql[i].name != NULL && strcmp(store_sql[i].name, name) != 0)
		i++;
	if (store_sql[i].name == NULL) {
		err_set(err, ERR_BUG, "there is no statement '%s'", name);
		return NULL;
	}
	if (store->stmts == NULL) {
		store->stmts =
		    calloc(count_statements() + 1, sizeof(*store->stmts));
		if (store->stmts == NULL) {
			err_nomem(err);
			return NULL;
		}
	}
	if (store->stmts[i].stmt == NULL &&
	    sqlite3_prepare_v3(store->db, store_sql[i].sql, -1,
		SQLITE_PREPARE_PERSISTENT, &store->stmts[i].stmt,
		NULL) != SQLITE_OK) {
		store_fail(store, name, err);
		return NULL;
	}
	return store->stmts[i].stmt;
}

static int
bind(sqlite3_stmt *stmt, const struct stmt_value *value)
{
	int at = sqlite3_bind_parameter_index(stmt, value->name);

	if (value->type == STMT_NUMBER)
		return sqlite3_bind_int64(stmt, at, value->number);
	if (value->type == STMT_TEXT_OR_NULL && value->text.len == 0)
		return sqlite3_bind_null(stmt, at);
	return sqlite3_bind_text64(stmt, at,
	    value->text.len == 0 ? "" : value->text.data, value->text.len,
	    SQLITE_STATIC, SQLITE_UTF8);
}

sqlite3_stmt *
stmt_open(struct store *store, const char *name,
    const struct stmt_value *values, size_t n, struct err *err)
{
	sqlite3_stmt *stmt = prepare(store, name, err);

	if (stmt == NULL)
		return NULL;
	(void)sqlite3_reset(stmt); /* tells again how it ended before */
	for (size_t i = 0; i < n; i++) {
		if (bind(stmt, &values[i]) != SQLITE_OK) {
			store_fail(store, name, err);
			return NULL;
		}
	}
	return stmt;
}

int
stmt_step(
    struct store *store, sqlite3_stmt *stmt, bool *has_row, struct err *err)
{
	int rc;

	store->waited_ms = 0;
	rc = sqlite3_step(stmt);
	*has_row = rc == SQLITE_ROW;
	if (rc == SQLITE_ROW || rc == SQLITE_DONE)
		return 0;
	store_fail(store, NULL, err);
	return -1;
}

void
stmt_close(sqlite3_stmt *stmt)
{
	if (stmt == NULL)
		return;
	(void)sqlite3_reset(stmt); /* its error was told by the step */
	(void)sqlite3_clear_bindings(stmt);
}

int
stmt_exec(struct store *store, const char *name,
    const struct stmt_value *values, size_t n, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, name, values, n, err);
	bool has_row = true;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	while (rc == 0 && has_row)
		rc = stmt_step(store, stmt, &has_row, err);
	stmt_close(stmt);
	return rc;
}

int
stmt_number(struct store *store, const char *name,
    const struct stmt_value *values, size_t n, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, name, values, n, err);
	bool has_row;
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(store, stmt, &has_row, err);
	if (rc == 0 && has_row)
		*out = stmt_i64_or(stmt, 0, *out);
	stmt_close(stmt);
	return rc;
}

struct span
stmt_span(sqlite3_stmt *stmt, int column)
{
	const unsigned char *text = sqlite3_column_text(stmt, column);
	int len = sqlite3_column_bytes(stmt, column);

	return span_make((const char *)text, text == NULL ? 0 : (size_t)len);
}

struct span
stmt_bytes(sqlite3_stmt *stmt, int column)
{
	const void *bytes = sqlite3_column_blob(stmt, column);
	int len = sqlite3_column_bytes(stmt, column);

	return span_make(bytes, bytes == NULL ? 0 : (size_t)len);
}

int64_t
stmt_i64_or(sqlite3_stmt *stmt, int column, int64_t otherwise)
{
	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		return otherwise;
	return sqlite3_column_int64(stmt, column);
}

void
stmt_forget(struct store *store)
{
	if (store->stmts == NULL)
		return;
	for (size_t i = 0; i < count_statements(); i++)
		(void)sqlite3_finalize(store->stmts[i].stmt);
	free(store->stmts);
	store->stmts = NULL;
}
