#include "out/writer.h"

#include "text/utf8.h"

struct span
writer_text(const struct out *out, size_t i)
{
	if (out->cells[i].kind != WRITER_TEXT)
		return span_make("", 0);
	return span_make(out->text.data + out->cells[i].at, out->cells[i].len);
}

/* Marks that reorder or hide what stands around them on a terminal. */
static bool
is_hostile(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x061c ||
	    (code >= 0x200b && code <= 0x200f) ||
	    (code >= 0x2028 && code <= 0x202e) ||
	    (code >= 0x2060 && code <= 0x2069) || code == 0xfeff;
}

static void
add_escape(uint32_t code, struct buf *buf)
{
	if (code == '\n')
		buf_str(buf, "\\n");
	else if (code == '\r')
		buf_str(buf, "\\r");
	else if (code == '\t')
		buf_str(buf, "\\t");
	else if (code < 0x100)
		buf_printf(buf, "\\x%02x", (unsigned)code);
	else
		buf_printf(buf, "\\u%04x", (unsigned)code);
}

void
writer_visible(struct span text, bool is_utf8, struct buf *buf)
{
	const char *at = text.data;
	const char *end = at + text.len;
	const char *start;
	uint32_t code;
	size_t bad;

	if (text.len == 0)
		return;
	if (!utf8_is_valid(text, &bad)) {
		writer_visible(span_make(at, bad), is_utf8, buf);
		add_escape((unsigned char)at[bad], buf);
		writer_visible(
		    span_make(at + bad + 1, text.len - bad - 1), is_utf8, buf);
		return;
	}
	while (at < end) {
		start = at;
		code = utf8_next(&at, end);
		if (is_hostile(code))
			add_escape(code, buf);
		else if (code >= 0x80 && !is_utf8)
			buf_char(buf, '?');
		else
			buf_add(buf, start, (size_t)(at - start));
	}
}

struct span
writer_cut(struct span text, size_t width)
{
	const char *at = text.data;
	const char *end = at + text.len;
	const char *last = at;
	size_t used = 0;

	while (at < end) {
		(void)utf8_next(&at, end);
		used += utf8_width(span_make(last, (size_t)(at - last)));
		if (used > width)
			break;
		last = at;
	}
	return span_make(text.data, (size_t)(last - text.data));
}

int
writer_flush(struct out *out, struct err *err)
{
	size_t len = out->line.len;

	if (buf_check(&out->line, err) != 0)
		return -1;
	if (len > 0 && fwrite(out->line.data, 1, len, out->stream) != len)
		return err_errno(err, ERR_IO, "cannot write the output");
	buf_reset(&out->line);
	return 0;
}
