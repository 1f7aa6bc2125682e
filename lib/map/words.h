#ifndef MAP_WORDS_H
#define MAP_WORDS_H

/*
 * What short words meant when they were seen before: a fixed table in which
 * a newer word takes the place of an older one. It spares reading the same
 * few words of a column again in every row.
 */

#include <stdbool.h>

#include "base/span.h"

#define WORDS_SLOTS 64
#define WORDS_LEN 29

struct words {
	struct {
		signed char value;
		unsigned char len; /* 0 = free; a word is never empty */
		char bytes[WORDS_LEN + 1];
	} slots[WORDS_SLOTS];
};

static inline unsigned
words_slot(struct span word)
{
	const unsigned char *bytes = (const unsigned char *)word.data;
	unsigned mixed = bytes[0] * 31u + bytes[word.len - 1] * 7u +
	    bytes[word.len / 2] * 13u + (unsigned)word.len;

	return (mixed ^ mixed >> 6) % WORDS_SLOTS;
}

/**
 * words_get(words, word, value): was the word, which is not empty, seen?
 * words_put(words, word, value): remember it, if it is short.
 */
static inline bool
words_get(const struct words *words, struct span word, int *value)
{
	unsigned slot = words_slot(word);

	if (words->slots[slot].len != word.len || word.len > WORDS_LEN ||
	    memcmp(words->slots[slot].bytes, word.data, word.len) != 0)
		return false;
	*value = words->slots[slot].value;
	return true;
}

static inline void
words_put(struct words *words, struct span word, int value)
{
	unsigned slot = words_slot(word);

	if (word.len > WORDS_LEN)
		return;
	words->slots[slot].value = (signed char)value;
	words->slots[slot].len = (unsigned char)word.len;
	memcpy(words->slots[slot].bytes, word.data, word.len);
}

#endif
