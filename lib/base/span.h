#ifndef BASE_SPAN_H
#define BASE_SPAN_H

/*
 * Bytes that somebody else owns: a start and a length, no terminator. An
 * empty span has length 0 and any start, NULL too.
 */

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *data;
	size_t len;
};

/* A span over a string literal, usable as an initializer. */
#define SPAN(literal)                          \
	{                                      \
		(literal), sizeof(literal) - 1 \
	}

/**
 * span_of(text):
 * The span of a NUL-terminated string; NULL is empty.
 */
static inline struct span
span_of(const char *text)
{
	struct span span = {text, text == NULL ? 0 : strlen(text)};

	return span;
}

/**
 * span_make(data, len):
 * The span of ${len} bytes at ${data}.
 */
static inline struct span
span_make(const char *data, size_t len)
{
	struct span span = {data, len};

	return span;
}

/**
 * span_eq(a, b):
 * Are the bytes equal?
 */
static inline bool
span_eq(struct span a, struct span b)
{
	return a.len == b.len &&
	    (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/**
 * span_is(a, text):
 * Are the bytes those of the NUL-terminated ${text}?
 */
static inline bool
span_is(struct span a, const char *text)
{
	return span_eq(a, span_of(text));
}

/**
 * span_cmp(a, b):
 * Order by bytes (unsigned), a prefix first: negative, 0 or positive.
 */
static inline int
span_cmp(struct span a, struct span b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common == 0 ? 0 : memcmp(a.data, b.data, common);

	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

/**
 * span_starts(a, prefix), span_ends(a, suffix):
 * Does it begin, does it end so?
 */
static inline bool
span_starts(struct span a, const char *prefix)
{
	size_t len = strlen(prefix);

	return a.len >= len && memcmp(a.data, prefix, len) == 0;
}

static inline bool
span_ends(struct span a, const char *suffix)
{
	size_t len = strlen(suffix);

	return a.len >= len && memcmp(a.data + a.len - len, suffix, len) == 0;
}

/**
 * span_trim(a):
 * Without the ASCII blanks and tabs at both ends.
 */
static inline struct span
span_trim(struct span a)
{
	while (a.len > 0 && (a.data[0] == ' ' || a.data[0] == '\t')) {
		a.data++;
		a.len--;
	}
	while (a.len > 0 &&
	    (a.data[a.len - 1] == ' ' || a.data[a.len - 1] == '\t'))
		a.len--;
	return a;
}

#endif
