#include "store/events.h"
#include "store/attrs.h"
#include "store/stmt.h"

int
events_attrs(struct store *store, struct intern *names, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "events_attrs", NULL, 0, err);
	uint32_t number;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		status = intern_add(names, stmt_span(stmt, 0), &number, err);
	}
	stmt_close(stmt);
	return status;
}

static int8_t
small(sqlite3_stmt *stmt, int column, int8_t otherwise)
{
	return (int8_t)stmt_i64_or(stmt, column, otherwise);
}

/* What an event always has, and then what it has in its own row. */
static void
read_front(sqlite3_stmt *stmt, struct events_row *row)
{
	struct canon_event *e = &row->e;

	row->source = stmt_span(stmt, 0);
	row->native_id = stmt_span(stmt, 1);
	row->customer = stmt_i64_or(stmt, 2, 0);
	e->channel = stmt_span(stmt, 3);
	e->event_id = stmt_span(stmt, 4);
	e->occurred_at_us = stmt_i64_or(stmt, 5, CANON_NO_TIME);
	e->is_date_only = small(stmt, 6, 0);
	e->kind = small(stmt, 7, 0);
	e->outcome = small(stmt, 8, 0);
	e->amount_digits = small(stmt, 9, 0);
	e->currency = stmt_span(stmt, 10);
	e->case_id = stmt_span(stmt, 11);
	e->topic = stmt_span(stmt, 12);
	e->product = stmt_span(stmt, 13);
	e->quantity_milli = stmt_i64_or(stmt, 14, CANON_NO_INT);
	e->amount_minor = stmt_i64_or(stmt, 15, CANON_NO_INT);
	e->campaign = stmt_span(stmt, 16);
	e->location = stmt_span(stmt, 17);
	e->device = stmt_span(stmt, 18);
}

static void
read_detail(sqlite3_stmt *stmt, struct canon_event *e)
{
	e->direction = small(stmt, 19, 0);
	e->ended_at_us = stmt_i64_or(stmt, 20, CANON_NO_TIME);
	e->event_updated_at_us = stmt_i64_or(stmt, 21, CANON_NO_TIME);
	e->csat_milli = stmt_i64_or(stmt, 22, CANON_NO_INT);
	e->csat_scale = small(stmt, 23, 0);
	e->nps = stmt_i64_or(stmt, 24, CANON_NO_INT);
	e->ces_milli = stmt_i64_or(stmt, 25, CANON_NO_INT);
	e->first_reply_at_us = stmt_i64_or(stmt, 26, CANON_NO_TIME);
	e->resolved_at_us = stmt_i64_or(stmt, 27, CANON_NO_TIME);
	e->handle_milli = stmt_i64_or(stmt, 28, CANON_NO_INT);
	e->wait_milli = stmt_i64_or(stmt, 29, CANON_NO_INT);
	e->handover_channel = stmt_span(stmt, 30);
	e->agent = stmt_span(stmt, 31);
	e->team = stmt_span(stmt, 32);
	e->automated = small(stmt, 33, -1);
	e->context_passed = small(stmt, 34, -1);
	e->reopens = stmt_i64_or(stmt, 35, CANON_NO_INT);
	e->transfers = stmt_i64_or(stmt, 36, CANON_NO_INT);
	e->replies = stmt_i64_or(stmt, 37, CANON_NO_INT);
	e->text = stmt_span(stmt, 38);
}

int
events_each(struct store *store,
    int (*each)(void *, const struct events_row *, struct err *), void *context,
    struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "events_all", NULL, 0, err);
	struct arena arena = {0};
	struct events_row row;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		row = (struct events_row){0};
		arena_reset(&arena);
		read_front(stmt, &row);
		read_detail(stmt, &row.e);
		status = attrs_read(stmt_span(stmt, 39), &arena, &row.e.attrs,
		    &row.e.n_attrs, err);
		if (status == 0)
			status = each(context, &row, err);
	}
	stmt_close(stmt);
	arena_clear(&arena);
	return status;
}
