#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/num.h"
#include "map/profile.h"
#include "map/shape.h"
#include "norm/ascii.h"
#include "norm/norm.h"
#include "text/fold.h"
#include "text/utf8.h"

#define DATES 200 /* values that are tried with every format */
#define EARLY 12  /* a format that fits none of so many fits none */

static const char *const names[PROFILE_SHAPES] = {"e-mail addresses",
    "phone numbers", "postcodes", "dates", "times of the day", "URLs",
    "digits alone", "with digits", "numbers", "amounts with a sign of money",
    "currencies", "kana", "Japanese text", "genders", "yes or no"};

/* Where one order of day and month has a twin, the twin follows it. */
static const struct {
	const char *format;
	bool has_twin;
} formats[] = {
    {"", false},
    {"%m/%d/%Y", true},
    {"%d/%m/%Y", false},
    {"%m/%d/%Y %H:%M", true},
    {"%d/%m/%Y %H:%M", false},
    {"%m/%d/%Y %H:%M:%S", true},
    {"%d/%m/%Y %H:%M:%S", false},
    {"%m/%d/%Y %I:%M %p", true},
    {"%d/%m/%Y %I:%M %p", false},
    {"%m/%d/%Y %I:%M:%S %p", true},
    {"%d/%m/%Y %I:%M:%S %p", false},
    {"%m/%d/%y", true},
    {"%d/%m/%y", false},
    {"%m-%d-%Y", true},
    {"%d-%m-%Y", false},
    {"%m.%d.%Y", true},
    {"%d.%m.%Y", false},
    {"%d.%m.%Y %H:%M", false},
    {"%Y-%m-%d %I:%M:%S %p", false},
    {"%b %d, %Y", false},
    {"%b %d, %Y %I:%M %p", false},
    {"%d %b %Y", false},
    {"%d-%b-%Y", false},
    {"%Y%m%d%H%M%S", false},
    {"rfc2822", false},
    {"epoch_s", false},
    {"epoch_ms", false},
    {"epoch_us", false},
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

const char *
profile_name(enum profile_shape shape)
{
	return names[shape];
}

int
profile_share(const struct profile *profile, enum profile_shape shape)
{
	if (profile->n == 0)
		return 0;
	return (int)(profile->hits[shape] * 100 / profile->n);
}

static bool
is_whole(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!ascii_is_digit(text.data[i]))
			return false;
	return text.len > 0;
}

static size_t
count_digits(struct span text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += ascii_is_digit(text.data[i]);
	return n;
}

/* A number alone may be anything: one that is dialled begins with 0 or + or
 * has something between its digits. */
static bool
is_phone(struct span text, struct arena *arena)
{
	struct phone phone;
	struct span folded = fold_nfkc(text, arena);

	if (count_digits(folded) < 9 || folded.len > 40)
		return false;
	if (is_whole(folded) && folded.data[0] != '0' && folded.len != 10)
		return false;
	if (memchr(folded.data, ':', folded.len) != NULL &&
	    !span_starts(folded, "tel:"))
		return false;
	return phone_parse(folded, span_of("JP"), &phone, arena);
}

/* 530-0001, 5300001, 94107 */
static bool
is_postcode(struct span text, struct arena *arena)
{
	struct span folded = fold_key(text, arena);
	size_t digits = count_digits(folded);

	if (span_starts(folded, "〒"))
		folded = span_make(folded.data + 3, folded.len - 3);
	if (folded.len == 8 && digits == 7)
		return folded.data[3] == '-';
	return digits == folded.len &&
	    (digits == 7 || digits == 5 || digits == 6);
}

static bool
is_clock(struct span text)
{
	struct date date;
	char room[64] = "2000-01-01 ";
	size_t at = strlen(room);

	if (text.len < 4 || text.len > 14 ||
	    memchr(text.data, ':', text.len) == NULL)
		return false;
	memcpy(room + at, text.data, text.len);
	return date_parse(span_make(room, at + text.len), span_of(""), &date) ==
	    DATE_OK;
}

static bool
is_kana(uint32_t code)
{
	return (code >= 0x3041 && code <= 0x30ff) ||
	    (code >= 0xff66 && code <= 0xff9f);
}

static void
count_script(struct span text, struct profile *profile)
{
	const char *at = text.data;
	const char *end = at + text.len;
	bool is_all_kana = text.len > 0;
	bool has_japanese = false;

	while (at < end) {
		uint32_t code = utf8_next(&at, end);

		has_japanese |=
		    is_kana(code) || (code >= 0x3005 && code <= 0x9fff);
		is_all_kana &= is_kana(code) || code == ' ' || code == 0x3000;
	}
	profile->hits[PROFILE_KANA] += is_all_kana && has_japanese;
	profile->hits[PROFILE_KANJI] += has_japanese && !is_all_kana;
}

static bool
has_money_sign(struct span text)
{
	static const char *const signs[] = {"¥", "￥", "$", "€", "£", "円"};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (span_starts(text, signs[i]) || span_ends(text, signs[i]))
			return true;
	return text.len > 1 && text.data[0] == '-' && text.data[1] == '$';
}

static void
count_numbers(struct span text, struct profile *profile)
{
	int64_t value;
	bool is_number = count_digits(text) > 0 &&
	    (money_number(text, '.', '\0', 3, &value) ||
		money_number(text, ',', '\0', 3, &value));

	profile->hits[PROFILE_WHOLE] += is_whole(text);
	profile->hits[PROFILE_DIGITS] += count_digits(text) > 0;
	profile->hits[PROFILE_NUMBER] += is_number;
	profile->hits[PROFILE_YEN] += is_number && has_money_sign(text);
	profile->has_decimals |= is_number &&
	    money_number(text, '.', '\0', 3, &value) && value % 1000 != 0;
}

static void
count_value(struct span text, struct profile *profile, struct arena *arena)
{
	size_t *hits = profile->hits;
	struct span normal;

	hits[PROFILE_EMAIL] += memchr(text.data, '@', text.len) != NULL &&
	    email_normal(text, &normal, arena);
	hits[PROFILE_PHONE] += is_phone(text, arena);
	hits[PROFILE_POSTCODE] += is_postcode(text, arena);
	hits[PROFILE_CLOCK] += is_clock(text);
	hits[PROFILE_URL] +=
	    span_starts(text, "http://") || span_starts(text, "https://");
	hits[PROFILE_CURRENCY] +=
	    text.len == 3 && money_currency_digits(text) >= 0;
	hits[PROFILE_GENDER] += gender_of(text, arena) != NULL;
	hits[PROFILE_FLAG] += shape_flag(text) >= 0;
	count_numbers(text, profile);
	count_script(text, profile);
	if (text.len > profile->max_len)
		profile->max_len = text.len;
}

/* Is it a day of the years that people and events have? */
static bool
fits(struct span text, const char *format, struct date *date)
{
	enum date_result result = date_parse(text, span_of(format), date);

	if (result == DATE_SENTINEL) {
		date->precision = DATE_NONE;
		return true;
	}
	return result == DATE_OK && date->precision >= DATE_DAY &&
	    date->us > INT64_C(-2208988800) * 1000000 &&
	    date->us < INT64_C(4102444800) * 1000000;
}

static size_t
try_format(const struct span *values, size_t n, const char *format,
    struct profile *profile, bool is_final)
{
	size_t hits = 0, days = 0;
	struct date date;

	for (size_t i = 0; i < n; i++) {
		if (i == EARLY && hits == 0)
			return 0;
		if (!fits(values[i], format, &date))
			continue;
		hits++;
		days += date.precision <= DATE_DAY;
		if (is_final)
			profile->has_offset |= date.has_offset;
	}
	if (is_final)
		profile->is_date_only = hits > 0 && days == hits;
	return hits;
}

static void
find_format(const struct span *values, size_t n, struct profile *profile)
{
	size_t best = 0;
	size_t tried = n < DATES ? n : DATES;

	profile->format = "";
	for (size_t i = 0; i < FORMATS; i++) {
		size_t hits = try_format(
		    values, tried, formats[i].format, profile, false);

		if (hits > best) {
			best = hits;
			profile->format = formats[i].format;
			profile->other = NULL;
		} else if (hits == best && hits > 0 &&
		    formats[i - 1].has_twin &&
		    profile->format == formats[i - 1].format) {
			profile->other = formats[i].format;
		}
	}
	(void)try_format(values, tried, profile->format, profile, true);
	profile->hits[PROFILE_DATE] = tried == 0 ? 0 : best * n / tried;
}

static int
by_hash(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a;
	uint64_t right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static int
count_distinct(const struct span *values, size_t n, struct profile *profile,
    struct arena *arena)
{
	uint64_t *hashes = arena_alloc(arena, (n + 1) * sizeof(*hashes));

	if (hashes == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		hashes[i] = hash_64(0, values[i]);
	qsort(hashes, n, sizeof(*hashes), by_hash);
	for (size_t i = 0; i < n; i++)
		profile->distinct += i == 0 || hashes[i] != hashes[i - 1];
	for (size_t i = 0; i < n && profile->distinct <= PROFILE_WORDS; i++) {
		size_t w = 0;

		while (w < profile->n_words &&
		    !span_eq(profile->words[w], values[i]))
			w++;
		if (w == profile->n_words)
			profile->words[profile->n_words++] = values[i];
	}
	return 0;
}

int
profile_make(const struct span *values, size_t n, struct profile *profile,
    struct arena *arena)
{
	struct span *known = arena_alloc(arena, (n + 1) * sizeof(*known));
	struct arena scratch = {0};

	memset(profile, 0, sizeof(*profile));
	if (known == NULL)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (values[i].len == 0 || block_is_unknown(values[i]))
			continue;
		known[profile->n++] = values[i];
		count_value(values[i], profile, &scratch);
		arena_reset(&scratch);
	}
	arena_clear(&scratch);
	find_format(known, profile->n, profile);
	return count_distinct(known, profile->n, profile, arena);
}
