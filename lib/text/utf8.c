#include <string.h>

#include <utf8proc.h>

#include "text/utf8.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)
#define EACH_BYTE UINT64_C(0x0101010101010101)

static uint64_t
load8(const unsigned char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

/* The first byte from ${at} that is not ASCII, or fewer than 8 before end. */
static const unsigned char *
skip_ascii(const unsigned char *at, const unsigned char *end)
{
	while (end - at >= 32) {
		uint64_t a = load8(at) | load8(at + 8);
		uint64_t b = load8(at + 16) | load8(at + 24);

		if (((a | b) & HIGH_BITS) != 0)
			break;
		at += 32;
	}
	while (end - at >= 8 && (load8(at) & HIGH_BITS) == 0)
		at += 8;
	return at;
}

/* Has a word of ASCII bytes one below 0x20, or 0x7F? */
static bool
has_control(uint64_t word)
{
	uint64_t low = (word - EACH_BYTE * 0x20) & ~word & HIGH_BITS;
	uint64_t del = word ^ (EACH_BYTE * 0x7f);

	return (low | ((del - EACH_BYTE) & ~del & HIGH_BITS)) != 0;
}

static const unsigned char *
skip_plain_ascii(const unsigned char *at, const unsigned char *end)
{
	while (end - at >= 8) {
		uint64_t word = load8(at);

		if ((word & HIGH_BITS) != 0 || has_control(word))
			break;
		at += 8;
	}
	return at;
}

static bool
is_tail(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

/* Bytes of the character of three or four bytes at ${at}, 0 if it is none. */
static size_t
long_length(const unsigned char *at, size_t left)
{
	unsigned char lead = at[0];
	unsigned char low = 0x80;
	unsigned char high = 0xbf;

	if (lead > 0xf4 || left < 3 || !is_tail(at[2]))
		return 0;
	if (lead == 0xe0)
		low = 0xa0;
	else if (lead == 0xed)
		high = 0x9f;
	else if (lead == 0xf0)
		low = 0x90;
	else if (lead == 0xf4)
		high = 0x8f;
	if (at[1] < low || at[1] > high)
		return 0;
	if (lead < 0xf0)
		return 3;
	return left >= 4 && is_tail(at[3]) ? 4 : 0;
}

/* Bytes of the well-formed character at ${at}, 0 if it is none. */
static size_t
char_length(const unsigned char *at, size_t left)
{
	if (at[0] < 0x80)
		return 1;
	if (at[0] < 0xc2)
		return 0;
	if (at[0] < 0xe0)
		return left >= 2 && is_tail(at[1]) ? 2 : 0;
	return long_length(at, left);
}

static bool
answer(struct span text, const unsigned char *wrong, size_t *offset)
{
	if (wrong == NULL)
		return true;
	if (offset != NULL)
		*offset = (size_t)((const char *)wrong - text.data);
	return false;
}

static bool
is_control(const unsigned char *at, size_t len)
{
	if (len == 1)
		return (at[0] < 0x20 && at[0] != '\t' && at[0] != '\n' &&
			   at[0] != '\r') ||
		    at[0] == 0x7f;
	return len == 2 && at[0] == 0xc2 && at[1] < 0xa0;
}

bool
utf8_is_valid(struct span text, size_t *offset)
{
	const unsigned char *at = (const unsigned char *)text.data;
	const unsigned char *end = text.len == 0 ? at : at + text.len;

	while (at < end) {
		size_t len;

		if (at[0] < 0x80) {
			at = skip_ascii(at, end);
			while (at < end && at[0] < 0x80)
				at++;
			continue;
		}
		len = char_length(at, (size_t)(end - at));
		if (len == 0)
			return answer(text, at, offset);
		at += len;
	}
	return true;
}

/* Kana, kanji and the like, of which most text that is not ASCII is made: the
 * leads of three bytes behind which any tails may stand. */
static const unsigned char *
skip_wide(const unsigned char *at, const unsigned char *end)
{
	while (end - at >= 3 && at[0] >= 0xe1 && at[0] <= 0xec &&
	    is_tail(at[1]) && is_tail(at[2]))
		at += 3;
	return at;
}

bool
utf8_is_plain(struct span text, size_t *offset)
{
	const unsigned char *at = (const unsigned char *)text.data;
	const unsigned char *end = text.len == 0 ? at : at + text.len;

	while (at < end) {
		size_t len;

		if (at[0] < 0x80)
			at = skip_plain_ascii(at, end);
		at = skip_wide(at, end);
		if (at == end)
			break;
		len = char_length(at, (size_t)(end - at));
		if (len == 0 || is_control(at, len))
			return answer(text, at, offset);
		at += len;
	}
	return true;
}

size_t
utf8_length(struct span text)
{
	size_t length = 0;

	for (size_t i = 0; i < text.len; i++)
		length += !is_tail((unsigned char)text.data[i]);
	return length;
}

size_t
utf8_width(struct span text)
{
	const char *at = text.data;
	const char *end = text.len == 0 ? at : at + text.len;
	size_t width = 0;

	while (at < end) {
		uint32_t code = utf8_next(&at, end);

		if (code < 0x80)
			width += code >= 0x20 && code != 0x7f;
		else
			width += (size_t)utf8proc_charwidth((int32_t)code);
	}
	return width;
}
