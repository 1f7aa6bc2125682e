#include <string.h>

#include "base/buf.h"
#include "input/twice.h"

/* The text is known to be JSON, so that this only has to find its way. */
struct scan {
	struct span text;
	size_t at;
};

static json_t *read_value(struct scan *);

static void
skip_any(struct scan *scan, const char *any)
{
	while (scan->at < scan->text.len &&
	    strchr(any, scan->text.data[scan->at]) != NULL)
		scan->at++;
}

static char
peek(struct scan *scan, const char *passed)
{
	skip_any(scan, passed);
	return scan->at < scan->text.len ? scan->text.data[scan->at] : '\0';
}

static json_t *
load(struct scan *scan, size_t begin)
{
	return json_loadb(
	    scan->text.data + begin, scan->at - begin, JSON_DECODE_ANY, NULL);
}

static json_t *
read_string(struct scan *scan)
{
	struct span text = scan->text;
	size_t begin = scan->at;

	for (scan->at++; scan->at < text.len && text.data[scan->at] != '"';
	     scan->at++)
		scan->at += text.data[scan->at] == '\\';
	scan->at = scan->at < text.len ? scan->at + 1 : text.len;
	return load(scan, begin);
}

static json_t *
read_word(struct scan *scan)
{
	size_t begin = scan->at;

	while (scan->at < scan->text.len &&
	    strchr(" \t\r\n,]}", scan->text.data[scan->at]) == NULL)
		scan->at++;
	return load(scan, begin);
}

static json_t *
mark(const char *key)
{
	struct buf text = {0};
	json_t *json = NULL;

	buf_char(&text, TWICE_MARK);
	buf_str(&text, key);
	if (!text.failed)
		json = json_stringn(text.data, text.len);
	buf_clear(&text);
	return json;
}

static json_t *
read_array(struct scan *scan)
{
	json_t *array = json_array();

	scan->at++;
	while (array != NULL && peek(scan, " \t\r\n,") != ']') {
		if (json_array_append_new(array, read_value(scan)) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	scan->at++;
	return array;
}

static int
read_member(struct scan *scan, json_t *object)
{
	json_t *name = read_string(scan);
	const char *key = json_string_value(name);
	json_t *value;
	int done = -1;

	(void)peek(scan, " \t\r\n:");
	value = read_value(scan);
	if (key != NULL && value != NULL) {
		if (json_object_get(object, key) == NULL)
			done = json_object_set(object, key, value);
		else
			done = json_object_set_new(object, key, mark(key));
	}
	json_decref(value);
	json_decref(name);
	return done;
}

static json_t *
read_object(struct scan *scan)
{
	json_t *object = json_object();

	scan->at++;
	while (object != NULL && peek(scan, " \t\r\n,") != '}') {
		if (read_member(scan, object) != 0) {
			json_decref(object);
			return NULL;
		}
	}
	scan->at++;
	return object;
}

static json_t *
read_value(struct scan *scan)
{
	switch (peek(scan, " \t\r\n")) {
	case '{':
		return read_object(scan);
	case '[':
		return read_array(scan);
	case '"':
		return read_string(scan);
	default:
		return read_word(scan);
	}
}

json_t *
twice_read(struct span text, struct err *err)
{
	struct scan scan = {.text = text};
	json_t *json = read_value(&scan);

	if (json == NULL)
		(void)err_nomem(err);
	return json;
}

const char *
twice_key(const json_t *json)
{
	const char *text = json_string_value(json);

	return text != NULL && text[0] == TWICE_MARK ? text + 1 : NULL;
}
