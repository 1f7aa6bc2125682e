#include <stdint.h>

#include "norm/ascii.h"
#include "norm/street.h"

#define WORDS_MAX 24 /* of one part; more are no street's */

struct words {
	struct span at[WORDS_MAX];
	size_t count;
};

struct pair {
	const char *from;
	const char *to;
};

static const struct pair kinds[] = {
    {"aly", "alley"},
    {"av", "avenue"},
    {"ave", "avenue"},
    {"blvd", "boulevard"},
    {"cir", "circle"},
    {"cl", "close"},
    {"cres", "crescent"},
    {"crt", "court"},
    {"ct", "court"},
    {"dr", "drive"},
    {"esp", "esplanade"},
    {"expy", "expressway"},
    {"fwy", "freeway"},
    {"gdns", "gardens"},
    {"gr", "grove"},
    {"hts", "heights"},
    {"hwy", "highway"},
    {"jct", "junction"},
    {"la", "lane"},
    {"ln", "lane"},
    {"mt", "mount"},
    {"pde", "parade"},
    {"pk", "park"},
    {"pkwy", "parkway"},
    {"pky", "parkway"},
    {"pl", "place"},
    {"plz", "plaza"},
    {"rd", "road"},
    {"rte", "route"},
    {"sq", "square"},
    {"tce", "terrace"},
    {"ter", "terrace"},
    {"terr", "terrace"},
    {"tpke", "turnpike"},
    {"trl", "trail"},
    {"wy", "way"},
    {NULL, NULL},
};

static const struct pair directions[] = {
    {"n", "north"},
    {"s", "south"},
    {"e", "east"},
    {"w", "west"},
    {"ne", "northeast"},
    {"nw", "northwest"},
    {"se", "southeast"},
    {"sw", "southwest"},
    {NULL, NULL},
};

static const struct pair units[] = {
    {"apartment", ""},
    {"apt", ""},
    {"flat", ""},
    {"rm", ""},
    {"room", ""},
    {"ste", ""},
    {"suite", ""},
    {"unit", ""},
    {NULL, NULL},
};

static const char *
look_up(const struct pair *pairs, struct span word)
{
	for (; pairs->from != NULL; pairs++) {
		if (span_is(word, pairs->from))
			return pairs->to;
	}
	return NULL;
}

/* Without dots and apostrophes, which are blanked out in place; "#" stands
 * alone. A part is a copy that may be changed. */
static void
split_words(struct span part, char *out, struct words *words)
{
	size_t len = 0;
	size_t start = 0;

	words->count = 0;
	for (size_t i = 0; i <= part.len; i++) {
		char c = i < part.len ? part.data[i] : ' ';

		if (c == '.' || c == '\'')
			continue;
		if (c != ' ')
			out[len++] = c;
		if ((c == ' ' || c == '#') && len > start &&
		    words->count < WORDS_MAX) {
			words->at[words->count++] =
			    span_make(out + start, len - start);
			start = len;
		}
	}
}

/* 5th, 42nd: a street's, not a house's. */
static bool
is_ordinal(struct span word)
{
	return span_ends(word, "st") || span_ends(word, "nd") ||
	    span_ends(word, "rd") || span_ends(word, "th");
}

static bool
is_house(struct span word)
{
	return word.len > 0 && ascii_is_digit(word.data[0]) &&
	    !is_ordinal(word);
}

static void
drop(struct words *words, size_t at, size_t count)
{
	memmove(words->at + at, words->at + at + count,
	    (words->count - at - count) * sizeof(words->at[0]));
	words->count -= count;
}

static bool
is_unit(struct span word)
{
	return span_is(word, "#") || look_up(units, word) != NULL;
}

/* "apt 3", "apt # 3", "#3", and "flat 3" before the rest. */
static void
take_unit(struct words *words, struct span *unit)
{
	for (size_t i = 0; i + 1 < words->count; i++) {
		size_t value = i + 1;

		if (!is_unit(words->at[i]))
			continue;
		if (value + 1 < words->count && span_is(words->at[value], "#"))
			value++;
		if (unit->len == 0)
			*unit = words->at[value];
		drop(words, i, value + 1 - i);
		return;
	}
}

static void
take_number(struct words *words, struct span *number)
{
	size_t last = words->count - 1;

	if (words->count == 0 || number->len > 0)
		return;
	if (is_house(words->at[0])) {
		*number = words->at[0];
		drop(words, 0, 1);
	} else if (is_house(words->at[last])) {
		*number = words->at[last];
		words->count = last;
	}
}

/* A word as it is written out: st is a saint before a name, else a street. */
static const char *
write_out(const struct words *words, size_t at)
{
	struct span word = words->at[at];
	bool is_last = at + 1 == words->count;
	bool is_end = is_last ||
	    (at + 2 == words->count &&
		look_up(directions, words->at[at + 1]) != NULL);
	const char *text = NULL;

	if (span_is(word, "st") || span_is(word, "str"))
		return is_end && at > 0 ? "street" : "saint";
	if (at == 0 || is_last)
		text = look_up(directions, word);
	if (text == NULL && at > 0)
		text = look_up(kinds, word);
	return text;
}

/* Append the words, written out, with blanks between them. Each word grows
 * by less than the room that is left for it. */
static bool
join(const struct words *words, struct span *name, struct arena *arena)
{
	size_t size = 1;
	char *out;
	size_t len = 0;

	for (size_t i = 0; i < words->count; i++)
		size += words->at[i].len + 16;
	out = arena_alloc(arena, size);
	if (out == NULL)
		return false;
	for (size_t i = 0; i < words->count; i++) {
		const char *text = write_out(words, i);
		struct span word = text == NULL ? words->at[i] : span_of(text);

		if (i > 0)
			out[len++] = ' ';
		memcpy(out + len, word.data, word.len);
		len += word.len;
		/* hauptstr */
		if (text == NULL && word.len > 3 && span_ends(word, "str")) {
			memcpy(out + len, "asse", 4);
			len += 4;
		}
	}
	*name = span_make(out, len);
	return true;
}

static bool
read_part(struct span part, struct street *street, struct arena *arena)
{
	char *copy = arena_alloc(arena, part.len + 1);
	struct words words;

	if (copy == NULL)
		return false;
	split_words(part, copy, &words);
	if (street->name.len > 0) {
		/* Behind the street: its unit, or else the city. */
		if (words.count > 1 && is_unit(words.at[0]))
			take_unit(&words, &street->unit);
		else if (street->city.len == 0)
			street->city = part;
		return true;
	}
	take_unit(&words, &street->unit);
	take_number(&words, &street->number);
	return join(&words, &street->name, arena);
}

bool
street_parse(struct span text, struct street *street, struct arena *arena)
{
	*street = (struct street){.number = {NULL, 0}};
	while (text.len > 0) {
		const char *comma = memchr(text.data, ',', text.len);
		size_t len =
		    comma == NULL ? text.len : (size_t)(comma - text.data);

		if (!read_part(
			span_trim(span_make(text.data, len)), street, arena))
			return false;
		len += comma != NULL;
		text = span_make(text.data + len, text.len - len);
	}
	return true;
}
