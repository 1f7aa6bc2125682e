#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "input/input.h"
#include "map/jpath.h"

/* Copy text without the backslashes that take a meaning away. */
static char *
unescape(struct span text, struct arena *arena, size_t *len)
{
	char *copy = arena_alloc(arena, text.len + 1);
	size_t n = 0;

	if (copy == NULL)
		return NULL;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\\' && i + 1 < text.len)
			i++;
		copy[n++] = text.data[i];
	}
	copy[n] = '\0';
	if (len != NULL)
		*len = n;
	return copy;
}

/* The first of the stop characters that no backslash stands before. */
static size_t
find(struct span text, size_t at, const char *stops)
{
	while (at < text.len && strchr(stops, text.data[at]) == NULL)
		at += text.data[at] == '\\' ? 2 : 1;
	return at < text.len ? at : text.len;
}

static bool
parse_bracket(struct span inside, struct jpath_step *step, struct arena *arena)
{
	size_t equals = find(inside, 0, "=");
	int64_t index;

	memset(step, 0, sizeof(*step));
	if (span_is(inside, "*")) {
		step->kind = JPATH_ALL;
		return true;
	}
	if (num_i64(inside, -1000000, 1000000, &index)) {
		step->kind = JPATH_INDEX;
		step->index = index;
		return true;
	}
	step->kind = JPATH_WITH;
	if (span_starts(inside, "*")) {
		step->kind = JPATH_ALL;
		inside = span_make(inside.data + 1, inside.len - 1);
		equals--;
	}
	if (equals == 0 || equals == inside.len)
		return false;
	step->key = unescape(span_make(inside.data, equals), arena, NULL);
	step->value.data = unescape(
	    span_make(inside.data + equals + 1, inside.len - equals - 1), arena,
	    &step->value.len);
	return step->key != NULL && step->value.data != NULL;
}

/* One step from *${at} on, which is moved behind it. */
static bool
parse_step(
    struct span text, size_t *at, struct jpath_step *step, struct arena *arena)
{
	size_t start = *at;
	size_t end;

	if (text.data[start] == '[') {
		end = find(text, start, "]");
		if (end == text.len)
			return false;
		*at = end + 1;
		return parse_bracket(
		    span_make(text.data + start + 1, end - start - 1), step,
		    arena);
	}
	if (start > 0) {
		if (text.data[start] != '.')
			return false;
		start++;
	}
	end = find(text, start, ".[");
	if (end == start)
		return false;
	memset(step, 0, sizeof(*step));
	step->kind = JPATH_KEY;
	step->key =
	    unescape(span_make(text.data + start, end - start), arena, NULL);
	*at = end;
	return step->key != NULL;
}

bool
jpath_parse(struct span text, struct jpath *path, struct arena *arena)
{
	size_t at = 0;

	memset(path, 0, sizeof(*path));
	path->is_from_top = span_starts(text, "$.");
	if (path->is_from_top)
		text = span_make(text.data + 2, text.len - 2);
	if (text.len == 0 || memchr(text.data, '\0', text.len) != NULL)
		return false;
	path->whole = unescape(text, arena, NULL);
	path->steps = arena_zero(arena, text.len * sizeof(*path->steps));
	if (path->whole == NULL || path->steps == NULL)
		return false;
	while (at < text.len) {
		if (!parse_step(text, &at, &path->steps[path->n_steps], arena))
			return false;
		path->n_steps++;
	}
	return true;
}

bool
jpath_key(struct span text, struct jpath *path, struct arena *arena)
{
	memset(path, 0, sizeof(*path));
	path->whole = arena_zero(arena, text.len + 1);
	path->steps = arena_zero(arena, sizeof(*path->steps));
	if (path->whole == NULL || path->steps == NULL)
		return false;
	if (text.len > 0)
		memcpy(path->whole, text.data, text.len);
	path->steps[0].kind = JPATH_KEY;
	path->steps[0].key = path->whole;
	path->n_steps = 1;
	return true;
}

/* Is the scalar equal to the text of a [key=value]? */
static bool
is_value(const json_t *json, struct span value)
{
	char digits[32];
	int len;

	if (json_is_string(json))
		return span_eq(value,
		    span_make(
			json_string_value(json), json_string_length(json)));
	if (json_is_boolean(json))
		return span_is(value, json_is_true(json) ? "true" : "false");
	if (!json_is_integer(json))
		return false;
	len = snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT,
	    json_integer_value(json));
	return span_eq(value, span_make(digits, (size_t)len));
}

/* A step without a key takes any element. */
static bool
is_taken(const json_t *element, const struct jpath_step *step)
{
	const json_t *value;

	if (step->key == NULL)
		return true;
	value = json_object_get(element, step->key);
	return input_json_twice(value) != NULL || is_value(value, step->value);
}

/* What is_taken took: the element, or its key that stands twice, so that
 * nobody can tell. */
static const json_t *
taken(const json_t *element, const struct jpath_step *step)
{
	const json_t *value =
	    step->key == NULL ? NULL : json_object_get(element, step->key);

	return input_json_twice(value) != NULL ? value : element;
}

static const json_t *
first_taken(const json_t *array, const struct jpath_step *step)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *element = json_array_get(array, i);

		if (is_taken(element, step))
			return taken(element, step);
	}
	return NULL;
}

static const json_t *
take_step(const json_t *json, const struct jpath_step *step)
{
	json_int_t size;

	if (input_json_twice(json) != NULL)
		return json;
	switch (step->kind) {
	case JPATH_KEY:
		return json_object_get(json, step->key);
	case JPATH_WITH:
	case JPATH_ALL:
		return first_taken(json, step);
	case JPATH_INDEX:
		size = (json_int_t)json_array_size(json);
		if (step->index < 0)
			size += step->index;
		else
			size = step->index;
		return size < 0 ? NULL : json_array_get(json, (size_t)size);
	default:
		return NULL;
	}
}

const json_t *
jpath_first(const struct jpath *path, const json_t *json)
{
	const json_t *whole = NULL;

	if (path->n_steps > 1)
		whole = json_object_get(json, path->whole);
	if (whole != NULL)
		return whole;
	for (size_t i = 0; i < path->n_steps && json != NULL; i++)
		json = take_step(json, &path->steps[i]);
	return json;
}

bool
jpath_each(const struct jpath *path, const json_t *json,
    bool (*call)(const json_t *, void *), void *data)
{
	struct jpath rest = *path;
	size_t i = 0;

	while (i < path->n_steps && path->steps[i].kind != JPATH_ALL)
		i++;
	rest.n_steps = i;
	json = jpath_first(&rest, json);
	if (i == path->n_steps || json == NULL ||
	    input_json_twice(json) != NULL)
		return json == NULL || call(json, data);
	rest = *path;
	rest.steps += i + 1;
	rest.n_steps -= i + 1;
	for (size_t n = 0; n < json_array_size(json); n++) {
		const json_t *one = json_array_get(json, n);

		if (is_taken(one, &path->steps[i]) &&
		    !jpath_each(&rest, taken(one, &path->steps[i]), call, data))
			return false;
	}
	return true;
}

static bool
real_text(double value, struct span *text, struct arena *arena)
{
	char *out = arena_alloc(arena, 32);

	if (out == NULL)
		return false;
	text->data = out;
	text->len = (size_t)snprintf(out, 32, "%.15g", value);
	return true;
}

bool
jpath_text(const json_t *json, struct span *text, struct arena *arena)
{
	char room[INPUT_JSON_ROOM];
	char *out;

	*text = span_make("", 0);
	switch (json_typeof(json)) {
	case JSON_NULL:
		return true;
	case JSON_TRUE:
		*text = span_of("true");
		return true;
	case JSON_FALSE:
		*text = span_of("false");
		return true;
	case JSON_STRING:
		/* A number that jansson would bend stands as a string. */
		return input_json_text(json, room, text);
	case JSON_INTEGER:
		out = arena_alloc(arena, 32);
		if (out == NULL)
			return false;
		text->len = (size_t)snprintf(
		    out, 32, "%" JSON_INTEGER_FORMAT, json_integer_value(json));
		text->data = out;
		return true;
	case JSON_REAL:
		return real_text(json_real_value(json), text, arena);
	case JSON_OBJECT:
	case JSON_ARRAY:
	default:
		return false;
	}
}
