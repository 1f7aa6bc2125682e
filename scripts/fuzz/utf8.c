/*
 * UTF-8: the fast validator agrees with one that reads byte by byte, and the
 * place of the first fault is the same.
 */

#include "fuzz.h"

/* Table 3-7 of the Unicode Standard; the length of the character at ${at},
 * 0 when it is none. */
static size_t
length_at(struct span text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.data + at;
	size_t left = text.len - at;
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	unsigned char low = 0x80;
	unsigned char high = 0xbf;

	if (len == 1)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xf0)
		low = 0x90;
	if (p[0] == 0xed)
		high = 0x9f;
	else if (p[0] == 0xf4)
		high = 0x8f;
	if (left < len || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

static bool
is_control(struct span text, size_t at)
{
	unsigned char c = (unsigned char)text.data[at];

	if (c == 0xc2)
		return (unsigned char)text.data[at + 1] < 0xa0;
	return c == 0x7f || (c < 0x20 && c != '\t' && c != '\n' && c != '\r');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = fuzz_copy(data, size);
	size_t at = 0;
	size_t bad = 0;
	size_t n_points = 0;
	size_t first_control = SIZE_MAX;
	size_t len;

	while (at < text.len && (len = length_at(text, at)) > 0) {
		const char *next = text.data + at;

		if (first_control == SIZE_MAX && is_control(text, at))
			first_control = at;
		(void)utf8_next(&next, text.data + text.len);
		fuzz_hold(next == text.data + at + len);
		at += len;
		n_points++;
	}
	fuzz_hold(utf8_is_valid(text, &bad) == (at == text.len));
	if (at == text.len) {
		fuzz_hold(utf8_length(text) == n_points);
		(void)utf8_width(text);
	} else {
		const char *next = text.data;

		fuzz_hold(bad == at);
		while (next < text.data + text.len)
			(void)utf8_next(&next, text.data + text.len);
		fuzz_hold(next == text.data + text.len);
	}
	fuzz_hold(utf8_is_plain(text, &bad) ==
	    (at == text.len && first_control == SIZE_MAX));
	if (first_control != SIZE_MAX)
		fuzz_hold(bad == first_control);
	fuzz_free(text);
	return 0;
}
