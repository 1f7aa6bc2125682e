#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "store/db.h"
#include "store/said.h"
#include "store/stmt.h"
#include "store/tables.h"

/* Columns of the statements "records", "records_of_customers" and
 * "records_chosen". */
enum {
	COLUMN_KEY,
	COLUMN_SOURCE,
	COLUMN_NATIVE_ID,
	COLUMN_FIRST,
	COLUMN_LAST,
	COLUMN_GONE,
	COLUMN_SAID,
	COLUMN_CUSTOMER, /* not of "records" */
	COLUMN_CHANNEL,  /* of "records_of_customers" only */
	COLUMN_CIRCLE,   /* two */
};

/* Of "records_alone", of "records_named", and of "record_said". */
enum { ALONE_KEY, ALONE_SAID, ALONE_ID };
enum { NAMED_ID, NAMED_KEY, NAMED_SOURCE, NAMED_NATIVE_ID };
enum { ONE_KEY, ONE_SAID, ONE_FIRST, ONE_LAST };

/* One observation beside what canon_record has no place for. */
struct said {
	struct canon_record record;
	int64_t first_us, last_us;
	int8_t opt_out; /* -1 not known */
};

#define ALONE_PIECE 256 /* read between two looks at the clock */

struct store_records {
	struct store *store;
	sqlite3_stmt *stmt;
	sqlite3_stmt *named; /* in any order: records beside what is said */
	bool has_named;
	bool is_alone; /* now come those that were stated once */
	unsigned n_alone;
	int64_t last_said; /* what is said later is not asked for */
	bool by_customer;
	bool is_chosen;
	int64_t *channels;
	size_t n_channels, channels_cap;
	struct arena arena; /* of the present record */
	struct said *said;
	size_t n_said, said_cap;
	struct canon_record *records; /* of said, in the order to be given */
	size_t records_cap;
	struct canon_value *values;
	size_t n_values, values_cap;
	struct store_record record;
	bool has_row; /* the statement stands on a row not taken yet */
	bool is_gone; /* no snapshot has the present record any more */
};

static struct store_records *
records_new(struct store *store, const char *name,
    const struct stmt_value *values, size_t n, struct err *err)
{
	struct store_records *records = calloc(1, sizeof(*records));

	if (records == NULL) {
		err_nomem(err);
		return NULL;
	}
	records->store = store;
	records->stmt = stmt_open(store, name, values, n, err);
	if (records->stmt == NULL ||
	    stmt_step(store, records->stmt, &records->has_row, err) != 0) {
		store_records_close(records);
		return NULL;
	}
	return records;
}

struct store_records *
store_records_open(struct store *store, struct err *err)
{
	return records_new(store, "records", NULL, 0, err);
}

struct store_records *
store_records_open_customers(struct store *store, struct err *err)
{
	struct store_records *records =
	    records_new(store, "records_of_customers", NULL, 0, err);

	if (records != NULL)
		records->by_customer = true;
	return records;
}

/* All rows are sorted before the first is given, so that the numbers are not
 * needed any longer. Most members are passed over by the bounds alone; of
 * records none is looked for among the members. */
struct store_records *
store_records_open_chosen(struct store *store, const int64_t *numbers, size_t n,
    bool is_record, struct err *err)
{
	struct stmt_value values[] = {
	    STMT_I64(":is_record", is_record),
	    STMT_I64(":low", INT64_MAX),
	    STMT_I64(":high", INT64_MIN),
	};
	struct store_records *records;

	for (size_t i = 0; i < n && !is_record; i++) {
		if (numbers[i] < values[1].number)
			values[1].number = numbers[i];
		if (numbers[i] > values[2].number)
			values[2].number = numbers[i];
	}
	if (tables_register(store, err) != 0)
		return NULL;
	tables_show(store, TABLES_CUSTOMER, numbers, n);
	records = records_new(
	    store, "records_chosen", values, STMT_COUNT(values), err);
	tables_show(store, TABLES_CUSTOMER, NULL, 0);
	if (records != NULL)
		records->is_chosen = true;
	return records;
}

/* Both statements of those that were stated once, from here on. */
static int
open_alone(
    struct store_records *records, int64_t said, int64_t named, struct err *err)
{
	const struct stmt_value range[] = {
	    STMT_I64(":from", said), STMT_I64(":to", records->last_said)};
	const struct stmt_value named_from = STMT_I64(":from", named);

	records->stmt =
	    stmt_open(records->store, "records_alone", range, 2, err);
	if (records->stmt == NULL ||
	    stmt_step(records->store, records->stmt, &records->has_row, err) !=
		0)
		return -1;
	records->named =
	    stmt_open(records->store, "records_named", &named_from, 1, err);
	if (records->named == NULL)
		return -1;
	return stmt_step(
	    records->store, records->named, &records->has_named, err);
}

struct store_records *
store_records_open_any(struct store *store, struct err *err)
{
	struct store_records *records = calloc(1, sizeof(*records));

	if (records == NULL) {
		err_nomem(err);
		return NULL;
	}
	records->store = store;
	records->is_alone = true;
	records->last_said = INT64_MAX;
	if (open_alone(records, 0, 0, err) != 0) {
		store_records_close(records);
		return NULL;
	}
	return records;
}

/* Let writers in from time to time, where the view is a brief one. */
static int
pause_alone(struct store_records *records, struct err *err)
{
	int64_t said = sqlite3_column_int64(records->stmt, ALONE_ID);
	int64_t named = records->has_named
	    ? sqlite3_column_int64(records->named, NAMED_ID)
	    : INT64_MAX;

	stmt_close(records->stmt);
	stmt_close(records->named);
	records->stmt = records->named = NULL;
	records->has_row = records->has_named = false;
	if (records->last_said == INT64_MAX &&
	    stmt_number(records->store, "records_last_said", NULL, 0,
		&records->last_said, err) != 0)
		return -1;
	if (store_let_go(records->store, err) != 0)
		return -1;
	return open_alone(records, said, named, err);
}

void
store_records_close(struct store_records *records)
{
	if (records == NULL)
		return;
	stmt_close(records->stmt);
	stmt_close(records->named);
	arena_clear(&records->arena);
	free(records->said);
	free(records->records);
	free(records->values);
	free(records->channels);
	free(records);
}

static int
copy(struct store_records *records, struct span from, struct span *to,
    struct err *err)
{
	*to = from;
	if (from.len == 0)
		return 0;
	*to = arena_span(&records->arena, from);
	return to->data == NULL ? err_nomem(err) : 0;
}

static int
add_value(void *data, const struct canon_value *value, struct err *err)
{
	struct store_records *records = data;

	if (array_grow(&records->values, &records->values_cap,
		records->n_values + 1, sizeof(*value), err) != 0)
		return -1;
	records->values[records->n_values++] = *value;
	return 0;
}

/* The observation on which the statement stands. */
static int
take_said(struct store_records *records, struct span text, int64_t first_us,
    int64_t last_us, struct err *err)
{
	size_t before = records->n_values;
	struct canon_record *record;
	struct span bytes;
	struct said *said;

	if (array_grow(&records->said, &records->said_cap, records->n_said + 1,
		sizeof(*said), err) != 0)
		return -1;
	said = &records->said[records->n_said++];
	memset(said, 0, sizeof(*said));
	record = &said->record;
	said->first_us = first_us;
	said->last_us = last_us;
	record->said_at_us = said->last_us;
	if (copy(records, text, &bytes, err) != 0 ||
	    said_read(bytes, record, &said->opt_out, add_value, records, err) !=
		0)
		return -1;
	record->is_opt_out = said->opt_out == 1;
	record->n_values = records->n_values - before;
	return 0;
}

/* Latest first, then by bytes, so that imports in any order look alike. */
static int
compare_said(const void *a, const void *b)
{
	const struct said *left = a, *right = b;
	int order = 0;

	if (left->last_us != right->last_us)
		return left->last_us < right->last_us ? 1 : -1;
	for (int i = 0; order == 0 && i < SAID_FIELDS; i++)
		order = span_cmp(right->record.field[said_fields[i]],
		    left->record.field[said_fields[i]]);
	for (size_t i = 0; order == 0 && i < left->record.n_values &&
	     i < right->record.n_values;
	     i++)
		order = said_compare_values(
		    &right->record.values[i], &left->record.values[i]);
	if (order == 0)
		order = (left->record.n_values < right->record.n_values) -
		    (left->record.n_values > right->record.n_values);
	return order == 0 ? right->opt_out - left->opt_out : order;
}

/* Per field the latest stands, of equally late ones the last by bytes. */
static void
make_fields(struct store_records *records)
{
	struct canon_record *now = &records->record.now;

	for (int i = 0; i < SAID_FIELDS; i++) {
		enum canon_field field = said_fields[i];
		int64_t last_us = CANON_NO_TIME;

		for (size_t j = 0; j < records->n_said; j++) {
			const struct said *said = &records->said[j];
			struct span value = said->record.field[field];

			if (value.len == 0)
				continue;
			if (now->field[field].len > 0 &&
			    (said->last_us < last_us ||
				span_cmp(value, now->field[field]) <= 0))
				continue;
			now->field[field] = value;
			last_us = said->last_us;
		}
	}
}

static void
make_times(struct store_records *records)
{
	struct store_record *record = &records->record;

	record->first_seen_us = CANON_NO_TIME;
	record->last_seen_us = CANON_NO_TIME;
	for (size_t i = 0; i < records->n_said; i++) {
		const struct said *said = &records->said[i];

		if (said->first_us != CANON_NO_TIME &&
		    (record->first_seen_us == CANON_NO_TIME ||
			said->first_us < record->first_seen_us))
			record->first_seen_us = said->first_us;
		if (said->last_us > record->last_seen_us)
			record->last_seen_us = said->last_us;
		/* Who once asked not to be written to is never written to. */
		if (said->opt_out == 1)
			record->now.is_opt_out = true;
	}
	record->now.said_at_us = record->last_seen_us;
}

static int
compare_values(const void *a, const void *b)
{
	return said_compare_values(a, b);
}

/* An attribute stands as the latest observation that knows its name said. */
static bool
is_overruled(const struct store_records *records, size_t said,
    const struct canon_value *value)
{
	if (value->field != CANON_F_ATTR)
		return false;
	for (size_t i = 0; i < said; i++) {
		const struct canon_record *record = &records->said[i].record;

		for (size_t j = 0; j < record->n_values; j++)
			if (record->values[j].field == CANON_F_ATTR &&
			    span_eq(record->values[j].name, value->name))
				return true;
	}
	return false;
}

/* All values of all observations, each once. */
static int
make_values(struct store_records *records, struct err *err)
{
	struct canon_record *now = &records->record.now;
	struct canon_value *all;
	size_t n = 0, kept = 0;

	all = arena_alloc(
	    &records->arena, (records->n_values + 1) * sizeof(*all));
	if (all == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < records->n_said; i++) {
		const struct canon_record *record = &records->said[i].record;

		for (size_t j = 0; j < record->n_values; j++)
			if (!is_overruled(records, i, &record->values[j]))
				all[n++] = record->values[j];
	}
	qsort(all, n, sizeof(*all), compare_values);
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 &&
		    said_compare_values(&all[i], &all[kept - 1]) == 0)
			all[kept - 1].is_unique |= all[i].is_unique;
		else
			all[kept++] = all[i];
	}
	now->values = all;
	now->n_values = kept;
	return 0;
}

/* A record that was merged into another is no more withdrawn by that. */
static void
make_status(struct store_records *records)
{
	struct span *status = &records->record.now.field[CANON_F_STATUS];

	if (records->is_gone && !span_is(*status, "merged"))
		*status = span_of("withdrawn");
}

/* What is said of the record is complete: give it its final shape. */
static int
make_record(struct store_records *records, struct err *err)
{
	struct store_record *record = &records->record;
	size_t value = 0;

	if (array_grow(&records->records, &records->records_cap,
		records->n_said, sizeof(*records->records), err) != 0)
		return -1;
	for (size_t i = 0; i < records->n_said; i++) {
		struct canon_record *said = &records->said[i].record;

		said->native_id = record->native_id;
		said->values = records->values + value;
		value += said->n_values;
	}
	qsort(records->said, records->n_said, sizeof(*records->said),
	    compare_said);
	for (size_t i = 0; i < records->n_said; i++)
		records->records[i] = records->said[i].record;
	record->now.native_id = record->native_id;
	record->said = records->records;
	record->channels = records->channels;
	record->n_channels = records->n_channels;
	record->n_said = records->n_said;
	make_fields(records);
	make_times(records);
	make_status(records);
	return make_values(records, err);
}

/* The name of a record that is not where it was expected. What stands before
 * it is passed over, as it was said before. */
static int
look_up(struct store_records *records, int64_t key, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":key", key)};
	struct store *store = records->store;
	struct store_record *made = &records->record;
	sqlite3_stmt *stmt = stmt_open(store, "record_named", values, 1, err);
	int64_t id;
	bool has_row;
	int rc;

	if (stmt == NULL || stmt_step(store, stmt, &has_row, err) != 0)
		return -1;
	if (!has_row) {
		stmt_close(stmt);
		return err_set(err, ERR_DATA,
		    "the store holds statements of a record that it lacks");
	}
	id = sqlite3_column_int64(stmt, NAMED_ID);
	made->source = sqlite3_column_int64(stmt, NAMED_SOURCE);
	rc = copy(
	    records, stmt_span(stmt, NAMED_NATIVE_ID), &made->native_id, err);
	stmt_close(stmt);
	while (rc == 0 && records->has_named &&
	    sqlite3_column_int64(records->named, NAMED_ID) <= id)
		rc = stmt_step(store, records->named, &records->has_named, err);
	return rc;
}

/* Records and what is said of them were stored in one order: mostly the next
 * record is the one that is asked for. */
static int
find_name(struct store_records *records, int64_t key, struct err *err)
{
	struct store_record *made = &records->record;

	made->key = key;
	if (!records->has_named ||
	    sqlite3_column_int64(records->named, NAMED_KEY) != key)
		return look_up(records, key, err);
	made->source = sqlite3_column_int64(records->named, NAMED_SOURCE);
	if (copy(records, stmt_span(records->named, NAMED_NATIVE_ID),
		&made->native_id, err) != 0)
		return -1;
	return stmt_step(
	    records->store, records->named, &records->has_named, err);
}

static int
next_alone(struct store_records *records, struct err *err)
{
	sqlite3_stmt *stmt;

	if (++records->n_alone % ALONE_PIECE == 0 &&
	    store_is_held_long(records->store) &&
	    pause_alone(records, err) != 0)
		return -1;
	stmt = records->stmt;
	if (find_name(records, sqlite3_column_int64(stmt, ALONE_KEY), err) !=
		0 ||
	    take_said(records, stmt_bytes(stmt, ALONE_SAID), CANON_NO_TIME,
		CANON_NO_TIME, err) != 0)
		return -1;
	return stmt_step(records->store, stmt, &records->has_row, err);
}

/* The channel that the export of this row was said to be of. */
static int
take_channel(struct store_records *records, struct err *err)
{
	int64_t channel = stmt_i64_or(records->stmt, COLUMN_CHANNEL, 0);
	size_t n = records->n_channels;

	if (channel == 0 || (n > 0 && records->channels[n - 1] == channel))
		return 0;
	if (array_grow(&records->channels, &records->channels_cap, n + 1,
		sizeof(*records->channels), err) != 0)
		return -1;
	records->channels[records->n_channels++] = channel;
	return 0;
}

/* The statements of the record on which the statement stands. */
static int
next_several(struct store_records *records, struct err *err)
{
	sqlite3_stmt *stmt = records->stmt;
	struct store_record *made = &records->record;

	made->key = sqlite3_column_int64(stmt, COLUMN_KEY);
	made->source = sqlite3_column_int64(stmt, COLUMN_SOURCE);
	records->is_gone = sqlite3_column_int(stmt, COLUMN_GONE) == 1;
	if (copy(records, stmt_span(stmt, COLUMN_NATIVE_ID), &made->native_id,
		err) != 0)
		return -1;
	if (records->is_chosen)
		made->customer = stmt_i64_or(stmt, COLUMN_CUSTOMER, 0);
	if (records->by_customer) {
		made->customer = sqlite3_column_int64(stmt, COLUMN_CUSTOMER);
		made->circle[0] = stmt_i64_or(stmt, COLUMN_CIRCLE, 0);
		made->circle[1] = stmt_i64_or(stmt, COLUMN_CIRCLE + 1, 0);
	}
	while (records->has_row &&
	    sqlite3_column_int64(stmt, COLUMN_KEY) == made->key) {
		if (records->by_customer && take_channel(records, err) != 0)
			return -1;
		if (take_said(records, stmt_bytes(stmt, COLUMN_SAID),
			stmt_i64_or(stmt, COLUMN_FIRST, CANON_NO_TIME),
			stmt_i64_or(stmt, COLUMN_LAST, CANON_NO_TIME),
			err) != 0 ||
		    stmt_step(records->store, stmt, &records->has_row, err) !=
			0)
			return -1;
	}
	return 0;
}

/* After those that were stated once come the others. */
static int
turn(struct store_records *records, struct err *err)
{
	const struct stmt_value to = STMT_I64(":to", records->last_said);

	records->is_alone = false;
	stmt_close(records->stmt);
	records->stmt =
	    stmt_open(records->store, "records_several", &to, 1, err);
	if (records->stmt == NULL)
		return -1;
	return stmt_step(records->store, records->stmt, &records->has_row, err);
}

int
store_records_next(struct store_records *records,
    const struct store_record **record, struct err *err)
{
	*record = NULL;
	if (records->is_alone && !records->has_row && turn(records, err) != 0)
		return -1;
	if (!records->has_row)
		return 0;
	arena_reset(&records->arena);
	records->n_said = 0;
	records->n_values = 0;
	records->n_channels = 0;
	memset(&records->record, 0, sizeof(records->record));
	if (records->is_alone ? next_alone(records, err) != 0
			      : next_several(records, err) != 0)
		return -1;
	if (make_record(records, err) != 0)
		return -1;
	*record = &records->record;
	return 0;
}

/* --- a few records --- */

struct store_records *
store_records_open_few(struct store *store, struct err *err)
{
	struct store_records *records = calloc(1, sizeof(*records));

	if (records == NULL)
		err_nomem(err);
	else
		records->store = store;
	return records;
}

/* Whose record is it? *${is_there} is false when it is nobody's any more. */
static int
name_record(
    struct store_records *records, int64_t key, bool *is_there, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":key", key)};
	struct store_record *made = &records->record;
	sqlite3_stmt *stmt =
	    stmt_open(records->store, "record_named", values, 1, err);
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(records->store, stmt, is_there, err);
	if (rc == 0 && *is_there) {
		made->key = key;
		made->source = sqlite3_column_int64(stmt, NAMED_SOURCE);
		rc = copy(records, stmt_span(stmt, NAMED_NATIVE_ID),
		    &made->native_id, err);
	}
	stmt_close(stmt);
	return rc;
}

static int
take_one(
    struct store_records *records, int64_t key, int64_t id, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":id", id)};
	sqlite3_stmt *stmt =
	    stmt_open(records->store, "record_said", values, 1, err);
	bool has_row;
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(records->store, stmt, &has_row, err);
	if (rc == 0 && has_row && sqlite3_column_int64(stmt, ONE_KEY) == key)
		rc = take_said(records, stmt_bytes(stmt, ONE_SAID),
		    stmt_i64_or(stmt, ONE_FIRST, CANON_NO_TIME),
		    stmt_i64_or(stmt, ONE_LAST, CANON_NO_TIME), err);
	stmt_close(stmt);
	return rc;
}

int
store_records_get(struct store_records *records, int64_t key,
    const int64_t *ids, size_t n, const struct store_record **record,
    struct err *err)
{
	bool is_there;
	size_t i;

	*record = NULL;
	arena_reset(&records->arena);
	records->n_said = 0;
	records->n_values = 0;
	memset(&records->record, 0, sizeof(records->record));
	if (name_record(records, key, &is_there, err) != 0)
		return -1;
	for (i = 0; i < n && is_there; i++)
		if (take_one(records, key, ids[i], err) != 0)
			return -1;
	if (records->n_said == 0)
		return 0;
	if (make_record(records, err) != 0)
		return -1;
	*record = &records->record;
	return 0;
}
