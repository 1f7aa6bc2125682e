#include <stdlib.h>

#include "store/rows.h"

struct rows_vtab {
	sqlite3_vtab base;
	const struct rows *rows;
};

struct rows_cursor {
	sqlite3_vtab_cursor base;
	const struct rows *rows;
	size_t at;
};

static int
connect(sqlite3 *db, void *aux, int argc, const char *const *argv,
    sqlite3_vtab **vtab, char **message)
{
	const struct rows *rows = aux;
	struct rows_vtab *made;
	int rc;

	(void)argc;
	(void)argv;
	(void)message;
	rc = sqlite3_declare_vtab(db, rows->table->schema);
	if (rc != SQLITE_OK)
		return rc;
	made = calloc(1, sizeof(*made));
	if (made == NULL)
		return SQLITE_NOMEM;
	made->rows = rows;
	*vtab = &made->base;
	return SQLITE_OK;
}

static int
disconnect(sqlite3_vtab *vtab)
{
	free(vtab);
	return SQLITE_OK;
}

/* There is one way to read it: all rows, in order. */
static int
best_index(sqlite3_vtab *vtab, sqlite3_index_info *info)
{
	(void)vtab;
	info->estimatedCost = 1000.0;
	info->estimatedRows = 1000;
	return SQLITE_OK;
}

static int
open_cursor(sqlite3_vtab *vtab, sqlite3_vtab_cursor **cursor)
{
	struct rows_cursor *made = calloc(1, sizeof(*made));

	if (made == NULL)
		return SQLITE_NOMEM;
	made->rows = ((struct rows_vtab *)vtab)->rows;
	*cursor = &made->base;
	return SQLITE_OK;
}

static int
close_cursor(sqlite3_vtab_cursor *cursor)
{
	free(cursor);
	return SQLITE_OK;
}

static int
filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc,
    sqlite3_value **argv)
{
	(void)number;
	(void)text;
	(void)argc;
	(void)argv;
	((struct rows_cursor *)cursor)->at = 0;
	return SQLITE_OK;
}

static int
next(sqlite3_vtab_cursor *cursor)
{
	((struct rows_cursor *)cursor)->at++;
	return SQLITE_OK;
}

static int
is_eof(sqlite3_vtab_cursor *cursor)
{
	const struct rows_cursor *mine = (const struct rows_cursor *)cursor;

	return mine->at >= mine->rows->count;
}

static int
column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int number)
{
	const struct rows_cursor *mine = (const struct rows_cursor *)cursor;

	mine->rows->table->column(context, mine->rows->data, mine->at, number);
	return SQLITE_OK;
}

static int
rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *number)
{
	*number = (sqlite3_int64)((struct rows_cursor *)cursor)->at;
	return SQLITE_OK;
}

/* Without xCreate the table is there under the module's name. */
static const sqlite3_module module = {
    .iVersion = 0,
    .xConnect = connect,
    .xBestIndex = best_index,
    .xDisconnect = disconnect,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = is_eof,
    .xColumn = column,
    .xRowid = rowid,
};

int
rows_register(sqlite3 *db, struct rows *rows)
{
	return sqlite3_create_module_v2(
	    db, rows->table->name, &module, rows, NULL);
}

void
rows_forget(sqlite3 *db, const char *name)
{
	(void)sqlite3_create_module_v2(db, name, NULL, NULL, NULL);
}
