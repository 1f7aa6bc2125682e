#ifndef STORE_PACK_H
#define STORE_PACK_H

/*
 * Fields as bytes, the same on every machine: a tag, and behind it a number in
 * groups of 7 bits, lowest first, or a length of that kind and as many bytes.
 * A field that is not known is left out, so that a column that comes later
 * changes nothing of what has it empty.
 */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"

#define PACK_NUMBER_MAX 10 /* bytes of a number */

/**
 * pack_number(buf, tag, number), pack_text(buf, tag, text): append a field; an
 * empty text is left out.
 */
static inline size_t
pack_digits(char *to, uint64_t number)
{
	size_t len = 0;

	for (; number >= 0x80; number >>= 7)
		to[len++] = (char)(number | 0x80);
	to[len++] = (char)number;
	return len;
}

/* The number at the beginning, which is taken off; false when there is none. */
static inline bool
pack_take_digits(struct span *bytes, uint64_t *number)
{
	size_t len = 0;
	unsigned shift = 0;
	unsigned char byte;

	*number = 0;
	do {
		if (shift > 63 || len == bytes->len)
			return false;
		byte = (unsigned char)bytes->data[len++];
		*number |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while ((byte & 0x80) != 0);
	bytes->data += len;
	bytes->len -= len;
	return true;
}

static inline void
pack_number(struct buf *buf, int tag, uint64_t number)
{
	char *to = buf_reserve(buf, 1 + PACK_NUMBER_MAX);

	if (to == NULL)
		return;
	to[0] = (char)tag;
	buf->len += 1 + pack_digits(to + 1, number);
}

static inline void
pack_text(struct buf *buf, int tag, struct span text)
{
	char *to;
	size_t len;

	if (text.len == 0)
		return;
	to = buf_reserve(buf, 1 + PACK_NUMBER_MAX + text.len);
	if (to == NULL)
		return;
	to[0] = (char)tag;
	len = 1 + pack_digits(to + 1, text.len);
	memcpy(to + len, text.data, text.len);
	buf->len += len + text.len;
}

#endif
