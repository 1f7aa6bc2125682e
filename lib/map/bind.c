#include <stdlib.h>
#include <string.h>

#include "map/bind.h"
#include "map/reader.h"
#include "text/fold.h"

#define HEADER_SHOWN 400 /* bytes of the header in a message */

struct header {
	const struct span *cells; /* as they came */
	struct span *folded;
	bool *is_used; /* by a field */
	bool *is_seen; /* by a condition */
	size_t count;
};

/* What binding needs at hand. */
struct binder {
	struct bind *bind;
	const struct map *map;
	const struct input *input;
	const struct mapper_options *options;
	struct header header;
	struct map_notes *notes;
	bool is_condition; /* what is bound is one, not a field's value */
	struct err *err;
};

struct bind_op *
bind_add(struct bind *bind, struct bind_ops *ops, enum canon_field field,
    struct span name, struct err *err)
{
	struct bind_op *op;
	size_t cap = ops->cap == 0 ? 32 : ops->cap * 2;

	if (ops->count == ops->cap) {
		struct bind_op *grown =
		    arena_zero(&bind->arena, cap * sizeof(*grown));

		if (grown == NULL) {
			err_nomem(err);
			return NULL;
		}
		if (ops->count > 0)
			memcpy(grown, ops->items, ops->count * sizeof(*grown));
		ops->items = grown;
		ops->cap = cap;
	}
	op = &ops->items[ops->count++];
	memset(op, 0, sizeof(*op));
	op->field = field;
	op->name = name;
	op->shape = shape_of(field);
	op->is_event = shape_is_event(field);
	op->is_repeat = !op->is_event && canon_field_repeats(field);
	op->words = arena_zero(&bind->arena, sizeof(*op->words));
	if (op->words == NULL) {
		err_nomem(err);
		return NULL;
	}
	return op;
}

static void *
room(struct binder *binder, size_t count, size_t size)
{
	void *memory = arena_zero(&binder->bind->arena, (count + 1) * size);

	if (memory == NULL)
		err_nomem(binder->err);
	return memory;
}

static int
note(struct binder *binder, struct spec_place place, bool is_warning,
    const char *text)
{
	const char *path = place.line > 0 ? binder->map->path.data : NULL;

	if (reader_note(binder->notes, path, place, is_warning, "%s", text) < 0)
		return err_nomem(binder->err);
	return 0;
}

/* "NAME#2": the name and the number. */
static bool
split_number(struct span name, struct span *stem, size_t *nth)
{
	size_t at = name.len;
	size_t number = 0;

	while (at > 0 && name.data[at - 1] >= '0' && name.data[at - 1] <= '9')
		at--;
	if (at < 2 || at == name.len || name.len - at > 4 ||
	    name.data[at - 1] != '#')
		return false;
	for (size_t i = at; i < name.len; i++)
		number = number * 10 + (size_t)(name.data[i] - '0');
	*stem = span_make(name.data, at - 1);
	*nth = number;
	return number > 0;
}

/* The nth column of this folded name, counted from 1; and how many there
 * are. */
static bool
find_column(const struct header *header, struct span folded, size_t nth,
    size_t *column, size_t *count)
{
	bool is_found = false;

	*count = 0;
	for (size_t i = 0; i < header->count; i++) {
		if (!span_eq(header->folded[i], folded))
			continue;
		if (++*count == nth) {
			*column = i;
			is_found = true;
		}
	}
	return is_found;
}

enum found { FOUND_NOT, FOUND_ONE, FOUND_TWICE };

static enum found
find_name(struct binder *binder, struct span name, size_t *column)
{
	struct span folded = fold_name(name, &binder->bind->arena);
	struct span stem;
	size_t count, nth;

	if (find_column(&binder->header, folded, 1, column, &count))
		return count > 1 ? FOUND_TWICE : FOUND_ONE;
	if (split_number(folded, &stem, &nth) &&
	    find_column(&binder->header, fold_trim(stem), nth, column, &count))
		return FOUND_ONE;
	return FOUND_NOT;
}

static void
show_header(const struct header *header, struct buf *text)
{
	char shown[ERR_QUOTE_MAX];

	for (size_t i = 0; i < header->count; i++) {
		err_quote(shown, header->cells[i]);
		if (text->len + strlen(shown) > HEADER_SHOWN) {
			buf_str(text, ", ...");
			return;
		}
		buf_str(text, i == 0 ? "" : ", ");
		buf_str(text, shown);
	}
}

static int
note_missing(
    struct binder *binder, const struct spec_part *part, enum found found)
{
	struct buf text = {0};
	char shown[ERR_QUOTE_MAX];
	int rc;

	err_quote(shown, part->n_names > 0 ? part->names[0] : span_of(""));
	if (found == FOUND_TWICE) {
		buf_printf(&text,
		    "the header has '%s' twice: say '%s#1' or '%s#2'", shown,
		    shown, shown);
	} else {
		buf_printf(&text, "the header has no column '%s'", shown);
		for (size_t i = 1; i < part->n_names; i++)
			buf_printf(&text, " or '%s'",
			    err_quote(shown, part->names[i]));
		buf_str(&text, "; it has: ");
		show_header(&binder->header, &text);
		buf_str(&text, input_hint(binder->input));
	}
	rc = note(binder, part->place, false, buf_text(&text));
	buf_clear(&text);
	return rc;
}

static int
bind_column(struct binder *binder, const struct spec_part *part,
    bool is_optional, struct bind_part *bound)
{
	enum found found = FOUND_NOT;

	bound->kind = BIND_NOTHING;
	if (binder->bind->is_json) {
		bound->kind = BIND_PATH;
		bound->paths = part->paths;
		bound->n_paths = part->n_names;
		return 0;
	}
	for (size_t i = 0; i < part->n_names && found == FOUND_NOT; i++)
		found = find_name(binder, part->names[i], &bound->column);
	if (found == FOUND_ONE) {
		bound->kind = BIND_COLUMN;
		if (binder->is_condition)
			binder->header.is_seen[bound->column] = true;
		else
			binder->header.is_used[bound->column] = true;
		return 0;
	}
	if (found == FOUND_NOT && is_optional)
		return 0;
	return note_missing(binder, part, found);
}

/* A text without the marks by which spreadsheets keep it text. */
static struct span
unguard(struct span text)
{
	text = fold_trim(text);
	if (text.len > 1 && text.data[0] == '\'')
		return span_make(text.data + 1, text.len - 1);
	return text;
}

/* The input's name without folder and extensions. */
static struct span
file_stem(const char *path)
{
	const char *slash = path == NULL ? NULL : strrchr(path, '/');
	struct span stem = span_of(slash == NULL ? path : slash + 1);
	size_t dot;

	if (span_is(stem, "-"))
		return span_of("");
	if (span_ends(stem, ".gz"))
		stem.len -= 3;
	dot = stem.len;
	while (dot > 0 && stem.data[dot - 1] != '.')
		dot--;
	if (dot > 1)
		stem.len = dot - 1;
	return stem;
}

static int
bind_part_of(struct binder *binder, const struct spec_part *part,
    bool is_optional, struct bind_part *bound)
{
	struct buf text = {0};
	char shown[ERR_QUOTE_MAX];
	int rc = 0;

	memset(bound, 0, sizeof(*bound));
	if (part->from == SPEC_COLUMN)
		return bind_column(binder, part, is_optional, bound);
	bound->kind = BIND_TEXT;
	if (part->from == SPEC_CONST) {
		bound->text = part->names[0];
	} else if (part->from == SPEC_FILENAME) {
		bound->text = file_stem(binder->options->path);
		if (bound->text.len == 0 && !is_optional)
			rc = note(binder, part->place, false,
			    "the mapping needs the name of the file, and the "
			    "input is a stream without one");
	} else {
		bound->text =
		    unguard(input_preamble(binder->input, part->names[0]));
		if (bound->text.len > 0 || is_optional)
			return 0;
		buf_printf(&text, "there is no '%s' above the header",
		    err_quote(shown, part->names[0]));
		rc = note(binder, part->place, false, buf_text(&text));
		buf_clear(&text);
	}
	return rc;
}

static int
bind_when_of(struct binder *binder, const struct spec_when *when,
    struct bind_when *bound)
{
	bound->conds = room(binder, when->n_conds, sizeof(*bound->conds));
	if (bound->conds == NULL)
		return -1;
	bound->n_conds = when->n_conds;
	binder->is_condition = true;
	for (size_t i = 0; i < when->n_conds; i++) {
		const struct spec_cond *cond = &when->conds[i];

		bound->conds[i].spec = cond;
		if (bind_part_of(binder, &cond->part, cond->is_optional,
			&bound->conds[i].part) < 0)
			return -1;
	}
	binder->is_condition = false;
	return 0;
}

/* What faults call the value: its column, else its field. */
static int
name_column(struct binder *binder, struct bind_op *op)
{
	struct span name = span_of(canon_field_name(op->field));

	for (size_t i = op->n_parts; i-- > 0;) {
		if (op->parts[i].kind == BIND_COLUMN)
			name = binder->header.cells[op->parts[i].column];
		if (op->parts[i].kind == BIND_PATH)
			name = span_of(op->parts[i].paths[0].whole);
	}
	op->column = arena_span(&binder->bind->arena, name).data;
	return op->column == NULL ? err_nomem(binder->err) : 0;
}

/* One column as it stands? Rows spend their time on these. */
static bool
is_plain(const struct bind_op *op)
{
	const struct spec_value *value = op->spec;
	bool is_changed = value->n_nulls > 0 || value->n_strip > 0 ||
	    value->has_values || value->is_sum || value->times != NULL ||
	    value->split.len > 0;

	return op->n_parts == 1 && op->parts[0].kind == BIND_COLUMN &&
	    op->when.n_conds == 0 && !is_changed && !value->is_required;
}

static int
bind_value(
    struct binder *binder, const struct spec_value *value, struct bind_op *op)
{
	size_t n_there = 0;

	op->spec = value;
	op->n_parts = value->n_parts;
	op->parts = room(binder, value->n_parts, sizeof(*op->parts));
	if (op->parts == NULL ||
	    bind_when_of(binder, &value->when, &op->when) < 0)
		return -1;
	for (size_t i = 0; i < value->n_parts; i++) {
		if (bind_part_of(binder, &value->parts[i], value->is_optional,
			&op->parts[i]) < 0)
			return -1;
		n_there += op->parts[i].kind != BIND_NOTHING;
	}
	if (n_there == 0)
		op->n_parts = 0;
	if (value->times != NULL &&
	    bind_part_of(binder, value->times, value->is_optional, &op->times) <
		0)
		return -1;
	op->is_plain = is_plain(op);
	return name_column(binder, op);
}

/* Does a field of -F take this one's place? */
static bool
is_replaced(const struct spec_fields *by, const struct spec_field *field)
{
	for (size_t i = 0; i < by->count; i++)
		if (by->items[i].field == field->field &&
		    span_eq(by->items[i].name, field->name))
			return true;
	return false;
}

static int
bind_fields(struct binder *binder, const struct spec_fields *fields,
    const struct spec_fields *but, struct bind_ops *ops)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct spec_field *field = &fields->items[i];
		struct bind_op *op;

		if (but != NULL && is_replaced(but, field))
			continue;
		op = bind_add(
		    binder->bind, ops, field->field, field->name, binder->err);
		if (op == NULL || bind_value(binder, &field->value, op) < 0)
			return -1;
		/* A field of columns that this export lacks does nothing. */
		if (op->n_parts == 0 && !field->value.is_required)
			ops->count--;
	}
	return 0;
}

/* --- canonical headers --- */

static const struct spec_value plain_value = {
    .decimal = '.', .otherwise = {.result = SPEC_ERROR}};

/* Is the field mapped already, and can it have one value only? */
static bool
is_mapped(const struct bind_ops *ops, enum canon_field field, struct span name)
{
	if (field == CANON_F_ID || field == CANON_F_EMAIL ||
	    field == CANON_F_PHONE)
		return false;
	for (size_t i = 0; i < ops->count; i++)
		if (ops->items[i].field == field &&
		    span_eq(ops->items[i].name, name))
			return true;
	return false;
}

/* What a header maps itself to. An export of ours (omni-export(1)) has the
 * merged customer in customer_id, and the source's own id in native_id. */
static bool
is_canonical(const struct header *header, size_t column,
    enum canon_field *field, struct span *name)
{
	static const struct span native_id = SPAN("native_id");
	struct span folded = header->folded[column];
	size_t first, count;

	if (span_eq(folded, native_id)) {
		*field = CANON_F_CUSTOMER_ID;
		*name = span_make(NULL, 0);
		return true;
	}
	if (!canon_field_of(folded, field, name))
		return false;
	if (*field != CANON_F_CUSTOMER_ID)
		return true;
	find_column(header, native_id, 1, &first, &count);
	return count == 0;
}

static int
bind_canonical(struct binder *binder, size_t column)
{
	struct header *header = &binder->header;
	struct bind *bind = binder->bind;
	struct bind_op *op;
	struct spec_part part = {
	    .names = &header->folded[column], .n_names = 1};
	enum canon_field field;
	struct span name;
	size_t first, count;

	if (header->is_used[column] || header->folded[column].len == 0 ||
	    header->folded[column].data[0] == '_' ||
	    !is_canonical(header, column, &field, &name) ||
	    is_mapped(&bind->ops, field, name))
		return 0;
	find_column(header, header->folded[column], 1, &first, &count);
	if (count > 1)
		return first < column
		    ? 0
		    : note_missing(binder, &part, FOUND_TWICE);
	op = bind_add(bind, &bind->ops, field, name, binder->err);
	if (op == NULL)
		return -1;
	op->spec = &plain_value;
	op->parts = room(binder, 1, sizeof(*op->parts));
	if (op->parts == NULL)
		return -1;
	op->n_parts = 1;
	op->parts[0].kind = BIND_COLUMN;
	op->parts[0].column = column;
	op->is_plain = true;
	header->is_used[column] = true;
	return name_column(binder, op);
}

/* --- the whole --- */

static int
read_header(struct binder *binder)
{
	struct header *header = &binder->header;

	header->cells = input_header(binder->input, &header->count);
	header->folded = room(binder, header->count, sizeof(*header->folded));
	header->is_used = room(binder, header->count, sizeof(*header->is_used));
	header->is_seen = room(binder, header->count, sizeof(*header->is_seen));
	if (header->folded == NULL || header->is_used == NULL ||
	    header->is_seen == NULL)
		return -1;
	for (size_t i = 0; i < header->count; i++) {
		header->folded[i] =
		    fold_name(header->cells[i], &binder->bind->arena);
		if (header->folded[i].data == NULL && header->cells[i].len > 0)
			return err_nomem(binder->err);
	}
	return 0;
}

/* List what nobody maps, and warn of names that stand there twice. */
static int
check_unmapped(struct binder *binder)
{
	const struct header *header = &binder->header;
	struct bind *bind = binder->bind;
	struct buf text = {0};
	char shown[ERR_QUOTE_MAX];
	struct spec_place nowhere = {0};
	size_t first, count;
	int rc = 0;

	bind->unmapped = room(binder, header->count, sizeof(struct span));
	if (bind->unmapped == NULL)
		return -1;
	for (size_t i = 0; i < header->count && rc == 0; i++) {
		if (header->is_used[i] || header->is_seen[i] ||
		    header->folded[i].len == 0)
			continue;
		bind->unmapped[bind->n_unmapped++] = header->cells[i];
		find_column(header, header->folded[i], 1, &first, &count);
		if (count < 2 || first < i)
			continue;
		buf_reset(&text);
		buf_printf(&text, "the header has '%s' %zu times",
		    err_quote(shown, header->cells[i]), count);
		rc = note(binder, nowhere, true, buf_text(&text));
	}
	buf_clear(&text);
	return rc;
}

static int
bind_events(struct binder *binder)
{
	const struct map *map = binder->map;
	struct bind *bind = binder->bind;

	bind->events = room(binder, map->n_events, sizeof(*bind->events));
	if (bind->events == NULL)
		return -1;
	bind->n_events = map->n_events;
	for (size_t i = 0; i < map->n_events; i++) {
		const struct spec_event *event = &map->events[i];

		if (event->each.n_steps > 0)
			bind->events[i].each = &event->each;
		if (bind_when_of(binder, &event->when, &bind->events[i].when) <
			0 ||
		    bind_fields(
			binder, &event->fields, NULL, &bind->events[i].ops) < 0)
			return -1;
	}
	return 0;
}

static int
bind_skips(struct binder *binder)
{
	const struct map *map = binder->map;
	struct bind *bind = binder->bind;

	bind->skips = room(binder, map->n_skips, sizeof(*bind->skips));
	if (bind->skips == NULL)
		return -1;
	bind->n_skips = map->n_skips;
	for (size_t i = 0; i < map->n_skips; i++) {
		bind->skips[i].why = map->skips[i].why;
		if (bind_when_of(
			binder, &map->skips[i].when, &bind->skips[i].when) < 0)
			return -1;
	}
	return 0;
}

static int
bind_parties(struct binder *binder)
{
	const struct map *map = binder->map;
	struct bind *bind = binder->bind;

	bind->parties = room(binder, map->n_parties, sizeof(*bind->parties));
	if (bind->parties == NULL)
		return -1;
	bind->n_parties = map->n_parties;
	for (size_t i = 0; i < map->n_parties; i++)
		if (bind_when_of(binder, &map->parties[i].when,
			&bind->parties[i].when) < 0 ||
		    bind_fields(binder, &map->parties[i].fields, NULL,
			&bind->parties[i].ops) < 0)
			return -1;
	return 0;
}

/* An operation that stands alone. */
static struct bind_op *
bind_single(struct binder *binder, enum canon_field field,
    const struct spec_value *value)
{
	struct bind_ops ops = {0};
	struct bind_op *op =
	    bind_add(binder->bind, &ops, field, span_of(""), binder->err);

	if (op == NULL || bind_value(binder, value, op) < 0)
		return NULL;
	return op;
}

static int
bind_tombstones(struct binder *binder)
{
	const struct map *map = binder->map;
	struct bind *bind = binder->bind;

	bind->tombstones =
	    room(binder, map->n_tombstones, sizeof(*bind->tombstones));
	if (bind->tombstones == NULL)
		return -1;
	bind->n_tombstones = map->n_tombstones;
	for (size_t i = 0; i < map->n_tombstones; i++) {
		const struct spec_tombstone *stone = &map->tombstones[i];
		struct bind_tombstone *bound = &bind->tombstones[i];

		bound->status = stone->status;
		if (bind_when_of(binder, &stone->when, &bound->when) < 0)
			return -1;
		if (!stone->has_survivor)
			continue;
		bound->survivor =
		    bind_single(binder, CANON_F_MERGED_INTO, &stone->survivor);
		if (bound->survivor == NULL)
			return -1;
	}
	return 0;
}

static int
bind_all(struct binder *binder)
{
	const struct map *map = binder->map;
	struct bind *bind = binder->bind;

	if (read_header(binder) < 0 ||
	    bind_fields(binder, &map->fields, &map->inlines, &bind->ops) < 0 ||
	    bind_fields(binder, &map->inlines, NULL, &bind->ops) < 0 ||
	    bind_events(binder) < 0 || bind_skips(binder) < 0 ||
	    bind_parties(binder) < 0 || bind_tombstones(binder) < 0)
		return -1;
	if (map->has_row_zone) {
		bind->zone = bind_single(binder, CANON_F_TEXT, &map->row_zone);
		if (bind->zone == NULL)
			return -1;
	}
	for (size_t i = 0; map->is_canonical && i < binder->header.count; i++)
		if (bind_canonical(binder, i) < 0)
			return -1;
	for (size_t i = 0; i < bind->ops.count; i++)
		if (bind->ops.items[i].field == CANON_F_CHANNEL)
			bind->has_channel_column = true;
	return check_unmapped(binder);
}

int
bind_init(struct bind *bind, const struct map *map, const struct input *input,
    const struct mapper_options *options, struct map_notes *notes,
    struct err *err)
{
	struct binder binder = {.bind = bind,
	    .map = map,
	    .input = input,
	    .options = options,
	    .notes = notes,
	    .err = err};
	size_t n_before = notes->n_errors;
	size_t n;

	memset(bind, 0, sizeof(*bind));
	bind->is_json = input_type_of(input) == INPUT_JSON ||
	    input_type_of(input) == INPUT_JSONL;
	bind->is_open = bind->is_json && map->is_canonical;
	if (bind_all(&binder) < 0)
		return -1;
	reader_sort_notes(notes);
	n = notes->n_errors - n_before;
	if (n > 0)
		return err_set(err, ERR_DATA,
		    "the mapping does not fit the file: %zu problem%s", n,
		    n == 1 ? "" : "s");
	return 0;
}

void
bind_clear(struct bind *bind)
{
	arena_clear(&bind->arena);
	memset(bind, 0, sizeof(*bind));
}
