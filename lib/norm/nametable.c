#include <string.h>

#include "norm/ascii.h"
#include "norm/lines.h"
#include "norm/nametable.h"
#include "text/utf8.h"

#define READINGS_MANY 10 /* so many tell how a kanji is read at the head */
#define SPLIT_MAX 12     /* characters that a whole name may have */

/* A split is as good as the sum of its parts' grades, which are logarithms:
 * two more are four times as many people. */
struct split {
	size_t at; /* bytes of the family name; 0 = none */
	int grade;
	bool is_known; /* one part at least stands in a table */
};

static uint32_t
read_count(struct span text)
{
	uint32_t value = 0;

	for (size_t i = 0; i < text.len && ascii_is_digit(text.data[i]); i++)
		value = value * 10 + (uint32_t)(text.data[i] - '0');
	return value;
}

uint32_t
nametable_population(struct span family)
{
	struct span rest;

	if (!lines_find(lines_table("surnames"), family, &rest))
		return 0;
	return read_count(rest);
}

bool
nametable_is_given(struct span given)
{
	struct span rest;

	return lines_find(lines_table("givennames"), given, &rest);
}

static bool
has_field(struct span rest, struct span wanted)
{
	struct span field;

	while (lines_next(&rest, &field)) {
		if (span_eq(field, wanted))
			return true;
	}
	return false;
}

bool
nametable_family_reads(struct span kanji, struct span kana)
{
	struct span rest;
	struct span count;

	return lines_find(lines_table("surnames"), kanji, &rest) &&
	    lines_next(&rest, &count) && has_field(rest, kana);
}

bool
nametable_given_reads(struct span kanji, struct span kana)
{
	struct span rest;

	return lines_find(lines_table("givennames"), kanji, &rest) &&
	    has_field(rest, kana);
}

/* The bytes of the first character, 0 when there is none. */
static size_t
first_character(struct span text)
{
	const char *at = text.data;

	if (text.len == 0)
		return 0;
	(void)utf8_next(&at, text.data + text.len);
	return (size_t)(at - text.data);
}

static bool
begins_with(struct span text, struct span start)
{
	return text.len >= start.len &&
	    memcmp(text.data, start.data, start.len) == 0;
}

bool
nametable_given_may_read(struct span kanji, struct span kana)
{
	struct span head = span_make(kanji.data, first_character(kanji));
	struct span sound = span_make(kana.data, first_character(kana));
	struct span table, line, field;
	size_t seen = 0;

	if (head.len == 0 || sound.len == 0)
		return true;
	table = lines_from(lines_table("givennames"), head);
	while (begins_with(table, head)) {
		line = span_make(table.data, strcspn(table.data, "\n"));
		table.data += line.len + 1;
		table.len -= line.len + 1;
		(void)lines_next(&line, &field);
		for (; lines_next(&line, &field); seen++)
			if (begins_with(field, sound))
				return true;
	}
	return seen < READINGS_MANY;
}

bool
nametable_is_western(struct span given)
{
	struct span rest;

	return lines_find(lines_table("nicknames"), given, &rest);
}

bool
nametable_is_short(struct span a, struct span b)
{
	struct span table = lines_table("nicknames");
	struct span of_a = {NULL, 0};
	struct span of_b = {NULL, 0};
	struct span name;

	if (span_eq(a, b))
		return a.len > 0;
	if (!lines_find(table, a, &of_a))
		of_a.len = 0;
	if (!lines_find(table, b, &of_b))
		of_b.len = 0;
	if (has_field(of_a, b) || has_field(of_b, a))
		return true;
	while (lines_next(&of_a, &name)) {
		if (has_field(of_b, name))
			return true;
	}
	return false;
}

bool
nametable_long(
    struct span name, void (*each)(void *, struct span), void *context)
{
	struct span rest;
	struct span field;

	if (!lines_find(lines_table("nicknames"), name, &rest))
		return false;
	while (lines_next(&rest, &field))
		each(context, field);
	return true;
}

static bool
is_kana(uint32_t code)
{
	return code >= 0x30a1 && code <= 0x30fc && code != 0x30fb;
}

static bool
is_han(uint32_t code)
{
	return code == 0x3005 || code == 0x3006 || /* 々 〆 */
	    (code >= 0x3400 && code <= 0x9fff) ||
	    (code >= 0x20000 && code <= 0x3ffff);
}

/* Where characters end; returns how many there are, 0 when one of them is
 * not of a Japanese name. */
static size_t
take_ends(struct span full, size_t *ends)
{
	const char *at = full.data;
	const char *end = full.len == 0 ? at : at + full.len;
	size_t count = 0;

	while (at < end) {
		uint32_t code = utf8_next(&at, end);

		if (count == SPLIT_MAX || (!is_han(code) && !is_kana(code)))
			return 0;
		ends[count++] = (size_t)(at - full.data);
	}
	return count;
}

static int
logarithm(uint32_t value)
{
	int bits = 0;

	for (; value > 1; value >>= 1)
		bits++;
	return bits;
}

/* Names of the table are borne by 7,700 to 1,900,000 people: 12 to 20. Most
 * of those that are not in it have two characters. */
static int
family_grade(struct span family, size_t characters, bool *is_known)
{
	static const int unknown[] = {0, 1, 7, 4, 1};
	uint32_t population = nametable_population(family);

	*is_known = population > 0;
	if (*is_known)
		return logarithm(population);
	return characters < 5 ? unknown[characters] : 0;
}

static int
given_grade(struct span given, size_t characters, bool *is_known)
{
	static const int known[] = {0, 11, 13, 12, 12};
	static const int unknown[] = {0, 3, 6, 4, 1};

	*is_known = nametable_is_given(given);
	if (characters > 4)
		return *is_known ? 12 : 0;
	return (*is_known ? known : unknown)[characters];
}

bool
nametable_split(struct span full, struct span *family, struct span *given)
{
	size_t ends[SPLIT_MAX];
	size_t count = take_ends(full, ends);
	struct split best = {0, 0, false};

	if (count < 2 || nametable_population(full) > 0)
		return false;
	for (size_t i = 1; i < count; i++) {
		size_t at = ends[i - 1];
		bool has_family;
		bool has_given;
		int grade =
		    family_grade(span_make(full.data, at), i, &has_family) +
		    given_grade(span_make(full.data + at, full.len - at),
			count - i, &has_given);

		/* Of two that are as good, the longer family name. */
		if ((has_family || has_given) && grade >= best.grade)
			best = (struct split){at, grade, true};
	}
	if (!best.is_known)
		return false;
	*family = span_make(full.data, best.at);
	*given = span_make(full.data + best.at, full.len - best.at);
	return true;
}
