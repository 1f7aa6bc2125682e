#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "store/circle.h"
#include "store/db.h"
#include "store/stmt.h"
#include "store/tables.h"

static int
read_members(struct store *store, const char *name, enum circle_kind kind,
    struct store_member **members, size_t *count, struct err *err)
{
	const struct stmt_value value = STMT_I64(":kind", (int64_t)kind);
	sqlite3_stmt *stmt = stmt_open(store, name, &value, 1, err);
	struct store_member *at;
	size_t cap = 0;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	*members = NULL;
	*count = 0;
	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		status =
		    array_grow(members, &cap, *count + 1, sizeof(*at), err);
		if (status == -1)
			break;
		at = &(*members)[(*count)++];
		at->record = sqlite3_column_int64(stmt, 0);
		at->customer = sqlite3_column_int64(stmt, 1);
	}
	stmt_close(stmt);
	if (status == -1) {
		free(*members);
		*members = NULL;
		*count = 0;
	}
	return status;
}

int
circle_members(struct store *store, enum circle_kind kind,
    struct store_member **members, size_t *count, struct err *err)
{
	return read_members(store, "circle_members", kind, members, count, err);
}

int
circle_customers(struct store *store, enum circle_kind kind,
    struct store_member **members, size_t *count, struct err *err)
{
	return read_members(
	    store, "circle_customers", kind, members, count, err);
}

int
circle_next(struct store *store, enum circle_kind kind, int64_t *number,
    struct err *err)
{
	const struct stmt_value value = STMT_I64(":kind", (int64_t)kind);

	*number = 1;
	return stmt_number(store, "circle_next", &value, 1, number, err);
}

int
circle_save(struct store *store, int64_t run, enum circle_kind kind,
    const struct store_member *members, size_t count, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":kind", (int64_t)kind), STMT_I64(":run", run)};
	int status;

	if (tables_register(store, err) == -1)
		return -1;
	tables_show(store, TABLES_MEMBER, members, count);
	status = stmt_exec(store, "circle_move_add", values, 2, err);
	if (status == 0)
		status = stmt_exec(store, "circle_gone", values, 1, err);
	if (status == 0)
		status = stmt_exec(store, "circle_add", values, 1, err);
	tables_show(store, TABLES_MEMBER, NULL, 0);
	return status;
}

int
circle_undo(struct store *store, int64_t run, int64_t by, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":by", by), STMT_I64(":run", run)};

	if (stmt_exec(store, "circle_move_back", values, 2, err) == -1 ||
	    stmt_exec(store, "circle_leave", values, 1, err) == -1)
		return -1;
	return stmt_exec(store, "circle_return", values, 1, err);
}

void
circle_name(enum circle_kind kind, int64_t number, char out[24])
{
	(void)snprintf(out, 24, "%c%09lld",
	    kind == CIRCLE_HOUSEHOLD ? 'H' : 'A', (long long)number);
}

int
circle_generic_add(struct store *store, int64_t run, int64_t n,
    const struct circle_generic *generic, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":run", run),
	    STMT_I64(":n", n),
	    STMT_SPAN(":kind", generic->kind),
	    STMT_SPAN(":value", generic->value),
	    STMT_I64(":records", generic->records),
	};

	return stmt_exec(store, "generic_add", values, STMT_COUNT(values), err);
}

int
circle_generics(struct store *store, int64_t run,
    int (*each)(void *, const struct circle_generic *, struct err *),
    void *context, struct err *err)
{
	const struct stmt_value value = STMT_I64(":run", run);
	sqlite3_stmt *stmt = stmt_open(store, "generics", &value, 1, err);
	struct circle_generic row;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		row.kind = stmt_span(stmt, 0);
		row.value = stmt_span(stmt, 1);
		row.records = sqlite3_column_int64(stmt, 2);
		status = each(context, &row, err);
	}
	stmt_close(stmt);
	return status;
}
