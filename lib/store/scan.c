#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "store/db.h"
#include "store/scan.h"
#include "store/stmt.h"

#define NOBODY (-1) /* no key of a record */

struct scan {
	const struct scan_options *options;
	scan_take *take;
	int64_t *import_sources; /* source by import */
	size_t n_imports, imports_cap;
	atomic_bool has_failed;
};

/* Who reads the events from a number to another. */
struct reader {
	struct scan *scan;
	struct store *store;
	void *self;
	int64_t after, last;
	/* Rows whose records are looked for together. */
	int64_t records[ROLL_MANY];
	int64_t at_us[ROLL_MANY];
	size_t ends[ROLL_MANY]; /* of their bodies */
	size_t n;
	struct buf bodies;
};

static int
read_imports(struct scan *scan, struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "stream_imports", NULL, 0, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
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

/* A value of a row that only this thread reads needs no lock, which is what
 * the columns of a statement take each time they are asked for something. */
static int64_t
number(sqlite3_stmt *stmt, int column)
{
	sqlite3_value *value = sqlite3_column_value(stmt, column);

	return sqlite3_value_type(value) == SQLITE_NULL
	    ? CANON_NO_INT
	    : sqlite3_value_int64(value);
}

static struct span
text(sqlite3_stmt *stmt, int column)
{
	sqlite3_value *value = sqlite3_column_value(stmt, column);
	const unsigned char *data = sqlite3_value_text(value);

	if (data == NULL)
		return span_make("", 0);
	return span_make(
	    (const char *)data, (size_t)sqlite3_value_bytes(value));
}

/* A row of which only what these bits tell is filled in. */
struct draft {
	struct block_row row;
	uint64_t columns;
};

static void
put_number(
    struct draft *draft, enum block_number to, sqlite3_stmt *stmt, int column)
{
	draft->row.numbers[to] = number(stmt, column);
	draft->columns |= BLOCK_BIT(to);
}

static void
put_text(
    struct draft *draft, enum block_text to, sqlite3_stmt *stmt, int column)
{
	draft->row.texts[to] = text(stmt, column);
	draft->columns |= BLOCK_TEXT_BIT(to);
}

static void
read_event(const struct scan *scan, sqlite3_stmt *stmt, struct draft *draft)
{
	static const enum block_number numbers[] = {
	    BLOCK_AT, BLOCK_SHAPE, BLOCK_QUANTITY, BLOCK_AMOUNT};
	static const enum block_text texts[] = {BLOCK_EVENT_ID, BLOCK_CASE,
	    BLOCK_TOPIC, BLOCK_PRODUCT, BLOCK_CAMPAIGN, BLOCK_LOCATION,
	    BLOCK_DEVICE};
	size_t import = (size_t)number(stmt, 2);
	int column = 3;

	draft->row.numbers[BLOCK_SOURCE] = import < scan->n_imports
	    ? scan->import_sources[import]
	    : CANON_NO_INT;
	draft->columns = BLOCK_BIT(BLOCK_SOURCE);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		put_number(draft, numbers[i], stmt, column++);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		put_text(draft, texts[i], stmt, column++);
}

static void
read_detail(sqlite3_stmt *stmt, struct draft *draft)
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
		put_number(draft, numbers[i], stmt, column++);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		put_text(draft, texts[i], stmt, column++);
}

/* --- whose they are --- */

static int
take_row(struct reader *reader, size_t at, const struct roll_found *found,
    struct err *err)
{
	const struct scan *scan = reader->scan;
	size_t first = at == 0 ? 0 : reader->ends[at - 1];
	const struct scan_row row = {
	    .customer = found->customer,
	    .record = found->native_id,
	    .at_us = reader->at_us[at],
	    .body = span_make(
		reader->bodies.data + first, reader->ends[at] - first),
	};

	if (row.customer == 0 &&
	    (reader->records[at] != NOBODY || !scan->options->has_anonymous))
		return 0;
	return scan->take(reader->self, &row, err);
}

static int
take_rows(struct reader *reader, struct err *err)
{
	struct roll_found found[ROLL_MANY];
	size_t n = reader->n;

	roll_find(reader->scan->options->roll, reader->records, n, found);
	for (size_t i = 0; i < n; i++)
		if (take_row(reader, i, &found[i], err) != 0)
			return -1;
	reader->n = 0;
	buf_reset(&reader->bodies);
	return 0;
}

/* --- reading --- */

static int
add_row(struct reader *reader, int64_t record, const struct draft *draft,
    struct err *err)
{
	block_pack_body(&draft->row, draft->columns, &reader->bodies);
	if (buf_check(&reader->bodies, err) != 0)
		return -1;
	reader->records[reader->n] = record;
	reader->at_us[reader->n] = draft->row.numbers[BLOCK_AT];
	reader->ends[reader->n++] = reader->bodies.len;
	return reader->n == ROLL_MANY ? take_rows(reader, err) : 0;
}

/* Events and what is rarer of them, side by side in the order of their
 * numbers. */
static int
walk(struct reader *reader, sqlite3_stmt *events, sqlite3_stmt *details,
    struct err *err)
{
	bool has_event, has_detail;
	struct draft draft;

	if (stmt_step(reader->store, details, &has_detail, err) != 0)
		return -1;
	while (!atomic_load_explicit(
	    &reader->scan->has_failed, memory_order_relaxed)) {
		int64_t id, record;

		if (stmt_step(reader->store, events, &has_event, err) != 0)
			return -1;
		if (!has_event)
			return take_rows(reader, err);
		id = number(events, 0);
		record = number(events, 1);
		while (has_detail && number(details, 0) < id)
			if (stmt_step(
				reader->store, details, &has_detail, err) != 0)
				return -1;
		read_event(reader->scan, events, &draft);
		if (has_detail && number(details, 0) == id)
			read_detail(details, &draft);
		if (add_row(reader, record == CANON_NO_INT ? NOBODY : record,
			&draft, err) != 0)
			return -1;
	}
	return 0;
}

static int
read_rows(struct reader *reader, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":after", reader->after), STMT_I64(":last", reader->last)};
	sqlite3_stmt *events =
	    stmt_open(reader->store, "stream_events", values, 2, err);
	sqlite3_stmt *details = events == NULL
	    ? NULL
	    : stmt_open(reader->store, "stream_details", values, 2, err);
	int rc = details == NULL ? -1 : walk(reader, events, details, err);

	stmt_close(events);
	stmt_close(details);
	return rc;
}

static int
work(void *self, struct store *store, struct err *err)
{
	struct reader *reader = self;

	reader->store = store;
	if (read_rows(reader, err) == 0)
		return 0;
	atomic_store(&reader->scan->has_failed, true);
	return -1;
}

static void
share_out(struct scan *scan, int64_t last, struct reader *readers,
    void *const *selves, size_t n)
{
	int64_t after = scan->options->after;
	int64_t each = (last - after) / (int64_t)n;

	for (size_t i = 0; i < n; i++) {
		readers[i].scan = scan;
		readers[i].self = selves[i];
		readers[i].after = after;
		after = i + 1 == n ? last : after + each;
		readers[i].last = after;
	}
}

static int
read_all(struct scan *scan, const struct beside *beside, int64_t last,
    void *const *selves, struct err *err)
{
	struct reader *readers = calloc(beside->n, sizeof(*readers));
	void *workers[BESIDE_MAX];
	int rc;

	if (readers == NULL)
		return err_nomem(err);
	share_out(scan, last, readers, selves, beside->n);
	for (size_t i = 0; i < beside->n; i++)
		workers[i] = &readers[i];
	rc = beside_run(beside, work, workers, err);
	for (size_t i = 0; i < beside->n; i++)
		buf_clear(&readers[i].bodies);
	free(readers);
	return rc;
}

int
scan_rows(const struct beside *beside, const struct scan_options *options,
    scan_take *take, void *const *selves, struct err *err)
{
	struct store *store = beside->stores[0];
	struct scan scan = {.options = options, .take = take};
	int64_t last = 0;
	int rc = read_imports(&scan, store, err);

	atomic_init(&scan.has_failed, false);
	if (rc == 0)
		rc = stmt_number(
		    store, "stream_last_event", NULL, 0, &last, err);
	if (rc == 0)
		rc = read_all(&scan, beside, last, selves, err);
	free(scan.import_sources);
	return rc;
}
