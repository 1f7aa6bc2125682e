#include "norm/datepattern.h"

#include "base/civil.h"
#include "norm/ascii.h"

/* One letter behind "%": how it is read, or the pattern that it stands for. */
struct rule {
	char letter;
	bool (*read)(struct cursor *, struct datepattern *);
	const char *stands_for;
};

static void
refine(struct datepattern *into, enum date_precision precision)
{
	if (into->part.precision < precision)
		into->part.precision = precision;
}

static bool
read_year(struct cursor *cursor, struct datepattern *into)
{
	refine(into, DATE_YEAR);
	return datepart_number(cursor, 4, 4, &into->part.year);
}

/* As POSIX has it: 69..99 are of the last century. */
static bool
read_short_year(struct cursor *cursor, struct datepattern *into)
{
	refine(into, DATE_YEAR);
	if (!datepart_number(cursor, 2, 2, &into->part.year))
		return false;
	into->part.year += into->part.year >= 69 ? 1900 : 2000;
	return true;
}

static bool
read_month(struct cursor *cursor, struct datepattern *into)
{
	refine(into, DATE_MONTH);
	return datepart_number(cursor, 1, 2, &into->part.month);
}

static bool
read_month_name(struct cursor *cursor, struct datepattern *into)
{
	refine(into, DATE_MONTH);
	into->part.month = datepart_word(cursor, datepart_months, 12) + 1;
	return into->part.month > 0;
}

static bool
read_day(struct cursor *cursor, struct datepattern *into)
{
	refine(into, DATE_DAY);
	(void)datepart_blanks(cursor);
	return datepart_number(cursor, 1, 2, &into->part.day);
}

static bool
read_day_of_year(struct cursor *cursor, struct datepattern *into)
{
	refine(into, DATE_DAY);
	return datepart_number(cursor, 1, 3, &into->of_year) &&
	    into->of_year > 0;
}

static bool
read_hour(struct cursor *cursor, struct datepattern *into)
{
	refine(into, DATE_MINUTE);
	(void)datepart_blanks(cursor);
	return datepart_number(cursor, 1, 2, &into->part.hour);
}

static bool
read_twelve(struct cursor *cursor, struct datepattern *into)
{
	into->is_twelve = true;
	return read_hour(cursor, into);
}

static bool
read_half(struct cursor *cursor, struct datepattern *into)
{
	bool is_pm;

	if (!datepart_half(cursor, &is_pm))
		return false;
	into->half = is_pm ? 2 : 1;
	return true;
}

static bool
read_minute(struct cursor *cursor, struct datepattern *into)
{
	refine(into, DATE_MINUTE);
	return datepart_number(cursor, 1, 2, &into->part.minute);
}

static bool
read_second(struct cursor *cursor, struct datepattern *into)
{
	refine(into, DATE_SECOND);
	return datepart_number(cursor, 1, 2, &into->part.second);
}

static bool
read_fraction(struct cursor *cursor, struct datepattern *into)
{
	return datepart_fraction(cursor, &into->part);
}

static bool
read_offset(struct cursor *cursor, struct datepattern *into)
{
	return datepart_offset(cursor, &into->part);
}

static bool
read_weekday(struct cursor *cursor, struct datepattern *into)
{
	int weekday = datepart_word(cursor, datepart_weekdays, 7);

	if (weekday < 0) {
		weekday = datepart_kanji_weekday(cursor);
		if (datepart_take(cursor, ASCII_WEEKDAY))
			(void)datepart_take(cursor, ASCII_DAY);
	}
	into->part.weekday = weekday;
	return weekday >= 0;
}

static bool
read_epoch(struct cursor *cursor, struct datepattern *into)
{
	bool is_negative = datepart_take(cursor, '-');
	size_t count = datepart_digits(cursor);

	if (count == 0 || count > 12)
		return false;
	into->has_epoch = true;
	into->epoch_s = 0;
	while (count-- > 0)
		into->epoch_s = into->epoch_s * 10 + (*cursor->at++ - '0');
	if (is_negative)
		into->epoch_s = -into->epoch_s;
	refine(into, DATE_SECOND);
	return true;
}

static bool
read_blanks(struct cursor *cursor, struct datepattern *into)
{
	(void)into;
	(void)datepart_blanks(cursor);
	return true;
}

static bool
read_percent(struct cursor *cursor, struct datepattern *into)
{
	(void)into;
	return datepart_take(cursor, '%');
}

static const struct rule rules[] = {
    {'Y', read_year, NULL},
    {'m', read_month, NULL},
    {'d', read_day, NULL},
    {'H', read_hour, NULL},
    {'M', read_minute, NULL},
    {'S', read_second, NULL},
    {'f', read_fraction, NULL},
    {'z', read_offset, NULL},
    {'T', NULL, "%H:%M:%S"},
    {'R', NULL, "%H:%M"},
    {'F', NULL, "%Y-%m-%d"},
    {'D', NULL, "%m/%d/%y"},
    {'y', read_short_year, NULL},
    {'b', read_month_name, NULL},
    {'B', read_month_name, NULL},
    {'a', read_weekday, NULL},
    {'A', read_weekday, NULL},
    {'p', read_half, NULL},
    {'I', read_twelve, NULL},
    {'Z', read_offset, NULL},
    {'e', read_day, NULL},
    {'j', read_day_of_year, NULL},
    {'s', read_epoch, NULL},
    {'n', read_blanks, NULL},
    {'t', read_blanks, NULL},
    {'%', read_percent, NULL},
};

static const struct rule *
find_rule(char letter)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (rules[i].letter == letter)
			return &rules[i];
	}
	return NULL;
}

/* %T and its like stand for plain letters only, so this calls itself once. */
static bool
read_by(struct cursor *cursor, struct span pattern, struct datepattern *into)
{
	struct cursor at = {pattern.data, pattern.data + pattern.len};
	const struct rule *rule;

	for (; at.at < at.end; at.at++) {
		if (*at.at == ' ') {
			(void)datepart_blanks(cursor);
			continue;
		}
		if (*at.at != '%') {
			if (!datepart_take(cursor, *at.at))
				return false;
			continue;
		}
		at.at++;
		rule = find_rule(datepart_peek(&at));
		if (rule == NULL)
			return false;
		if (rule->read != NULL
			? !rule->read(cursor, into)
			: !read_by(cursor, span_of(rule->stands_for), into))
			return false;
	}
	return true;
}

/* The parts that depend on others, once all are read. */
static bool
settle(struct datepattern *into)
{
	struct datepart *part = &into->part;
	struct civil civil;
	int year = part->year;

	if (into->is_twelve &&
	    (part->hour < 1 || !datepart_clock(part, into->half == 2)))
		return false;
	if (into->of_year > 0 && year > 0) {
		civil_from_days(
		    civil_days(year, 1, 1) + into->of_year - 1, &civil);
		part->month = civil.month;
		part->day = civil.day;
		return civil.year == year;
	}
	return true;
}

bool
datepattern_read(
    struct span text, struct span pattern, struct datepattern *into)
{
	struct cursor cursor = {text.data, text.data + text.len};

	*into = (struct datepattern){.part = {.weekday = -1}};
	(void)datepart_blanks(&cursor);
	if (!read_by(&cursor, pattern, into))
		return false;
	(void)datepart_blanks(&cursor);
	return cursor.at == cursor.end && settle(into);
}

/* Mark the letters that a pattern uses; false when one is not known. */
static bool
mark_letters(struct span pattern, bool has[128])
{
	size_t i;
	const struct rule *rule;

	for (i = 0; i < pattern.len; i++) {
		if (pattern.data[i] != '%')
			continue;
		if (++i == pattern.len)
			return false;
		rule = find_rule(pattern.data[i]);
		if (rule == NULL)
			return false;
		has[(unsigned char)rule->letter] = true;
		if (rule->stands_for != NULL &&
		    !mark_letters(span_of(rule->stands_for), has))
			return false;
	}
	return true;
}

/* Is any of the letters marked? */
static bool
has_any(const bool has[128], const char *letters)
{
	for (; *letters != '\0'; letters++) {
		if (has[(unsigned char)*letters])
			return true;
	}
	return false;
}

/* A date that names a day names its month, and an hour its day: else two
 * columns were meant to be joined and one was forgotten. */
bool
datepattern_is_one(struct span pattern)
{
	bool has[128] = {false};

	if (!mark_letters(pattern, has))
		return false;
	if (has['s'])
		return true;
	if (!has_any(has, "Yy") || has['I'] != has['p'])
		return false;
	if (has_any(has, "de") && !has_any(has, "mbB"))
		return false;
	if (has_any(has, "HI") && !has_any(has, "dej"))
		return false;
	return has_any(has, "HI") || !has_any(has, "MSf");
}
