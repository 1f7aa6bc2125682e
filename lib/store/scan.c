#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "store/db.h"
#include "store/scan.h"
#include "store/stmt.h"

struct scan {
	struct store *store;
	const struct scan_options *options;
	scan_take *take;
	void *self;
	int64_t *import_sources; /* source by import */
	size_t n_imports, imports_cap;
};

static int
read_imports(struct scan *scan, struct err *err)
{
	sqlite3_stmt *stmt =
	    stmt_open(scan->store, "stream_imports", NULL, 0, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 &&
	    (rc = stmt_step(scan->store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		size_t id = (size_t)sqlite3_column_int64(stmt, 0);

		rc = array_grow(&scan->import_sources, &scan->imports_cap,
		    id + 1, sizeof(*scan->import_sources), err);
		if (rc != 0)
			break;
		while (scan->n_imports <= id)
			scan->import_sources[scan->n_imports++] = 0;
		scan->import_sources[id] = sqlite3_column_int64(stmt, 1);
	}
	stmt_close(stmt);
	return rc;
}

/* --- rows --- */

static int64_t
number(sqlite3_stmt *stmt, int column)
{
	return stmt_i64_or(stmt, column, CANON_NO_INT);
}

static void
read_event(const struct scan *scan, sqlite3_stmt *stmt, struct block_row *row)
{
	static const enum block_text texts[] = {BLOCK_EVENT_ID, BLOCK_CASE,
	    BLOCK_TOPIC, BLOCK_PRODUCT, BLOCK_CAMPAIGN, BLOCK_LOCATION,
	    BLOCK_DEVICE};
	size_t import = (size_t)sqlite3_column_int64(stmt, 2);

	row->numbers[BLOCK_SOURCE] = import < scan->n_imports
	    ? scan->import_sources[import]
	    : CANON_NO_INT;
	row->numbers[BLOCK_AT] = number(stmt, 3);
	row->numbers[BLOCK_SHAPE] = number(stmt, 4);
	row->numbers[BLOCK_QUANTITY] = number(stmt, 5);
	row->numbers[BLOCK_AMOUNT] = number(stmt, 6);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		row->texts[texts[i]] = stmt_span(stmt, 7 + (int)i);
}

static void
read_detail(sqlite3_stmt *stmt, struct block_row *row)
{
	static const enum block_number numbers[] = {BLOCK_DIRECTION,
	    BLOCK_ENDED, BLOCK_FIRST_REPLY, BLOCK_RESOLVED, BLOCK_UPDATED,
	    BLOCK_CSAT, BLOCK_NPS, BLOCK_CES, BLOCK_HANDLE, BLOCK_WAIT,
	    BLOCK_REOPENS, BLOCK_TRANSFERS, BLOCK_REPLIES, BLOCK_AUTOMATED,
	    BLOCK_CONTEXT, BLOCK_SCALE};
	static const enum block_text texts[] = {
	    BLOCK_HANDOVER, BLOCK_AGENT, BLOCK_TEAM, BLOCK_TEXT, BLOCK_ATTRS};
	int column = 1;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		row->numbers[numbers[i]] = number(stmt, column++);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		row->texts[texts[i]] = stmt_span(stmt, column++);
}

static void
forget(struct block_row *row)
{
	memset(row, 0, sizeof(*row));
	for (int i = 0; i < BLOCK_NUMBERS; i++)
		row->numbers[i] = CANON_NO_INT;
}

/* Whose event is it? False: it is not wanted. */
static bool
name_row(struct scan *scan, sqlite3_stmt *stmt, struct block_row *row)
{
	if (sqlite3_column_type(stmt, 1) == SQLITE_NULL) {
		row->customer = 0;
		return scan->options->has_anonymous;
	}
	return roll_find(scan->options->roll, sqlite3_column_int64(stmt, 1),
	    &row->customer, &row->texts[BLOCK_RECORD]);
}

/* Events and what is rarer of them, side by side in the order of their
 * numbers. */
static int
walk(struct scan *scan, sqlite3_stmt *events, sqlite3_stmt *details,
    struct err *err)
{
	bool has_event, has_detail;
	struct block_row row;

	if (stmt_step(scan->store, details, &has_detail, err) != 0)
		return -1;
	for (;;) {
		int64_t id;

		if (stmt_step(scan->store, events, &has_event, err) != 0)
			return -1;
		if (!has_event)
			return 0;
		id = sqlite3_column_int64(events, 0);
		while (has_detail && sqlite3_column_int64(details, 0) < id)
			if (stmt_step(scan->store, details, &has_detail, err) !=
			    0)
				return -1;
		forget(&row);
		if (!name_row(scan, events, &row))
			continue;
		read_event(scan, events, &row);
		if (has_detail && sqlite3_column_int64(details, 0) == id)
			read_detail(details, &row);
		if (scan->take(scan->self, &row, err) != 0)
			return -1;
	}
}

static int
read_rows(struct scan *scan, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":after", scan->options->after)};
	sqlite3_stmt *events =
	    stmt_open(scan->store, "stream_events", values, 1, err);
	sqlite3_stmt *details = events == NULL
	    ? NULL
	    : stmt_open(scan->store, "stream_details", values, 1, err);
	int rc = details == NULL ? -1 : walk(scan, events, details, err);

	stmt_close(events);
	stmt_close(details);
	return rc;
}

int
scan_rows(struct store *store, const struct scan_options *options,
    scan_take *take, void *self, struct err *err)
{
	struct scan scan = {
	    .store = store, .options = options, .take = take, .self = self};
	int rc = read_imports(&scan, err);

	if (rc == 0)
		rc = read_rows(&scan, err);
	free(scan.import_sources);
	return rc;
}
