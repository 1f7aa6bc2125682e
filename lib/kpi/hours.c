#include "kpi/hours.h"
#include "base/civil.h"
#include "base/num.h"

#define N_DAYS 7
#define DAY_MIN 1440
#define US_PER_MIN (60 * CIVIL_US_S)

static const char *const names[N_DAYS] = {
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
};

/* The text up to the first such character; the rest behind it. False if there
 * is none. */
static bool
cut(struct span text, char at, struct span *first, struct span *rest)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == at) {
			*first = span_make(text.data, i);
			*rest = span_make(text.data + i + 1, text.len - i - 1);
			return true;
		}
	*first = text;
	*rest = span_make(text.data + text.len, 0);
	return false;
}

/* "9", "8:30"; "24" is the end of the day. */
static bool
parse_time(struct span text, int *min)
{
	struct span hour, minute;
	int64_t h = 0;
	int64_t m = 0;

	if (cut(text, ':', &hour, &minute) &&
	    (minute.len != 2 || !num_i64(minute, 0, 59, &m)))
		return false;
	if (!num_i64(hour, 0, 24, &h) || h * 60 + m > DAY_MIN)
		return false;
	*min = (int)(h * 60 + m);
	return true;
}

int
hours_parse(const char *text, void *into, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	struct hours *hours = into;
	struct span from, to;
	int from_min, to_min;

	if (!cut(span_of(text), '-', &from, &to) ||
	    !parse_time(from, &from_min) || !parse_time(to, &to_min))
		return err_set(err, ERR_USAGE,
		    "no hours '%s' (such as 9-18 or 8:30-17:00)",
		    err_quote(quoted, span_of(text)));
	hours->from_min = from_min;
	hours->to_min = to_min;
	return 0;
}

static int
day_of(struct span name)
{
	for (int i = 0; i < N_DAYS; i++)
		if (span_is(name, names[i]))
			return i;
	return -1;
}

int
hours_parse_days(const char *text, void *into, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	struct hours *hours = into;
	struct span rest = span_of(text);
	struct span item, first, last;
	unsigned days = 0;
	bool is_more = true;

	while (is_more) {
		int from, to;

		is_more = cut(rest, ',', &item, &rest);
		if (!cut(item, '-', &first, &last))
			last = first;
		from = day_of(first);
		to = day_of(last);
		if (from < 0 || to < 0)
			return err_set(err, ERR_USAGE,
			    "no days '%s' (such as mon-fri or mon,wed,sat)",
			    err_quote(quoted, span_of(text)));
		for (int day = from;; day = (day + 1) % N_DAYS) {
			days |= 1u << day;
			if (day == to)
				break;
		}
	}
	hours->days = days;
	return 0;
}

bool
hours_is_off(const struct hours *hours, const struct zone *zone, int64_t at_us)
{
	int64_t local_us = zone_to_local(zone, at_us);
	int64_t in_day_us = local_us % CIVIL_US_DAY;
	int64_t days = local_us / CIVIL_US_DAY;
	int min;
	bool is_there;

	if (in_day_us < 0) {
		in_day_us += CIVIL_US_DAY;
		days--;
	}
	min = (int)(in_day_us / US_PER_MIN);
	if (hours->from_min < hours->to_min) {
		is_there = min >= hours->from_min && min < hours->to_min;
	} else {
		is_there = min >= hours->from_min || min < hours->to_min;
		days -= min < hours->to_min && min < hours->from_min;
	}
	return !is_there || (hours->days & (1u << civil_weekday(days))) == 0;
}

static void
time_text(int min, struct buf *buf)
{
	buf_i64(buf, min / 60);
	if (min % 60 != 0)
		buf_printf(buf, ":%02d", min % 60);
}

/* Runs of days, "mon-wed+fri": a comma would end the word. */
static void
days_text(unsigned days, struct buf *buf)
{
	bool is_first = true;

	for (int day = 0; day < N_DAYS; day++) {
		int last = day;

		if ((days & (1u << day)) == 0)
			continue;
		while (last + 1 < N_DAYS && (days & (1u << (last + 1))) != 0)
			last++;
		if (!is_first)
			buf_char(buf, '+');
		buf_str(buf, names[day]);
		if (last > day) {
			buf_char(buf, '-');
			buf_str(buf, names[last]);
		}
		is_first = false;
		day = last;
	}
}

void
hours_text(const struct hours *hours, struct buf *buf)
{
	static const struct hours usual = HOURS_DEFAULT;

	if (hours->from_min != usual.from_min ||
	    hours->to_min != usual.to_min) {
		buf_str(buf, ",hours=");
		time_text(hours->from_min, buf);
		buf_char(buf, '-');
		time_text(hours->to_min, buf);
	}
	if (hours->days != usual.days) {
		buf_str(buf, ",workdays=");
		days_text(hours->days, buf);
	}
}
