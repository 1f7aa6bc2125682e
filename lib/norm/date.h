#ifndef NORM_DATE_H
#define NORM_DATE_H

/*
 * Dates and times in text. No locale, no zone: a time without offset is local
 * and its zone the caller's business. See norm/norm.h for the rule on memory.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

enum date_precision {
	DATE_NONE,
	DATE_YEAR,
	DATE_MONTH,
	DATE_DAY,
	DATE_MINUTE,
	DATE_SECOND,
	DATE_MILLI,
	DATE_MICRO,
};

struct date {
	int64_t us; /* microseconds; UTC if has_offset, else local */
	enum date_precision precision;
	bool has_offset;
	int offset_s; /* seconds east of UTC, if has_offset */
};

enum date_result {
	DATE_OK,
	DATE_BAD,       /* no date, or a date that no calendar has */
	DATE_AMBIGUOUS, /* 05/06/2024: say the order in a pattern */
	DATE_WEEKDAY,   /* 2024-05-01 (木): that day was another weekday */
	DATE_SENTINEL,  /* 0000-00-00, 1900-01-00, 9999-12-31: no date meant */
};

/**
 * date_parse(text, format, date):
 * With an empty ${format}: ISO 8601 and RFC 3339 in all their usual
 * spellings (2026-01-05T10:00:00+09:00, 2026/1/5 10:00, 20260105, 2026年1月
 * 5日, full width), Japanese eras (令和6年5月1日, R6.5.1); an ambiguous
 * day/month order is refused. A weekday behind the date, "(水)", has to fit.
 * With a format: strptime-like patterns (%Y %m %d %H %M %S %f %y %b %B %a %A
 * %p %I %z %Z %e %j %s %T %R %F %D %n %t %%; %z takes Z, +09, +0900, +09:00),
 * or epoch_s epoch_ms epoch_us rfc2822 iso8601. The whole text must fit.
 * 24:00 is the next day, a 60th second the 59th. English month names, any
 * case; no locale. %y: 69..99 are 1969..1999, 00..68 are 2000..2068 (POSIX).
 * ${date} is filled only with DATE_OK.
 */
enum date_result date_parse(struct span, struct span, struct date *);

/**
 * date_is_format(format): would date_parse understand the format? It has to
 * be valid and name at least a year (or %s).
 */
bool date_is_format(struct span);

/**
 * date_birth(text, format, normal, arena):
 * "1980-05-17", "1980-05", "1980": a birth date as far as it is known; false
 * when it is none (then it is kept as text and counts as odd).
 */
bool date_birth(struct span, struct span, struct span *, struct arena *);

#endif
