#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/queue.h"
#include "store/db.h"
#include "store/scan.h"
#include "store/stmt.h"

#define ROWS ((size_t)1024)
#define BATCHES 4

#define NOBODY (-1) /* no key of a record */

/* Rows on their way from one thread to the other. */
struct batch {
	int64_t records[ROWS];
	int64_t at_us[ROWS];
	size_t ends[ROWS]; /* of their bodies */
	size_t n;
	struct buf bodies;
};

struct scan {
	struct store *store;
	const struct scan_options *options;
	scan_take *take;
	void *self;
	int64_t *import_sources; /* source by import */
	size_t n_imports, imports_cap;
	struct batch *batches;
	struct batch *batch; /* that is being filled */
	struct queue *full, *empty;
	bool has_thread;
	pthread_t thread;
	struct err err; /* of the thread, until it ended */
	bool has_failed;
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
	const unsigned char *data;

	if (sqlite3_value_type(value) == SQLITE_NULL)
		return span_make("", 0);
	data = sqlite3_value_text(value);
	return span_make(data == NULL ? "" : (const char *)data,
	    (size_t)sqlite3_value_bytes(value));
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
		row->texts[texts[i]] = text(stmt, 7 + (int)i);
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
		row->texts[texts[i]] = text(stmt, column++);
}

static void
forget(struct block_row *row)
{
	memset(row, 0, sizeof(*row));
	for (int i = 0; i < BLOCK_NUMBERS; i++)
		row->numbers[i] = CANON_NO_INT;
}

/* --- whose they are --- */

static int
take_row(struct scan *scan, const struct batch *batch, size_t at,
    const struct roll_found *found, struct err *err)
{
	size_t first = at == 0 ? 0 : batch->ends[at - 1];
	const struct scan_row row = {
	    .customer = found->customer,
	    .record = found->native_id,
	    .at_us = batch->at_us[at],
	    .body =
		span_make(batch->bodies.data + first, batch->ends[at] - first),
	};

	if (row.customer == 0 &&
	    (batch->records[at] != NOBODY || !scan->options->has_anonymous))
		return 0;
	return scan->take(scan->self, &row, err);
}

static int
take_batch(struct scan *scan, const struct batch *batch, struct err *err)
{
	struct roll_found found[ROLL_MANY];

	for (size_t first = 0; first < batch->n; first += ROLL_MANY) {
		size_t n = batch->n - first;

		if (n > ROLL_MANY)
			n = ROLL_MANY;
		roll_find(
		    scan->options->roll, batch->records + first, n, found);
		for (size_t i = 0; i < n; i++)
			if (take_row(scan, batch, first + i, &found[i], err) !=
			    0)
				return -1;
	}
	return 0;
}

/* After an error batches still go round, so that nobody waits. */
static void *
run(void *self)
{
	struct scan *scan = self;
	struct batch *batch;

	while ((batch = queue_pop(scan->full)) != NULL) {
		if (!scan->has_failed && take_batch(scan, batch, &scan->err))
			scan->has_failed = true;
		(void)queue_push(scan->empty, batch);
	}
	return NULL;
}

/* --- reading --- */

static int
send(struct scan *scan, struct err *err)
{
	struct batch *batch = scan->batch;

	if (!scan->has_thread) {
		if (take_batch(scan, batch, err) != 0)
			return -1;
	} else {
		(void)queue_push(scan->full, batch);
		scan->batch = queue_pop(scan->empty);
	}
	scan->batch->n = 0;
	buf_reset(&scan->batch->bodies);
	return 0;
}

static int
add_row(struct scan *scan, int64_t record, const struct block_row *row,
    struct err *err)
{
	struct batch *batch = scan->batch;

	block_pack_body(row, &batch->bodies);
	if (buf_check(&batch->bodies, err) != 0)
		return -1;
	batch->records[batch->n] = record;
	batch->at_us[batch->n] = row->numbers[BLOCK_AT];
	batch->ends[batch->n++] = batch->bodies.len;
	return batch->n == ROWS ? send(scan, err) : 0;
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
			return send(scan, err);
		id = sqlite3_column_int64(events, 0);
		while (has_detail && sqlite3_column_int64(details, 0) < id)
			if (stmt_step(scan->store, details, &has_detail, err) !=
			    0)
				return -1;
		forget(&row);
		read_event(scan, events, &row);
		if (has_detail && sqlite3_column_int64(details, 0) == id)
			read_detail(details, &row);
		if (add_row(scan, stmt_i64_or(events, 1, NOBODY), &row, err) !=
		    0)
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

/* --- threads --- */

/* Whoever cannot have a thread does it all alone. */
static int
start(struct scan *scan, struct err *err)
{
	scan->batches = calloc(BATCHES, sizeof(*scan->batches));
	scan->full = queue_new(BATCHES, err);
	scan->empty = queue_new(BATCHES, err);
	if (scan->batches == NULL)
		(void)err_nomem(err);
	if (scan->batches == NULL || scan->full == NULL || scan->empty == NULL)
		return -1;
	scan->batch = &scan->batches[0];
	for (size_t i = 1; i < BATCHES; i++)
		(void)queue_push(scan->empty, &scan->batches[i]);
	scan->has_thread = pthread_create(&scan->thread, NULL, run, scan) == 0;
	return 0;
}

static int
finish(struct scan *scan, struct err *err)
{
	if (scan->has_thread) {
		queue_close(scan->full);
		(void)pthread_join(scan->thread, NULL);
	}
	if (!scan->has_failed)
		return 0;
	return err_set(err, scan->err.code, "%s", scan->err.msg);
}

static void
clear(struct scan *scan)
{
	for (size_t i = 0; scan->batches != NULL && i < BATCHES; i++)
		buf_clear(&scan->batches[i].bodies);
	free(scan->batches);
	queue_free(scan->full);
	queue_free(scan->empty);
	free(scan->import_sources);
}

int
scan_rows(struct store *store, const struct scan_options *options,
    scan_take *take, void *self, struct err *err)
{
	struct scan scan = {
	    .store = store, .options = options, .take = take, .self = self};
	int rc = read_imports(&scan, err);

	if (rc == 0)
		rc = start(&scan, err);
	if (rc == 0)
		rc = read_rows(&scan, err);
	if (finish(&scan, err) != 0)
		rc = -1;
	clear(&scan);
	return rc;
}
