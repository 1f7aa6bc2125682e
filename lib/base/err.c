#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

/* The header has macros in their place for the static analyzer. */
#undef err_set
#undef err_errno
#undef err_nomem
#undef err_reason
#undef err_place

#define SHOWN_MAX 80 /* characters of a quoted text */

/* Text that is written whole pieces at a time into a given place. */
struct sink {
	char *out;
	size_t size;
	size_t len;
	bool is_full;
};

static struct sink
sink_of(char *out, size_t size)
{
	struct sink sink = {out, size, 0, size == 0};

	if (size > 0)
		out[0] = '\0';
	return sink;
}

static void
put(struct sink *sink, const char *bytes, size_t len)
{
	if (sink->is_full || len >= sink->size - sink->len) {
		sink->is_full = true;
		return;
	}
	memcpy(sink->out + sink->len, bytes, len);
	sink->len += len;
	sink->out[sink->len] = '\0';
}

static void
put_str(struct sink *sink, const char *text)
{
	put(sink, text, strlen(text));
}

static void
put_u64(struct sink *sink, uint64_t value)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%ju", (uintmax_t)value);

	put(sink, digits, (size_t)len);
}

/* Take one code point off the front. Returns its length in bytes, or 0 for a
 * byte that is not part of UTF-8 (overlong forms and surrogates are not). */
static size_t
take_utf8(struct span text, uint32_t *code)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *bytes = (const unsigned char *)text.data;
	size_t len;

	if (bytes[0] < 0x80) {
		*code = bytes[0];
		return 1;
	}
	if (bytes[0] < 0xc2 || bytes[0] > 0xf4)
		return 0;
	len = bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4;
	if (text.len < len)
		return 0;
	*code = bytes[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (bytes[i] & 0x3f);
	}
	if (*code < least[len] || *code > 0x10ffff ||
	    (*code >= 0xd800 && *code <= 0xdfff))
		return 0;
	return len;
}

/* Characters that would move the cursor, hide, or turn the text around. */
static bool
is_harmful(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
	    {0x00, 0x1f},
	    {0x7f, 0x9f},
	    {0xad, 0xad},
	    {0x61c, 0x61c},
	    {0x180e, 0x180e},
	    {0x200b, 0x200f},
	    {0x2028, 0x202e},
	    {0x2060, 0x206f},
	    {0xfeff, 0xfeff},
	    {0xfff9, 0xfffb},
	    {0xe0000, 0xe007f},
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

/* The visible escape of a code point or, ${len} 0, of a byte. */
static int
escape(char out[16], uint32_t code, size_t len)
{
	static const char named[] = "\tt\nn\rr";

	if (len == 1 && code != 0)
		for (size_t i = 0; named[i] != '\0'; i += 2)
			if ((uint32_t)named[i] == code)
				return snprintf(out, 16, "\\%c", named[i + 1]);
	if (len <= 1)
		return snprintf(out, 16, "\\x%02x", (unsigned)code);
	if (code <= 0xffff)
		return snprintf(out, 16, "\\u%04x", (unsigned)code);
	return snprintf(out, 16, "\\U%08x", (unsigned)code);
}

/* Append the text, made harmless, of at most ${max} characters as shown.
 * Returns the bytes of the text that were not taken. */
static size_t
put_shown(struct sink *sink, struct span text, size_t max)
{
	while (text.len > 0 && !sink->is_full) {
		uint32_t code = (unsigned char)text.data[0];
		size_t len = take_utf8(text, &code);
		char escaped[16];
		const char *bytes = text.data;
		size_t size = len, shown = 1;

		if (len == 0)
			code = (unsigned char)text.data[0];
		if (len == 0 || is_harmful(code)) {
			size = (size_t)escape(escaped, code, len);
			shown = size;
			bytes = escaped;
		}
		if (shown > max)
			break;
		max -= shown;
		put(sink, bytes, size);
		text.data += len == 0 ? 1 : len;
		text.len -= len == 0 ? 1 : len;
	}
	return text.len;
}

const char *
err_quote(char *out, struct span text)
{
	struct sink sink = sink_of(out, ERR_QUOTE_MAX);

	if (put_shown(&sink, text, SHOWN_MAX) > 0)
		put_str(&sink, "...");
	return out;
}

/* Copy a string and never cut inside of a character. */
static void
copy_cut(char *out, size_t size, const char *text)
{
	size_t len = strlen(text);

	if (len >= size) {
		len = size - 1;
		while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(out, text, len);
	out[len] = '\0';
}

__attribute__((format(printf, 3, 0))) static void
set_message(
    struct err *err, enum err_code code, const char *format, va_list args)
{
	char text[2 * sizeof(err->msg)];

	if (vsnprintf(text, sizeof(text), format, args) < 0)
		text[0] = '\0';
	err->code = code;
	copy_cut(err->msg, sizeof(err->msg), text);
}

int
err_set(struct err *err, enum err_code code, const char *format, ...)
{
	va_list args;

	if (err == NULL || err->code != ERR_NONE)
		return -1;
	va_start(args, format);
	set_message(err, code, format, args);
	va_end(args);
	return -1;
}

int
err_errno(struct err *err, enum err_code code, const char *format, ...)
{
	int number = errno;
	char reason[128], text[sizeof(err->msg) + sizeof(reason) + 2];
	va_list args;

	if (err == NULL || err->code != ERR_NONE)
		return -1;
	/* Whatever was being done, it is not its fault. */
	if (number == ENOMEM)
		code = ERR_SYSTEM;
	va_start(args, format);
	set_message(err, code, format, args);
	va_end(args);
	if (strerror_r(number, reason, sizeof(reason)) != 0)
		(void)snprintf(reason, sizeof(reason), "error %d", number);
	(void)snprintf(text, sizeof(text), "%s: %s", err->msg, reason);
	copy_cut(err->msg, sizeof(err->msg), text);
	return -1;
}

int
err_nomem(struct err *err)
{
	return err_set(err, ERR_SYSTEM, "out of memory");
}

int
err_reason(struct err *err, const char *reason)
{
	if (err != NULL && err->reason[0] == '\0')
		copy_cut(err->reason, sizeof(err->reason), reason);
	return -1;
}

int
err_place(struct err *err, const char *path, uint64_t line, const char *column)
{
	if (err == NULL)
		return -1;
	if (path != NULL && err->path[0] == '\0')
		copy_cut(err->path, sizeof(err->path), path);
	if (err->line == 0)
		err->line = line;
	if (column != NULL && err->column[0] == '\0')
		copy_cut(err->column, sizeof(err->column), column);
	return -1;
}

void
err_clear(struct err *err)
{
	memset(err, 0, sizeof(*err));
}

void
err_format(const struct err *err, char *out, size_t size)
{
	struct sink sink = sink_of(out, size);

	if (err->path[0] != '\0') {
		(void)put_shown(&sink, span_of(err->path), SIZE_MAX);
		put_str(&sink, ":");
	}
	if (err->line != 0) {
		put_str(&sink, err->path[0] == '\0' ? "line " : "");
		put_u64(&sink, err->line);
		put_str(&sink, ":");
	}
	if (sink.len > 0)
		put_str(&sink, " ");
	if (err->column[0] != '\0') {
		put_str(&sink, "column '");
		(void)put_shown(&sink, span_of(err->column), SIZE_MAX);
		put_str(&sink, "': ");
	}
	(void)put_shown(&sink, span_of(err->msg), SIZE_MAX);
}

/* Append a JSON string; what is not UTF-8 becomes U+FFFD. */
static void
put_json(struct sink *sink, const char *string)
{
	struct span text = span_of(string);

	put_str(sink, "\"");
	while (text.len > 0) {
		uint32_t code = 0xfffd;
		size_t len = take_utf8(text, &code);
		char escaped[16];

		if (code == '"' || code == '\\') {
			escaped[0] = '\\';
			escaped[1] = (char)code;
			put(sink, escaped, 2);
		} else if (len == 0 || (is_harmful(code) && code <= 0xffff)) {
			code = len == 0 ? 0xfffd : code;
			(void)snprintf(escaped, sizeof(escaped), "\\u%04x",
			    (unsigned)code);
			put_str(sink, escaped);
		} else {
			put(sink, text.data, len);
		}
		text.data += len == 0 ? 1 : len;
		text.len -= len == 0 ? 1 : len;
	}
	put_str(sink, "\"");
}

static void
put_json_or_null(struct sink *sink, const char *text)
{
	if (text[0] == '\0')
		put_str(sink, "null");
	else
		put_json(sink, text);
}

void
err_json(const struct err *err, char *out, size_t size)
{
	struct sink sink = sink_of(out, size);

	put_str(&sink, "{\"path\":");
	put_json_or_null(&sink, err->path);
	put_str(&sink, ",\"line\":");
	if (err->line == 0)
		put_str(&sink, "null");
	else
		put_u64(&sink, err->line);
	put_str(&sink, ",\"column\":");
	put_json_or_null(&sink, err->column);
	put_str(&sink, ",\"code\":");
	if (err->reason[0] != '\0')
		put_json(&sink, err->reason);
	else
		put_u64(&sink, (uint64_t)err->code);
	put_str(&sink, ",\"message\":");
	put_json(&sink, err->msg);
	put_str(&sink, "}");
}
