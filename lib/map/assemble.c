#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/hash.h"
#include "map/assemble.h"
#include "map/reader.h"
#include "norm/phone.h"

#define EVENTS_MAX 10000 /* of one row */

static struct span
country_of(const struct map *map, const struct mapper_options *options)
{
	if (map->country.len > 0)
		return map->country;
	if (options->country.len > 0)
		return options->country;
	if (map->timezone.len > 0)
		return phone_country(map->timezone);
	return phone_country(span_of(zone_name(options->zone)));
}

/* The zone that a row names; kept open for the next rows. */
static const struct zone *
open_zone(struct assemble *assemble, struct span name, struct err *err)
{
	struct assemble_zone *zone = assemble->zones;

	while (zone != NULL && !span_eq(zone->name, name))
		zone = zone->next;
	if (zone != NULL)
		return zone->zone;
	zone = arena_zero(&assemble->bind.arena, sizeof(*zone));
	if (zone == NULL) {
		err_nomem(err);
		return NULL;
	}
	zone->name = arena_span(&assemble->bind.arena, name);
	if (zone->name.data == NULL) {
		err_nomem(err);
		return NULL;
	}
	zone->zone = zone_open(zone->name.data, err);
	if (zone->zone == NULL)
		return NULL;
	zone->next = assemble->zones;
	assemble->zones = zone;
	return zone->zone;
}

/* A zone that is the same for the whole file is checked at once. */
static int
check_zone(struct assemble *assemble, struct map_notes *notes, struct err *err)
{
	const struct bind_op *op = assemble->bind.zone;
	const char *path = assemble->map->path.data;
	struct err fault = {0};
	struct span text;
	int kind;

	if (op == NULL || op->n_parts != 1 || op->parts[0].kind != BIND_TEXT)
		return 0;
	if (cell_read(&assemble->cell, op, &text, &kind, &fault) != CELL_TEXT ||
	    open_zone(assemble, text, &fault) != NULL)
		return 0;
	if (reader_note(notes, path, op->spec->place, false, "%s", fault.msg) <
	    0)
		return err_nomem(err);
	return err_set(err, ERR_DATA, "%s", fault.msg);
}

int
assemble_init(struct assemble *assemble, const struct map *map,
    const struct input *input, const struct mapper_options *options,
    struct map_notes *notes, struct err *err)
{
	memset(assemble, 0, sizeof(*assemble));
	assemble->map = map;
	assemble->options = *options;
	assemble->cell.unknown = &assemble->unknown;
	assemble->cell.arena = &assemble->bind.arena;
	assemble->rules.map = map;
	assemble->rules.zone = options->zone;
	assemble->rules.country = country_of(map, options);
	assemble->rules.options = &assemble->options;
	assemble->rules.channels = &assemble->channels;
	assemble->rules.currencies = &assemble->currencies;
	assemble->rules.notices = &assemble->notices;
	assemble->rules.zeros = &assemble->zeros;
	assemble->utc = zone_open("UTC", err);
	assemble->rules.utc = assemble->utc;
	if (assemble->utc == NULL ||
	    bind_init(&assemble->bind, map, input, options, notes, err) < 0)
		return -1;
	return check_zone(assemble, notes, err);
}

void
assemble_clear(struct assemble *assemble)
{
	for (struct assemble_zone *zone = assemble->zones; zone != NULL;
	     zone = zone->next)
		zone_free(zone->zone);
	zone_free(assemble->utc);
	free(assemble->open);
	zeros_clear(&assemble->zeros);
	intern_clear(&assemble->keys);
	bind_clear(&assemble->bind);
}

static void
look_at(struct assemble *assemble, const struct input_row *row, bool is_held,
    struct arena *arena)
{
	struct cell *cell = &assemble->cell;

	cell->cells = row->cells;
	cell->n_cells = row->n_cells;
	cell->top = row->json;
	cell->at = row->json;
	cell->twice = NULL;
	cell->arena = arena;
	cell->is_held = is_held;
	cell->is_continued = assemble->before != NULL;
}

bool
assemble_skips(struct assemble *assemble, const struct input_row *row,
    struct arena *arena, struct span *why)
{
	const struct bind *bind = &assemble->bind;

	if (bind->n_skips == 0)
		return false;
	look_at(assemble, row, false, arena);
	for (size_t i = 0; i < bind->n_skips; i++)
		if (cell_holds(&assemble->cell, &bind->skips[i].when)) {
			*why = bind->skips[i].why;
			return assemble->cell.twice == NULL;
		}
	return false;
}

void
assemble_key(struct assemble *assemble, const struct bind_op *op,
    const struct input_row *row, struct arena *arena, struct span *key)
{
	struct err fault = {0};
	int kind;

	*key = span_make("", 0);
	look_at(assemble, row, false, arena);
	assemble->cell.is_continued = true;
	if (cell_read(&assemble->cell, op, key, &kind, &fault) != CELL_TEXT)
		*key = span_make("", 0);
}

void
assemble_continue(struct assemble *assemble, const struct canon_row *before)
{
	assemble->before = before;
}

/* --- filling a person and an event --- */

/* Who takes the values of a list of operations; NULL takes none. */
struct takers {
	struct draft_person *person;
	struct draft_event *event;
};

static int
put(struct assemble *assemble, const struct takers *takers,
    const struct bind_op *op, struct span text, struct err *fault)
{
	struct arena *arena = assemble->cell.arena;

	if (!op->is_event)
		return draft_person_put(
		    &assemble->rules, takers->person, op, text, arena, fault);
	if (takers->event == NULL)
		return 0;
	return draft_event_put(
	    &assemble->rules, takers->event, op, text, arena, fault);
}

static void
put_kind(const struct takers *takers, const struct bind_op *op, int kind)
{
	if (takers->event == NULL)
		return;
	takers->event->is_meant = true;
	if (op->shape == SHAPE_KIND)
		takers->event->event.kind = (int8_t)kind;
	else
		takers->event->forced_kind = kind;
}

/* An operation that is more than one column as it stands. */
static int
run_op(struct assemble *assemble, const struct takers *takers,
    const struct bind_op *op, struct err *fault)
{
	struct cell *cell = &assemble->cell;
	struct span text, *texts;
	size_t count;
	int kind;

	if (op->is_repeat) {
		if (cell_list(cell, op, &texts, &count, fault) < 0)
			return -1;
		for (size_t i = 0; i < count; i++)
			if (put(assemble, takers, op, texts[i], fault) < 0)
				return -1;
		return 0;
	}
	switch (cell_read(cell, op, &text, &kind, fault)) {
	case CELL_TEXT:
		return put(assemble, takers, op, text, fault);
	case CELL_KIND:
		put_kind(takers, op, kind);
		return 0;
	case CELL_EMPTY:
		return 0;
	case CELL_FAULT:
	default:
		return -1;
	}
}

static int
run(struct assemble *assemble, const struct takers *takers,
    const struct bind_ops *ops, struct err *fault)
{
	struct cell *cell = &assemble->cell;

	for (size_t i = 0; i < ops->count; i++) {
		const struct bind_op *op = &ops->items[i];
		struct span text;

		if (!op->is_plain) {
			if (run_op(assemble, takers, op, fault) < 0)
				return -1;
			continue;
		}
		if (op->parts[0].column >= cell->n_cells)
			continue;
		text = cell->cells[op->parts[0].column];
		if (text.len == 0)
			continue;
		text = cell_clean(cell, text);
		if (text.len > 0 && put(assemble, takers, op, text, fault) < 0)
			return -1;
	}
	return 0;
}

/* --- keys of JSON records that map themselves --- */

static struct bind_op *
new_open_op(struct assemble *assemble, struct span key, struct err *fault)
{
	struct bind *bind = &assemble->bind;
	struct bind_ops single = {0};
	static const struct spec_value plain = {
	    .decimal = '.', .otherwise = {.result = SPEC_ERROR}};
	enum canon_field field;
	struct span name;
	struct jpath *path;
	struct bind_op *op;

	if (key.len == 0 || key.data[0] == '_' ||
	    !canon_field_of(key, &field, &name))
		return NULL;
	for (size_t i = 0; i < bind->ops.count; i++)
		if (bind->ops.items[i].field == field &&
		    span_eq(bind->ops.items[i].name, name))
			return NULL;
	op = bind_add(bind, &single, field, name, fault);
	path = arena_zero(&bind->arena, sizeof(*path));
	if (op == NULL || path == NULL) {
		err_nomem(fault);
		return NULL;
	}
	op->spec = &plain;
	op->parts = arena_zero(&bind->arena, sizeof(*op->parts));
	if (op->parts == NULL || !jpath_key(key, path, &bind->arena)) {
		err_nomem(fault);
		return NULL;
	}
	op->n_parts = 1;
	op->parts[0].kind = BIND_PATH;
	op->parts[0].paths = path;
	op->parts[0].n_paths = 1;
	op->column = path->whole;
	return op;
}

static int
run_open(
    struct assemble *assemble, const struct takers *takers, struct err *fault)
{
	json_t *object = (json_t *)(uintptr_t)assemble->cell.top;
	void *iter = json_object_iter(object);

	for (; iter != NULL; iter = json_object_iter_next(object, iter)) {
		struct span key = span_of(json_object_iter_key(iter));
		struct intern *keys = &assemble->keys;
		size_t before = keys->count;
		uint32_t number;

		if (intern_add(keys, key, &number, fault) < 0 ||
		    array_grow(&assemble->open, &assemble->open_cap,
			keys->count, sizeof(*assemble->open), fault) < 0)
			return -1;
		if (keys->count > INPUT_COLUMNS_MAX)
			return err_set(fault, ERR_DATA,
			    "more than %d different keys", INPUT_COLUMNS_MAX);
		if (keys->count > before) {
			assemble->open[number] = new_open_op(
			    assemble, intern_name(keys, number), fault);
			if (fault->code != ERR_NONE)
				return -1;
		}
		if (assemble->open[number] != NULL &&
		    run_op(assemble, takers, assemble->open[number], fault) < 0)
			return -1;
	}
	return 0;
}

/* --- the row --- */

static void *
append(void *items, size_t count, size_t size, struct arena *arena)
{
	char *grown = arena_alloc(arena, (count + 1) * size);

	if (grown != NULL && count > 0)
		memcpy(grown, items, count * size);
	return grown;
}

static int
add_event(struct canon_row *row, const struct canon_event *event,
    struct arena *arena, struct err *fault)
{
	/* Room is made whenever the count is a power of two. */
	if ((row->n_events & (row->n_events - 1)) == 0) {
		struct canon_event *grown = arena_alloc(arena,
		    (row->n_events == 0 ? 1 : row->n_events * 2) *
			sizeof(*grown));

		if (grown == NULL)
			return err_nomem(fault);
		if (row->n_events > 0)
			memcpy(
			    grown, row->events, row->n_events * sizeof(*grown));
		row->events = grown;
	}
	if (row->n_events == EVENTS_MAX)
		return err_set(
		    fault, ERR_DATA, "more than %d events", EVENTS_MAX);
	row->events[row->n_events++] = *event;
	return 0;
}

/* An event that was resolved stands for two. */
static int
add_resolve(struct canon_row *row, const struct canon_event *event,
    struct arena *arena, struct err *fault)
{
	static const char suffix[] = "/resolve";
	struct draft_event draft;
	struct canon_event *resolve = &draft.event;
	size_t size = event->event_id.len + sizeof(suffix);
	char *id = arena_alloc(arena, size);

	if (id == NULL)
		return err_nomem(fault);
	draft_event_init(&draft);
	if (event->event_id.len > 0) {
		memcpy(id, event->event_id.data, event->event_id.len);
		memcpy(id + event->event_id.len, suffix, sizeof(suffix));
		resolve->event_id = span_make(id, size - 1);
	}
	resolve->kind = CANON_RESOLVE;
	resolve->outcome = CANON_RESOLVED;
	resolve->occurred_at_us = event->resolved_at_us;
	resolve->event_updated_at_us = event->event_updated_at_us;
	resolve->channel = event->channel;
	resolve->channel_kind = event->channel_kind;
	resolve->case_id = event->case_id;
	resolve->topic = event->topic;
	resolve->agent = event->agent;
	resolve->team = event->team;
	resolve->automated = event->automated;
	return add_event(row, resolve, arena, fault);
}

/* What a row that continues another leaves open. */
static void
take_from_before(const struct assemble *assemble, struct canon_event *event)
{
	const struct canon_event *first;

	if (assemble->before == NULL || assemble->before->n_events == 0)
		return;
	first = &assemble->before->events[0];
	if (event->occurred_at_us == CANON_NO_TIME)
		event->occurred_at_us = first->occurred_at_us;
	if (event->kind == 0)
		event->kind = first->kind;
	if (event->channel.len == 0) {
		event->channel = first->channel;
		event->channel_kind = first->channel_kind;
	}
	if (event->currency.len == 0) {
		event->currency = first->currency;
		event->amount_digits = first->amount_digits;
	}
}

static int
finish_event(struct assemble *assemble, struct draft_event *draft,
    struct canon_row *row, struct err *fault)
{
	struct canon_event *event = &draft->event;
	struct arena *arena = assemble->cell.arena;

	take_from_before(assemble, event);
	if (draft_event_finish(&assemble->rules, draft, fault) < 0 ||
	    add_event(row, event, arena, fault) < 0)
		return -1;
	if (event->resolved_at_us == CANON_NO_TIME ||
	    event->kind == CANON_RESOLVE)
		return 0;
	return add_resolve(row, event, arena, fault);
}

/* One event of a rule of the mapping. */
static int
make_event(struct assemble *assemble, const struct bind_event *rule,
    struct canon_row *row, struct err *fault)
{
	struct draft_event *draft = &assemble->event;
	struct canon_event *event = &draft->event;
	struct takers takers = {&assemble->person, draft};
	struct canon_attr *attrs;

	if (!cell_holds(&assemble->cell, &rule->when))
		return 0;
	*draft = assemble->base;
	if (event->n_attrs > 0) {
		attrs = arena_alloc(
		    assemble->cell.arena, event->n_attrs * sizeof(*attrs));
		if (attrs == NULL)
			return err_nomem(fault);
		memcpy(attrs, event->attrs, event->n_attrs * sizeof(*attrs));
		event->attrs = attrs;
		draft->attrs_cap = event->n_attrs;
	}
	if (run(assemble, &takers, &rule->ops, fault) < 0)
		return -1;
	return finish_event(assemble, draft, row, fault);
}

struct elements {
	struct assemble *assemble;
	const struct bind_event *rule;
	struct canon_row *row;
	struct err *fault;
};

static bool
make_element(const json_t *json, void *data)
{
	struct elements *elements = data;

	if (json_is_array(json)) {
		for (size_t i = 0; i < json_array_size(json); i++)
			if (!make_element(json_array_get(json, i), data))
				return false;
		return true;
	}
	if (input_json_twice(json) != NULL)
		elements->assemble->cell.twice = input_json_twice(json);
	elements->assemble->cell.at = json;
	return make_event(elements->assemble, elements->rule, elements->row,
		   elements->fault) == 0;
}

static int
make_events(struct assemble *assemble, struct canon_row *row, struct err *fault)
{
	const struct bind *bind = &assemble->bind;
	struct cell *cell = &assemble->cell;

	if (bind->n_events == 0)
		return assemble->base.is_meant
		    ? finish_event(assemble, &assemble->base, row, fault)
		    : 0;
	for (size_t i = 0; i < bind->n_events; i++) {
		struct elements elements = {
		    assemble, &bind->events[i], row, fault};
		bool is_good = true;

		if (bind->events[i].each == NULL)
			is_good = make_event(assemble, &bind->events[i], row,
				      fault) == 0;
		else if (cell->top != NULL)
			is_good = jpath_each(bind->events[i].each, cell->top,
			    make_element, &elements);
		cell->at = cell->top;
		if (!is_good)
			return -1;
	}
	return 0;
}

static bool
is_identified(const struct draft_person *person)
{
	return person->record.native_id.len > 0 || person->has_identifier;
}

static int
add_record(struct canon_row *row, const struct canon_record *record,
    struct arena *arena, struct err *fault)
{
	row->records =
	    append(row->records, row->n_records, sizeof(*record), arena);
	if (row->records == NULL)
		return err_nomem(fault);
	row->records[row->n_records++] = *record;
	return 0;
}

/* A person of whom nothing that identifies is known is named by all that is
 * known, so that the same row is the same record again. */
static int
name_record(struct canon_record *record, struct arena *arena, struct err *fault)
{
	struct hash_128 sum = {0, 0};
	char *id = arena_alloc(arena, 40);
	int len;

	if (id == NULL)
		return err_nomem(fault);
	for (int i = 0; i <= CANON_F_PERSON_LAST; i++) {
		struct hash_128 one;

		if (record->field[i].len == 0 || i == CANON_F_UPDATED_AT ||
		    i == CANON_F_STATUS)
			continue;
		one = hash_128((uint64_t)i, record->field[i]);
		sum.low = hash_mix(sum.low, one.low);
		sum.high = hash_mix(sum.high, one.high);
	}
	for (size_t i = 0; i < record->n_values; i++) {
		const struct canon_value *value = &record->values[i];
		struct hash_128 one = hash_128(
		    hash_64((uint64_t)value->field, value->name), value->raw);

		sum.low = hash_mix(sum.low, one.low);
		sum.high = hash_mix(sum.high, one.high);
	}
	len = snprintf(
	    id, 40, "~%016jx%016jx", (uintmax_t)sum.high, (uintmax_t)sum.low);
	record->native_id = span_make(id, (size_t)len);
	return 0;
}

/* When the export said it. */
static void
date_record(struct canon_record *record, const struct draft_person *person,
    const struct canon_row *row)
{
	record->said_at_us = person->updated_at_us;
	if (record->said_at_us == CANON_NO_TIME && row->n_events > 0)
		record->said_at_us = row->events[0].event_updated_at_us;
	if (record->said_at_us == CANON_NO_TIME && row->n_events > 0)
		record->said_at_us = row->events[0].occurred_at_us;
	if (record->said_at_us == CANON_NO_TIME)
		record->said_at_us = person->registered_at_us;
}

static int
add_person(struct assemble *assemble, struct canon_row *row, struct err *fault)
{
	struct draft_person *person = &assemble->person;
	struct canon_record *record = &person->record;
	struct arena *arena = assemble->cell.arena;

	if (!is_identified(person)) {
		if (row->n_events > 0 || !person->has_field)
			return 0;
		if (name_record(record, arena, fault) < 0)
			return -1;
	}
	date_record(record, person, row);
	for (size_t i = 0; i < row->n_events; i++)
		row->events[i].record = 0;
	return add_record(row, record, arena, fault);
}

static bool
has_normal(const struct canon_record *record, const struct canon_value *value)
{
	for (size_t i = 0; i < record->n_values; i++)
		if (record->values[i].field == value->field &&
		    span_eq(record->values[i].name, value->name) &&
		    span_eq(record->values[i].normal, value->normal))
			return true;
	return false;
}

/* Is the other party the row's first person once more, such as one who orders
 * to the own address? */
static bool
is_first_person(const struct canon_row *row, const struct canon_record *party)
{
	if (row->n_records == 0 || party->native_id.len > 0)
		return false;
	for (size_t i = 0; i < party->n_values; i++)
		if (party->values[i].field != CANON_F_ATTR &&
		    party->values[i].normal.len > 0 &&
		    !has_normal(&row->records[0], &party->values[i]))
			return false;
	return true;
}

static int
add_parties(struct assemble *assemble, struct canon_row *row, struct err *fault)
{
	const struct bind *bind = &assemble->bind;
	struct draft_person *person = &assemble->person;
	struct takers takers = {person, NULL};

	for (size_t i = 0; i < bind->n_parties; i++) {
		if (!cell_holds(&assemble->cell, &bind->parties[i].when))
			continue;
		draft_person_init(person);
		if (run(assemble, &takers, &bind->parties[i].ops, fault) < 0 ||
		    draft_person_finish(person, assemble->cell.arena, fault) <
			0)
			return -1;
		row->n_odd |= person->is_odd;
		if (!is_identified(person) ||
		    is_first_person(row, &person->record))
			continue;
		date_record(&person->record, person, row);
		if (add_record(
			row, &person->record, assemble->cell.arena, fault) < 0)
			return -1;
	}
	return 0;
}

/* Does the row say that the record is gone or merged? Then it is about
 * nothing else. */
static int
bury(struct assemble *assemble, bool *is_buried, struct err *fault)
{
	const struct bind *bind = &assemble->bind;
	struct takers takers = {&assemble->person, NULL};
	struct span *field = assemble->person.record.field;

	*is_buried = false;
	for (size_t i = 0; i < bind->n_tombstones; i++) {
		const struct bind_tombstone *stone = &bind->tombstones[i];

		if (!cell_holds(&assemble->cell, &stone->when))
			continue;
		*is_buried = true;
		field[CANON_F_STATUS] = stone->status;
		if (stone->survivor == NULL || stone->survivor->n_parts == 0)
			return 0;
		return run_op(assemble, &takers, stone->survivor, fault);
	}
	return 0;
}

static int
take_zone(struct assemble *assemble, const struct bind_op *op, struct span name,
    struct err *fault)
{
	struct err problem = {0};

	assemble->rules.zone = open_zone(assemble, name, &problem);
	if (assemble->rules.zone != NULL)
		return 0;
	if (problem.code != ERR_CONFIG) {
		*fault = problem;
		return -1;
	}
	err_set(fault, ERR_DATA, "%s", problem.msg);
	err_reason(fault, "BAD_ZONE");
	return err_place(fault, NULL, 0, op->column);
}

static int
set_zone(struct assemble *assemble, struct err *fault)
{
	const struct bind_op *op = assemble->bind.zone;
	struct span text;
	int kind;

	assemble->rules.zone = assemble->options.zone;
	if (op == NULL)
		return 0;
	switch (cell_read(&assemble->cell, op, &text, &kind, fault)) {
	case CELL_TEXT:
		return take_zone(assemble, op, text, fault);
	case CELL_FAULT:
		return -1;
	case CELL_EMPTY:
	case CELL_KIND:
	default:
		return 0;
	}
}

static int
fill(struct assemble *assemble, struct canon_row *made, struct err *fault)
{
	struct draft_person *person = &assemble->person;
	struct takers takers = {person, &assemble->base};
	bool is_buried;

	draft_person_init(person);
	draft_event_init(&assemble->base);
	if (set_zone(assemble, fault) < 0 ||
	    run(assemble, &takers, &assemble->bind.ops, fault) < 0)
		return -1;
	if (assemble->bind.is_open && run_open(assemble, &takers, fault) < 0)
		return -1;
	if (draft_person_finish(person, assemble->cell.arena, fault) < 0 ||
	    bury(assemble, &is_buried, fault) < 0)
		return -1;
	if (!is_buried && make_events(assemble, made, fault) < 0)
		return -1;
	made->n_odd = person->is_odd;
	if (add_person(assemble, made, fault) < 0)
		return -1;
	return add_parties(assemble, made, fault);
}

/* Which of the two values is meant, nobody can tell. */
static enum assemble_result
say_twice(const struct assemble *assemble, const struct input_row *row,
    struct err *fault)
{
	err_clear(fault);
	(void)err_set(fault, ERR_DATA, "the key stands twice in the record");
	(void)err_reason(fault, "DUPLICATE_KEY");
	(void)err_place(fault, NULL, row->line, assemble->cell.twice);
	return ASSEMBLE_FAULT;
}

#define KEYS_SHOWN 200 /* bytes of the keys of a record in a message */

/* Nothing left the row out, so it must not get lost. */
static enum assemble_result
say_nothing(const struct assemble *assemble, const struct input_row *row,
    struct err *fault)
{
	json_t *object = (json_t *)(uintptr_t)assemble->cell.top;
	void *iter = object == NULL ? NULL : json_object_iter(object);
	struct buf keys = {0};
	char shown[ERR_QUOTE_MAX];

	for (; iter != NULL && keys.len < KEYS_SHOWN;
	     iter = json_object_iter_next(object, iter))
		buf_printf(&keys, "%s'%s'", keys.len > 0 ? ", " : "; it has: ",
		    err_quote(shown, span_of(json_object_iter_key(iter))));
	if (iter != NULL)
		buf_str(&keys, ", ...");
	if (keys.len > 0)
		buf_str(&keys, ": --infer proposes a mapping");
	(void)err_set(fault, ERR_DATA, "nothing in it that the mapping takes%s",
	    keys.failed ? "" : buf_text(&keys));
	(void)err_reason(fault, "EMPTY_RECORD");
	(void)err_place(fault, NULL, row->line, NULL);
	buf_clear(&keys);
	return ASSEMBLE_FAULT;
}

enum assemble_result
assemble_row(struct assemble *assemble, const struct input_row *row,
    bool is_held, struct arena *arena, struct canon_row *made, struct span *why,
    struct err *fault)
{
	int filled = -1;

	memset(made, 0, sizeof(*made));
	made->line = row->line;
	assemble->rules.line = row->line;
	made->n_lines = 1;
	look_at(assemble, row, is_held, arena);
	/* Rows of one event were asked this before they came together, but
	 * only here is said why one cannot be told. */
	if ((!is_held || row->json != NULL) &&
	    assemble_skips(assemble, row, arena, why))
		return ASSEMBLE_SKIP;
	if (assemble->cell.twice == NULL) {
		look_at(assemble, row, is_held, arena);
		filled = fill(assemble, made, fault);
	}
	if (assemble->cell.twice != NULL && fault->code != ERR_SYSTEM)
		return say_twice(assemble, row, fault);
	if (filled < 0)
		return ASSEMBLE_FAULT;
	if (made->n_records > 0 || made->n_events > 0)
		return ASSEMBLE_ROW;
	if (!is_held && assemble->bind.n_events == 0)
		return say_nothing(assemble, row, fault);
	*why = span_of("empty");
	return ASSEMBLE_SKIP;
}
