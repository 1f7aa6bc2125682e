#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

/*
 * The proleptic Gregorian calendar in integers.
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */

#include <stdbool.h>
#include <stdint.h>

#define CIVIL_US_S INT64_C(1000000)
#define CIVIL_US_DAY (INT64_C(86400) * CIVIL_US_S)

struct civil {
	int year;   /* 1..9999 */
	int month;  /* 1..12 */
	int day;    /* 1..31 */
	int hour;   /* 0..23 */
	int minute; /* 0..59 */
	int second; /* 0..59 */
	int micro;  /* 0..999999 */
};

/**
 * civil_is_date(year, month, day): does the calendar have it (1..9999)?
 * civil_days(year, month, day): days since 1970-01-01.
 * civil_from_days(days, civil): fills year, month, day only.
 * civil_weekday(days): 0 = Monday .. 6 = Sunday.
 */
bool civil_is_date(int, int, int);
int64_t civil_days(int, int, int);
void civil_from_days(int64_t, struct civil *);
int civil_weekday(int64_t);

/**
 * civil_us(civil): microseconds since 1970-01-01T00:00:00 on its own clock.
 * civil_from_us(us, civil): the reverse, all members.
 * civil_iso_week(days, year, week): ISO 8601 week, week 1..53.
 */
int64_t civil_us(const struct civil *);
void civil_from_us(int64_t, struct civil *);
void civil_iso_week(int64_t, int *, int *);

#endif
