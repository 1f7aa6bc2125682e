#include <stddef.h>

#include "base/hash.h"
#include "match/levels.h"
#include "match/likeness.h"
#include "match/outline.h"
#include "norm/nametable.h"
#include "text/utf8.h"

/*
 * From the lowest bit: two bits for each of 24 kinds of characters, of which
 * one is set when there is one and both when there are more; how many there
 * are more than that; the length, the first character's kind, the script.
 */
#define KINDS 24
#define COUNTS ((UINT64_C(1) << 2 * KINDS) - 1)
#define MORE_AT (2 * KINDS)
#define MORE_MAX 3
#define LENGTH_AT (MORE_AT + 2)
#define LENGTH_MAX 31 /* and longer ones: nothing is known */
#define FIRST_AT (LENGTH_AT + 5)
#define SCRIPT_AT (FIRST_AT + 5)
#define SCRIPT_MAX 3

static uint64_t
part(const struct outline *outline, int at, uint64_t most)
{
	return outline->signs >> at & most;
}

static uint32_t
short_bit(struct span name)
{
	return UINT32_C(1) << (hash_64(0, name) & 31);
}

static void
add_short(void *context, struct span name)
{
	uint32_t *shorts = context;

	*shorts |= short_bit(name);
}

struct outline
outline_of(struct span name, uint32_t sound)
{
	struct outline outline = {.sound = sound};
	const char *at = name.data, *end = name.data + name.len;
	uint64_t length = 0, more = 0, first = 0, kind, bit;

	for (; at < end && length < LENGTH_MAX; length++) {
		kind = utf8_next(&at, end) % KINDS;
		bit = UINT64_C(1) << 2 * kind;
		if (length == 0)
			first = kind;
		if ((outline.signs & bit) == 0)
			outline.signs |= bit;
		else if ((outline.signs & bit << 1) == 0)
			outline.signs |= bit << 1;
		else
			more++;
	}
	if (more > MORE_MAX)
		length = LENGTH_MAX;
	else
		outline.signs |= more << MORE_AT;
	outline.signs |= length << LENGTH_AT | first << FIRST_AT |
	    (uint64_t)likeness_script(name) << SCRIPT_AT;
	if (nametable_long(name, add_short, &outline.shorts))
		outline.shorts |= short_bit(name);
	return outline;
}

/* Without a call, which the compiler makes of it where a processor may not
 * know how to count. */
static int
count_bits(uint64_t bits)
{
	bits -= bits >> 1 & UINT64_C(0x5555555555555555);
	bits = (bits & UINT64_C(0x3333333333333333)) +
	    (bits >> 2 & UINT64_C(0x3333333333333333));
	bits = (bits + (bits >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (int)(bits * UINT64_C(0x0101010101010101) >> 56);
}

/* At most so many characters are in both. */
static int
common(const struct outline *a, const struct outline *b)
{
	int x = (int)part(a, MORE_AT, MORE_MAX);
	int y = (int)part(b, MORE_AT, MORE_MAX);

	return count_bits(a->signs & b->signs & COUNTS) + (x < y ? x : y);
}

/* Latin letters: Jaro-Winkler from 0.8 on, or two edits at most. */
static bool
may_letters(const struct outline *a, const struct outline *b, int x, int y)
{
	bool is_begun =
	    part(a, FIRST_AT, LENGTH_MAX) == part(b, FIRST_AT, LENGTH_MAX);
	int shorter = x < y ? x : y, longer = x < y ? y : x;
	int both = common(a, b), jaro;

	if (shorter < 2 && is_begun)
		return true;
	if (longer - both <= (shorter < 6 ? 1 : 2))
		return true;
	jaro = (10000 * both / x + 10000 * both / y + 10000) / 3;
	return is_begun ? jaro > 7000 : jaro >= 8000;
}

/* In one script, and not too long. */
static bool
may_be_alike(const struct outline *a, const struct outline *b, bool is_given)
{
	int x = (int)part(a, LENGTH_AT, LENGTH_MAX);
	int y = (int)part(b, LENGTH_AT, LENGTH_MAX);

	if (x == LENGTH_MAX || y == LENGTH_MAX)
		return true;
	if (part(a, SCRIPT_AT, SCRIPT_MAX) != LIKENESS_ALPHABET)
		return (x > y ? x : y) - common(a, b) <= 1;
	return (is_given && (a->shorts & b->shorts) != 0) ||
	    may_letters(a, b, x, y);
}

int
outline_level(const struct outline *a, const struct outline *b, bool is_given)
{
	uint64_t x = part(a, SCRIPT_AT, SCRIPT_MAX);
	uint64_t y = part(b, SCRIPT_AT, SCRIPT_MAX);

	/* Kanji and Latin letters say nothing of each other. */
	if (x + y == LIKENESS_HAN + LIKENESS_ALPHABET && x != y)
		return 0;
	if (x != y || (a->sound != 0 && a->sound == b->sound) ||
	    may_be_alike(a, b, is_given))
		return OUTLINE_UNKNOWN;
	return NAME_ELSE;
}
