#include <stdbool.h>

#include "store/history.h"
#include "store/stmt.h"

static void
read_import(sqlite3_stmt *stmt, struct history_import *row)
{
	struct store_import_counts *c = &row->counts;
	int64_t *const numbers[] = {&c->rows, &c->records_new,
	    &c->records_changed, &c->records_same, &c->events_new,
	    &c->events_changed, &c->events_same, &c->continued, &c->anonymous,
	    &c->odd, &c->rejected, &c->suppressed, &c->blank, &c->withdrawn};
	int n = 0;

	*row = (struct history_import){0};
	c->import_id = stmt_i64_or(stmt, n++, 0);
	row->at_us = stmt_i64_or(stmt, n++, 0);
	row->path = stmt_span(stmt, n++);
	row->channel = stmt_span(stmt, n++);
	row->source = stmt_span(stmt, n++);
	row->map = stmt_span(stmt, n++);
	row->is_snapshot = stmt_i64_or(stmt, n++, 0) != 0;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		*numbers[i] = stmt_i64_or(stmt, n++, 0);
}

int
history_imports(struct store *store,
    int (*each)(void *, const struct history_import *, struct err *),
    void *context, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "history_imports", NULL, 0, err);
	struct history_import row;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		read_import(stmt, &row);
		status = each(context, &row, err);
	}
	stmt_close(stmt);
	return status;
}

static void
read_run(sqlite3_stmt *stmt, struct store_run *run)
{
	*run = (struct store_run){
	    .id = stmt_i64_or(stmt, 0, 0),
	    .at_us = stmt_i64_or(stmt, 1, 0),
	    .mode = stmt_span(stmt, 2),
	    .records = stmt_i64_or(stmt, 3, 0),
	    .customers = stmt_i64_or(stmt, 4, 0),
	    .pairs = stmt_i64_or(stmt, 5, 0),
	    .links = stmt_i64_or(stmt, 6, 0),
	    .review = stmt_i64_or(stmt, 7, 0),
	    .created = stmt_i64_or(stmt, 8, 0),
	    .joined = stmt_i64_or(stmt, 9, 0),
	    .split = stmt_i64_or(stmt, 10, 0),
	    .largest = stmt_i64_or(stmt, 11, 0),
	    .threshold = stmt_span(stmt, 12),
	    .seconds_milli = stmt_i64_or(stmt, 13, 0),
	};
}

int
history_runs(struct store *store,
    int (*each)(void *, const struct store_run *, struct err *), void *context,
    struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "history_runs", NULL, 0, err);
	struct store_run run;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		read_run(stmt, &run);
		status = each(context, &run, err);
	}
	stmt_close(stmt);
	return status;
}

int
history_last_run(struct store *store, int64_t *id, struct err *err)
{
	*id = 0;
	return stmt_number(store, "history_last_run", NULL, 0, id, err);
}

int
history_conflicts(struct store *store, int64_t run,
    int (*each)(void *, const struct history_conflict *, struct err *),
    void *context, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":run", run)};
	sqlite3_stmt *stmt = stmt_open(
	    store, "history_conflicts", values, STMT_COUNT(values), err);
	struct history_conflict row;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		row.run = stmt_i64_or(stmt, 0, 0);
		row.left = stmt_span(stmt, 1);
		row.right = stmt_span(stmt, 2);
		row.kind = stmt_span(stmt, 3);
		row.value = stmt_span(stmt, 4);
		row.reason = stmt_span(stmt, 5);
		status = each(context, &row, err);
	}
	stmt_close(stmt);
	return status;
}

int
history_moves(struct store *store, int64_t customer,
    int (*each)(void *, const struct history_move *, struct err *),
    void *context, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":customer", customer)};
	sqlite3_stmt *stmt =
	    stmt_open(store, "history_moves", values, STMT_COUNT(values), err);
	struct history_move row;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		row.run = stmt_i64_or(stmt, 0, 0);
		row.at_us = stmt_i64_or(stmt, 1, 0);
		row.record = stmt_span(stmt, 2);
		row.from = stmt_i64_or(stmt, 3, 0);
		row.into = stmt_i64_or(stmt, 4, 0);
		status = each(context, &row, err);
	}
	stmt_close(stmt);
	return status;
}

static int
read_presence(struct store *store, const char *name,
    int (*each)(void *, const struct history_presence *, struct err *),
    void *context, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, name, NULL, 0, err);
	struct history_presence row;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		row.record = stmt_i64_or(stmt, 0, 0);
		row.channel = stmt_i64_or(stmt, 1, 0);
		row.first_us = stmt_i64_or(stmt, 2, CANON_NO_TIME);
		row.last_us = stmt_i64_or(stmt, 3, CANON_NO_TIME);
		status = each(context, &row, err);
	}
	stmt_close(stmt);
	return status;
}

int
history_presence(struct store *store,
    int (*each)(void *, const struct history_presence *, struct err *),
    void *context, struct err *err)
{
	if (read_presence(
		store, "history_event_channels", each, context, err) == -1)
		return -1;
	return read_presence(
	    store, "history_import_channels", each, context, err);
}

int
history_freshness(struct store *store,
    int (*each)(void *, const struct history_freshness *, struct err *),
    void *context, struct err *err)
{
	sqlite3_stmt *stmt =
	    stmt_open(store, "history_freshness", NULL, 0, err);
	struct history_freshness row;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		row.source = stmt_span(stmt, 0);
		row.event_us = stmt_i64_or(stmt, 1, CANON_NO_TIME);
		row.import_us = stmt_i64_or(stmt, 2, CANON_NO_TIME);
		status = each(context, &row, err);
	}
	stmt_close(stmt);
	return status;
}
