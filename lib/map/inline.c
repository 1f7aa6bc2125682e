#include <string.h>

#include "base/hash.h"
#include "map/express.h"
#include "map/inline.h"
#include "map/shape.h"
#include "norm/date.h"

/* Copy what stands in quotes, or all as far as + or :. Returns how many bytes
 * of the text were taken, without a closing quote; a doubled quote is one. */
static size_t
copy_piece(struct span text, size_t at, char quote, char *copy, size_t *n)
{
	for (; at < text.len; at++) {
		char c = text.data[at];

		if (quote == '\0' && (c == '+' || c == ':'))
			break;
		if (quote != '\0' && c == quote) {
			if (at + 1 == text.len || text.data[at + 1] != c)
				break;
			at++;
		}
		copy[(*n)++] = c;
	}
	return at;
}

/* Take one piece off the front of the expression. */
static int
take_piece(struct span *rest, struct span *text, char *quote,
    struct arena *arena, struct err *err)
{
	char *copy = arena_alloc(arena, rest->len + 1);
	size_t at = 0, n = 0;

	if (copy == NULL)
		return err_nomem(err);
	*quote = '\0';
	if (rest->len > 0 && strchr("\"'", rest->data[0]) != NULL)
		*quote = rest->data[at++];
	at = copy_piece(*rest, at, *quote, copy, &n);
	copy[n] = '\0';
	*text = span_make(copy, n);
	if (*quote != '\0' && at++ == rest->len)
		return err_set(
		    err, ERR_USAGE, "a quote (%c) is not closed", *quote);
	*rest = span_make(rest->data + at, rest->len - at);
	if (rest->len > 0 && rest->data[0] != '+' && rest->data[0] != ':')
		return err_set(err, ERR_USAGE, "text behind a closing quote");
	return 0;
}

static int
add_piece(struct map *map, struct spec_part *part, struct span text, char quote,
    struct err *err)
{
	memset(part, 0, sizeof(*part));
	part->from = quote == '\'' ? SPEC_CONST : SPEC_COLUMN;
	if (text.len == 0 && quote != '\'')
		return err_set(err, ERR_USAGE, "a column without a name");
	part->names = arena_zero(&map->arena, sizeof(*part->names));
	part->paths = arena_zero(&map->arena, sizeof(*part->paths));
	if (part->names == NULL || part->paths == NULL)
		return err_nomem(err);
	part->names[0] = text;
	part->n_names = 1;
	if (!jpath_parse(text, &part->paths[0], &map->arena) &&
	    !jpath_key(text, &part->paths[0], &map->arena))
		return err_nomem(err);
	return 0;
}

static int
read_format(struct map *map, struct spec_field *field, struct span format,
    struct err *err)
{
	struct spec_value *value = &field->value;
	char shown[ERR_QUOTE_MAX];
	enum shape shape = shape_of(field->field);

	if (shape != SHAPE_TIME && shape != SHAPE_BIRTH)
		return err_set(err, ERR_USAGE,
		    "only times and birth dates take a format (quote a name "
		    "that holds ':' in double quotes)");
	if (!date_is_format(format))
		return err_set(err, ERR_USAGE, "not a date pattern: '%s'",
		    err_quote(shown, format));
	value->formats = arena_zero(&map->arena, sizeof(*value->formats));
	if (value->formats == NULL)
		return err_nomem(err);
	value->formats[0] = format;
	value->n_formats = 1;
	return 0;
}

static int
read_expression(struct map *map, struct spec_field *field, struct span rest,
    struct err *err)
{
	struct spec_value *value = &field->value;
	struct span text = {NULL, 0};
	char quote = '\0';

	value->parts =
	    arena_zero(&map->arena, (rest.len + 1) * sizeof(*value->parts));
	if (value->parts == NULL)
		return err_nomem(err);
	for (;;) {
		if (take_piece(&rest, &text, &quote, &map->arena, err) < 0 ||
		    add_piece(map, &value->parts[value->n_parts++], text, quote,
			err) < 0)
			return -1;
		if (rest.len == 0 || rest.data[0] == ':')
			break;
		rest = span_make(rest.data + 1, rest.len - 1);
	}
	if (rest.len == 0)
		return 0;
	return read_format(
	    map, field, span_make(rest.data + 1, rest.len - 1), err);
}

/* Has an earlier -F said this field, which has one value only? */
static bool
is_twice(const struct map *map, const struct spec_field *field)
{
	for (size_t i = 0; i + 1 < map->inlines.count; i++) {
		const struct spec_field *other = &map->inlines.items[i];

		if (other->field == field->field &&
		    span_eq(other->name, field->name) &&
		    field->field != CANON_F_ID &&
		    field->field != CANON_F_EMAIL &&
		    field->field != CANON_F_PHONE)
			return true;
	}
	return false;
}

static int
check_const(const struct spec_field *field, struct err *err)
{
	const struct spec_part *part = &field->value.parts[0];
	char shown[ERR_QUOTE_MAX];

	if (field->value.n_parts != 1 || part->from != SPEC_CONST ||
	    part->names[0].len == 0 ||
	    shape_is_word(field->field, part->names[0]))
		return 0;
	return err_set(err, ERR_USAGE, "'%s' is no value of '%s'",
	    err_quote(shown, part->names[0]), canon_field_name(field->field));
}

int
inline_read(struct map *map, const char *text, struct err *err)
{
	struct span all = arena_span(&map->arena, span_of(text));
	const char *equals = strchr(text, '=');
	struct spec_field *field;
	char shown[ERR_QUOTE_MAX];
	size_t len;

	if (all.data == NULL)
		return err_nomem(err);
	if (equals == NULL)
		return err_set(err, ERR_USAGE, "not FIELD=EXPR: '%s'",
		    err_quote(shown, all));
	len = (size_t)(equals - text);
	field = express_add(&map->inlines, &map->arena);
	if (field == NULL)
		return err_nomem(err);
	if (!canon_field_of(
		span_make(all.data, len), &field->field, &field->name)) {
		map->inlines.count--;
		return err_set(err, ERR_USAGE, "unknown field '%s'",
		    err_quote(shown, span_make(all.data, len)));
	}
	if (read_expression(map, field,
		span_make(all.data + len + 1, all.len - len - 1), err) < 0)
		return -1;
	if (check_const(field, err) < 0)
		return -1;
	if (is_twice(map, field))
		return err_set(err, ERR_USAGE, "'%s' is mapped twice",
		    canon_field_name(field->field));
	map->digest = hash_64(map->digest, all);
	return 0;
}
