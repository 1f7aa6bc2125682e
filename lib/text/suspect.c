#include <stdint.h>
#include <string.h>

#include "text/suspect.h"

#define MARKS_MIN 3 /* question marks */

bool
suspect_any(struct span text)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t high = UINT64_C(0x8080808080808080);
	const uint64_t marks = ones * '?';
	uint64_t word, found = 0;
	size_t i = 0;

	for (; i + sizeof(word) <= text.len; i += sizeof(word)) {
		memcpy(&word, text.data + i, sizeof(word));
		found |= word;
		word ^= marks;
		/* The high bit of a byte that is zero now; one too many does
		 * no harm. */
		found |= (word - ones) & ~word;
	}
	for (; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c >= 0x80 || c == '?')
			return true;
	}
	return (found & high) != 0;
}

/* The next place of the byte from ${at} on, or NULL. */
static const unsigned char *
next_byte(struct span text, const unsigned char *at, int byte)
{
	const unsigned char *end = (const unsigned char *)text.data + text.len;

	return at >= end ? NULL : memchr(at, byte, (size_t)(end - at));
}

static const unsigned char *
start_of(struct span text)
{
	return (const unsigned char *)text.data;
}

/* Does it go on with these bytes? */
static bool
goes_on(struct span text, const unsigned char *at, const char *bytes)
{
	size_t left = text.len - (size_t)(at - start_of(text));
	size_t len = strlen(bytes);

	return left >= len && memcmp(at, bytes, len) == 0;
}

bool
suspect_gaiji(struct span text)
{
	const unsigned char *at = start_of(text);

	if (next_byte(text, at, 0xee) != NULL)
		return true;
	while ((at = next_byte(text, at, 0xef)) != NULL) {
		if (goes_on(text, at, "\xef") && at[1] <= 0xa3)
			return true;
		at += 3;
	}
	return false;
}

/* Letters that no language puts before what stands behind them here: the
 * first two bytes of UTF-8 as Latin-1 or Windows-1252 shows them. */
static bool
has_latin(struct span text)
{
	static const char *const traces[] = {
	    "\xc3\xa3\xc2\x81",
	    "\xc3\xa3\xc2\x82",
	    "\xc3\xa3\xc2\x83",
	    "\xc3\xa3\xe2\x80\x9a",
	    "\xc3\xa3\xc6\x92",
	    "\xc3\xa2\xe2\x82\xac",
	    "\xc3\x83\xc2",
	};
	const unsigned char *at = start_of(text);
	size_t i;

	while ((at = next_byte(text, at, 0xc3)) != NULL) {
		for (i = 0; i < sizeof(traces) / sizeof(traces[0]); i++)
			if (goes_on(text, at, traces[i]))
				return true;
		at += 2;
	}
	return false;
}

/* Kana in UTF-8 shows as one of three rare characters in CP932; twice is no
 * accident. */
static bool
has_cp932(struct span text)
{
	static const char *const traces[] = {
	    "\xe7\xb8\xba", "\xe7\xb9\xa7", "\xe7\xb9\x9d"};
	const unsigned char *at = start_of(text);
	size_t i, n = 0;

	while ((at = next_byte(text, at, 0xe7)) != NULL) {
		for (i = 0; i < sizeof(traces) / sizeof(traces[0]); i++)
			n += goes_on(text, at, traces[i]);
		at += 3;
	}
	return n >= 2;
}

static bool
is_border(struct span text, size_t at)
{
	return at >= text.len || strchr(",;\t\"\r\n", text.data[at]) != NULL;
}

static bool
has_marks(struct span text)
{
	const unsigned char *at = start_of(text);

	while ((at = next_byte(text, at, '?')) != NULL) {
		size_t from = (size_t)(at - start_of(text));
		size_t to = from;

		while (to < text.len && text.data[to] == '?')
			to++;
		if (to - from >= MARKS_MIN && is_border(text, to) &&
		    (from == 0 || is_border(text, from - 1)))
			return true;
		at += to - from;
	}
	return false;
}

bool
suspect_mojibake(struct span text)
{
	const unsigned char *at = start_of(text);

	while ((at = next_byte(text, at, 0xef)) != NULL) {
		if (goes_on(text, at, "\xef\xbf\xbd"))
			return true;
		at += 3;
	}
	return has_latin(text) || has_cp932(text) || has_marks(text);
}
