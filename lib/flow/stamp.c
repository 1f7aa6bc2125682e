#include "flow/stamp.h"
#include "base/civil.h"

#define DAYS_OF_WEEK 7
#define MONTH_DAYS 61 /* from two months on, months are told */
#define YEAR_DAYS 730
#define MONTH_MEAN_DAYS 30
#define YEAR_MEAN_DAYS 365
#define HOUR_US (3600 * CIVIL_US_S)
#define MINUTE_US (60 * CIVIL_US_S)
#define PAUSE_US (3 * HOUR_US) /* of a day; less is not worth a word */

static struct civil
civil_of(const struct zone *zone, int64_t us)
{
	struct civil civil;

	civil_from_us(zone_to_local(zone, us), &civil);
	return civil;
}

static int64_t
day_of(const struct zone *zone, int64_t us)
{
	struct civil civil = civil_of(zone, us);

	return civil_days(civil.year, civil.month, civil.day);
}

void
stamp_day(const struct zone *zone, int64_t us, struct buf *buf)
{
	struct civil civil = civil_of(zone, us);

	buf_printf(buf, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

const char *
stamp_weekday(const struct zone *zone, int64_t us)
{
	static const char *const names[DAYS_OF_WEEK] = {"Monday", "Tuesday",
	    "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

	return names[civil_weekday(day_of(zone, us))];
}

void
stamp_minute(const struct zone *zone, int64_t us, struct buf *buf)
{
	struct civil civil = civil_of(zone, us);

	buf_printf(buf, "%02d:%02d", civil.hour, civil.minute);
}

void
stamp_both(const struct zone *zone, int64_t us, struct buf *buf)
{
	stamp_day(zone, us, buf);
	buf_char(buf, ' ');
	stamp_minute(zone, us, buf);
}

int64_t
stamp_days(const struct zone *zone, int64_t from_us, int64_t to_us)
{
	return day_of(zone, to_us) - day_of(zone, from_us);
}

static void
count(struct buf *buf, int64_t n, const char *unit)
{
	buf_printf(buf, "%lld %s%s", (long long)n, unit, n == 1 ? "" : "s");
}

static void
count_days(struct buf *buf, int64_t days)
{
	if (days >= YEAR_DAYS)
		count(buf, days / YEAR_MEAN_DAYS, "year");
	else if (days >= MONTH_DAYS)
		count(buf, days / MONTH_MEAN_DAYS, "month");
	else
		count(buf, days, "day");
}

void
stamp_ago(
    const struct zone *zone, int64_t us, int64_t as_of_us, struct buf *buf)
{
	int64_t days = stamp_days(zone, us, as_of_us);

	if (us > as_of_us) {
		stamp_day(zone, us, buf);
	} else if (days == 0) {
		buf_str(buf, "today");
	} else if (days == 1) {
		buf_str(buf, "yesterday");
	} else {
		count_days(buf, days);
		buf_str(buf, " ago");
	}
}

void
stamp_gap(int64_t us, struct buf *buf)
{
	if (us >= CIVIL_US_DAY)
		count_days(buf, us / CIVIL_US_DAY);
	else if (us >= HOUR_US)
		count(buf, us / HOUR_US, "hour");
	else
		count(buf, us / MINUTE_US, "minute");
}

void
stamp_pause(
    const struct zone *zone, int64_t from_us, int64_t to_us, struct buf *buf)
{
	int64_t days = stamp_days(zone, from_us, to_us);

	if (days >= 2)
		count_days(buf, days);
	else if (days == 0 && to_us - from_us >= PAUSE_US)
		stamp_gap(to_us - from_us, buf);
}
