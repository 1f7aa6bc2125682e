#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "map/bundle.h"
#include "map/shape.h"

struct bundle *
bundle_new(struct arena *arena, struct err *err)
{
	struct bundle *bundle = calloc(1, sizeof(*bundle));

	if (bundle == NULL) {
		err_nomem(err);
		return NULL;
	}
	bundle->arena = arena != NULL ? arena : &bundle->own;
	return bundle;
}

void
bundle_reset(struct bundle *bundle)
{
	struct arena own;

	arena_reset(&bundle->own);
	own = bundle->own;
	memset(bundle, 0, sizeof(*bundle));
	bundle->own = own;
	bundle->arena = &bundle->own;
}

void
bundle_free(struct bundle *bundle)
{
	if (bundle == NULL)
		return;
	arena_clear(&bundle->own);
	free(bundle);
}

static struct mapper_reject *
line_new(struct bundle *bundle)
{
	struct mapper_reject *lines;
	size_t cap = bundle->cap == 0 ? 2 : bundle->cap * 2;

	if (bundle->n_lines == bundle->cap) {
		lines = arena_alloc(bundle->arena, cap * sizeof(*lines));
		if (lines == NULL)
			return NULL;
		if (bundle->n_lines > 0)
			memcpy(lines, bundle->lines,
			    bundle->n_lines * sizeof(*lines));
		bundle->lines = lines;
		bundle->cap = cap;
	}
	return memset(
	    &bundle->lines[bundle->n_lines++], 0, sizeof(*bundle->lines));
}

int
bundle_line(struct bundle *bundle, const struct input_row *row,
    struct input_row *copy, struct err *err)
{
	struct mapper_reject *line = line_new(bundle);
	struct span *cells =
	    arena_alloc(bundle->arena, (row->n_cells + 1) * sizeof(*cells));

	if (line == NULL || cells == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < row->n_cells; i++) {
		cells[i] = arena_span(bundle->arena, row->cells[i]);
		if (cells[i].data == NULL)
			return err_nomem(err);
	}
	line->line = row->line;
	line->cells = cells;
	line->n_cells = row->n_cells;
	line->raw = arena_span(bundle->arena, row->raw);
	if (line->raw.data == NULL)
		return err_nomem(err);
	*copy = *row;
	copy->cells = cells;
	copy->raw = line->raw;
	return 0;
}

int
bundle_spoil(struct bundle *bundle, const struct err *fault, const char *path,
    struct err *err)
{
	const struct mapper_reject *line = &bundle->lines[bundle->n_lines - 1];

	if (bundle->fault != NULL)
		return 0;
	bundle->fault = arena_alloc(bundle->arena, sizeof(*bundle->fault));
	bundle->peer_fault =
	    arena_zero(bundle->arena, sizeof(*bundle->peer_fault));
	if (bundle->fault == NULL || bundle->peer_fault == NULL) {
		bundle->fault = NULL;
		return err_nomem(err);
	}
	*bundle->fault = *fault;
	err_place(bundle->fault, path, line->line, NULL);
	bundle->bad_line = bundle->n_lines - 1;
	err_set(bundle->peer_fault, ERR_DATA,
	    "belongs to the event of line %ju, which cannot be taken",
	    (uintmax_t)line->line);
	err_reason(bundle->peer_fault, "EVENT_REJECTED");
	err_place(bundle->peer_fault, path, 0, NULL);
	return 0;
}

const struct mapper_reject *
bundle_rejects(struct bundle *bundle)
{
	for (size_t i = 0; i < bundle->n_lines; i++)
		bundle->lines[i].fault =
		    i == bundle->bad_line ? bundle->fault : bundle->peer_fault;
	return bundle->lines;
}

/* --- one row into another --- */

static int
conflict(const char *reason, const char *what, struct err *fault)
{
	err_set(fault, ERR_DATA,
	    "%s differs from that of the event's first row", what);
	return err_reason(fault, reason);
}

static bool
has_value(const struct canon_record *record, const struct canon_value *value)
{
	for (size_t i = 0; i < record->n_values; i++)
		if (record->values[i].field == value->field &&
		    span_eq(record->values[i].name, value->name) &&
		    span_eq(record->values[i].raw, value->raw))
			return true;
	return false;
}

static int
merge_record(struct canon_record *into, const struct canon_record *from,
    struct arena *arena, struct err *err)
{
	struct canon_value *values;

	for (int i = 0; i <= CANON_F_PERSON_LAST; i++)
		if (into->field[i].len == 0)
			into->field[i] = from->field[i];
	if (into->native_id.len == 0)
		into->native_id = from->native_id;
	if (from->said_at_us > into->said_at_us)
		into->said_at_us = from->said_at_us;
	into->is_opt_out |= from->is_opt_out;
	if (from->n_values == 0)
		return 0;
	values = arena_alloc(
	    arena, (into->n_values + from->n_values) * sizeof(*values));
	if (values == NULL)
		return err_nomem(err);
	if (into->n_values > 0)
		memcpy(values, into->values, into->n_values * sizeof(*values));
	into->values = values;
	for (size_t i = 0; i < from->n_values; i++)
		if (!has_value(into, &from->values[i]))
			values[into->n_values++] = from->values[i];
	return 0;
}

/* Products of several lines are listed. */
static int
merge_product(
    struct span *into, struct span from, struct arena *arena, struct err *err)
{
	struct buf joined = {0};
	struct span rest = *into;

	while (rest.len >= from.len && from.len > 0) {
		const char *bar = memchr(rest.data, '|', rest.len);
		struct span one = rest;

		if (bar != NULL)
			one.len = (size_t)(bar - rest.data);
		if (span_eq(span_trim(one), from))
			return 0;
		if (bar == NULL)
			break;
		rest = span_make(bar + 1, rest.len - one.len - 1);
	}
	if (from.len == 0)
		return 0;
	buf_span(&joined, *into);
	buf_str(&joined, " | ");
	buf_span(&joined, from);
	*into = arena_span(arena, buf_get(&joined));
	if (joined.failed || into->data == NULL)
		err_nomem(err);
	buf_clear(&joined);
	return into->data == NULL ? -1 : 0;
}

static int
merge_money(struct canon_event *into, const struct canon_event *from,
    const struct spec_group *group, struct err *fault)
{
	if (into->currency.len == 0) {
		into->currency = from->currency;
		into->amount_digits = from->amount_digits;
	}
	if (from->currency.len > 0 && !span_eq(into->currency, from->currency))
		return conflict("CURRENCY_DIFFERS", "the currency", fault);
	if (from->quantity_milli != CANON_NO_INT) {
		if (into->quantity_milli == CANON_NO_INT)
			into->quantity_milli = 0;
		if (!num_add(into->quantity_milli, from->quantity_milli,
			&into->quantity_milli))
			return conflict("OUT_OF_RANGE", "the quantity", fault);
	}
	if (from->amount_minor == CANON_NO_INT)
		return 0;
	if (into->amount_minor == CANON_NO_INT) {
		into->amount_minor = from->amount_minor;
		into->amount_digits = from->amount_digits;
	} else if (!group->is_sum) {
		if (into->amount_minor != from->amount_minor)
			return conflict("AMOUNT_DIFFERS", "the amount", fault);
	} else if (!num_add(into->amount_minor, from->amount_minor,
		       &into->amount_minor))
		return conflict("OUT_OF_RANGE", "the amount", fault);
	return 0;
}

/* What the first row left open. */
static void
merge_open(struct canon_event *into, const struct canon_event *from)
{
	for (int f = CANON_F_PERSON_LAST + 1; f < CANON_F_COUNT; f++) {
		enum canon_field field = (enum canon_field)f;
		size_t offset = shape_offset(field);
		void *to = (char *)into + offset;
		const void *of = (const char *)from + offset;

		switch ((int)shape_of(field)) {
		case SHAPE_TEXT:
			if (field != CANON_F_PRODUCT &&
			    ((struct span *)to)->len == 0)
				memcpy(to, of, sizeof(struct span));
			break;
		case SHAPE_TIME:
		case SHAPE_COUNT:
		case SHAPE_DURATION:
			if (*(int64_t *)to == CANON_NO_INT)
				memcpy(to, of, sizeof(int64_t));
			break;
		case SHAPE_FLAG:
			if (*(int8_t *)to < 0)
				memcpy(to, of, sizeof(int8_t));
			break;
		default:
			break;
		}
	}
	if (into->outcome == 0)
		into->outcome = from->outcome;
	if (into->direction == 0)
		into->direction = from->direction;
	if (into->csat_milli == CANON_NO_INT) {
		into->csat_milli = from->csat_milli;
		into->csat_scale = from->csat_scale;
	}
}

static int
merge_attrs(struct canon_event *into, const struct canon_event *from,
    struct arena *arena, struct err *err)
{
	struct canon_attr *attrs;
	size_t i = 0, j = 0, n = 0;

	if (from->n_attrs == 0)
		return 0;
	attrs = arena_alloc(
	    arena, (into->n_attrs + from->n_attrs) * sizeof(*attrs));
	if (attrs == NULL)
		return err_nomem(err);
	while (i < into->n_attrs || j < from->n_attrs) {
		int order = i == into->n_attrs ? 1
		    : j == from->n_attrs
		    ? -1
		    : span_cmp(into->attrs[i].name, from->attrs[j].name);

		attrs[n++] = order <= 0 ? into->attrs[i] : from->attrs[j];
		i += order <= 0;
		j += order >= 0;
	}
	into->attrs = attrs;
	into->n_attrs = n;
	return 0;
}

static int
merge_event(struct canon_event *into, const struct canon_event *from,
    const struct spec_group *group, struct arena *arena, struct err *fault,
    struct err *err)
{
	if (merge_money(into, from, group, fault) < 0)
		return 0;
	merge_open(into, from);
	if (into->product.len == 0)
		into->product = from->product;
	else if (merge_product(&into->product, from->product, arena, err) < 0)
		return -1;
	return merge_attrs(into, from, arena, err);
}

/* The event of the bundle that the row's event is, by its kind and id; SIZE_MAX
 * = a new one. A row that leaves the id empty continues the first of a kind. */
static size_t
find_event(const struct canon_row *row, const struct canon_event *event)
{
	for (size_t i = 0; i < row->n_events; i++)
		if (row->events[i].kind == event->kind &&
		    (event->event_id.len == 0 ||
			span_eq(row->events[i].event_id, event->event_id)))
			return i;
	return SIZE_MAX;
}

/* Is the row's first record the person of its event, not another party? */
static bool
has_person(const struct canon_row *row)
{
	for (size_t i = 0; i < row->n_events; i++)
		if (row->events[i].record == 0)
			return row->n_records > 0;
	return false;
}

static bool
is_same(const struct canon_record *a, const struct canon_record *b)
{
	if (a->n_values != b->n_values)
		return false;
	for (int i = 0; i <= CANON_F_PERSON_LAST; i++)
		if (!span_eq(a->field[i], b->field[i]))
			return false;
	for (size_t i = 0; i < a->n_values; i++)
		if (!has_value(b, &a->values[i]))
			return false;
	return true;
}

/* The record of the bundle that another row's is: the one of its id; without
 * an id the event's person is one, and other parties are those of whom the
 * same is said. SIZE_MAX = a new one. */
static size_t
find_record(const struct canon_row *row, const struct canon_record *record,
    bool is_person)
{
	if (is_person && record->native_id.len == 0)
		return has_person(row) ? 0 : SIZE_MAX;
	for (size_t i = 0; i < row->n_records; i++) {
		const struct canon_record *one = &row->records[i];

		if (!span_eq(one->native_id, record->native_id))
			continue;
		if (one->native_id.len > 0 || is_same(one, record))
			return i;
	}
	return SIZE_MAX;
}

/* Put one element more behind an array in the arena. */
static void *
append(void *items, size_t count, size_t size, const void *item,
    struct arena *arena)
{
	char *grown = arena_alloc(arena, (count + 1) * size);

	if (grown == NULL)
		return NULL;
	if (count > 0)
		memcpy(grown, items, count * size);
	memcpy(grown + count * size, item, size);
	return grown;
}

static int
add_records(struct bundle *bundle, const struct canon_row *row, int32_t *first,
    struct err *err)
{
	struct canon_row *into = &bundle->row;

	*first = row->n_records > 0 ? 0 : -1;
	for (size_t i = 0; i < row->n_records; i++) {
		size_t at = find_record(
		    into, &row->records[i], i == 0 && has_person(row));

		if (at != SIZE_MAX) {
			if (merge_record(&into->records[at], &row->records[i],
				bundle->arena, err) < 0)
				return -1;
		} else {
			at = into->n_records;
			into->records =
			    append(into->records, at, sizeof(*into->records),
				&row->records[i], bundle->arena);
			if (into->records == NULL)
				return err_nomem(err);
			into->n_records++;
		}
		if (i == 0)
			*first = (int32_t)at;
	}
	return 0;
}

static int
add_events(struct bundle *bundle, const struct canon_row *row,
    const struct spec_group *group, int32_t record, struct err *fault,
    struct err *err)
{
	struct canon_row *into = &bundle->row;

	for (size_t i = 0; i < row->n_events; i++) {
		struct canon_event event = row->events[i];
		size_t at = find_event(into, &event);

		if (event.record >= 0)
			event.record = record;
		if (at != SIZE_MAX) {
			if (into->events[at].record < 0)
				into->events[at].record = event.record;
			if (merge_event(&into->events[at], &event, group,
				bundle->arena, fault, err) < 0)
				return -1;
			continue;
		}
		into->events = append(into->events, into->n_events,
		    sizeof(event), &event, bundle->arena);
		if (into->events == NULL)
			return err_nomem(err);
		into->n_events++;
	}
	return 0;
}

/* Two rows of one event are about one customer. */
static bool
is_other_customer(const struct canon_row *a, const struct canon_row *b)
{
	return a->n_records > 0 && b->n_records > 0 &&
	    a->records[0].native_id.len > 0 &&
	    b->records[0].native_id.len > 0 &&
	    !span_eq(a->records[0].native_id, b->records[0].native_id);
}

int
bundle_add(struct bundle *bundle, const struct canon_row *row,
    const struct spec_group *group, const char *path, struct err *err)
{
	struct err fault = {0};
	int32_t record;

	if (bundle->row.n_lines == 0) {
		bundle->row = *row;
		bundle->row.n_lines = 1;
		return 0;
	}
	if (is_other_customer(&bundle->row, row))
		conflict("CUSTOMER_DIFFERS", "the customer", &fault);
	else if (add_records(bundle, row, &record, err) < 0 ||
	    add_events(bundle, row, group, record, &fault, err) < 0)
		return -1;
	bundle->row.n_lines++;
	bundle->row.n_odd += row->n_odd;
	return fault.code == ERR_NONE ? 0
				      : bundle_spoil(bundle, &fault, path, err);
}
