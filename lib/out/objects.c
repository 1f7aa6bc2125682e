/*
 * JSON (an array of objects) and JSON lines (RFC 8259). Keys in the order of
 * the columns; unknown is null. "<" is written \u003c, so that a page may
 * carry the answer.
 */

#include "base/num.h"
#include "out/writer.h"
#include "text/utf8.h"

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7f &&
	    c != 0xe2;
}

/* U+2028 and U+2029 end a line in JavaScript. */
static size_t
add_special(struct buf *line, const char *at, size_t left)
{
	unsigned char c = (unsigned char)*at;

	if (c == 0xe2) {
		if (left >= 3 && memcmp(at, "\xe2\x80\xa8", 3) == 0)
			buf_str(line, "\\u2028");
		else if (left >= 3 && memcmp(at, "\xe2\x80\xa9", 3) == 0)
			buf_str(line, "\\u2029");
		else {
			buf_char(line, *at);
			return 1;
		}
		return 3;
	}
	if (c == '"' || c == '\\') {
		buf_char(line, '\\');
		buf_char(line, *at);
	} else if (c == '\n') {
		buf_str(line, "\\n");
	} else if (c == '\t') {
		buf_str(line, "\\t");
	} else {
		buf_printf(line, "\\u%04x", c);
	}
	return 1;
}

static void
add_string(struct buf *line, struct span text)
{
	size_t i = 0;
	size_t from = 0;

	buf_char(line, '"');
	while (i < text.len) {
		if (is_plain((unsigned char)text.data[i])) {
			i++;
			continue;
		}
		buf_add(line, text.data + from, i - from);
		i += add_special(line, text.data + i, text.len - i);
		from = i;
	}
	if (i > from)
		buf_add(line, text.data + from, i - from);
	buf_char(line, '"');
}

/* Bytes that are not UTF-8 would make the whole answer unreadable; nothing
 * that came through an import holds any. */
static void
add_text(struct buf *line, struct span text)
{
	struct buf clean = {0};

	if (utf8_is_valid(text, NULL)) {
		add_string(line, text);
		return;
	}
	writer_visible(text, true, &clean);
	line->failed = line->failed || clean.failed;
	add_string(line, buf_get(&clean));
	buf_clear(&clean);
}

static int
begin(struct out *out, struct err *err)
{
	if (out->options.format != OUT_JSON)
		return 0;
	buf_char(&out->line, '[');
	return writer_flush(out, err);
}

static int
row(struct out *out, struct err *err)
{
	const struct writer_cell *cell;
	size_t i;

	if (out->options.format == OUT_JSON)
		buf_str(&out->line, out->n_rows > 0 ? ",\n" : "\n");
	for (i = 0; i < out->n_columns; i++) {
		cell = &out->cells[i];
		buf_char(&out->line, i > 0 ? ',' : '{');
		add_string(&out->line, span_of(out->columns[i].name));
		buf_char(&out->line, ':');
		if (cell->kind == WRITER_NUMBER)
			num_fixed(&out->line, cell->value, cell->digits);
		else if (cell->kind == WRITER_TEXT)
			add_text(&out->line, writer_text(out, i));
		else
			buf_str(&out->line, "null");
	}
	buf_char(&out->line, '}');
	if (out->options.format == OUT_JSONL)
		buf_char(&out->line, '\n');
	return writer_flush(out, err);
}

static int
end(struct out *out, bool is_good, struct err *err)
{
	if (!is_good || out->options.format != OUT_JSON)
		return 0;
	buf_str(&out->line, out->n_rows > 0 ? "\n]\n" : "]\n");
	return writer_flush(out, err);
}

const struct writer objects_writer = {begin, row, end, NULL};
