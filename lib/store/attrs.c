#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "store/attrs.h"

static void
write_string(struct buf *buf, struct span text)
{
	size_t from = 0;

	buf_char(buf, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(buf, text.data + from, i - from);
		from = i + 1;
		if (c >= 0x20)
			buf_printf(buf, "\\%c", c);
		else
			buf_printf(buf, "\\u%04x", c);
	}
	if (text.len > from)
		buf_add(buf, text.data + from, text.len - from);
	buf_char(buf, '"');
}

void
attrs_write(struct buf *buf, const struct canon_attr *attrs, size_t n)
{
	bool is_list = false;

	for (size_t i = 0; i < n; i++) {
		bool follows =
		    i > 0 && span_eq(attrs[i].name, attrs[i - 1].name);
		bool goes_on =
		    i + 1 < n && span_eq(attrs[i].name, attrs[i + 1].name);

		buf_char(buf, i == 0 ? '{' : ',');
		if (!follows) {
			write_string(buf, attrs[i].name);
			buf_char(buf, ':');
			is_list = goes_on;
			if (is_list)
				buf_char(buf, '[');
		}
		write_string(buf, attrs[i].value);
		if (is_list && !goes_on)
			buf_char(buf, ']');
	}
	if (n > 0)
		buf_char(buf, '}');
}

struct reader {
	const char *at;
	const char *end;
	struct arena *arena;
};

static bool
take(struct reader *reader, char c)
{
	if (reader->at == reader->end || *reader->at != c)
		return false;
	reader->at++;
	return true;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Only what write_string writes: \" \\ \u00XX. */
static bool
take_escape(struct reader *reader, char *out)
{
	int high, low;

	if (reader->end - reader->at < 2)
		return false;
	if (reader->at[1] == '"' || reader->at[1] == '\\') {
		*out = reader->at[1];
		reader->at += 2;
		return true;
	}
	if (reader->end - reader->at < 6 || memcmp(reader->at, "\\u00", 4) != 0)
		return false;
	high = hex_digit(reader->at[4]);
	low = hex_digit(reader->at[5]);
	if (high < 0 || low < 0)
		return false;
	*out = (char)(high * 16 + low);
	reader->at += 6;
	return true;
}

/* Bytes up to the quote that ends the string. */
static size_t
length_to_quote(const struct reader *reader)
{
	const char *at = reader->at;

	while (at < reader->end && *at != '"')
		at += *at == '\\' && at + 1 < reader->end ? 2 : 1;
	return (size_t)(at - reader->at);
}

static bool
take_string(struct reader *reader, struct span *out)
{
	char *to;
	size_t len = 0;

	if (!take(reader, '"'))
		return false;
	to = arena_alloc(reader->arena, length_to_quote(reader) + 1);
	if (to == NULL)
		return false;
	while (reader->at < reader->end && *reader->at != '"') {
		if (*reader->at == '\\') {
			if (!take_escape(reader, &to[len++]))
				return false;
		} else {
			to[len++] = *reader->at++;
		}
	}
	to[len] = '\0';
	*out = span_make(to, len);
	return take(reader, '"');
}

/* How many strings are values: commas between strings, at least. */
static size_t
count_most(struct span text)
{
	size_t n = 1;

	for (size_t i = 0; i < text.len; i++)
		n += text.data[i] == ',';
	return n;
}

static bool
take_values(struct reader *reader, struct span name, struct canon_attr *attrs,
    size_t *n)
{
	bool is_list = take(reader, '[');

	do {
		attrs[*n].name = name;
		if (!take_string(reader, &attrs[*n].value))
			return false;
		++*n;
	} while (is_list && take(reader, ','));
	return !is_list || take(reader, ']');
}

static bool
take_object(struct reader *reader, struct canon_attr *attrs, size_t *n)
{
	if (!take(reader, '{'))
		return false;
	do {
		struct span name;

		if (!take_string(reader, &name) || !take(reader, ':'))
			return false;
		if (!take_values(reader, name, attrs, n))
			return false;
	} while (take(reader, ','));
	return take(reader, '}') && reader->at == reader->end;
}

int
attrs_read(struct span text, struct arena *arena, struct canon_attr **attrs,
    size_t *n, struct err *err)
{
	struct reader reader = {text.data, NULL, arena};

	*n = 0;
	*attrs = NULL;
	if (text.len == 0)
		return 0;
	reader.end = text.data + text.len;
	*attrs = arena_alloc(arena, count_most(text) * sizeof(**attrs));
	if (*attrs == NULL)
		return err_nomem(err);
	if (!take_object(&reader, *attrs, n))
		return err_set(
		    err, ERR_DATA, "attributes in the store cannot be read");
	return 0;
}
