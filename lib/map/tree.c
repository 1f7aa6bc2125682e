#include <string.h>

#include <jansson.h>

#include "input/jsontext.h"
#include "input/splitter.h"
#include "map/tree.h"
#include "norm/ascii.h"

#define DEPTH_MAX 8
#define LOOKUPS_MAX 40 /* elements of one list that are named by a key */

struct tree {
	struct sample *sample;
	struct buf path;
	struct err *err;
	bool is_failed;
};

static void
skip_any(struct span *text, const char *any)
{
	while (text->len > 0 && strchr(any, text->data[0]) != NULL) {
		text->data++;
		text->len--;
	}
}

static void
skip_blanks(struct span *text)
{
	skip_any(text, " \t\r\n,");
}

/* Take the object at the front off the text. */
static bool
take_object(struct span *text, struct span *object)
{
	struct splitter splitter = {.is_object = true};

	skip_blanks(text);
	if (text->len == 0 || text->data[0] != '{' ||
	    splitter_feed(&splitter, *text) != SPLITTER_END)
		return false;
	*object = span_make(text->data, splitter.at);
	text->data += splitter.at;
	text->len -= splitter.at;
	return true;
}

/* A dot or bracket in a key is no step. */
static void
add_key(struct buf *path, const char *key)
{
	for (; *key != '\0'; key++) {
		if (strchr(".[]=\\$", *key) != NULL)
			buf_char(path, '\\');
		buf_char(path, *key);
	}
}

static void
put(struct tree *tree, const json_t *json)
{
	struct sample *sample = tree->sample;
	struct sample_column *column =
	    sample_column(sample, buf_get(&tree->path), tree->err);
	char room[JSONTEXT_ROOM];
	struct span text;

	if (column == NULL) {
		tree->is_failed = tree->err->code != ERR_NONE;
		return;
	}
	if (!jsontext_text(json, room, &text))
		return;
	column->values[sample->n_rows] = arena_span(&sample->arena, text);
	if (column->values[sample->n_rows].data == NULL)
		tree->is_failed = true;
}

static void walk(struct tree *, const json_t *, int);

/* What an element is called by: its key, name or purpose. */
static const char *
label_key(const json_t *element)
{
	static const char *const keys[] = {"key", "name", "purpose"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (json_is_string(json_object_get(element, keys[i])) &&
		    json_object_size(element) > 1)
			return keys[i];
	return NULL;
}

/* Elements that tell what they are: one path each, but the first of equal
 * ones only, because that is what the path finds. */
static bool
walk_labelled(struct tree *tree, const json_t *array, int depth)
{
	const char *key = label_key(json_array_get(array, 0));
	size_t n = json_array_size(array);
	size_t len = tree->path.len;

	if (key == NULL || n > LOOKUPS_MAX)
		return false;
	for (size_t i = n; i-- > 0;) {
		const json_t *element = json_array_get(array, i);
		const char *label =
		    json_string_value(json_object_get(element, key));

		if (label == NULL || label[0] == '\0' || strlen(label) > 40)
			continue;
		buf_printf(&tree->path, "[%s=", key);
		add_key(&tree->path, label);
		buf_char(&tree->path, ']');
		walk(tree, element, depth + 1);
		tree->path.len = len;
	}
	return true;
}

static void
walk_array(struct tree *tree, const json_t *array, int depth)
{
	const json_t *first = json_array_get(array, 0);
	size_t len = tree->path.len;

	if (first == NULL)
		return;
	if (json_is_object(first) && walk_labelled(tree, array, depth))
		return;
	buf_str(&tree->path, json_is_object(first) ? "[0]" : "[*]");
	walk(tree, first, depth + 1);
	tree->path.len = len;
}

static void
walk(struct tree *tree, const json_t *json, int depth)
{
	json_t *object = (json_t *)(uintptr_t)json;
	size_t len = tree->path.len;
	void *iter;

	if (depth > DEPTH_MAX || tree->is_failed)
		return;
	if (json_is_array(json)) {
		walk_array(tree, json, depth);
		return;
	}
	if (!json_is_object(json)) {
		put(tree, json);
		return;
	}
	iter = json_object_iter(object);
	for (; iter != NULL; iter = json_object_iter_next(object, iter)) {
		if (len > 0)
			buf_char(&tree->path, '.');
		add_key(&tree->path, json_object_iter_key(iter));
		walk(tree, json_object_iter_value(iter), depth + 1);
		tree->path.len = len;
	}
}

static void
take_records(struct tree *tree, struct span text)
{
	struct jsontext value = {0};
	struct span object;

	while (tree->sample->n_rows < SAMPLE_ROWS && !tree->is_failed &&
	    take_object(&text, &object)) {
		struct err fault = {0};

		if (jsontext_parse(&value, object, &fault) != 0)
			continue;
		buf_reset(&tree->path);
		walk(tree, value.json, 0);
		tree->sample->n_rows++;
	}
	jsontext_clear(&value);
}

/* Behind the quote that opens a string: its text; the rest is left. */
static struct span
take_string(struct span *text)
{
	const char *start = text->data + 1;
	size_t at = 1;

	while (at < text->len && text->data[at] != '"')
		at += text->data[at] == '\\' ? 2 : 1;
	if (at > text->len)
		at = text->len;
	text->data += at < text->len ? at + 1 : at;
	text->len -= at < text->len ? at + 1 : at;
	return span_make(start, at - 1);
}

/* "id", "conversationId", "sid": an object with it is a record. */
static bool
is_id(struct span key)
{
	size_t n = key.len;

	return n >= 2 && ascii_lower(key.data[n - 2]) == 'i' &&
	    ascii_lower(key.data[n - 1]) == 'd';
}

/* Pass over the value at the front, up to the comma or bracket behind it. */
static bool
skip_value(struct span *text)
{
	struct splitter splitter = {0};

	if (splitter_feed(&splitter, *text) != SPLITTER_END)
		return false;
	text->data += splitter.at;
	text->len -= splitter.at;
	return true;
}

/* Does a list of objects begin here? Then go behind its bracket. */
static bool
enter_list(struct span *text)
{
	struct span inner = *text;

	if (text->data[0] != '[')
		return false;
	inner.data++;
	inner.len--;
	skip_blanks(&inner);
	if (inner.len == 0 || inner.data[0] != '{')
		return false;
	*text = inner;
	return true;
}

/*
 * Look in the object at the front for a list of objects, which is what an
 * envelope is for; objects in it are looked into. The text may be cut. An
 * object that has an id is a record and no envelope. On success the text
 * begins behind the bracket of the list.
 */
static bool
find_root(struct span *text, struct buf *path, int depth)
{
	size_t len = path->len;

	text->data++;
	text->len--;
	for (;;) {
		struct span key, inner;

		skip_blanks(text);
		if (text->len == 0 || text->data[0] != '"')
			break;
		key = take_string(text);
		skip_any(text, " \t\r\n:");
		if (text->len == 0 || is_id(key))
			return false;
		path->len = len;
		if (len > 0)
			buf_char(path, '.');
		buf_span(path, key);
		if (enter_list(text))
			return true;
		inner = *text;
		if (text->data[0] == '{' && depth < 3 &&
		    find_root(&inner, path, depth + 1)) {
			*text = inner;
			return true;
		}
		if (!skip_value(text))
			return false;
	}
	path->len = len;
	return false;
}

/* Is there one object only, as an envelope is? */
static bool
is_alone(struct span text)
{
	struct span object;

	if (!take_object(&text, &object))
		return true;
	skip_blanks(&text);
	return text.len == 0;
}

int
tree_read(
    struct sample *sample, const struct input_options *options, struct err *err)
{
	struct tree tree = {.sample = sample, .err = err};
	struct span text = buf_get(&sample->text);
	struct span inner;
	struct buf root = {0};

	skip_blanks(&text);
	inner = text;
	if (text.len > 0 && text.data[0] == '[') {
		text.data++;
		text.len--;
	} else if (text.len > 0 && sample->type != INPUT_JSONL &&
	    is_alone(text) && find_root(&inner, &root, 0)) {
		text = inner;
		sample->type = INPUT_JSON;
		sample->root = options->root.len > 0
		    ? options->root
		    : arena_span(&sample->arena, buf_get(&root));
	}
	buf_clear(&root);
	take_records(&tree, text);
	buf_clear(&tree.path);
	if (tree.is_failed)
		return err->code != ERR_NONE ? -1 : err_nomem(err);
	if (sample->n_rows == 0)
		return err_set(err, ERR_DATA, "there is no record in it");
	return 0;
}
