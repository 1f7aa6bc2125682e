#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "match/levels.h"
#include "match/likeness.h"
#include "match/sound.h"
#include "norm/nametable.h"
#include "text/utf8.h"

#define OUTWARD_LEAST 5 /* bytes of a postcode with letters */

enum likeness_script
likeness_script(struct span text)
{
	const char *at = text.data;
	enum likeness_script script = LIKENESS_ALPHABET;
	uint32_t code;

	while (at < text.data + text.len) {
		code = utf8_next(&at, text.data + text.len);
		if (code >= 0x30a0 && code <= 0x30ff) {
			if (script == LIKENESS_ALPHABET)
				script = LIKENESS_KANA;
		} else if (code >= 0x2e80) {
			return LIKENESS_HAN;
		}
	}
	return script;
}

int
likeness_edits(struct span a, struct span b, struct edit_masks *masks)
{
	struct edit_text x, y;

	edit_read(a, &x);
	edit_read(b, &y);
	return edit_distance(&x, &y, masks);
}

int
likeness_nearness(struct span a, struct span b, struct edit_masks *masks)
{
	struct edit_text x, y;

	edit_read(a, &x);
	edit_read(b, &y);
	return edit_jaro_winkler(&x, &y, masks);
}

static bool
is_initial(struct span a, struct span b)
{
	struct span shorter = a.len < b.len ? a : b;
	struct span longer = a.len < b.len ? b : a;

	return utf8_length(shorter) == 1 && longer.len > shorter.len &&
	    memcmp(longer.data, shorter.data, shorter.len) == 0;
}

static int
latin_names(
    struct span a, struct span b, bool is_given, struct edit_masks *masks)
{
	struct edit_text x, y;
	size_t shorter;
	int edits, near;

	if (is_initial(a, b))
		return NAME_INITIAL;
	if (is_given && nametable_is_short(a, b))
		return NAME_SHORT;
	edit_read(a, &x);
	edit_read(b, &y);
	shorter = x.n < y.n ? x.n : y.n;
	edits = edit_distance(&x, &y, masks);
	near = edit_jaro_winkler(&x, &y, masks);
	if ((edits == 1 && shorter >= 4) || near >= 9500)
		return NAME_NEAR;
	if (edits == 1 && shorter >= 3)
		return NAME_CLOSE;
	if (near >= 8800 || (edits == 2 && shorter >= 6))
		return NAME_CLOSE;
	return near >= 8000 ? NAME_FAR : NAME_ELSE;
}

/* Two or three kanji: one that differs is another name as often as not. */
static int
short_names(
    struct span a, struct span b, bool is_kanji, struct edit_masks *masks)
{
	struct edit_text x, y;
	size_t shorter;

	edit_read(a, &x);
	edit_read(b, &y);
	shorter = x.n < y.n ? x.n : y.n;
	if (shorter == 0 || edit_distance(&x, &y, masks) != 1)
		return NAME_ELSE;
	if (is_kanji && shorter < 2)
		return NAME_ELSE;
	if (is_kanji)
		return shorter >= 3 ? NAME_CLOSE : NAME_FAR;
	if (shorter >= 4)
		return NAME_NEAR;
	return shorter >= 3 ? NAME_CLOSE : NAME_FAR;
}

static bool
is_latin_reading(struct span a, struct span b)
{
	struct buf x = {0}, y = {0};
	bool is_equal;

	sound_latin(a, &x);
	sound_latin(b, &y);
	is_equal = x.len > 0 && span_eq(buf_get(&x), buf_get(&y));
	buf_clear(&x);
	buf_clear(&y);
	return is_equal;
}

/* Kana and Latin letters; kanji and a reading that a table knows. */
static int
mixed_names(struct span a, struct span b, enum likeness_script x,
    enum likeness_script y, bool is_given)
{
	struct span swap;

	if (x != LIKENESS_HAN && y != LIKENESS_HAN)
		return is_latin_reading(a, b) ? NAME_READING : NAME_ELSE;
	if (x == LIKENESS_ALPHABET || y == LIKENESS_ALPHABET)
		return 0;
	if (y == LIKENESS_HAN) {
		swap = a;
		a = b;
		b = swap;
	}
	if (is_given ? nametable_given_reads(a, b)
		     : nametable_family_reads(a, b))
		return NAME_READING;
	/* A name that the table knows, but not so read. */
	if (is_given)
		return nametable_is_given(a) ? NAME_ELSE : 0;
	return nametable_population(a) > 0 ? NAME_ELSE : 0;
}

int
likeness_name(
    struct span a, struct span b, bool is_given, struct edit_masks *masks)
{
	enum likeness_script x, y;

	if (span_eq(a, b))
		return NAME_EXACT;
	x = likeness_script(a);
	y = likeness_script(b);
	if (x != y)
		return mixed_names(a, b, x, y, is_given);
	if (x == LIKENESS_ALPHABET)
		return latin_names(a, b, is_given, masks);
	return short_names(a, b, x == LIKENESS_HAN, masks);
}

static bool
is_sign(char c)
{
	return c == ' ' || c == ',' || c == '.' || c == '-' || c == '(' ||
	    c == ')' || c == '/' || c == '\'';
}

/* The next word; empty at the end. */
static struct span
next_word(struct span *text)
{
	struct span word;

	while (text->len > 0 && is_sign(text->data[0])) {
		text->data++;
		text->len--;
	}
	word = span_make(text->data, 0);
	while (text->len > 0 && !is_sign(text->data[0])) {
		text->data++;
		text->len--;
		word.len++;
	}
	return word;
}

static bool
is_filler(struct span word)
{
	static const struct span fillers[] = {SPAN("of"), SPAN("the"),
	    SPAN("and"), SPAN("de"), SPAN("la"), SPAN("von"), SPAN("van"),
	    SPAN("st"), SPAN("saint"), SPAN("city"), SPAN("upon"), SPAN("on")};
	size_t i;

	for (i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++)
		if (span_eq(word, fillers[i]))
			return true;
	return word.len < 2;
}

/* Are two texts more than one edit apart, as is seen without counting? But for
 * what they begin and end with alike they are two characters at most then; a
 * character has up to four bytes. */
static bool
is_surely_more(struct span a, struct span b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	size_t longer = a.len < b.len ? b.len : a.len;
	size_t start = 0, end = 0;

	/* Behind EDIT_MAX characters nobody looks. */
	if (longer > EDIT_MAX || longer - shorter > 4)
		return longer <= EDIT_MAX;
	while (start < shorter && a.data[start] == b.data[start])
		start++;
	while (end < shorter - start &&
	    a.data[a.len - 1 - end] == b.data[b.len - 1 - end])
		end++;
	return longer - start - end > 8;
}

static bool
share_word(struct span a, struct span b, struct edit_masks *masks)
{
	struct span rest, x, y;

	for (x = next_word(&a); x.len > 0; x = next_word(&a)) {
		if (is_filler(x))
			continue;
		rest = b;
		for (y = next_word(&rest); y.len > 0; y = next_word(&rest))
			if (span_eq(x, y) ||
			    (x.len >= 5 && y.len >= 5 &&
				!is_surely_more(x, y) &&
				likeness_edits(x, y, masks) == 1))
				return true;
	}
	return false;
}

static bool
share_initial(struct span a, struct span b)
{
	struct span rest, x, y;

	for (x = next_word(&a); x.len > 0; x = next_word(&a)) {
		rest = b;
		for (y = next_word(&rest); y.len > 0; y = next_word(&rest))
			if ((x.len == 1 || y.len == 1) &&
			    x.data[0] == y.data[0])
				return true;
	}
	return false;
}

int
likeness_words(struct span a, struct span b, struct edit_masks *masks)
{
	if (span_eq(a, b))
		return OTHER_EXACT;
	if (likeness_nearness(a, b, masks) >= 9200)
		return OTHER_NEAR;
	if (share_word(a, b, masks))
		return OTHER_SOME;
	return share_initial(a, b) ? OTHER_INITIAL : OTHER_ELSE;
}

static struct span
local_part(struct span email)
{
	const char *at = memchr(email.data, '@', email.len);

	return span_make(
	    email.data, at == NULL ? email.len : (size_t)(at - email.data));
}

bool
likeness_is_local(struct span a, struct span b)
{
	return span_eq(local_part(a), local_part(b));
}

int
likeness_text(struct span a, struct span b, struct edit_masks *masks)
{
	int near;

	if (span_eq(a, b))
		return TEXT_EXACT;
	near = likeness_nearness(a, b, masks);
	if (near >= 9300 ||
	    (a.len >= 5 && b.len >= 5 && !is_surely_more(a, b) &&
		likeness_edits(a, b, masks) == 1))
		return TEXT_NEAR;
	if (near >= 8700 || share_word(a, b, masks))
		return TEXT_CLOSE;
	return TEXT_ELSE;
}

/* The signs of one kind, digits or letters, into a buffer of 64. */
static size_t
pick(struct span text, bool is_digit, char *out)
{
	size_t i, n = 0;

	for (i = 0; i < text.len && n < 64; i++)
		if ((text.data[i] >= '0' && text.data[i] <= '9') == is_digit &&
		    !is_sign(text.data[i]) && text.data[i] != '_')
			out[n++] = text.data[i];
	return n;
}

/* Is the local part the name and hardly more? One of the names has to be in
 * it, and no digits but few. */
static bool
is_made_of(struct span local, const struct span *names, size_t n)
{
	char letters[64], digits[64];
	size_t n_letters = pick(local, false, letters);
	size_t i, at, covered = 0;

	if (pick(local, true, digits) > 1)
		return false;
	for (i = 0; i < n; i++) {
		if (names[i].len < 2 || names[i].len > n_letters)
			continue;
		for (at = 0; at + names[i].len <= n_letters; at++)
			if (memcmp(letters + at, names[i].data, names[i].len) ==
			    0) {
				covered += names[i].len;
				break;
			}
	}
	return covered > 0 && covered + 2 >= n_letters;
}

/* Relatives have mails that differ in their first letter, and others differ
 * in a digit: neither is a slip of the pen. *${n} is how many digits there
 * are. */
static bool
may_be_slip(struct span a, struct span b, size_t *n)
{
	struct span x = local_part(a), y = local_part(b);
	char left[64], right[64];

	*n = 0;
	if (x.len == 0 || y.len == 0 || x.data[0] != y.data[0])
		return false;
	*n = pick(a, true, left);
	return pick(b, true, right) == *n && memcmp(left, right, *n) == 0;
}

int
likeness_email(struct span a, struct span b, const struct span *names,
    size_t n_names, struct edit_masks *masks)
{
	struct span x = local_part(a), y = local_part(b);
	size_t n;
	int edits;

	if (span_eq(a, b))
		return EMAIL_EXACT;
	if (span_eq(x, y))
		return is_made_of(x, names, n_names) || x.len < 5 ? EMAIL_NAME
								  : EMAIL_LOCAL;
	if (!may_be_slip(a, b, &n))
		return EMAIL_ELSE;
	edits = likeness_edits(a, b, masks);
	if (edits == 1 || (edits <= 3 && n > 0 && a.len >= 12))
		return EMAIL_NEAR;
	return n > 0 && likeness_nearness(a, b, masks) >= 9400 ? EMAIL_NEAR
							       : EMAIL_ELSE;
}

uint32_t
likeness_hint_email(struct span text)
{
	struct span local = local_part(text);
	char signs[64 + 1];
	size_t n = pick(text, true, signs);

	signs[n++] = local.len == 0 ? '@' : local.data[0];
	return (uint32_t)(hash_64(0, local) >> 48) << 16 |
	    (uint32_t)(hash_64(0, span_make(signs, n)) >> 48);
}

/* Is each of 16 kinds of characters there an odd number of times? And the
 * last seven digits, which make telephone numbers alike. */
uint32_t
likeness_hint_digits(struct span text)
{
	struct edit_text read;
	uint32_t odd = 0, end = 0;
	size_t i;

	edit_read(text, &read);
	for (i = 0; i < read.n; i++)
		odd ^= UINT32_C(1) << (read.code[i] & 15);
	if (text.len >= 8)
		end = (uint32_t)(hash_64(0,
				     span_make(text.data + text.len - 7, 7)) >>
		    48);
	return end << 16 | odd;
}

uint32_t
likeness_hint_postcode(struct span text)
{
	char signs[64];
	uint32_t start = 0;

	if (text.len >= OUTWARD_LEAST && pick(text, false, signs) > 0)
		start =
		    (uint32_t)(hash_64(0, span_make(text.data, text.len - 3)) >>
			48);
	return start << 16 | (likeness_hint_digits(text) & 0xffff);
}

/* One edit? Of texts that differ in their middle in more than two places, or
 * in length by more than one, this is known at once. */
static bool
is_one_edit(struct span a, struct span b, struct edit_masks *masks)
{
	size_t i, apart = 0;

	if (a.len > b.len + 1 || b.len > a.len + 1)
		return false;
	for (i = 0; i < a.len && a.len == b.len; i++)
		apart += a.data[i] != b.data[i];
	return apart <= 2 && likeness_edits(a, b, masks) == 1;
}

int
likeness_phone(struct span a, struct span b, struct edit_masks *masks)
{
	if (span_eq(a, b))
		return TEL_EXACT;
	if (a.len >= 8 && b.len >= 8 &&
	    memcmp(a.data + a.len - 7, b.data + b.len - 7, 7) == 0)
		return TEL_END;
	return is_one_edit(a, b, masks) ? TEL_DIGIT : TEL_ELSE;
}

int
likeness_id(struct span a, struct span b, struct edit_masks *masks)
{
	if (span_eq(a, b))
		return ID_EXACT;
	return a.len >= 4 && b.len >= 4 && is_one_edit(a, b, masks) ? ID_NEAR
								    : ID_ELSE;
}

/* A number below 100 as two digits of four bits. */
static uint32_t
two_digits(int number)
{
	uint32_t n = (uint32_t)number;

	return n + 6 * (n / 10);
}

/* YYYYMMDD, four bits a digit. */
static uint32_t
digits_of(const struct facts_dates *date)
{
	return two_digits(date->year / 100) << 24 |
	    two_digits(date->year % 100) << 16 | two_digits(date->month) << 8 |
	    two_digits(date->day);
}

/* How many digits differ, 3 being many; 1 also where two neighbours only
 * changed places. */
static int
digits_apart(const struct facts_dates *a, const struct facts_dates *b)
{
	uint32_t x = digits_of(a), y = digits_of(b), apart = x ^ y;
	uint32_t first, last;

	/* One bit for each digit. */
	apart |= apart >> 1;
	apart = (apart | apart >> 2) & 0x11111111;
	last = apart & (apart - 1);
	if (last == 0)
		return apart != 0;
	if ((last & (last - 1)) != 0)
		return 3;
	first = apart ^ last;
	if (last != first << 4)
		return 2;
	x = x / first & 0xff;
	y = y / first & 0xff;
	return x == (y >> 4 | (y & 15) << 4) ? 1 : 2;
}

static int
partial_dates(const struct facts_dates *a, const struct facts_dates *b)
{
	if (a->year == 0 || b->year == 0)
		return 0;
	if (a->year != b->year)
		return BIRTH_ELSE;
	if (a->month == 0 || b->month == 0)
		return BIRTH_PART_YEAR;
	return a->month == b->month ? BIRTH_PART_MONTH : BIRTH_SAME_YEAR;
}

/* Is every part hardly off? A year or a decade, a month, three days. */
static bool
are_parts_near(const struct facts_dates *a, const struct facts_dates *b)
{
	int years = abs(a->year - b->year);

	return (years <= 1 || years == 10) && abs(a->month - b->month) <= 1 &&
	    abs(a->day - b->day) <= 3;
}

int
likeness_date(const struct facts_dates *a, const struct facts_dates *b)
{
	bool year = a->year == b->year, month = a->month == b->month;
	bool day = a->day == b->day;
	int apart;

	if (a->day == 0 || b->day == 0)
		return partial_dates(a, b);
	if (year && month && day)
		return BIRTH_EXACT;
	if (year && a->month == b->day && a->day == b->month)
		return BIRTH_TURNED;
	apart = digits_apart(a, b);
	if (apart == 1)
		return BIRTH_DIGIT;
	if (year + month + day == 2)
		return BIRTH_TWO;
	if (apart == 2 || are_parts_near(a, b))
		return BIRTH_NEAR;
	return year ? BIRTH_SAME_YEAR : BIRTH_ELSE;
}
