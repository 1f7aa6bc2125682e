#include <stdlib.h>
#include <string.h>

#include "store/attrs.h"
#include "store/db.h"
#include "store/stmt.h"

struct store_touches {
	struct store *store;
	sqlite3_stmt *stmt;
	struct arena arena; /* of the attributes of the present row */
	struct store_touch touch;
};

struct store_touches *
store_touches_open(struct store *store, const struct store_touch_filter *filter,
    struct err *err)
{
	const struct stmt_value anonymous[] = {
	    STMT_I64(":has_anonymous", filter->has_anonymous)};
	const struct stmt_value customer[] = {
	    STMT_I64(":customer", filter->customer)};
	struct store_touches *touches = calloc(1, sizeof(*touches));

	if (touches == NULL) {
		err_nomem(err);
		return NULL;
	}
	touches->store = store;
	if (filter->is_by_record)
		touches->stmt =
		    stmt_open(store, "touches_by_record", anonymous, 1, err);
	else if (filter->customer != 0)
		touches->stmt =
		    stmt_open(store, "touches_of_customer", customer, 1, err);
	else
		touches->stmt = stmt_open(store, "touches", anonymous, 1, err);
	if (touches->stmt == NULL) {
		store_touches_close(touches);
		return NULL;
	}
	return touches;
}

void
store_touches_close(struct store_touches *touches)
{
	if (touches == NULL)
		return;
	stmt_close(touches->stmt);
	arena_clear(&touches->arena);
	free(touches);
}

/* The columns are read from left to right. */
struct reader {
	sqlite3_stmt *stmt;
	int column;
};

static int64_t
read_i64(struct reader *reader, int64_t otherwise)
{
	return stmt_i64_or(reader->stmt, reader->column++, otherwise);
}

static int8_t
read_i8(struct reader *reader, int otherwise)
{
	return (int8_t)stmt_i64_or(reader->stmt, reader->column++, otherwise);
}

static struct span
read_span(struct reader *reader)
{
	return stmt_span(reader->stmt, reader->column++);
}

static void
read_touch(struct reader *reader, struct store_touch *touch)
{
	struct canon_event *e = &touch->e;

	touch->customer = read_i64(reader, 0);
	touch->record = read_i64(reader, 0);
	touch->event = read_i64(reader, 0);
	touch->source = read_i64(reader, 0);
	touch->channel = read_i64(reader, 0);
	touch->native_id = read_span(reader);
	e->event_id = read_span(reader);
	e->occurred_at_us = read_i64(reader, CANON_NO_TIME);
	e->is_date_only = read_i8(reader, 0);
	e->kind = read_i8(reader, 0);
	e->outcome = read_i8(reader, 0);
	e->channel = read_span(reader);
	e->channel_kind = read_i8(reader, 0);
	e->currency = read_span(reader);
	e->amount_digits = read_i8(reader, 0);
	e->amount_minor = read_i64(reader, CANON_NO_INT);
	e->quantity_milli = read_i64(reader, CANON_NO_INT);
	e->case_id = read_span(reader);
	e->topic = read_span(reader);
	e->product = read_span(reader);
}

static void
read_detail(struct reader *reader, struct canon_event *e)
{
	e->direction = read_i8(reader, 0);
	e->automated = read_i8(reader, -1);
	e->context_passed = read_i8(reader, -1);
	e->csat_scale = read_i8(reader, 0);
	e->ended_at_us = read_i64(reader, CANON_NO_TIME);
	e->first_reply_at_us = read_i64(reader, CANON_NO_TIME);
	e->resolved_at_us = read_i64(reader, CANON_NO_TIME);
	e->event_updated_at_us = read_i64(reader, CANON_NO_TIME);
	e->csat_milli = read_i64(reader, CANON_NO_INT);
	e->nps = read_i64(reader, CANON_NO_INT);
	e->ces_milli = read_i64(reader, CANON_NO_INT);
	e->handle_milli = read_i64(reader, CANON_NO_INT);
	e->wait_milli = read_i64(reader, CANON_NO_INT);
	e->reopens = read_i64(reader, CANON_NO_INT);
	e->transfers = read_i64(reader, CANON_NO_INT);
	e->replies = read_i64(reader, CANON_NO_INT);
	e->handover_channel = read_span(reader);
	e->agent = read_span(reader);
	e->team = read_span(reader);
	e->campaign = read_span(reader);
	e->location = read_span(reader);
	e->device = read_span(reader);
	e->text = read_span(reader);
}

int
store_touches_next(struct store_touches *touches,
    const struct store_touch **touch, struct err *err)
{
	struct reader reader = {touches->stmt, 0};
	struct store_touch *made = &touches->touch;
	bool has_row;

	*touch = NULL;
	if (stmt_step(touches->store, touches->stmt, &has_row, err) != 0)
		return -1;
	if (!has_row)
		return 0;
	read_touch(&reader, made);
	read_detail(&reader, &made->e);
	made->e.record = made->record == 0 ? -1 : 0;
	arena_reset(&touches->arena);
	if (attrs_read(read_span(&reader), &touches->arena, &made->e.attrs,
		&made->e.n_attrs, err) != 0)
		return -1;
	*touch = made;
	return 0;
}
