#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "input/input.h"
#include "map/cell.h"
#include "norm/block.h"
#include "norm/money.h"
#include "text/fold.h"

#define UNKNOWN_MAX 64 /* no word for "no value" is longer */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Blanks off; the usual text has none and is plain ASCII at its ends. */
static inline struct span
trim(struct span text)
{
	unsigned char first, last;

	if (text.len == 0)
		return text;
	first = (unsigned char)text.data[0];
	last = (unsigned char)text.data[text.len - 1];
	if (first > ' ' && first < 0x80 && last > ' ' && last < 0x80)
		return text;
	return fold_trim(text);
}

/* '0123 and ="0123" are how spreadsheets are told to keep text as it is. An
 * apostrophe before a letter belongs to a name. */
static inline struct span
unguard(struct span text)
{
	if (text.len > 1 && text.data[0] == '\'' &&
	    (is_digit(text.data[1]) || strchr("+-=@", text.data[1]) != NULL))
		return span_make(text.data + 1, text.len - 1);
	if (text.len > 2 && text.data[0] == '=' && text.data[1] == '"' &&
	    text.data[text.len - 1] == '"')
		return trim(span_make(text.data + 2, text.len - 3));
	return text;
}

/* No word for "no value" begins or ends with a digit, or holds an "@". */
static bool
is_unknown(struct cell *cell, struct span text)
{
	int verdict;

	if (text.len > UNKNOWN_MAX || is_digit(text.data[0]) ||
	    is_digit(text.data[text.len - 1]))
		return false;
	if (words_get(cell->unknown, text, &verdict))
		return verdict != 0;
	if (memchr(text.data, '@', text.len) != NULL)
		return false;
	verdict = block_is_unknown(text);
	words_put(cell->unknown, text, verdict);
	return verdict != 0;
}

struct span
cell_clean(struct cell *cell, struct span text)
{
	text = unguard(trim(text));
	if (text.len > 0 && is_unknown(cell, text))
		text.len = 0;
	return text;
}

static struct span
keep(struct cell *cell, struct span text)
{
	return cell->is_held ? arena_span(cell->arena, text) : text;
}

static bool
is_calculated(const struct bind_op *op)
{
	return op->spec->is_sum || op->times.kind != BIND_NOTHING;
}

static int
not_scalar(const struct bind_op *op, struct err *err)
{
	bool is_number = is_calculated(op);

	err_set(err, ERR_DATA, "%s",
	    is_number ? "not a number, or too large"
		      : "not a plain value: an object or a list");
	err_reason(err, is_number ? "BAD_NUMBER" : "BAD_VALUE");
	return err_place(err, NULL, 0, op->column);
}

/* Remember that the row cannot be read for sure. */
static const json_t *
watch(struct cell *cell, const json_t *json)
{
	const char *key = input_json_twice(json);

	if (key != NULL)
		cell->twice = key;
	return json;
}

static const json_t *
find_json(struct cell *cell, const struct bind_part *part)
{
	for (size_t i = 0; i < part->n_paths; i++) {
		const struct jpath *path = &part->paths[i];
		const json_t *found = watch(cell,
		    jpath_first(
			path, path->is_from_top ? cell->top : cell->at));

		if (found != NULL && !json_is_null(found))
			return found;
	}
	return NULL;
}

/* Lists of plain values become one text. */
static bool
list_text(struct cell *cell, const json_t *json, struct span *text)
{
	struct buf joined = {0};
	struct span one;
	bool is_good = true;

	for (size_t i = 0; i < json_array_size(json) && is_good; i++) {
		is_good =
		    jpath_text(json_array_get(json, i), &one, cell->arena);
		if (joined.len > 0)
			buf_str(&joined, ", ");
		buf_span(&joined, one);
	}
	*text = arena_span(cell->arena, buf_get(&joined));
	is_good = is_good && !joined.failed && text->data != NULL;
	buf_clear(&joined);
	return is_good;
}

/* The text of one piece, without blanks and guards. */
static int
part_text(struct cell *cell, const struct bind_part *part, struct span *text)
{
	const json_t *json;

	*text = span_make("", 0);
	switch (part->kind) {
	case BIND_COLUMN:
		if (part->column < cell->n_cells)
			*text = unguard(trim(cell->cells[part->column]));
		return 0;
	case BIND_TEXT:
		*text = part->text;
		return 0;
	case BIND_PATH:
		json = find_json(cell, part);
		if (json == NULL)
			return 0;
		if (json_is_array(json) ? !list_text(cell, json, text)
					: !jpath_text(json, text, cell->arena))
			return -1;
		*text = keep(cell, unguard(trim(*text)));
		return 0;
	case BIND_NOTHING:
	default:
		return 0;
	}
}

/* --- numbers made of several --- */

#define SUM_DIGITS 6 /* decimals that sums and products are kept with */

struct adding {
	struct cell *cell;
	const struct bind_op *op;
	int64_t total;
	bool is_there;
};

static bool
add_text(struct adding *adding, struct span text)
{
	const struct spec_value *spec = adding->op->spec;
	int64_t number;

	text = unguard(trim(text));
	if (text.len == 0 || is_unknown(adding->cell, text))
		return true;
	adding->is_there = true;
	return money_number(
		   text, spec->decimal, spec->thousands, SUM_DIGITS, &number) &&
	    num_add(adding->total, number, &adding->total);
}

static bool
add_json(const json_t *json, void *data)
{
	struct adding *adding = data;
	struct span text;

	return jpath_text(
		   watch(adding->cell, json), &text, adding->cell->arena) &&
	    add_text(adding, text);
}

/* A path that leads to several numbers is their sum. */
static int
part_number(struct cell *cell, const struct bind_op *op,
    const struct bind_part *part, int64_t *number, bool *is_there)
{
	struct adding adding = {.cell = cell, .op = op};
	struct span text = span_make("", 0);
	bool is_good = true;

	for (size_t i = 0; part->kind == BIND_PATH && is_good &&
	     !adding.is_there && i < part->n_paths;
	     i++)
		is_good = jpath_each(&part->paths[i],
		    part->paths[i].is_from_top ? cell->top : cell->at, add_json,
		    &adding);
	if (part->kind != BIND_PATH)
		is_good = part_text(cell, part, &text) == 0 &&
		    add_text(&adding, text);
	*number = adding.total;
	*is_there = adding.is_there;
	return is_good ? 0 : -1;
}

static int
number_text(struct cell *cell, int64_t number, struct span *text)
{
	struct buf out = {0};

	num_fixed(&out, number, SUM_DIGITS);
	*text = arena_span(cell->arena, buf_get(&out));
	if (out.failed)
		text->data = NULL;
	buf_clear(&out);
	return text->data == NULL ? -1 : 0;
}

/* Add the pieces and multiply; empty when there is no piece. */
static int
calculate(struct cell *cell, const struct bind_op *op, struct span *text)
{
	static const int64_t unit = 1000000;
	int64_t sum = 0, number;
	num_i128 product;
	bool is_there, is_any = false;

	*text = span_make("", 0);
	for (size_t i = 0; i < op->n_parts; i++) {
		if (part_number(cell, op, &op->parts[i], &number, &is_there) <
			0 ||
		    !num_add(sum, number, &sum))
			return -1;
		is_any = is_any || is_there;
	}
	if (!is_any)
		return 0;
	if (op->times.kind != BIND_NOTHING) {
		if (part_number(cell, op, &op->times, &number, &is_there) < 0)
			return -1;
		product = (num_i128)sum * (is_there ? number : unit);
		if (product / unit > INT64_MAX || product / unit < -INT64_MAX)
			return -1;
		sum = num_round_div(product, unit);
	}
	return number_text(cell, sum, text);
}

/* Join the pieces that are not empty. */
static int
join(struct cell *cell, const struct bind_op *op, struct span *text)
{
	struct buf joined = {0};
	struct span piece;
	size_t n_said = 0, n_fixed = 0;
	int rc = 0;

	*text = span_make("", 0);
	if (is_calculated(op))
		return calculate(cell, op, text);
	if (op->n_parts == 1)
		return part_text(cell, &op->parts[0], text);
	for (size_t i = 0; i < op->n_parts && rc == 0; i++) {
		rc = part_text(cell, &op->parts[i], &piece);
		if (piece.len == 0)
			continue;
		if (op->parts[i].kind == BIND_TEXT)
			n_fixed++;
		else
			n_said++;
		if (joined.len > 0)
			buf_span(&joined, op->spec->separator);
		buf_span(&joined, piece);
	}
	/* Constants alone, where columns stand beside them, say nothing. */
	if (n_said > 0 || n_fixed == op->n_parts)
		*text = arena_span(cell->arena, buf_get(&joined));
	if (joined.failed || text->data == NULL)
		rc = -1;
	buf_clear(&joined);
	return rc;
}

static bool
is_among(struct span folded, const struct span *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_eq(folded, words[i]))
			return true;
	return false;
}

static const struct spec_entry *
find_entry(struct cell *cell, const struct spec_value *spec, struct span text)
{
	struct span folded;

	for (size_t i = 0; i < spec->n_entries; i++)
		if (span_eq(spec->entries[i].raw, text))
			return &spec->entries[i];
	folded = fold_name(text, cell->arena);
	for (size_t i = 0; i < spec->n_entries; i++)
		if (span_eq(spec->entries[i].folded, folded))
			return &spec->entries[i];
	return NULL;
}

static enum cell_state
no_entry(const struct bind_op *op, struct span text, struct err *err)
{
	char shown[ERR_QUOTE_MAX];

	err_set(err, ERR_DATA, "the mapping has no entry for '%s'",
	    err_quote(shown, text));
	err_reason(err, "UNMAPPED_VALUE");
	err_place(err, NULL, 0, op->column);
	return CELL_FAULT;
}

/* What the mapping's "values" make of it. */
static enum cell_state
translate(struct cell *cell, const struct bind_op *op, struct span *text,
    int *kind, struct err *err)
{
	const struct spec_value *spec = op->spec;
	const struct spec_entry *entry = find_entry(cell, spec, *text);

	if (entry == NULL && (text->len == 0 || is_unknown(cell, *text)))
		return CELL_EMPTY;
	if (entry == NULL)
		entry = &spec->otherwise;
	switch (entry->result) {
	case SPEC_TEXT:
		*text = entry->text;
		return text->len == 0 ? CELL_EMPTY : CELL_TEXT;
	case SPEC_KIND:
		*kind = entry->kind;
		return CELL_KIND;
	case SPEC_KEEP:
		return text->len == 0 ? CELL_EMPTY : CELL_TEXT;
	case SPEC_ERROR:
		return no_entry(op, *text, err);
	case SPEC_EMPTY_RESULT:
	default:
		return CELL_EMPTY;
	}
}

/* Take the first beginning off that fits. */
static void
strip(const struct spec_value *spec, struct span *text)
{
	for (size_t i = 0; i < spec->n_strip; i++) {
		struct span start = spec->strip[i];

		if (text->len < start.len ||
		    memcmp(text->data, start.data, start.len) != 0)
			continue;
		*text = trim(
		    span_make(text->data + start.len, text->len - start.len));
		return;
	}
}

/* From the joined text to the value. */
static enum cell_state
refine(struct cell *cell, const struct bind_op *op, struct span *text,
    int *kind, struct err *err)
{
	const struct spec_value *spec = op->spec;

	strip(spec, text);
	if (text->len > 0 && spec->n_nulls > 0 &&
	    is_among(fold_name(*text, cell->arena), spec->nulls, spec->n_nulls))
		text->len = 0;
	if (spec->has_values)
		return translate(cell, op, text, kind, err);
	if (text->len == 0)
		return CELL_EMPTY;
	/* A constant is meant as it stands. */
	if (op->n_parts == 1 && op->parts[0].kind == BIND_TEXT)
		return CELL_TEXT;
	return is_unknown(cell, *text) ? CELL_EMPTY : CELL_TEXT;
}

static enum cell_state
missing(const struct bind_op *op, struct err *err)
{

	err_set(err, ERR_DATA, "empty, and the mapping requires a value");
	err_reason(err, "MISSING_VALUE");
	err_place(err, NULL, 0, op->column);
	return CELL_FAULT;
}

enum cell_state
cell_read(struct cell *cell, const struct bind_op *op, struct span *text,
    int *kind, struct err *err)
{
	enum cell_state state = CELL_EMPTY;

	if (op->when.n_conds > 0 && !cell_holds(cell, &op->when))
		return CELL_EMPTY;
	if (join(cell, op, text) < 0) {
		not_scalar(op, err);
		return CELL_FAULT;
	}
	if (text->len > 0 || op->spec->has_values)
		state = refine(cell, op, text, kind, err);
	if (state == CELL_EMPTY && op->spec->is_required && !cell->is_continued)
		return missing(op, err);
	return state;
}

/* --- several values --- */

struct gathering {
	struct cell *cell;
	const struct bind_op *op;
	struct span *texts;
	size_t count;
	struct err *err;
};

static bool
gather(struct gathering *all, struct span text)
{
	int kind;

	text = unguard(trim(text));
	switch (refine(all->cell, all->op, &text, &kind, all->err)) {
	case CELL_FAULT:
		return false;
	case CELL_TEXT:
		break;
	case CELL_EMPTY:
	case CELL_KIND:
	default:
		return true;
	}
	if (all->count == CELL_VALUES_MAX) {
		err_set(
		    all->err, ERR_DATA, "more than %d values", CELL_VALUES_MAX);
		err_reason(all->err, "TOO_MANY_VALUES");
		return false;
	}
	all->texts[all->count++] = text;
	return true;
}

/* Cut at every separator. */
static bool
gather_split(struct gathering *all, struct span text)
{
	struct span by = all->op->spec->split;
	size_t start = 0;

	if (by.len == 0)
		return gather(all, text);
	for (size_t at = 0; at + by.len <= text.len;) {
		if (memcmp(text.data + at, by.data, by.len) != 0) {
			at++;
			continue;
		}
		if (!gather(all, span_make(text.data + start, at - start)))
			return false;
		at += by.len;
		start = at;
	}
	return gather(all, span_make(text.data + start, text.len - start));
}

static bool
gather_json(const json_t *json, void *data)
{
	struct gathering *all = data;
	struct span text;

	if (json_is_array(json)) {
		for (size_t i = 0; i < json_array_size(json); i++)
			if (!gather_json(json_array_get(json, i), data))
				return false;
		return true;
	}
	if (!jpath_text(watch(all->cell, json), &text, all->cell->arena)) {
		not_scalar(all->op, all->err);
		return false;
	}
	return gather_split(all, keep(all->cell, text));
}

static int
gather_all(struct gathering *all)
{
	struct cell *cell = all->cell;
	const struct bind_part *part = all->op->parts;
	struct span text;

	if (all->op->n_parts == 1 && part->kind == BIND_PATH) {
		for (size_t i = 0; i < part->n_paths && all->count == 0; i++)
			if (!jpath_each(&part->paths[i],
				part->paths[i].is_from_top ? cell->top
							   : cell->at,
				gather_json, all))
				return -1;
		return 0;
	}
	if (join(cell, all->op, &text) < 0)
		return not_scalar(all->op, all->err);
	return gather_split(all, text) ? 0 : -1;
}

int
cell_list(struct cell *cell, const struct bind_op *op, struct span **texts,
    size_t *count, struct err *err)
{
	struct gathering all = {.cell = cell, .op = op, .err = err};

	*count = 0;
	if (op->when.n_conds > 0 && !cell_holds(cell, &op->when))
		return 0;
	all.texts = cell->texts;
	if (gather_all(&all) < 0)
		return err_place(err, NULL, 0, op->column);
	if (all.count == 0 && op->spec->is_required && !cell->is_continued) {
		missing(op, err);
		return -1;
	}
	*texts = all.texts;
	*count = all.count;
	return 0;
}

/* --- conditions --- */

static bool
cond_holds(struct cell *cell, const struct bind_cond *cond)
{
	const struct spec_cond *spec = cond->spec;
	struct span text;

	/* An object or a list is there, though it has no text. */
	if (cond->part.kind == BIND_PATH && spec->test >= SPEC_EMPTY) {
		const json_t *json = find_json(cell, &cond->part);

		if (json != NULL &&
		    (json_object_size(json) > 0 || json_array_size(json) > 0))
			return spec->test == SPEC_NOT_EMPTY;
	}
	if (part_text(cell, &cond->part, &text) < 0)
		text = span_make("", 0);
	switch (spec->test) {
	case SPEC_EMPTY:
	case SPEC_NOT_EMPTY:
		return (text.len == 0 || is_unknown(cell, text)) ==
		    (spec->test == SPEC_EMPTY);
	case SPEC_IN:
	case SPEC_NOT_IN:
	default:
		return is_among(fold_name(text, cell->arena), spec->words,
			   spec->n_words) == (spec->test == SPEC_IN);
	}
}

bool
cell_holds(struct cell *cell, const struct bind_when *when)
{
	for (size_t i = 0; i < when->n_conds; i++)
		if (!cond_holds(cell, &when->conds[i]))
			return false;
	return true;
}
