#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

/*
 * UTF-8 as Unicode table 3-7 allows it: no overlong forms, no surrogates,
 * nothing above U+10FFFF. iconv and libcsv let some of these through, so
 * every byte that enters the house passes here.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/**
 * utf8_is_valid(text, at):
 * Is it well-formed? If not, *${at} (may be NULL) is the offset of the first
 * byte that is wrong. Fast for ASCII (8 bytes at a time or better).
 */
bool utf8_is_valid(struct span, size_t *);

/**
 * utf8_is_plain(text, at):
 * Well-formed and without control characters (C0 but TAB, LF, CR; DEL; C1)?
 */
bool utf8_is_plain(struct span, size_t *);

/**
 * utf8_next(at, end):
 * The code point at *${at}, which is moved behind it; the text must be
 * valid and *${at} < ${end}. Of text that is not valid it gives some code
 * point, and never reads or moves behind ${end}.
 */
static inline uint32_t
utf8_next(const char **at, const char *end)
{
	const unsigned char *p = (const unsigned char *)*at;
	size_t left = (size_t)(end - *at);
	uint32_t code = p[0];

	if (code < 0x80 || left < 2) {
		*at += 1;
		return code;
	}
	if (code < 0xe0 || left < 3) {
		*at += 2;
		return (code & 0x1f) << 6 | (p[1] & 0x3f);
	}
	if (code < 0xf0 || left < 4) {
		*at += 3;
		return (code & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 |
		    (p[2] & 0x3f);
	}
	*at += 4;
	return (code & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
	    (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
}

/**
 * utf8_length(text): code points in valid text.
 * utf8_width(text): columns on a terminal (East Asian wide = 2, combining
 * marks 0), for tables.
 */
size_t utf8_length(struct span);
size_t utf8_width(struct span);

#endif
