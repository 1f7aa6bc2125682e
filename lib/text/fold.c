#include <stdint.h>
#include <stdlib.h>

#include <utf8proc.h>

#include "text/fold.h"
#include "text/utf8.h"
#include "text/variants.h"

#define BLANK 0x20
#define DASH '-'
#define LONG_MARK 0x30fc /* ー */
#define HARD UINT32_MAX  /* a code point that needs the whole of NFKC */
#define POINTS_MAX 256   /* code points that are folded on the stack */

enum {
	FOLD_CASE = 1,
	FOLD_KANA = 2,
	FOLD_FORMS = 4, /* variant kanji and dashes */
};

/* Code points on their way: in the caller's array or, if many, in malloc's. */
struct points {
	int32_t few[POINTS_MAX];
	int32_t *at;
	size_t len;
};

/* White_Space of the Unicode Character Database. */
static bool
is_blank(uint32_t code)
{
	if (code < 0x80)
		return code == 0x20 || (code >= 0x09 && code <= 0x0d);
	if (code < 0x2000)
		return code == 0x85 || code == 0xa0 || code == 0x1680;
	return code <= 0x200a || code == 0x2028 || code == 0x2029 ||
	    code == 0x202f || code == 0x205f || code == 0x3000;
}

/* Variation selectors and what has no width of its own: joiners, marks of
 * direction, soft hyphens, tags. */
static bool
is_ghost(uint32_t code)
{
	if (code < 0x180b)
		return code == 0xad || code == 0x34f || code == 0x61c;
	if (code <= 0x180f)
		return true;
	if (code < 0x2070)
		return (code >= 0x200b && code <= 0x200f) ||
		    (code >= 0x202a && code <= 0x202e) || code >= 0x2060;
	return (code >= 0xfe00 && code <= 0xfe0f) || code == 0xfeff ||
	    (code >= 0xe0000 && code <= 0xe0fff);
}

/* What stands for a dash or a range in names, numbers and addresses. The two
 * readings of CP932's bytes 8160 and 817C (U+FF5E and U+301C, U+FF0D and
 * U+2212) meet here. */
static bool
is_dash(uint32_t code)
{
	if (code < 0x80)
		return code == '~';
	if (code >= 0x2010 && code <= 0x2015)
		return true;
	switch (code) {
	case 0x02d7:
	case 0x2043:
	case 0x2053:
	case 0x2212:
	case 0x223c:
	case 0x2500:
	case 0x2501:
	case 0x2e3a:
	case 0x2e3b:
	case 0x301c:
	case 0x3030:
	case 0x30a0:
		return true;
	default:
		return false;
	}
}

static uint32_t
to_katakana(uint32_t code)
{
	if ((code >= 0x3041 && code <= 0x3096) || code == 0x309d ||
	    code == 0x309e)
		return code + 0x60;
	return code;
}

/* Dashes, variant kanji, and ヶ of place names (関ヶ原). */
static uint32_t
to_form(uint32_t code)
{
	if (is_dash(code))
		return DASH;
	if (code == 0x30f5 || code == 0x30f6)
		return code == 0x30f5 ? 0x30ab : 0x30b1;
	return code < 0x3400 ? code : variants_of(code);
}

static uint32_t
to_wanted(uint32_t code, int wanted)
{
	if ((wanted & FOLD_KANA) != 0)
		code = to_katakana(code);
	if ((wanted & FOLD_FORMS) != 0)
		code = to_form(code);
	return code;
}

static uint32_t
fold_ascii(uint32_t code, int wanted)
{
	if (code >= 0x09 && code <= 0x0d)
		return BLANK;
	if ((wanted & FOLD_CASE) != 0 && code >= 'A' && code <= 'Z')
		return code + 0x20;
	if ((wanted & FOLD_FORMS) != 0 && code == '~')
		return DASH;
	return code;
}

/* Kana and the punctuation before them. */
static bool
is_easy_kana(uint32_t code)
{
	return (code >= 0x3001 && code <= 0x301c) ||
	    (code >= 0x3041 && code <= 0x3096) ||
	    (code >= 0x30a0 && code <= 0x30fe);
}

/* Those that neither NFKC nor case touches, whatever stands beside them; the
 * marks that would join them are not among these. */
static bool
is_easy(uint32_t code, int wanted)
{
	if (code < 0x3000) {
		if ((wanted & FOLD_CASE) != 0)
			return code >= 0xe0 && code <= 0xff;
		return code >= 0xc0 && code <= 0xff;
	}
	return is_easy_kana(code) || (code >= 0x3400 && code <= 0x9fff) ||
	    (code >= 0xac00 && code <= 0xd7a3) ||
	    (code >= 0x20000 && code <= 0x2a6df);
}

/* The code point that a code point becomes, if it can be told from it alone,
 * else HARD. */
static uint32_t
fold_alone(uint32_t code, int wanted)
{
	if (code < 0x80)
		return fold_ascii(code, wanted);
	if (code == 0x3000)
		return BLANK;
	if (code >= 0xff01 && code <= 0xff5e)
		return fold_ascii(code - 0xfee0, wanted);
	return is_easy(code, wanted) ? to_wanted(code, wanted) : HARD;
}

/* Is the text, without blanks at its ends, what it would become? This is
 * asked of every value, so what is usual is looked at first. */
static bool
is_folded(struct span text, int wanted)
{
	const char *at = text.data;
	const char *end = text.len == 0 ? at : at + text.len;
	uint32_t last = 0;

	while (at < end) {
		uint32_t code = utf8_next(&at, end);

		if (code >= 'a' && code <= 'z') {
			last = code;
			continue;
		}
		if (fold_alone(code, wanted) != code ||
		    (code == BLANK && last == BLANK) ||
		    (code == LONG_MARK && last >= '0' && last <= '9' &&
			(wanted & FOLD_FORMS) != 0))
			return false;
		last = code;
	}
	return true;
}

/* Fold one by one; false when some code point is hard. */
static bool
fold_easy(struct span text, int wanted, struct points *points)
{
	const char *at = text.data;
	const char *end = at + text.len;

	points->len = 0;
	while (at < end) {
		uint32_t code = fold_alone(utf8_next(&at, end), wanted);

		if (code == HARD)
			return false;
		points->at[points->len++] = (int32_t)code;
	}
	return true;
}

/* The bytes without ghosts, every blank an ASCII one; the sound marks that
 * stand alone (゛ ゜) join the kana before them. */
static size_t
copy_visible(struct span text, char *out)
{
	const char *at = text.data;
	const char *end = at + text.len;
	size_t len = 0;

	while (at < end) {
		const char *start = at;
		uint32_t code = utf8_next(&at, end);

		if (is_blank(code)) {
			out[len++] = BLANK;
		} else if (!is_ghost(code)) {
			memcpy(out + len, start, (size_t)(at - start));
			len += (size_t)(at - start);
			if (code == 0x309b || code == 0x309c)
				out[len - 1] = (char)(out[len - 1] - 2);
		}
	}
	return len;
}

/* Decompose, fold, compose: in this order, as わ and ワ compose with different
 * marks. Returns how many code points there are, which may be more than the
 * ${room} in ${points}: then nothing is done. Negative when utf8proc fails. */
static utf8proc_ssize_t
fold_hard(struct span clean, int wanted, struct points *points, size_t room)
{
	int how = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE;
	utf8proc_ssize_t len;

	if ((wanted & FOLD_CASE) != 0)
		how |= UTF8PROC_CASEFOLD;
	len = utf8proc_decompose((const utf8proc_uint8_t *)clean.data,
	    (utf8proc_ssize_t)clean.len, points->at, (utf8proc_ssize_t)room,
	    (utf8proc_option_t)how);
	if (len < 0 || (size_t)len > room)
		return len;
	for (utf8proc_ssize_t i = 0; i < len; i++)
		points->at[i] =
		    (int32_t)to_wanted((uint32_t)points->at[i], wanted);
	len = utf8proc_normalize_utf32(points->at, len, (utf8proc_option_t)how);
	points->len = len < 0 ? 0 : (size_t)len;
	return len;
}

/* Give ${points} room for ${room} code points. */
static int
take_room(struct points *points, size_t room)
{
	int32_t *more = NULL;

	if (room <= SIZE_MAX / sizeof(*more))
		more = malloc(room * sizeof(*more));
	if (more == NULL)
		return -1;
	if (points->at != points->few)
		free(points->at);
	points->at = more;
	return 0;
}

static int
fold_whole(struct span text, int wanted, struct points *points, size_t room)
{
	char few[POINTS_MAX];
	char *bytes = few;
	struct span clean;
	utf8proc_ssize_t need;

	if (text.len > sizeof(few) && (bytes = malloc(text.len)) == NULL)
		return -1;
	clean = span_make(bytes, copy_visible(text, bytes));
	need = fold_hard(clean, wanted, points, room);
	if (need >= 0 && (size_t)need > room) {
		room = (size_t)need;
		need = take_room(points, room);
		if (need == 0)
			need = fold_hard(clean, wanted, points, room);
	}
	if (bytes != few)
		free(bytes);
	return need < 0 ? -1 : 0;
}

static bool
is_digit(int32_t code)
{
	return code >= '0' && code <= '9';
}

/* Runs of blanks become one, those at the ends none; with FOLD_FORMS the long
 * mark between digits (３ー１２) is meant as a dash. */
static void
tidy(struct points *points, int wanted)
{
	int32_t *at = points->at;
	size_t len = 0;

	for (size_t i = 0; i < points->len; i++) {
		int32_t code = at[i];

		if (code == BLANK && (len == 0 || at[len - 1] == BLANK))
			continue;
		if (code == LONG_MARK && (wanted & FOLD_FORMS) != 0 &&
		    len > 0 && is_digit(at[len - 1]) && i + 1 < points->len &&
		    is_digit(at[i + 1]))
			code = DASH;
		at[len++] = code;
	}
	if (len > 0 && at[len - 1] == BLANK)
		len--;
	points->len = len;
}

static struct span
encode(const struct points *points, struct arena *arena)
{
	struct span none = {NULL, 0};
	size_t size = 1;
	char *out;
	size_t len = 0;

	for (size_t i = 0; i < points->len; i++) {
		int32_t code = points->at[i];

		size += code < 0x80  ? 1
		    : code < 0x800   ? 2
		    : code < 0x10000 ? 3
				     : 4;
	}
	out = arena_alloc(arena, size);
	if (out == NULL)
		return none;
	for (size_t i = 0; i < points->len; i++)
		len += (size_t)utf8proc_encode_char(
		    points->at[i], (utf8proc_uint8_t *)out + len);
	out[len] = '\0';
	return span_make(out, len);
}

static struct span
fold(struct span text, int wanted, struct arena *arena)
{
	struct span result = {NULL, 0};
	struct points points;
	size_t room = POINTS_MAX;

	text = fold_trim(text);
	if (text.len == 0)
		return span_of("");
	if (is_folded(text, wanted) || !utf8_is_valid(text, NULL))
		return text;
	points.at = points.few;
	points.len = 0;
	if (text.len > room) {
		room = text.len;
		if (take_room(&points, room) < 0)
			return result;
	}
	if (fold_easy(text, wanted, &points) ||
	    fold_whole(text, wanted, &points, room) == 0) {
		tidy(&points, wanted);
		result = encode(&points, arena);
	}
	if (points.at != points.few)
		free(points.at);
	return result;
}

struct span
fold_nfkc(struct span text, struct arena *arena)
{
	return fold(text, 0, arena);
}

struct span
fold_name(struct span text, struct arena *arena)
{
	return fold(text, FOLD_CASE, arena);
}

struct span
fold_kana(struct span text, struct arena *arena)
{
	return fold(text, FOLD_KANA, arena);
}

struct span
fold_key(struct span text, struct arena *arena)
{
	return fold(text, FOLD_CASE | FOLD_KANA | FOLD_FORMS, arena);
}

/* A letter, a sign or a kanji of ASCII or of the most usual block: for the
 * most part it need not be looked at more closely. */
static bool
is_solid(struct span text)
{
	unsigned char first = (unsigned char)text.data[0];
	unsigned char last = (unsigned char)text.data[text.len - 1];
	bool is_good = last > 0x20 && last < 0x80;

	if (!is_good && text.len >= 3) {
		last = (unsigned char)text.data[text.len - 3];
		is_good = last >= 0xe4 && last <= 0xe9;
	}
	return is_good &&
	    ((first > 0x20 && first < 0x80) ||
		(first >= 0xe4 && first <= 0xe9));
}

struct span
fold_trim(struct span text)
{
	const char *start = text.data;
	const char *end = text.len == 0 ? start : start + text.len;

	if (text.len == 0 || is_solid(text))
		return text;
	while (start < end) {
		const char *at = start;
		uint32_t code = utf8_next(&at, end);

		if (!is_blank(code) && code != 0xfeff)
			break;
		start = at;
	}
	while (start < end) {
		const char *at = end - 1;
		const char *next;
		uint32_t code;

		while (at > start && ((unsigned char)*at & 0xc0) == 0x80)
			at--;
		next = at;
		code = utf8_next(&next, end);
		if (!is_blank(code) && code != 0xfeff)
			break;
		end = at;
	}
	return span_make(start, (size_t)(end - start));
}
