#include <string.h>

#include "map/express.h"
#include "map/shape.h"
#include "map/suggest.h"
#include "norm/date.h"
#include "norm/duration.h"
#include "text/fold.h"

static const char *const value_keys[] = {"column", "concat", "sum", "separator",
    "times", "strip", "const", "from", "split", "format", "values", "otherwise",
    "null", "decimal", "thousands", "unit", "required", "optional", "unique",
    "as", "after", "when", NULL};

static const char *const cond_keys[] = {
    "column", "from", "in", "not_in", "empty", "optional", NULL};

void
express_init(struct spec_value *value)
{
	memset(value, 0, sizeof(*value));
	value->decimal = '.';
	value->otherwise.result = SPEC_ERROR;
	value->separator = span_of(" ");
}

struct spec_field *
express_add(struct spec_fields *fields, struct arena *arena)
{
	struct spec_field *field;
	size_t cap = fields->cap == 0 ? 16 : fields->cap * 2;

	if (fields->count == fields->cap) {
		struct spec_field *grown =
		    arena_zero(arena, cap * sizeof(*grown));

		if (grown == NULL)
			return NULL;
		if (fields->count > 0)
			memcpy(grown, fields->items,
			    fields->count * sizeof(*grown));
		fields->items = grown;
		fields->cap = cap;
	}
	field = &fields->items[fields->count++];
	memset(field, 0, sizeof(*field));
	express_init(&field->value);
	return field;
}

/* A column name or aliases. Each may be a path as well. */
static void
read_columns(
    struct reader *reader, const struct node *node, struct spec_part *part)
{
	part->from = SPEC_COLUMN;
	part->place = reader_place(reader, node);
	if (!reader_words(reader, node, false, &part->names, &part->n_names))
		return;
	part->paths =
	    reader_alloc(reader, part->n_names + 1, sizeof(*part->paths));
	if (part->paths == NULL)
		return;
	if (part->n_names == 0)
		reader_fault(reader, node, "no column is named");
	for (size_t i = 0; i < part->n_names; i++) {
		if (part->names[i].len == 0)
			reader_fault(reader, node, "a column without a name");
		/* What is no path can still be the name of a column. */
		if (!jpath_parse(
			part->names[i], &part->paths[i], reader->arena) &&
		    !jpath_key(part->names[i], &part->paths[i], reader->arena))
			reader->is_out_of_memory = true;
	}
}

static void
read_from(
    struct reader *reader, const struct node *node, struct spec_part *part)
{
	struct span text;
	static const char preamble[] = "preamble:";

	part->names = reader_alloc(reader, 1, sizeof(*part->names));
	part->place = reader_place(reader, node);
	if (part->names == NULL || !reader_text(reader, node, &text))
		return;
	part->n_names = 1;
	if (span_is(text, "filename")) {
		part->from = SPEC_FILENAME;
	} else if (span_starts(text, preamble)) {
		part->from = SPEC_PREAMBLE;
		part->names[0] = span_make(text.data + sizeof(preamble) - 1,
		    text.len - sizeof(preamble) + 1);
	} else
		reader_fault(
		    reader, node, "not \"filename\" or \"preamble:KEY\"");
}

static void
read_const(
    struct reader *reader, const struct node *node, struct spec_part *part)
{
	part->from = SPEC_CONST;
	part->place = reader_place(reader, node);
	part->names = reader_alloc(reader, 1, sizeof(*part->names));
	if (part->names != NULL && reader_text(reader, node, &part->names[0]))
		part->n_names = 1;
}

/* One element of "concat": a column, aliases, or an object. */
static void
read_piece(
    struct reader *reader, const struct node *node, struct spec_part *part)
{
	static const char *const keys[] = {"column", "const", "from", NULL};
	struct node child;
	int count = 0;

	if (!json_is_object(node->json)) {
		read_columns(reader, node, part);
		return;
	}
	if (!reader_keys(reader, node, keys))
		return;
	if (reader_get(node, "column", &child) && count++ == 0)
		read_columns(reader, &child, part);
	if (reader_get(node, "const", &child) && count++ == 0)
		read_const(reader, &child, part);
	if (reader_get(node, "from", &child) && count++ == 0)
		read_from(reader, &child, part);
	if (count != 1)
		reader_fault(reader, node,
		    "takes one of \"column\", \"const\" and \"from\"");
}

static void
read_concat(
    struct reader *reader, const struct node *node, struct spec_value *value)
{
	size_t n = json_array_size(node->json);

	if (n == 0) {
		reader_fault(reader, node, "not a list of columns");
		return;
	}
	value->parts = reader_alloc(reader, n, sizeof(*value->parts));
	if (value->parts == NULL)
		return;
	value->n_parts = n;
	for (size_t i = 0; i < n; i++) {
		struct node item;

		reader_at(node, i, &item);
		read_piece(reader, &item, &value->parts[i]);
	}
}

/* Where the text comes from: exactly one of five. */
static void
read_source(
    struct reader *reader, const struct node *node, struct spec_value *value)
{
	struct node child;
	int count = 0;

	value->is_sum = reader_get(node, "sum", &child);
	if (value->is_sum || reader_get(node, "concat", &child)) {
		count++;
		read_concat(reader, &child, value);
		count += value->is_sum && reader_get(node, "concat", &child);
	} else {
		value->parts = reader_alloc(reader, 1, sizeof(*value->parts));
		if (value->parts == NULL)
			return;
		value->n_parts = 1;
	}
	if (reader_get(node, "column", &child) && count++ == 0)
		read_columns(reader, &child, &value->parts[0]);
	if (reader_get(node, "const", &child) && count++ == 0)
		read_const(reader, &child, &value->parts[0]);
	if (reader_get(node, "from", &child) && count++ == 0)
		read_from(reader, &child, &value->parts[0]);
	if (count != 1)
		reader_fault(reader, node,
		    "takes one of \"column\", \"concat\", \"sum\", \"const\" "
		    "and \"from\"");
}

/* A text that the field can never take is a fault of the mapping. */
static void
check_word(struct reader *reader, const struct node *node,
    enum canon_field field, struct span text)
{
	char shown[ERR_QUOTE_MAX];

	if (text.len > 0 && field != CANON_F_NONE &&
	    !shape_is_word(field, text))
		reader_fault(reader, node, "'%s' is no value of '%s'",
		    err_quote(shown, text), canon_field_name(field));
}

/* What a value becomes: a text, null, "=keep" or "=KIND". */
static void
read_result(struct reader *reader, const struct node *node,
    enum canon_field field, struct spec_entry *entry)
{
	struct span text;
	char shown[ERR_QUOTE_MAX];

	if (json_is_null(node->json)) {
		entry->result = SPEC_EMPTY_RESULT;
		return;
	}
	if (!reader_text(reader, node, &text))
		return;
	entry->result = SPEC_TEXT;
	entry->text = text;
	if (!span_starts(text, "=")) {
		check_word(reader, node, field, text);
		return;
	}
	text = span_make(text.data + 1, text.len - 1);
	if (span_is(text, "keep")) {
		entry->result = SPEC_KEEP;
		return;
	}
	entry->result = SPEC_KIND;
	entry->kind = canon_kind_of(text);
	if (entry->kind == 0)
		reader_fault(reader, node, "'%s' is no kind of event",
		    err_quote(shown, text));
}

static void
read_values(struct reader *reader, const struct node *node,
    enum canon_field field, struct spec_value *value)
{
	void *iter;
	json_t *object = (json_t *)(uintptr_t)node->json;

	if (!json_is_object(node->json)) {
		reader_fault(reader, node, "not an object");
		return;
	}
	value->has_values = true;
	value->entries = reader_alloc(
	    reader, json_object_size(object) + 1, sizeof(*value->entries));
	iter = value->entries == NULL ? NULL : json_object_iter(object);
	for (; iter != NULL; iter = json_object_iter_next(object, iter)) {
		struct spec_entry *entry = &value->entries[value->n_entries++];
		struct node child;

		reader_get(node, json_object_iter_key(iter), &child);
		entry->raw = arena_span(
		    reader->arena, span_of(json_object_iter_key(iter)));
		entry->folded = fold_name(entry->raw, reader->arena);
		if (entry->raw.data == NULL || entry->folded.data == NULL)
			reader->is_out_of_memory = true;
		read_result(reader, &child, field, entry);
	}
}

static bool
may_repeat(enum canon_field field)
{
	return canon_field_repeats(field) && !shape_is_event(field);
}

static void
read_formats(struct reader *reader, const struct node *node,
    enum canon_field field, struct spec_value *value)
{
	enum shape shape = shape_of(field);
	char shown[ERR_QUOTE_MAX];

	reader_words(reader, node, false, &value->formats, &value->n_formats);
	if (shape != SHAPE_TIME && shape != SHAPE_BIRTH)
		reader_fault(reader, node,
		    "\"format\" belongs to times and birth dates");
	for (size_t i = 0; i < value->n_formats; i++)
		if (!date_is_format(value->formats[i]))
			reader_fault(reader, node, "not a date pattern: '%s'",
			    err_quote(shown, value->formats[i]));
}

/* One character, or none. */
static char
read_character(struct reader *reader, const struct node *node, char none)
{
	struct span text;

	if (!reader_text(reader, node, &text) || text.len == 0)
		return none;
	if (text.len > 1)
		reader_fault(reader, node, "not one character");
	return text.data[0];
}

static bool
is_number(enum shape shape)
{
	return shape == SHAPE_AMOUNT || shape == SHAPE_QUANTITY ||
	    shape == SHAPE_CSAT || shape == SHAPE_CES;
}

static void
read_number(struct reader *reader, const struct node *node,
    enum canon_field field, struct spec_value *value)
{
	struct node child;
	enum shape shape = shape_of(field);
	bool is_said = false;

	if (reader_get(node, "decimal", &child)) {
		is_said = true;
		value->decimal = read_character(reader, &child, '.');
		if (value->decimal != '.' && value->decimal != ',')
			reader_fault(reader, &child, "not \".\" or \",\"");
	}
	if (reader_get(node, "thousands", &child)) {
		is_said = true;
		value->thousands = read_character(reader, &child, '\0');
		if (value->thousands == value->decimal)
			reader_fault(reader, &child, "the same as \"decimal\"");
	}
	if (is_said && !is_number(shape))
		reader_fault(reader, node,
		    "\"decimal\" and \"thousands\" belong to numbers");
}

static void
read_unit(struct reader *reader, const struct node *node,
    enum canon_field field, struct spec_value *value)
{
	enum shape shape = shape_of(field);
	bool is_length = shape == SHAPE_DURATION || value->is_after;

	if (!reader_text(reader, node, &value->unit))
		return;
	if (shape == SHAPE_AMOUNT && span_is(value->unit, "minor"))
		return;
	if (!is_length && shape != SHAPE_AMOUNT)
		reader_fault(reader, node,
		    "\"unit\" belongs to amounts and lengths of time");
	else if (!is_length || !duration_is_unit(value->unit))
		reader_fault(reader, node, "not a unit: %s",
		    is_length ? "s, ms, min, h or hh:mm:ss" : "minor");
}

static void
read_after(struct reader *reader, const struct node *node,
    enum canon_field field, struct spec_value *value)
{
	struct span text;

	value->is_after = true;
	if (!reader_text(reader, node, &text))
		return;
	if (!span_is(text, "occurred_at"))
		reader_fault(reader, node, "not \"occurred_at\"");
	if (shape_of(field) != SHAPE_TIME || !shape_is_event(field) ||
	    field == CANON_F_OCCURRED_AT)
		reader_fault(
		    reader, node, "\"after\" belongs to times of an event");
}

static void
read_flags(struct reader *reader, const struct node *node,
    enum canon_field field, struct spec_value *value)
{
	struct node child;

	if (reader_get(node, "required", &child))
		reader_flag(reader, &child, &value->is_required);
	if (reader_get(node, "optional", &child))
		reader_flag(reader, &child, &value->is_optional);
	if (reader_get(node, "unique", &child)) {
		reader_flag(reader, &child, &value->is_unique);
		if (field != CANON_F_ID)
			reader_fault(
			    reader, &child, "\"unique\" belongs to id:SPACE");
	}
	if (reader_get(node, "split", &child)) {
		reader_text(reader, &child, &value->split);
		if (!may_repeat(field))
			reader_fault(reader, &child,
			    "\"split\" belongs to fields that repeat");
	}
}

static bool
is_counted(enum shape shape)
{
	return is_number(shape) || shape == SHAPE_DURATION ||
	    shape == SHAPE_COUNT;
}

static void
read_times(struct reader *reader, const struct node *node,
    enum canon_field field, struct spec_value *value)
{
	struct node child;

	if (reader_get(node, "times", &child)) {
		value->times = reader_alloc(reader, 1, sizeof(*value->times));
		if (value->times != NULL)
			read_columns(reader, &child, value->times);
	}
	if ((value->is_sum || value->times != NULL) &&
	    !is_counted(shape_of(field)))
		reader_fault(
		    reader, node, "\"sum\" and \"times\" belong to numbers");
}

/* The keys that say how the text is read. */
static void
read_reading(struct reader *reader, const struct node *node,
    enum canon_field field, struct spec_value *value)
{
	struct node child;

	read_flags(reader, node, field, value);
	read_number(reader, node, field, value);
	read_times(reader, node, field, value);
	if (reader_get(node, "format", &child))
		read_formats(reader, &child, field, value);
	if (reader_get(node, "after", &child))
		read_after(reader, &child, field, value);
	if (reader_get(node, "unit", &child))
		read_unit(reader, &child, field, value);
}

/* The keys that make another text of it. */
static void
read_changes(struct reader *reader, const struct node *node,
    enum canon_field field, struct spec_value *value)
{
	struct node child;

	if (reader_get(node, "separator", &child))
		reader_text(reader, &child, &value->separator);
	if (reader_get(node, "strip", &child))
		reader_words(
		    reader, &child, false, &value->strip, &value->n_strip);
	if (reader_get(node, "null", &child))
		reader_words(
		    reader, &child, true, &value->nulls, &value->n_nulls);
	if (reader_get(node, "values", &child))
		read_values(reader, &child, field, value);
	if (reader_get(node, "otherwise", &child)) {
		read_result(reader, &child, field, &value->otherwise);
		if (!value->has_values)
			reader_fault(reader, &child,
			    "\"otherwise\" belongs to \"values\"");
	}
	if (reader_get(node, "when", &child))
		express_when(reader, &child, &value->when);
}

static bool
is_constant(const struct spec_value *value)
{
	return value->n_parts == 1 && value->parts[0].from == SPEC_CONST &&
	    value->parts[0].n_names == 1 && !value->has_values;
}

/* A column or aliases alone are short for {"column": ...}. */
static void
read_short(
    struct reader *reader, const struct node *node, struct spec_value *value)
{
	value->parts = reader_alloc(reader, 1, sizeof(*value->parts));
	if (value->parts == NULL)
		return;
	value->n_parts = 1;
	read_columns(reader, node, &value->parts[0]);
}

void
express_read(struct reader *reader, const struct node *node,
    enum canon_field field, struct spec_value *value)
{
	value->place = reader_place(reader, node);
	if (!json_is_object(node->json)) {
		read_short(reader, node, value);
		return;
	}
	if (!reader_keys(reader, node, value_keys))
		return;
	read_source(reader, node, value);
	read_reading(reader, node, field, value);
	read_changes(reader, node, field, value);
	if (is_constant(value))
		check_word(reader, node, field, value->parts[0].names[0]);
}

/* One condition: a column and what it has to be. */
static void
read_cond(
    struct reader *reader, const struct node *node, struct spec_cond *cond)
{
	struct node child;
	bool is_empty;
	int count = 0;

	cond->is_optional = reader->is_optional;
	if (!reader_keys(reader, node, cond_keys))
		return;
	if (reader_get(node, "column", &child))
		read_columns(reader, &child, &cond->part);
	else if (reader_get(node, "from", &child))
		read_from(reader, &child, &cond->part);
	else
		reader_fault(reader, node, "a condition needs a \"column\"");
	if (reader_get(node, "optional", &child))
		reader_flag(reader, &child, &cond->is_optional);
	if (reader_get(node, "in", &child) && count++ == 0) {
		cond->test = SPEC_IN;
		reader_words(
		    reader, &child, true, &cond->words, &cond->n_words);
	}
	if (reader_get(node, "not_in", &child) && count++ == 0) {
		cond->test = SPEC_NOT_IN;
		reader_words(
		    reader, &child, true, &cond->words, &cond->n_words);
	}
	if (reader_get(node, "empty", &child) && count++ == 0 &&
	    reader_flag(reader, &child, &is_empty))
		cond->test = is_empty ? SPEC_EMPTY : SPEC_NOT_EMPTY;
	if (count != 1)
		reader_fault(reader, node,
		    "takes one of \"in\", \"not_in\" and \"empty\"");
}

void
express_when(
    struct reader *reader, const struct node *node, struct spec_when *when)
{
	size_t n = reader_list(node);

	when->conds = reader_alloc(reader, n + 1, sizeof(*when->conds));
	if (when->conds == NULL)
		return;
	when->n_conds = n;
	if (n == 0)
		reader_fault(reader, node, "no condition");
	for (size_t i = 0; i < n; i++) {
		struct node item;

		reader_item(node, i, &item);
		read_cond(reader, &item, &when->conds[i]);
	}
}

/* Which field an entry of "fields" is for: its key, or what "as" says. */
static bool
find_field(struct reader *reader, const struct node *node, struct span key,
    struct spec_field *field)
{
	const char *names[CANON_F_COUNT] = {NULL};
	struct node child = *node;
	struct span text = key;
	const char *meant;
	char shown[ERR_QUOTE_MAX];

	if (json_is_object(node->json) && reader_get(node, "as", &child) &&
	    !reader_text(reader, &child, &text))
		return false;
	if (canon_field_of(text, &field->field, &field->name))
		return true;
	for (int i = 1; i < CANON_F_COUNT; i++)
		names[i - 1] = canon_field_name((enum canon_field)i);
	meant = suggest_best(text, names);
	err_quote(shown, text);
	if (meant != NULL)
		reader_fault(reader, &child,
		    "unknown field '%s': did you mean '%s'?", shown, meant);
	else
		reader_fault(reader, &child, "unknown field '%s'", shown);
	return false;
}

void
express_fields(struct reader *reader, const struct node *node,
    struct spec_fields *fields, bool is_person)
{
	json_t *object = (json_t *)(uintptr_t)node->json;
	void *iter = NULL;

	if (json_is_object(node->json))
		iter = json_object_iter(object);
	else
		reader_fault(reader, node, "not an object of fields");
	for (; iter != NULL; iter = json_object_iter_next(object, iter)) {
		struct span key = arena_span(
		    reader->arena, span_of(json_object_iter_key(iter)));
		struct spec_field found = {0};
		struct spec_field *field;
		struct node child;

		if (reader_is_remark(json_object_iter_key(iter)))
			continue;
		reader_get(node, json_object_iter_key(iter), &child);
		if (!find_field(reader, &child, key, &found))
			continue;
		if (is_person && shape_is_event(found.field)) {
			reader_fault(reader, &child,
			    "'%s' is no field of a person",
			    canon_field_name(found.field));
			continue;
		}
		field = express_add(fields, reader->arena);
		if (field == NULL) {
			reader->is_out_of_memory = true;
			return;
		}
		field->field = found.field;
		field->name = found.name;
		field->value.is_optional = reader->is_optional;
		express_read(reader, &child, field->field, &field->value);
	}
}
