#include <stdbool.h>

#include "store/history.h"
#include "store/stmt.h"

/* Who hears the rows of one statement. */
struct listener {
	union {
		int (*import)(
		    void *, const struct history_import *, struct err *);
		int (*run)(void *, const struct store_run *, struct err *);
		int (*conflict)(
		    void *, const struct history_conflict *, struct err *);
		int (*evidence)(
		    void *, const struct history_evidence *, struct err *);
		int (*doubt)(
		    void *, const struct history_doubt *, struct err *);
		int (*move)(void *, const struct history_move *, struct err *);
		int (*link)(void *, const struct history_link *, struct err *);
		int (*presence)(
		    void *, const struct history_presence *, struct err *);
		int (*freshness)(
		    void *, const struct history_freshness *, struct err *);
	} each;
	void *context;
};

/* ${tell} reads the current row and hands it on. */
static int
tell_all(struct store *store, sqlite3_stmt *stmt,
    int (*tell)(sqlite3_stmt *, const struct listener *, struct err *),
    const struct listener *listener, struct err *err)
{
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		status = tell(stmt, listener, err);
	}
	stmt_close(stmt);
	return status;
}

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
	row->is_undone = stmt_i64_or(stmt, n++, CANON_NO_TIME) != CANON_NO_TIME;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		*numbers[i] = stmt_i64_or(stmt, n++, 0);
}

static int
tell_import(
    sqlite3_stmt *stmt, const struct listener *listener, struct err *err)
{
	struct history_import row;

	read_import(stmt, &row);
	return listener->each.import(listener->context, &row, err);
}

int
history_imports(struct store *store,
    int (*each)(void *, const struct history_import *, struct err *),
    void *context, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "history_imports", NULL, 0, err);
	const struct listener listener = {
	    .each.import = each, .context = context};

	return tell_all(store, stmt, tell_import, &listener, err);
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
	    .undone_by = stmt_i64_or(stmt, 14, 0),
	};
}

static int
tell_run(sqlite3_stmt *stmt, const struct listener *listener, struct err *err)
{
	struct store_run run;

	read_run(stmt, &run);
	return listener->each.run(listener->context, &run, err);
}

int
history_runs(struct store *store,
    int (*each)(void *, const struct store_run *, struct err *), void *context,
    struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "history_runs", NULL, 0, err);
	const struct listener listener = {.each.run = each, .context = context};

	return tell_all(store, stmt, tell_run, &listener, err);
}

int
history_last_run(struct store *store, int64_t *id, struct err *err)
{
	*id = 0;
	return stmt_number(store, "history_last_run", NULL, 0, id, err);
}

int
history_last_match(struct store *store, int64_t *id, struct err *err)
{
	*id = 0;
	return stmt_number(store, "history_last_match", NULL, 0, id, err);
}

static int
tell_conflict(
    sqlite3_stmt *stmt, const struct listener *listener, struct err *err)
{
	struct history_conflict row;

	row.run = stmt_i64_or(stmt, 0, 0);
	row.left = stmt_span(stmt, 1);
	row.right = stmt_span(stmt, 2);
	row.kind = stmt_span(stmt, 3);
	row.value = stmt_span(stmt, 4);
	row.reason = stmt_span(stmt, 5);
	return listener->each.conflict(listener->context, &row, err);
}

int
history_conflicts(struct store *store, int64_t run,
    int (*each)(void *, const struct history_conflict *, struct err *),
    void *context, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":run", run)};
	sqlite3_stmt *stmt = stmt_open(
	    store, "history_conflicts", values, STMT_COUNT(values), err);
	const struct listener listener = {
	    .each.conflict = each, .context = context};

	return tell_all(store, stmt, tell_conflict, &listener, err);
}

static int
tell_evidence(
    sqlite3_stmt *stmt, const struct listener *listener, struct err *err)
{
	struct history_evidence row;

	row.left = stmt_span(stmt, 0);
	row.right = stmt_span(stmt, 1);
	row.kind = stmt_span(stmt, 2);
	row.value = stmt_span(stmt, 3);
	row.weight_milli = stmt_i64_or(stmt, 4, 0);
	row.is_weighed = stmt_i64_or(stmt, 5, 0) != 0;
	row.is_refused = stmt_i64_or(stmt, 6, 0) != 0;
	row.reason = stmt_span(stmt, 7);
	return listener->each.evidence(listener->context, &row, err);
}

int
history_all_evidence(struct store *store, int64_t run,
    int (*each)(void *, const struct history_evidence *, struct err *),
    void *context, struct err *err)
{
	const struct stmt_value value = STMT_I64(":run", run);
	const struct listener listener = {
	    .each.evidence = each, .context = context};

	return tell_all(store,
	    stmt_open(store, "history_evidence", &value, 1, err), tell_evidence,
	    &listener, err);
}

static int
tell_doubt(sqlite3_stmt *stmt, const struct listener *listener, struct err *err)
{
	struct history_doubt row;

	row.left = stmt_i64_or(stmt, 0, 0);
	row.right = stmt_i64_or(stmt, 1, 0);
	row.weight_milli = stmt_i64_or(stmt, 2, 0);
	row.is_weighed = stmt_i64_or(stmt, 3, 0) != 0;
	return listener->each.doubt(listener->context, &row, err);
}

int
history_doubts(struct store *store, int64_t run,
    int (*each)(void *, const struct history_doubt *, struct err *),
    void *context, struct err *err)
{
	const struct stmt_value value = STMT_I64(":run", run);
	const struct listener listener = {
	    .each.doubt = each, .context = context};

	return tell_all(store,
	    stmt_open(store, "history_doubts", &value, 1, err), tell_doubt,
	    &listener, err);
}

static int
tell_link(sqlite3_stmt *stmt, const struct listener *listener, struct err *err)
{
	const struct history_link row = {
	    .left_key = stmt_i64_or(stmt, 0, 0),
	    .right_key = stmt_i64_or(stmt, 1, 0),
	    .left = stmt_span(stmt, 2),
	    .right = stmt_span(stmt, 3),
	    .kind = stmt_span(stmt, 4),
	    .value = stmt_span(stmt, 5),
	    .weight = (int32_t)stmt_i64_or(stmt, 6, 0),
	};

	return listener->each.link(listener->context, &row, err);
}

int
history_links(struct store *store, int64_t run, int64_t customer,
    int (*each)(void *, const struct history_link *, struct err *),
    void *context, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":run", run), STMT_I64(":customer", customer)};
	sqlite3_stmt *stmt =
	    stmt_open(store, "history_links", values, STMT_COUNT(values), err);
	const struct listener listener = {
	    .each.link = each, .context = context};

	return tell_all(store, stmt, tell_link, &listener, err);
}

int
history_verdict(struct store *store, int64_t run, int64_t left, int64_t right,
    struct buf *verdict, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":run", run),
	    STMT_I64(":left", left), STMT_I64(":right", right)};
	sqlite3_stmt *stmt = stmt_open(
	    store, "history_verdict", values, STMT_COUNT(values), err);
	bool has_row = false;
	int status = stmt == NULL ? -1 : stmt_step(store, stmt, &has_row, err);

	if (status == 0 && has_row && stmt_i64_or(stmt, 0, 0) == 0)
		buf_str(verdict, "linked");
	else if (status == 0 && has_row)
		buf_span(verdict, stmt_span(stmt, 1));
	stmt_close(stmt);
	return status == 0 ? buf_check(verdict, err) : -1;
}

static int
tell_move(sqlite3_stmt *stmt, const struct listener *listener, struct err *err)
{
	struct history_move row;

	row.run = stmt_i64_or(stmt, 0, 0);
	row.at_us = stmt_i64_or(stmt, 1, 0);
	row.record = stmt_span(stmt, 2);
	row.from = stmt_i64_or(stmt, 3, 0);
	row.into = stmt_i64_or(stmt, 4, 0);
	row.mode = stmt_span(stmt, 5);
	row.undone_by = stmt_i64_or(stmt, 6, 0);
	row.key = stmt_i64_or(stmt, 7, 0);
	return listener->each.move(listener->context, &row, err);
}

int
history_moves(struct store *store, int64_t customer,
    int (*each)(void *, const struct history_move *, struct err *),
    void *context, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":customer", customer)};
	sqlite3_stmt *stmt =
	    stmt_open(store, "history_moves", values, STMT_COUNT(values), err);
	const struct listener listener = {
	    .each.move = each, .context = context};

	return tell_all(store, stmt, tell_move, &listener, err);
}

static int
tell_presence(
    sqlite3_stmt *stmt, const struct listener *listener, struct err *err)
{
	struct history_presence row;

	row.record = stmt_i64_or(stmt, 0, 0);
	row.channel = stmt_i64_or(stmt, 1, 0);
	row.first_us = stmt_i64_or(stmt, 2, CANON_NO_TIME);
	row.last_us = stmt_i64_or(stmt, 3, CANON_NO_TIME);
	return listener->each.presence(listener->context, &row, err);
}

static int
read_presence(struct store *store, const char *name,
    int (*each)(void *, const struct history_presence *, struct err *),
    void *context, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, name, NULL, 0, err);
	const struct listener listener = {
	    .each.presence = each, .context = context};

	return tell_all(store, stmt, tell_presence, &listener, err);
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

static int
tell_freshness(
    sqlite3_stmt *stmt, const struct listener *listener, struct err *err)
{
	struct history_freshness row;

	row.source = stmt_span(stmt, 0);
	row.event_us = stmt_i64_or(stmt, 1, CANON_NO_TIME);
	row.import_us = stmt_i64_or(stmt, 2, CANON_NO_TIME);
	return listener->each.freshness(listener->context, &row, err);
}

int
history_freshness(struct store *store,
    int (*each)(void *, const struct history_freshness *, struct err *),
    void *context, struct err *err)
{
	sqlite3_stmt *stmt =
	    stmt_open(store, "history_freshness", NULL, 0, err);
	const struct listener listener = {
	    .each.freshness = each, .context = context};

	return tell_all(store, stmt, tell_freshness, &listener, err);
}
