#include <string.h>

#include "input/sniff.h"
#include "input/window.h"
#include "text/utf8.h"

/* Small for the fuzzer, so that what it finds at the ends of chunks is found
 * with few bytes. */
#ifndef WINDOW_CHUNK
#define WINDOW_CHUNK 262144
#endif

static int
wrong_type(struct err *err, const char *hint)
{
	(void)err_set(err, ERR_DATA, "looks like %s", hint);
	return err_reason(err, "WRONG_TYPE");
}

/* A word processor of the eighties ends its files so, and some still do. */
static void
drop_ctrl_z(struct window *window)
{
	struct buf *text = &window->text;

	if (window->is_end && text->len > window->at &&
	    text->data[text->len - 1] == '\x1a')
		text->len--;
}

static int
append(struct window *window, struct err *err)
{
	struct buf *into =
	    window->decode == NULL ? &window->text : &window->raw;
	char *room = buf_reserve(into, WINDOW_CHUNK);
	size_t got;

	if (room == NULL)
		return err_nomem(err);
	if (source_read(window->source, room, WINDOW_CHUNK, &got, err) != 0)
		return -1;
	into->len += got;
	window->is_end = got < WINDOW_CHUNK;
	if (window->decode != NULL) {
		if (decode_feed(window->decode, buf_get(&window->raw),
			window->is_end, &window->text, err) != 0)
			return -1;
		buf_reset(&window->raw);
	}
	return buf_check(&window->text, err);
}

int
window_more(struct window *window, struct err *err)
{
	struct buf *text = &window->text;
	size_t had = text->len - window->at;

	if (window->is_end)
		return 0;
	if (window->at > 0) {
		memmove(text->data, text->data + window->at, had);
		text->len = had;
		window->plain =
		    window->plain > window->at ? window->plain - window->at : 0;
		window->at = 0;
	}
	/* A chunk can decode to nothing: escapes alone. */
	do {
		if (append(window, err) != 0)
			return -1;
	} while (text->len == had && !window->is_end);
	drop_ctrl_z(window);
	return 0;
}

/* Text that is UTF-8 decodes as CP932 without a fault, and into rubbish. */
static int
check_said(const struct window *window, struct span sample, struct err *err)
{
	const char *name = decode_name(window->decode);
	size_t len;
	const char *bom = decode_bom(sample, &len);

	if (strncmp(name, "UTF-", 4) == 0)
		return 0;
	if (bom != NULL)
		(void)err_set(err, ERR_DATA,
		    "begins with a BOM of %s, which is not %s: say -e %s", bom,
		    name, bom);
	else if (sniff_is_utf8(sample))
		(void)err_set(
		    err, ERR_DATA, "is UTF-8, not %s: say -e UTF-8", name);
	else
		return 0;
	return err_reason(err, "WRONG_ENCODING");
}

/* Which encoding it is; UTF-8 needs no decoder, only its BOM taken off. */
static int
choose(struct window *window, const char *said, struct err *err)
{
	struct span sample = buf_get(&window->text);
	size_t len = 0;
	const char *name = decode_bom(sample, &len);
	char delimiter;

	if (sniff_rejects(sample, &delimiter))
		said = NULL;
	window->is_said = said != NULL;
	if (said != NULL) {
		window->decode = decode_new(said, err);
		if (window->decode == NULL)
			return -1;
		if (check_said(window, sample, err) != 0)
			return -1;
		name = decode_name(window->decode);
	}
	if (name == NULL || strcmp(name, "UTF-8") == 0) {
		decode_free(window->decode);
		window->decode = NULL;
		window->at = len;
		name = said == NULL && len == 0 ? sniff_encoding(sample) : NULL;
		if (name == NULL)
			return 0;
		(void)err_set(err, ERR_DATA,
		    "not UTF-8: looks like %s: say -e %s", name, name);
		return err_reason(err, "BAD_UTF8");
	}
	if (window->decode == NULL)
		window->decode = decode_new(name, err);
	return window->decode == NULL ? -1 : 0;
}

int
window_open(struct window *window, const char *path, const char *encoding,
    struct err *err)
{
	const char *hint;

	memset(window, 0, sizeof(*window));
	window->line = 1;
	window->source = source_open(path, err);
	if (window->source == NULL || append(window, err) != 0)
		return -1;
	hint = sniff_bytes(buf_get(&window->text));
	if (hint != NULL)
		return wrong_type(err, hint);
	if (choose(window, encoding, err) != 0)
		return -1;
	if (window->decode == NULL) {
		drop_ctrl_z(window);
		return 0;
	}
	buf_span(&window->raw, buf_get(&window->text));
	buf_reset(&window->text);
	if (buf_check(&window->raw, err) != 0 ||
	    decode_feed(window->decode, buf_get(&window->raw), window->is_end,
		&window->text, err) != 0)
		return -1;
	buf_reset(&window->raw);
	drop_ctrl_z(window);
	return buf_check(&window->text, err);
}

void
window_close(struct window *window)
{
	source_close(window->source);
	decode_free(window->decode);
	buf_clear(&window->raw);
	buf_clear(&window->text);
	memset(window, 0, sizeof(*window));
}

int
window_line(struct window *window, size_t from, char term, size_t max,
    struct window_line *line, struct err *err)
{
	for (;;) {
		struct span left = window_left(window);
		size_t avail = left.len - from;
		const char *end =
		    avail == 0 ? NULL : memchr(left.data + from, term, avail);

		line->data = left.data + from;
		line->len = end == NULL ? avail : (size_t)(end - line->data);
		line->size = end == NULL ? avail : line->len + 1;
		if (from + line->len > max) {
			(void)err_set(
			    err, ERR_DATA, "record longer than %zu bytes", max);
			return err_reason(err, "RECORD_TOO_LONG");
		}
		if (end != NULL || window->is_end)
			return 0;
		if (window_more(window, err) != 0)
			return -1;
	}
}

/*
 * A character that the window cuts counts as bad until more has come. The
 * mark is set back to the begin of a character that is surely whole.
 */
bool
window_is_plain(struct window *window, size_t from, size_t to)
{
	const char *data = window->text.data;
	size_t start = window->plain > from ? window->plain : from;
	size_t bad;
	size_t mark;

	if (to <= window->plain)
		return true;
	if (utf8_is_plain(
		span_make(data + start, window->text.len - start), &bad)) {
		window->plain = window->text.len;
		return true;
	}
	mark = bad < 8 ? start : start + bad - 4;
	while (mark > start && ((unsigned char)data[mark] & 0xc0) == 0x80)
		mark--;
	window->plain = mark;
	return start + bad >= to;
}

struct span
window_left(const struct window *window)
{
	if (window->text.data == NULL)
		return span_make("", 0);
	return span_make(
	    window->text.data + window->at, window->text.len - window->at);
}

const char *
window_encoding(const struct window *window)
{
	return window->decode == NULL ? "UTF-8" : decode_name(window->decode);
}
