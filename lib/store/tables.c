#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "store/db.h"
#include "store/rows.h"
#include "store/tables.h"

/* How a member of a packed row becomes a value of SQL. */
enum give {
	GIVE_NUMBER, /* int64; CANON_NO_INT is NULL */
	GIVE_KEY,    /* int64; negative is NULL */
	GIVE_SMALL,  /* int8; 0 is NULL */
	GIVE_ANSWER, /* int8; -1 is NULL */
	GIVE_INDEX,  /* uint32 */
	GIVE_TEXT,   /* empty is NULL */
	GIVE_NAME,   /* text; empty is '' */
	GIVE_BYTES,  /* no text; empty is NULL */
	GIVE_IMPORT, /* of the view */
	GIVE_SOURCE, /* of the view */
};

struct column {
	enum give give;
	size_t offset;
};

static void
give_text(sqlite3_context *context, const struct store_batch *batch,
    const struct batch_text *text)
{
	sqlite3_result_text64(context, batch->text.data + text->at, text->len,
	    SQLITE_STATIC, SQLITE_UTF8);
}

static void
give_bytes(sqlite3_context *context, const struct store_batch *batch,
    const struct batch_text *text)
{
	if (text->len > 0)
		sqlite3_result_blob64(context, batch->text.data + text->at,
		    text->len, SQLITE_STATIC);
}

static void
give_i64(sqlite3_context *context, int64_t number, bool is_null)
{
	if (!is_null)
		sqlite3_result_int64(context, number);
}

/* The result is NULL as long as nothing is given. */
static void
give(sqlite3_context *context, const struct tables_view *view, const void *base,
    const struct column *column)
{
	const char *at = (const char *)base + column->offset;
	int64_t number;

	switch (column->give) {
	case GIVE_NUMBER:
		number = *(const int64_t *)(const void *)at;
		give_i64(context, number, number == CANON_NO_INT);
		break;
	case GIVE_KEY:
		number = *(const int64_t *)(const void *)at;
		give_i64(context, number, number < 0);
		break;
	case GIVE_SMALL:
		give_i64(context, *(const int8_t *)at, *at == 0);
		break;
	case GIVE_ANSWER:
		give_i64(
		    context, *(const int8_t *)at, *(const int8_t *)at == -1);
		break;
	case GIVE_INDEX:
		give_i64(context, *(const uint32_t *)(const void *)at, false);
		break;
	case GIVE_TEXT:
		if (((const struct batch_text *)(const void *)at)->len > 0)
			give_text(context, view->batch,
			    (const struct batch_text *)(const void *)at);
		break;
	case GIVE_NAME:
		give_text(context, view->batch,
		    (const struct batch_text *)(const void *)at);
		break;
	case GIVE_BYTES:
		give_bytes(context, view->batch,
		    (const struct batch_text *)(const void *)at);
		break;
	case GIVE_IMPORT:
		sqlite3_result_int64(context, view->import);
		break;
	case GIVE_SOURCE:
		sqlite3_result_int64(context, view->source);
		break;
	}
}

/* --- event --- */

#define EVENT(how, member)                                \
	{                                                 \
		how, offsetof(struct batch_event, member) \
	}

static const struct column event_columns[] = {
    EVENT(GIVE_KEY, record),
    {GIVE_IMPORT, 0},
    EVENT(GIVE_INDEX, shape),
    EVENT(GIVE_NUMBER, occurred_us),
    EVENT(GIVE_TEXT, event_id),
    EVENT(GIVE_TEXT, case_id),
    EVENT(GIVE_TEXT, topic),
    EVENT(GIVE_TEXT, product),
    EVENT(GIVE_NUMBER, quantity),
    EVENT(GIVE_NUMBER, amount),
    EVENT(GIVE_TEXT, campaign),
    EVENT(GIVE_TEXT, location),
    EVENT(GIVE_TEXT, device),
};

static void
event_column(sqlite3_context *context, const void *data, size_t row, int n)
{
	const struct tables_view *view = data;

	give(context, view, &view->batch->events[view->chosen[row]],
	    &event_columns[n]);
}

static const struct rows_table event_table = {
    "batch_event",
    "CREATE TABLE x(record, import, shape, occurred_at, event_id, case_id, "
    "topic, product, quantity, amount, campaign, location, device)",
    event_column,
};

/* --- event_detail --- */

#define DETAIL(how, member)                                \
	{                                                  \
		how, offsetof(struct batch_detail, member) \
	}

static const struct column detail_columns[] = {
    EVENT(GIVE_NUMBER, id), /* of its event */
    DETAIL(GIVE_SMALL, direction),
    DETAIL(GIVE_NUMBER, ended_us),
    DETAIL(GIVE_NUMBER, updated_us),
    DETAIL(GIVE_NUMBER, csat),
    DETAIL(GIVE_SMALL, csat_scale),
    DETAIL(GIVE_NUMBER, nps),
    DETAIL(GIVE_NUMBER, ces),
    DETAIL(GIVE_NUMBER, first_reply_us),
    DETAIL(GIVE_NUMBER, resolved_us),
    DETAIL(GIVE_NUMBER, handle),
    DETAIL(GIVE_NUMBER, wait),
    DETAIL(GIVE_TEXT, handover_channel),
    DETAIL(GIVE_TEXT, agent),
    DETAIL(GIVE_TEXT, team),
    DETAIL(GIVE_ANSWER, automated),
    DETAIL(GIVE_ANSWER, context_passed),
    DETAIL(GIVE_NUMBER, reopens),
    DETAIL(GIVE_NUMBER, transfers),
    DETAIL(GIVE_NUMBER, replies),
    DETAIL(GIVE_TEXT, text),
    DETAIL(GIVE_TEXT, attrs),
};

static void
detail_column(sqlite3_context *context, const void *data, size_t row, int n)
{
	const struct tables_view *view = data;
	const struct store_batch *batch = view->batch;
	const struct batch_detail *detail = &batch->details[view->chosen[row]];

	if (n == 0)
		give(context, view, &batch->events[detail->event],
		    &detail_columns[0]);
	else
		give(context, view, detail, &detail_columns[n]);
}

static const struct rows_table detail_table = {
    "batch_detail",
    "CREATE TABLE x(event, direction, ended_at, updated_at, csat, "
    "csat_scale, nps, ces, first_reply_at, resolved_at, handle, wait, "
    "handover_channel, agent, team, automated, context_passed, reopens, "
    "transfers, replies, text, attrs)",
    detail_column,
};

/* --- record, observation --- */

#define RECORD(how, member)                                \
	{                                                  \
		how, offsetof(struct batch_record, member) \
	}

static const struct column record_columns[] = {
    RECORD(GIVE_NUMBER, key),
    {GIVE_IMPORT, 0},
    {GIVE_SOURCE, 0},
    RECORD(GIVE_NAME, native_id),
};

static void
record_column(sqlite3_context *context, const void *data, size_t row, int n)
{
	const struct tables_view *view = data;

	give(context, view, &view->batch->records[view->chosen[row]],
	    &record_columns[n]);
}

static const struct rows_table record_table = {
    "batch_record",
    "CREATE TABLE x(key, import, source, native_id)",
    record_column,
};

static const struct column observation_columns[] = {
    RECORD(GIVE_NUMBER, key),
    {GIVE_IMPORT, 0},
    RECORD(GIVE_NUMBER, said_key),
    RECORD(GIVE_BYTES, said),
};

static void
observation_column(
    sqlite3_context *context, const void *data, size_t row, int n)
{
	const struct tables_view *view = data;

	give(context, view, &view->batch->records[view->chosen[row]],
	    &observation_columns[n]);
}

static const struct rows_table observation_table = {
    "batch_observation",
    "CREATE TABLE x(record, import, key, said)",
    observation_column,
};

/* --- look-ups and keys --- */

static void
wanted_column(sqlite3_context *context, const void *data, size_t row, int n)
{
	const struct tables_wanted *wanted =
	    &((const struct tables_wanted *)data)[row];

	if (n == 0)
		sqlite3_result_int64(context, (int64_t)row);
	else
		sqlite3_result_int64(
		    context, (int64_t)(n == 1 ? wanted->key : wanted->second));
}

static const struct rows_table wanted_table = {
    "wanted_key",
    "CREATE TABLE x(n, key, second)",
    wanted_column,
};

static void
new_key_column(sqlite3_context *context, const void *data, size_t row, int n)
{
	const struct tables_new_key *key =
	    &((const struct tables_new_key *)data)[row];
	const int64_t values[] = {(int64_t)key->key, (int64_t)key->check,
	    key->id, key->first, key->second, (int64_t)key->record, key->said,
	    (int64_t)key->said_key, (int64_t)key->said_check};

	give_i64(context, values[n], values[n] == CANON_NO_INT);
}

static const struct rows_table new_key_table = {
    "new_key",
    "CREATE TABLE x(key, \"check\", id, first, second, record, said, "
    "said_key, said_check)",
    new_key_column,
};

/* --- identities --- */

static void
member_column(sqlite3_context *context, const void *data, size_t row, int n)
{
	const struct store_member *member =
	    &((const struct store_member *)data)[row];

	sqlite3_result_int64(
	    context, n == 0 ? member->record : member->customer);
}

static const struct rows_table member_table = {
    "new_member",
    "CREATE TABLE x(record, customer)",
    member_column,
};

static void
customer_column(sqlite3_context *context, const void *data, size_t row, int n)
{
	(void)n;
	sqlite3_result_int64(context, ((const int64_t *)data)[row]);
}

static const struct rows_table customer_table = {
    "new_customer",
    "CREATE TABLE x(id)",
    customer_column,
};

static void
give_span(sqlite3_context *context, struct span text)
{
	if (text.len > 0)
		sqlite3_result_text64(
		    context, text.data, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

static void
link_column(sqlite3_context *context, const void *data, size_t row, int n)
{
	const struct store_link *link = &((const struct store_link *)data)[row];
	const int64_t numbers[] = {(int64_t)row, link->left, link->right,
	    link->rule, link->weight_milli, link->is_refused};

	if (n < 6)
		sqlite3_result_int64(context, numbers[n]);
	else if (n == 6)
		give_span(context, link->kind);
	else if (n == 7)
		give_span(context, link->value);
	else
		give_span(context, link->reason);
}

static const struct rows_table link_table = {
    "new_link",
    "CREATE TABLE x(n, \"left\", \"right\", rule, weight, is_refused, kind, "
    "value, reason)",
    link_column,
};

/* --- all --- */

static const struct rows_table *const tables[TABLES_COUNT] = {
    [TABLES_EVENT] = &event_table,
    [TABLES_DETAIL] = &detail_table,
    [TABLES_RECORD] = &record_table,
    [TABLES_SAID] = &observation_table,
    [TABLES_WANTED] = &wanted_table,
    [TABLES_NEW_KEY] = &new_key_table,
    [TABLES_MEMBER] = &member_table,
    [TABLES_CUSTOMER] = &customer_table,
    [TABLES_LINK] = &link_table,
};

/* They stay as long as the connection, like the statements on them. */
int
tables_register(struct store *store, struct err *err)
{
	if (store->rows != NULL)
		return 0;
	store->rows = calloc(TABLES_COUNT, sizeof(*store->rows));
	if (store->rows == NULL)
		return err_nomem(err);
	for (int i = 0; i < TABLES_COUNT; i++) {
		store->rows[i].table = tables[i];
		if (rows_register(store->db, &store->rows[i]) != SQLITE_OK)
			return store_fail(store, tables[i]->name, err);
	}
	return 0;
}

void
tables_show(struct store *store, enum tables_table table, const void *data,
    size_t count)
{
	store->rows[table].data = data;
	store->rows[table].count = count;
}
