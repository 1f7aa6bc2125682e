#ifndef NORM_DATEPART_H
#define NORM_DATEPART_H

/*
 * The parts that a date is read into, and how they become a moment. Text is
 * folded (norm/ascii.h) before it is read.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "norm/date.h"

/* What is left to read. */
struct cursor {
	const char *at;
	const char *end;
};

struct datepart {
	int year;
	int month;
	int day;
	int hour; /* 24 only as 24:00 */
	int minute;
	int second; /* 60 is a leap second */
	int micro;
	enum date_precision precision;
	bool has_offset;
	int offset_s;
	int weekday; /* 0 = Monday, -1 = not said */
};

/**
 * datepart_peek(cursor): the next byte, or 0 at the end.
 * datepart_take(cursor, c): is that the next byte? Then it is passed.
 * datepart_blanks(cursor): pass blanks; were there any?
 * datepart_digits(cursor): how many digits follow?
 */
char datepart_peek(const struct cursor *);
bool datepart_take(struct cursor *, char);
bool datepart_blanks(struct cursor *);
size_t datepart_digits(const struct cursor *);

/**
 * datepart_number(cursor, least, most, value):
 * Read as many digits as there are, at least ${least} and at most ${most}
 * (up to 9).
 */
bool datepart_number(struct cursor *, size_t, size_t, int *);

/**
 * datepart_word(cursor, words, number):
 * Read one of ${number} English words, any case, whole or its first three
 * letters: its index, or -1. datepart_months and datepart_weekdays (Monday
 * first) are such lists.
 */
int datepart_word(struct cursor *, const char *const *, int);
extern const char *const datepart_months[12];
extern const char *const datepart_weekdays[7];

/**
 * datepart_kanji_weekday(cursor): 月 火 水 ... : 0 = Monday, or -1.
 * datepart_half(cursor, is_pm): AM, PM, a.m., 午前, 午後.
 * datepart_clock(part, is_pm): make an hour of 1..12 one of the day.
 * datepart_fraction(cursor, part): digits behind a decimal point; what is
 * finer than a microsecond is cut.
 * datepart_offset(cursor, part): Z, +09, +0900, +09:00, UTC, GMT, JST, and
 * the zones of the United States that RFC 2822 names.
 */
int datepart_kanji_weekday(struct cursor *);
bool datepart_half(struct cursor *, bool *);
bool datepart_clock(struct datepart *, bool);
bool datepart_fraction(struct cursor *, struct datepart *);
bool datepart_offset(struct cursor *, struct datepart *);

/**
 * datepart_finish(part, date): check the parts against the calendar.
 */
enum date_result datepart_finish(const struct datepart *, struct date *);

#endif
