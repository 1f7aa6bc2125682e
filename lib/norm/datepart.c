#include "norm/datepart.h"

#include "base/civil.h"
#include "norm/ascii.h"

const char *const datepart_months[12] = {"january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october",
    "november", "december"};

const char *const datepart_weekdays[7] = {"monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday"};

struct zone_word {
	const char *word;
	int offset_s;
};

static const struct zone_word zone_words[] = {
    {"utc", 0},
    {"gmt", 0},
    {"ut", 0},
    {"z", 0},
    {"jst", 9 * 3600},
    {"est", -5 * 3600},
    {"edt", -4 * 3600},
    {"cst", -6 * 3600},
    {"cdt", -5 * 3600},
    {"mst", -7 * 3600},
    {"mdt", -6 * 3600},
    {"pst", -8 * 3600},
    {"pdt", -7 * 3600},
};

char
datepart_peek(const struct cursor *cursor)
{
	return cursor->at < cursor->end ? *cursor->at : '\0';
}

bool
datepart_take(struct cursor *cursor, char c)
{
	if (cursor->at == cursor->end || *cursor->at != c)
		return false;
	cursor->at++;
	return true;
}

bool
datepart_blanks(struct cursor *cursor)
{
	const char *start = cursor->at;

	while (datepart_take(cursor, ' '))
		;
	return cursor->at > start;
}

size_t
datepart_digits(const struct cursor *cursor)
{
	const char *at = cursor->at;

	while (at < cursor->end && ascii_is_digit(*at))
		at++;
	return (size_t)(at - cursor->at);
}

bool
datepart_number(struct cursor *cursor, size_t least, size_t most, int *value)
{
	size_t count = 0;

	*value = 0;
	while (count < most && ascii_is_digit(datepart_peek(cursor))) {
		*value = *value * 10 + (*cursor->at++ - '0');
		count++;
	}
	return count >= least;
}

/* How many letters follow? */
static size_t
letters(const struct cursor *cursor)
{
	const char *at = cursor->at;

	while (at < cursor->end && ascii_is_alpha(*at))
		at++;
	return (size_t)(at - cursor->at);
}

static bool
is_word(const char *at, size_t len, const char *word)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (ascii_lower(at[i]) != word[i])
			return false;
	}
	return true;
}

int
datepart_word(struct cursor *cursor, const char *const *words, int number)
{
	size_t len = letters(cursor);
	int i;

	for (i = 0; i < number; i++) {
		if ((len == 3 || len == strlen(words[i])) &&
		    is_word(cursor->at, len, words[i])) {
			cursor->at += len;
			(void)datepart_take(cursor, '.');
			return i;
		}
	}
	return -1;
}

int
datepart_kanji_weekday(struct cursor *cursor)
{
	static const char *const days[] = {
	    "\x02", "火", "水", "木", "金", "土", "\x03"};
	struct span rest =
	    span_make(cursor->at, (size_t)(cursor->end - cursor->at));
	int i;

	for (i = 0; i < 7; i++) {
		if (span_starts(rest, days[i])) {
			cursor->at += strlen(days[i]);
			return i;
		}
	}
	return -1;
}

bool
datepart_half(struct cursor *cursor, bool *is_pm)
{
	struct cursor ahead = *cursor;
	char first = ascii_lower(datepart_peek(&ahead));

	*is_pm = first == 'p' || first == ASCII_PM;
	if (first == ASCII_AM || first == ASCII_PM) {
		cursor->at++;
		return true;
	}
	if (first != 'a' && first != 'p')
		return false;
	ahead.at++;
	(void)datepart_take(&ahead, '.');
	if (ascii_lower(datepart_peek(&ahead)) != 'm')
		return false;
	ahead.at++;
	(void)datepart_take(&ahead, '.');
	*cursor = ahead;
	return true;
}

/* Japan writes 午後0時 for noon, so 0 is an hour of the twelve, too. */
bool
datepart_clock(struct datepart *part, bool is_pm)
{
	if (part->hour > 12)
		return false;
	part->hour = part->hour % 12 + (is_pm ? 12 : 0);
	return true;
}

bool
datepart_fraction(struct cursor *cursor, struct datepart *part)
{
	size_t count = datepart_digits(cursor);
	size_t i;

	if (count == 0)
		return false;
	part->micro = 0;
	for (i = 0; i < 6; i++)
		part->micro =
		    part->micro * 10 + (i < count ? cursor->at[i] - '0' : 0);
	cursor->at += count;
	part->precision = count <= 3 ? DATE_MILLI : DATE_MICRO;
	return true;
}

/* +09, +0900, +09:00; the world's clocks are within fourteen hours. */
static bool
read_numeric_offset(struct cursor *cursor, struct datepart *part)
{
	bool is_west = datepart_peek(cursor) == '-';
	int hours;
	int minutes = 0;

	if (!is_west && datepart_peek(cursor) != '+')
		return false;
	cursor->at++;
	if (!datepart_number(cursor, 2, 2, &hours))
		return false;
	if (datepart_take(cursor, ':') || datepart_digits(cursor) > 0) {
		if (!datepart_number(cursor, 2, 2, &minutes))
			return false;
	}
	if (hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
		return false;
	part->has_offset = true;
	part->offset_s = (hours * 3600 + minutes * 60) * (is_west ? -1 : 1);
	return true;
}

bool
datepart_offset(struct cursor *cursor, struct datepart *part)
{
	size_t len = letters(cursor);
	size_t i;
	char c;

	if (len == 0)
		return read_numeric_offset(cursor, part);
	for (i = 0; i < sizeof(zone_words) / sizeof(zone_words[0]); i++) {
		if (len != strlen(zone_words[i].word) ||
		    !is_word(cursor->at, len, zone_words[i].word))
			continue;
		cursor->at += len;
		part->has_offset = true;
		part->offset_s = zone_words[i].offset_s;
		/* Browsers write GMT+0900. */
		c = datepart_peek(cursor);
		if (i < 2 && (c == '+' || c == '-'))
			return read_numeric_offset(cursor, part);
		return true;
	}
	return false;
}

/* Programs write these when they have no date. */
static bool
is_sentinel(const struct datepart *part)
{
	static const int sentinels[][3] = {
	    {0, 0, 0}, {1, 1, 1}, {1900, 1, 0}, {9999, 12, 31}};
	size_t i;

	for (i = 0; i < sizeof(sentinels) / sizeof(sentinels[0]); i++) {
		if (part->precision >= DATE_DAY &&
		    part->year == sentinels[i][0] &&
		    part->month == sentinels[i][1] &&
		    part->day == sentinels[i][2])
			return true;
	}
	return false;
}

static bool
is_time(const struct datepart *part)
{
	if (part->hour == 24)
		return part->minute == 0 && part->second == 0 &&
		    part->micro == 0;
	return part->hour < 24 && part->minute < 60 && part->second <= 60;
}

enum date_result
datepart_finish(const struct datepart *part, struct date *date)
{
	struct civil civil = {.year = part->year, .month = 1, .day = 1};
	int64_t days;

	if (is_sentinel(part))
		return DATE_SENTINEL;
	if (part->precision >= DATE_MONTH)
		civil.month = part->month;
	if (part->precision >= DATE_DAY)
		civil.day = part->day;
	if (!civil_is_date(civil.year, civil.month, civil.day) ||
	    !is_time(part))
		return DATE_BAD;
	days = civil_days(civil.year, civil.month, civil.day);
	if (part->weekday >= 0 && part->precision >= DATE_DAY &&
	    part->weekday != civil_weekday(days))
		return DATE_WEEKDAY;
	civil.hour = part->hour;
	civil.minute = part->minute;
	civil.second = part->second == 60 ? 59 : part->second;
	civil.micro = part->micro;
	date->us = civil_us(&civil) - part->offset_s * CIVIL_US_S;
	date->precision = part->precision;
	date->has_offset = part->has_offset;
	date->offset_s = part->offset_s;
	return DATE_OK;
}
