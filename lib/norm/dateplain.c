#include "norm/dateplain.h"

#include "base/civil.h"
#include "norm/ascii.h"

struct era {
	char letter;
	unsigned char mark;
	int first[3]; /* its first day, Gregorian */
	int last[3];
};

/* The day on which an era changes belongs to both, but for 昭和 to 平成 and
 * 平成 to 令和, which changed at midnight. Source: 元号法 and the edicts. */
static const struct era eras[] = {
    {'m', ASCII_MEIJI, {1868, 1, 25}, {1912, 7, 30}},
    {'t', ASCII_TAISHO, {1912, 7, 30}, {1926, 12, 25}},
    {'s', ASCII_SHOWA, {1926, 12, 25}, {1989, 1, 7}},
    {'h', ASCII_HEISEI, {1989, 1, 8}, {2019, 4, 30}},
    {'r', ASCII_REIWA, {2019, 5, 1}, {9999, 12, 31}},
};

static bool
is_end(const struct cursor *cursor)
{
	struct cursor ahead = *cursor;

	(void)datepart_blanks(&ahead);
	return ahead.at == ahead.end;
}

/* Behind 2026年: 1月5日, with blanks or without, as far as it is there. */
static enum date_result
read_kanji_month_day(struct cursor *cursor, struct datepart *part)
{
	if (is_end(cursor))
		return DATE_OK;
	(void)datepart_blanks(cursor);
	if (!datepart_number(cursor, 1, 2, &part->month) ||
	    !datepart_take(cursor, ASCII_MONTH))
		return DATE_BAD;
	part->precision = DATE_MONTH;
	if (is_end(cursor))
		return DATE_OK;
	(void)datepart_blanks(cursor);
	if (!datepart_number(cursor, 1, 2, &part->day) ||
	    !datepart_take(cursor, ASCII_DAY))
		return DATE_BAD;
	part->precision = DATE_DAY;
	return DATE_OK;
}

/* Do these part the numbers of a date? */
static bool
is_separator(char c)
{
	return c == '-' || c == '/' || c == '.';
}

/* Behind the year: month and day as far as they are there. */
static enum date_result
read_month_day(struct cursor *cursor, struct datepart *part)
{
	char separator = datepart_peek(cursor);

	part->precision = DATE_YEAR;
	if (datepart_take(cursor, ASCII_YEAR))
		return read_kanji_month_day(cursor, part);
	if (is_end(cursor))
		return DATE_OK;
	if (!is_separator(separator))
		return DATE_BAD;
	cursor->at++;
	(void)datepart_blanks(cursor);
	if (!datepart_number(cursor, 1, 2, &part->month))
		return DATE_BAD;
	part->precision = DATE_MONTH;
	if (is_end(cursor))
		return DATE_OK;
	if (!datepart_take(cursor, separator))
		return DATE_BAD;
	(void)datepart_blanks(cursor);
	if (!datepart_number(cursor, 1, 2, &part->day))
		return DATE_BAD;
	part->precision = DATE_DAY;
	return DATE_OK;
}

/* Is any day of the year, month or day that was read within the era? */
static bool
is_within(const struct era *era, const struct datepart *part)
{
	bool has_month = part->precision >= DATE_MONTH;
	bool has_day = part->precision >= DATE_DAY;
	int low = part->year * 10000 + (has_month ? part->month * 100 : 0) +
	    (has_day ? part->day : 0);
	int high = part->year * 10000 + (has_month ? part->month * 100 : 1200) +
	    (has_day ? part->day : 31);

	return low <=
	    era->last[0] * 10000 + era->last[1] * 100 + era->last[2] &&
	    high >= era->first[0] * 10000 + era->first[1] * 100 + era->first[2];
}

/* The era that the text begins with, or NULL; the cursor is then behind. */
static const struct era *
take_era(struct cursor *cursor)
{
	char c = datepart_peek(cursor);
	size_t i;

	for (i = 0; i < sizeof(eras) / sizeof(eras[0]); i++) {
		if (c != 0 &&
		    (ascii_lower(c) == eras[i].letter || c == eras[i].mark)) {
			cursor->at++;
			return &eras[i];
		}
	}
	return NULL;
}

static enum date_result
read_era(struct cursor *cursor, const struct era *era, struct datepart *part)
{
	enum date_result result = DATE_OK;
	int year = 1;

	(void)datepart_blanks(cursor);
	(void)datepart_take(cursor, '.');
	if (datepart_digits(cursor) == 6) { /* R060501 */
		(void)datepart_number(cursor, 2, 2, &year);
		(void)datepart_number(cursor, 2, 2, &part->month);
		(void)datepart_number(cursor, 2, 2, &part->day);
		part->precision = DATE_DAY;
	} else if (!datepart_take(cursor, ASCII_FIRST) &&
	    !datepart_number(cursor, 1, 2, &year)) {
		return DATE_BAD;
	}
	part->year = era->first[0] + year - 1;
	if (part->precision < DATE_DAY)
		result = read_month_day(cursor, part);
	if (result != DATE_OK)
		return result;
	return year > 0 && is_within(era, part) ? DATE_OK : DATE_BAD;
}

/* Is it a date in any order, with a year of two digits perhaps? */
static bool
is_any_date(int a, int b, int c)
{
	int year = c < 100 ? 2000 + c : c;

	return civil_is_date(year, b, a) || civil_is_date(year, a, b) ||
	    (c < 100 && civil_is_date(2000 + a, b, c));
}

/* 05/06/2024 and 24-05-01 are dates, but nobody knows which. */
static enum date_result
read_short(struct cursor *cursor)
{
	int a;
	int b;
	int c;
	char separator;
	size_t digits;

	if (!datepart_number(cursor, 1, 2, &a))
		return DATE_BAD;
	separator = datepart_peek(cursor);
	if (!is_separator(separator))
		return DATE_BAD;
	cursor->at++;
	if (!datepart_number(cursor, 1, 2, &b) ||
	    !datepart_take(cursor, separator))
		return DATE_BAD;
	digits = datepart_digits(cursor);
	if (digits != 2 && digits != 4)
		return DATE_BAD;
	(void)datepart_number(cursor, 2, 4, &c);
	return is_any_date(a, b, c) ? DATE_AMBIGUOUS : DATE_BAD;
}

/* 20260105, and with a time behind it 202601051000, 20260105100000. */
static enum date_result
read_compact(struct cursor *cursor, size_t digits, struct datepart *part)
{
	(void)datepart_number(cursor, 4, 4, &part->year);
	(void)datepart_number(cursor, 2, 2, &part->month);
	(void)datepart_number(cursor, 2, 2, &part->day);
	part->precision = DATE_DAY;
	if (digits > 8) {
		(void)datepart_number(cursor, 2, 2, &part->hour);
		(void)datepart_number(cursor, 2, 2, &part->minute);
		part->precision = DATE_MINUTE;
	}
	if (digits > 12) {
		(void)datepart_number(cursor, 2, 2, &part->second);
		part->precision = DATE_SECOND;
	}
	return DATE_OK;
}

static enum date_result
read_date(struct cursor *cursor, struct datepart *part)
{
	const struct era *era = take_era(cursor);
	size_t digits;

	if (era != NULL)
		return read_era(cursor, era, part);
	digits = datepart_digits(cursor);
	if (digits == 8 || digits == 12 || digits == 14)
		return read_compact(cursor, digits, part);
	if (digits != 4)
		return read_short(cursor);
	(void)datepart_number(cursor, 4, 4, &part->year);
	return read_month_day(cursor, part);
}

/* (水), (水曜日), 水曜日, (Wed), Wednesday: taken only if it is one. */
static void
read_weekday(struct cursor *cursor, struct datepart *part)
{
	struct cursor ahead = *cursor;
	bool is_open;
	bool is_full = true;
	int weekday;

	(void)datepart_blanks(&ahead);
	is_open = datepart_take(&ahead, '(');
	weekday = datepart_word(&ahead, datepart_weekdays, 7);
	if (weekday < 0) {
		weekday = datepart_kanji_weekday(&ahead);
		is_full = datepart_take(&ahead, ASCII_WEEKDAY);
		if (is_full)
			(void)datepart_take(&ahead, ASCII_DAY);
	}
	if (weekday < 0 || (is_open && !datepart_take(&ahead, ')')) ||
	    (!is_open && !is_full))
		return;
	part->weekday = weekday;
	*cursor = ahead;
}

/* Seconds and their fraction, or nothing. */
static bool
read_seconds(struct cursor *cursor, struct datepart *part, bool is_kanji)
{
	if (is_kanji ? datepart_digits(cursor) == 0
		     : !datepart_take(cursor, ':'))
		return true;
	if (!datepart_number(cursor, is_kanji ? 1 : 2, 2, &part->second))
		return false;
	part->precision = DATE_SECOND;
	if (is_kanji)
		return datepart_take(cursor, ASCII_SECOND);
	if (datepart_take(cursor, '.') || datepart_take(cursor, ','))
		return datepart_fraction(cursor, part);
	return true;
}

/* 10:00, 10:00:00.5, 10時30分15秒 */
static bool
read_clock(struct cursor *cursor, struct datepart *part)
{
	bool is_kanji;

	if (!datepart_number(cursor, 1, 2, &part->hour))
		return false;
	part->precision = DATE_MINUTE;
	is_kanji = datepart_take(cursor, ASCII_HOUR);
	if (is_kanji && datepart_digits(cursor) == 0)
		return true;
	if (!is_kanji && !datepart_take(cursor, ':'))
		return false;
	if (!datepart_number(cursor, is_kanji ? 1 : 2, 2, &part->minute) ||
	    (is_kanji && !datepart_take(cursor, ASCII_MINUTE)))
		return false;
	return read_seconds(cursor, part, is_kanji);
}

/* T1000, T100000, as ISO 8601 has it in its basic format. */
static bool
read_basic_clock(struct cursor *cursor, struct datepart *part)
{
	bool has_seconds = datepart_digits(cursor) == 6;

	(void)datepart_number(cursor, 2, 2, &part->hour);
	(void)datepart_number(cursor, 2, 2, &part->minute);
	part->precision = DATE_MINUTE;
	if (!has_seconds)
		return true;
	(void)datepart_number(cursor, 2, 2, &part->second);
	part->precision = DATE_SECOND;
	if (datepart_take(cursor, '.') || datepart_take(cursor, ','))
		return datepart_fraction(cursor, part);
	return true;
}

static bool
read_time(struct cursor *cursor, struct datepart *part)
{
	bool has_half;
	bool is_pm;
	size_t digits;

	has_half = datepart_half(cursor, &is_pm);
	(void)datepart_blanks(cursor);
	digits = datepart_digits(cursor);
	if (digits == 4 || digits == 6 ? !read_basic_clock(cursor, part)
				       : !read_clock(cursor, part))
		return false;
	(void)datepart_blanks(cursor);
	if (!has_half)
		has_half = datepart_half(cursor, &is_pm);
	return !has_half || datepart_clock(part, is_pm);
}

/* What stands behind a whole date. */
static enum date_result
read_behind(struct cursor *cursor, struct datepart *part)
{
	bool has_t;

	read_weekday(cursor, part);
	has_t = datepart_take(cursor, 'T') || datepart_take(cursor, 't');
	if (!has_t && is_end(cursor))
		return DATE_OK;
	/* 2024-05-0110:00 is a slip, not a time. */
	if (!datepart_blanks(cursor) && !has_t &&
	    ascii_is_digit(cursor->at[-1]) &&
	    ascii_is_digit(datepart_peek(cursor)))
		return DATE_BAD;
	return read_time(cursor, part) ? DATE_OK : DATE_BAD;
}

enum date_result
dateplain_read(struct span text, struct datepart *part)
{
	struct cursor cursor = {text.data, text.data + text.len};
	enum date_result result;

	*part = (struct datepart){.weekday = -1};
	(void)datepart_blanks(&cursor);
	result = read_date(&cursor, part);
	if (result == DATE_OK && part->precision == DATE_DAY)
		result = read_behind(&cursor, part);
	if (result != DATE_OK)
		return result;
	(void)datepart_blanks(&cursor);
	if (part->precision >= DATE_MINUTE && !is_end(&cursor) &&
	    !datepart_offset(&cursor, part))
		return DATE_BAD;
	return is_end(&cursor) ? DATE_OK : DATE_BAD;
}
