#include "base/civil.h"

#define DAYS_400Y 146097 /* days of 400 years, after which all repeats */
#define EPOCH 719468     /* days from 0000-03-01 to 1970-01-01 */

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

bool
civil_is_date(int year, int month, int day)
{
	static const int lengths[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return day <= lengths[month - 1] + (month == 2 && is_leap);
}

/* The year is made to begin in March, so that the leap day is its last. */
int64_t
civil_days(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = floor_div(y, 400);
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day;

	of_year--;
	return era * DAYS_400Y + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - EPOCH;
}

void
civil_from_days(int64_t days, struct civil *civil)
{
	int64_t era = floor_div(days + EPOCH, DAYS_400Y);
	int64_t day = days + EPOCH - era * DAYS_400Y;
	int64_t year =
	    (day - day / 1460 + day / 36524 - day / (DAYS_400Y - 1)) / 365;
	int64_t of_year = day - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;

	civil->day = (int)(of_year - (153 * month + 2) / 5 + 1);
	civil->month = (int)(month < 10 ? month + 3 : month - 9);
	civil->year = (int)(year + era * 400 + (civil->month <= 2));
}

int
civil_weekday(int64_t days)
{
	/* 1970-01-01 was a Thursday. */
	return (int)(days + 3 - floor_div(days + 3, 7) * 7);
}

int64_t
civil_us(const struct civil *civil)
{
	int64_t seconds =
	    civil->hour * 3600 + civil->minute * 60 + civil->second;

	return civil_days(civil->year, civil->month, civil->day) *
	    CIVIL_US_DAY +
	    seconds * CIVIL_US_S + civil->micro;
}

void
civil_from_us(int64_t us, struct civil *civil)
{
	int64_t days = floor_div(us, CIVIL_US_DAY);
	int64_t rest = us - days * CIVIL_US_DAY;
	int seconds = (int)(rest / CIVIL_US_S);

	civil_from_days(days, civil);
	civil->hour = seconds / 3600;
	civil->minute = seconds / 60 % 60;
	civil->second = seconds % 60;
	civil->micro = (int)(rest % CIVIL_US_S);
}

/* A week belongs to the year of its Thursday. */
void
civil_iso_week(int64_t days, int *year, int *week)
{
	int64_t thursday = days - civil_weekday(days) + 3;
	struct civil civil;

	civil_from_days(thursday, &civil);
	*year = civil.year;
	*week = (int)((thursday - civil_days(civil.year, 1, 1)) / 7) + 1;
}
