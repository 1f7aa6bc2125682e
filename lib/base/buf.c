#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

char *
buf_reserve(struct buf *buf, size_t more)
{
	size_t cap = buf->cap < 64 ? 64 : buf->cap;
	char *data;

	if (buf->failed)
		return NULL;
	/* One byte is for the NUL. */
	if (buf->cap > 0 && more < buf->cap - buf->len)
		return buf->data + buf->len;
	if (more > PTRDIFF_MAX / 2 - buf->len - 1) {
		buf->failed = true;
		return NULL;
	}
	while (cap <= buf->len + more)
		cap *= 2;
	data = realloc(buf->data, cap);
	if (data == NULL) {
		buf->failed = true;
		return NULL;
	}
	buf->data = data;
	buf->cap = cap;
	return data + buf->len;
}

void
buf_add(struct buf *buf, const void *data, size_t len)
{
	char *to = buf_reserve(buf, len);

	if (to == NULL || len == 0)
		return;
	memcpy(to, data, len);
	buf->len += len;
}

void
buf_span(struct buf *buf, struct span span)
{
	buf_add(buf, span.data, span.len);
}

void
buf_str(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void
buf_char(struct buf *buf, char c)
{
	char *to = buf_reserve(buf, 1);

	if (to == NULL)
		return;
	*to = c;
	buf->len++;
}

void
buf_u64(struct buf *buf, uint64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	buf_add(buf, digits + at, sizeof(digits) - at);
}

void
buf_i64(struct buf *buf, int64_t value)
{
	if (value < 0)
		buf_char(buf, '-');
	buf_u64(buf, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
	char few[256];
	char *to;
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(few, sizeof(few), format, args);
	va_end(args);
	if (len < 0) {
		buf->failed = true;
		return;
	}
	if ((size_t)len < sizeof(few)) {
		buf_add(buf, few, (size_t)len);
		return;
	}
	to = buf_reserve(buf, (size_t)len);
	if (to == NULL)
		return;
	va_start(args, format);
	(void)vsnprintf(to, (size_t)len + 1, format, args);
	va_end(args);
	buf->len += (size_t)len;
}

void
buf_utf8(struct buf *buf, uint32_t code)
{
	unsigned char bytes[4];
	size_t len;

	assert(code <= 0x10ffff && (code < 0xd800 || code > 0xdfff));
	if (code < 0x80) {
		bytes[0] = (unsigned char)code;
		len = 1;
	} else if (code < 0x800) {
		bytes[0] = (unsigned char)(0xc0 | code >> 6);
		len = 2;
	} else if (code < 0x10000) {
		bytes[0] = (unsigned char)(0xe0 | code >> 12);
		len = 3;
	} else {
		bytes[0] = (unsigned char)(0xf0 | code >> 18);
		len = 4;
	}
	for (size_t i = len - 1; i > 0; i--) {
		bytes[i] = (unsigned char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	buf_add(buf, bytes, len);
}

void
buf_reset(struct buf *buf)
{
	buf->len = 0;
}

void
buf_clear(struct buf *buf)
{
	free(buf->data);
	memset(buf, 0, sizeof(*buf));
}

int
buf_check(const struct buf *buf, struct err *err)
{
	return buf->failed ? err_nomem(err) : 0;
}

/* The NUL is written when it is asked for: there is always room for it. */
const char *
buf_text(const struct buf *buf)
{
	if (buf->failed || buf->len == 0)
		return "";
	buf->data[buf->len] = '\0';
	return buf->data;
}

struct span
buf_get(const struct buf *buf)
{
	if (buf->failed)
		return span_make("", 0);
	return span_make(buf_text(buf), buf->len);
}
