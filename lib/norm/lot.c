#include <stdio.h>

#include "norm/ascii.h"
#include "norm/lot.h"
#include "norm/numeral.h"
#include "text/utf8.h"

#define NUMBERS_MAX 8  /* numbers that a block may have */
#define NUMBER_SIZE 10 /* characters that one takes, with its "-" */
#define ROOM_AT 3      /* a number at this place or behind, */
#define ROOM_MIN 100   /* if it is so large, is a room's */

/* Where the parts of the text meet. */
struct seams {
	size_t town_end;
	size_t block; /* where the numbers begin; town_end if there are none */
	size_t block_end;
	uint32_t numbers[NUMBERS_MAX];
	size_t count;
};

/* A number before one of these belongs to a town's name. */
static const char *const town_marks[] = {"条", "線", "区", "地割", "軒", "組",
    "番町", "番丁", "ノ町", "号線", "号北", "号南", "号東", "号西", "供",
    "ノ丸", "ノ宮", "ノ坪", NULL};

/* And so does one before 丁 or 町, unless a number follows or nothing. */
static const char *const area_marks[] = {"丁", "町", NULL};

static const char *const chome_marks[] = {"丁目", "町目", NULL};

/* A number before one of these is a building's, a floor's or a room's. */
static const char *const building_marks[] = {"号室", "号棟", "号館", "番館",
    "番街", "街区", "階", "棟", "館", "室", "ビル", "f ", NULL};

static struct span
from(struct span text, size_t at)
{
	return span_make(text.data + at, text.len - at);
}

/* Which of the marks is the text's start? Its length, or 0. */
static size_t
starts_any(struct span text, const char *const *marks)
{
	for (; *marks != NULL; marks++) {
		if (span_starts(text, *marks))
			return strlen(*marks);
	}
	return 0;
}

static size_t
skip_blanks(struct span text, size_t at)
{
	while (at < text.len && text.data[at] == ' ')
		at++;
	return at;
}

static bool
is_number(struct span text)
{
	uint32_t value;

	return numeral_read(text, &value) > 0;
}

/* 4丁1, 4丁 of 堺; but 八丁西町, 8丁堀. */
static bool
is_bare_chome(struct span text)
{
	struct span rest;

	if (!span_starts(text, "丁") || starts_any(text, chome_marks) > 0)
		return false;
	rest = from(text, strlen("丁"));
	rest = from(rest, skip_blanks(rest, 0));
	return rest.len == 0 || rest.data[0] == '-' || is_number(rest);
}

/* 麻布十番2丁目, 麻布十番1-2: a number with a 番 has no 丁目 behind it. */
static bool
is_named_ban(struct span text)
{
	struct span rest;
	uint32_t value;
	size_t len;

	if (!span_starts(text, "番"))
		return false;
	rest = from(text, strlen("番"));
	len = numeral_read(rest, &value);
	if (len == 0)
		return false;
	return starts_any(from(rest, len), chome_marks) > 0 ||
	    (ascii_is_digit(rest.data[0]) && span_starts(from(rest, len), "-"));
}

/* Does a town's name go on behind a number? */
static bool
is_town_mark(struct span text)
{
	if (starts_any(text, town_marks) > 0)
		return true;
	return starts_any(text, area_marks) > 0 &&
	    starts_any(text, chome_marks) == 0 && !is_bare_chome(text);
}

static bool
is_building_mark(struct span text)
{
	if (text.len == 1 && text.data[0] == 'f')
		return true;
	return starts_any(text, building_marks) > 0;
}

/* The length of the unit behind a number; *${is_last} is set by 号. */
static size_t
unit_length(struct span text, bool *is_last)
{
	size_t len = starts_any(text, chome_marks);

	*is_last = false;
	if (len > 0)
		return len;
	if (is_bare_chome(text))
		return strlen("丁");
	if (span_starts(text, "番地"))
		return strlen("番地");
	if (span_starts(text, "番"))
		return strlen("番");
	*is_last = span_starts(text, "号");
	return *is_last ? strlen("号") : 0;
}

/* The length of "-" or ノ before a number, or 0. */
static size_t
joint_length(struct span text)
{
	size_t len = span_starts(text, "-") ? 1
	    : span_starts(text, "ノ")       ? strlen("ノ")
					    : 0;

	return len > 0 && is_number(from(text, len)) ? len : 0;
}

/* Kanji that could be numbers are often part of a name: is this one, before
 * ${rest}, a block's? */
static bool
is_counted(struct span rest)
{
	size_t blanks = skip_blanks(rest, 0);
	bool is_last;

	if (is_town_mark(rest) || is_named_ban(rest) || is_building_mark(rest))
		return false;
	if (unit_length(rest, &is_last) > 0 || joint_length(rest) > 0)
		return true;
	return blanks == rest.len ||
	    (blanks > 0 && !is_number(from(rest, blanks)));
}

/* Is there a block's number at the start of the text? */
static size_t
read_number(struct span text, uint32_t *value)
{
	size_t len = numeral_read(text, value);

	if (len == 0)
		return 0;
	if (ascii_is_digit(text.data[0]))
		return is_town_mark(from(text, len)) ||
			is_building_mark(from(text, len))
		    ? 0
		    : len;
	return is_counted(from(text, len)) ? len : 0;
}

/* Where the next number begins behind one that ends at ${at}, or 0. The end
 * of what belongs to the first goes to *${end}. */
static size_t
next_number(struct span text, size_t at, size_t *end)
{
	struct span rest = from(text, at);
	bool is_last;
	size_t unit = unit_length(rest, &is_last);
	size_t joint;

	*end = at + unit;
	if (is_last)
		return 0;
	rest = from(text, *end);
	joint = joint_length(rest);
	if (joint > 0)
		return *end + joint;
	at = skip_blanks(text, *end);
	return unit > 0 && is_number(from(text, at)) ? at : 0;
}

static void
read_block(struct span text, size_t at, struct seams *seams)
{
	uint32_t value;
	size_t len;

	seams->block = at;
	seams->block_end = at;
	/* In 1-2-405号室, 405 is not the block's. */
	while (seams->count < NUMBERS_MAX &&
	    (len = read_number(from(text, at), &value)) > 0) {
		seams->numbers[seams->count++] = value;
		at = next_number(text, at + len, &seams->block_end);
		if (at == 0)
			break;
	}
}

/* The length of a number within a town's name, which *${value} is. */
static size_t
town_number(struct span text, uint32_t *value)
{
	size_t len = numeral_read(text, value);

	if (len == 0 || !is_town_mark(from(text, len)))
		return 0;
	return len;
}

/* 5階, 2号棟 in digits; in kanji they may be part of a name. */
static bool
is_floor(struct span text)
{
	uint32_t value;
	size_t len = numeral_read(text, &value);

	return len > 0 && ascii_is_digit(text.data[0]) &&
	    is_building_mark(from(text, len));
}

/* Where town, block and building meet. A bracket, a letter, or the number of a
 * floor ends a town's name, and so does a blank when no numbers follow. */
static void
find_seams(struct span text, struct seams *seams)
{
	const char *end = text.data + text.len;
	size_t blank = text.len;
	size_t at = 0;
	uint32_t value;

	memset(seams, 0, sizeof(*seams));
	while (at < text.len) {
		struct span rest = from(text, at);
		const char *next = rest.data;
		size_t len = numeral_read(rest, &value);

		if (len > 0 && read_number(rest, &value) > 0) {
			seams->town_end = at;
			read_block(text, at, seams);
			return;
		}
		if (rest.data[0] == '(' || ascii_is_alpha(rest.data[0]) ||
		    is_floor(rest))
			break;
		if (rest.data[0] == ' ' && blank == text.len)
			blank = at;
		if (len == 0) {
			(void)utf8_next(&next, end);
			len = (size_t)(next - rest.data);
		}
		at += len;
	}
	seams->town_end = at < blank ? at : blank;
	seams->block = seams->block_end = seams->town_end;
}

static bool
is_han(uint32_t code)
{
	return code >= 0x3400 && code <= 0x9fff;
}

/* The length of 大字 or 字 at ${at}, which tell nothing; 字 within 文字, 八字
 * and 十字 is a name. */
static size_t
void_length(struct span text, size_t at)
{
	static const char *const names[] = {"文", "八", "十", NULL};
	struct span rest = from(text, at);
	struct span before = span_make(text.data, at);

	if (span_starts(rest, "大字") && rest.len > strlen("大字"))
		return strlen("大字");
	if (!span_starts(rest, "字") || rest.len == strlen("字"))
		return 0;
	for (size_t i = 0; names[i] != NULL; i++) {
		if (span_ends(before, names[i]))
			return 0;
	}
	return strlen("字");
}

/* One spelling of a character in a town's name: 霞が関 and 霞ヶ関. */
static bool
is_ga(struct span text, size_t at, uint32_t last)
{
	struct span rest = from(text, at);
	const char *next;

	if (!span_starts(rest, "ガ") || !is_han(last) || rest.len == 3)
		return false;
	next = rest.data + 3;
	return is_han(utf8_next(&next, rest.data + rest.len));
}

static bool
town_key(struct span text, struct span *town, struct arena *arena)
{
	size_t size = text.len * 2 + NUMBER_SIZE + 1;
	char *out = arena_alloc(arena, size);
	const char *end = text.data + text.len;
	uint32_t last = 0;
	size_t at = 0;
	size_t len = 0;

	if (out == NULL)
		return false;
	while (at < text.len) {
		const char *next = text.data + at;
		uint32_t value;
		size_t skip = void_length(text, at);
		size_t number =
		    skip > 0 ? 0 : town_number(from(text, at), &value);

		if (skip > 0 || text.data[at] == ' ') {
			at += skip > 0 ? skip : 1;
			continue;
		}
		if (number > 0) {
			len += (size_t)snprintf(
			    out + len, size - len, "%u", (unsigned)value);
			at += number;
			last = 0;
			continue;
		}
		if (is_ga(text, at, last)) {
			memcpy(out + len, "ケ", 3);
			next += 3;
			last = 0;
		} else {
			last = utf8_next(&next, end);
			memcpy(out + len, text.data + at,
			    (size_t)(next - text.data) - at);
		}
		len += (size_t)(next - text.data) - at;
		at = (size_t)(next - text.data);
	}
	*town = span_make(out, len);
	return true;
}

/* Behind the last 上る, 下る, 東入, 西入, where something is. */
static struct span
without_streets(struct span town)
{
	static const char *const turns[] = {
	    "上ル", "下ル", "入ル", "上ガル", "下ガル", "東入", "西入", NULL};
	size_t start = 0;

	for (size_t at = 0; at < town.len; at++) {
		size_t len = starts_any(from(town, at), turns);

		if (len == 0)
			continue;
		if (span_starts(from(town, at + len), "ル"))
			len += strlen("ル");
		if (at + len < town.len)
			start = at + len;
	}
	return from(town, start);
}

static bool
write_block(struct seams *seams, struct lot *lot, struct arena *arena)
{
	size_t size = NUMBERS_MAX * NUMBER_SIZE + 1;
	char *out = arena_alloc(arena, size);
	size_t len = 0;

	if (out == NULL)
		return false;
	for (size_t i = 0; i < seams->count; i++)
		len += (size_t)snprintf(out + len, size - len, "%s%u",
		    i == 0 ? "" : "-", (unsigned)seams->numbers[i]);
	lot->block = span_make(out, len);
	return true;
}

static bool
is_void(uint32_t code)
{
	switch (code) {
	case ' ':
	case ',':
	case '.':
	case '(':
	case ')':
	case '/':
	case '#':
	case 0x3001: /* 、 */
	case 0x3002: /* 。 */
	case 0x30fb: /* ・ */
	case 0x300c: /* 「 */
	case 0x300d: /* 」 */
		return true;
	default:
		return false;
	}
}

/* 405号室, 405号, 405室: 405. */
static size_t
without_room_sign(const char *text, size_t len)
{
	static const char *const signs[] = {"号室", "号", "室"};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t size = strlen(signs[i]);

		if (len > size &&
		    memcmp(text + len - size, signs[i], size) == 0 &&
		    ascii_is_digit(text[len - size - 1]))
			return len - size;
	}
	return len;
}

/* The room that was among the block's numbers, then the rest without signs. */
static bool
building_key(
    struct span text, uint32_t room, struct lot *lot, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len + NUMBER_SIZE + 1);
	const char *at = text.data;
	const char *end = text.data + text.len;
	size_t len = 0;

	if (out == NULL)
		return false;
	while (at < end) {
		const char *start = at;
		uint32_t code = utf8_next(&at, end);

		if (is_void(code) || (len == 0 && code == '-'))
			continue;
		memcpy(out + len, start, (size_t)(at - start));
		len += (size_t)(at - start);
	}
	if (span_eq(span_make(out, len), span_of("以下未定")))
		len = 0;
	len = without_room_sign(out, len);
	if (room > 0)
		len += (size_t)snprintf(
		    out + len, NUMBER_SIZE + 1, "%u", (unsigned)room);
	lot->building = span_make(out, len);
	return true;
}

bool
lot_parse(struct span text, bool is_kyoto, struct lot *lot, struct arena *arena)
{
	struct seams seams;
	uint32_t room = 0;

	memset(lot, 0, sizeof(*lot));
	if (text.len == 0)
		return true;
	find_seams(text, &seams);
	if (seams.count > ROOM_AT && seams.numbers[seams.count - 1] >= ROOM_MIN)
		room = seams.numbers[--seams.count];
	if (!town_key(
		span_make(text.data, seams.town_end), &lot->town, arena) ||
	    !write_block(&seams, lot, arena) ||
	    !building_key(from(text, seams.block_end), room, lot, arena))
		return false;
	if (is_kyoto)
		lot->town = without_streets(lot->town);
	return true;
}
