#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/num.h"
#include "canon/zone.h"

#ifndef ZONE_FOLDER
#define ZONE_FOLDER "/usr/share/zoneinfo"
#endif

#define NAME_MAX_LEN 127
#define FILE_MAX ((size_t)1024 * 1024)
#define HEADER 44
#define HOUR_S 3600
#define DAY_S INT64_C(86400)
#define OFFSET_MAX_S                                            \
	(INT64_C(16) * HOUR_S) /* no clock was farther from UTC \
				*/

/* A moment of each year, as a POSIX TZ string says it. */
struct rule {
	char form; /* 'M' = month, week, day; 'J' = 1..365 without 29
		      February; 'N' = 0..365 with it */
	int month;
	int week;
	int day;
	int time_s; /* on the clock before the change */
};

/* What holds behind the last change of the table. */
struct footer {
	bool is_known;
	bool has_dst;
	int standard_s; /* seconds east of UTC */
	int dst_s;
	struct rule start;
	struct rule end;
};

struct zone {
	char name[NAME_MAX_LEN + 1];
	int64_t *times; /* UTC seconds, rising */
	int *offsets;   /* from that moment on */
	size_t count;
	int first_s; /* before the first change */
	struct footer footer;
};

/* --- reading TZif --- */

/* Bytes that are read once, from the front. */
struct reader {
	const unsigned char *at;
	size_t left;
};

struct counts {
	char version;
	uint32_t isut, isstd, leap, time, type, chars;
};

static uint64_t
read_number(struct reader *reader, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value = value << 8 | reader->at[i];
	reader->at += size;
	reader->left -= size;
	return value;
}

static bool
skip(struct reader *reader, uint64_t size)
{
	if (size > reader->left)
		return false;
	reader->at += size;
	reader->left -= (size_t)size;
	return true;
}

static bool
read_header(struct reader *reader, struct counts *counts)
{
	if (reader->left < HEADER || memcmp(reader->at, "TZif", 4) != 0)
		return false;
	counts->version = (char)reader->at[4];
	skip(reader, 20);
	counts->isut = (uint32_t)read_number(reader, 4);
	counts->isstd = (uint32_t)read_number(reader, 4);
	counts->leap = (uint32_t)read_number(reader, 4);
	counts->time = (uint32_t)read_number(reader, 4);
	counts->type = (uint32_t)read_number(reader, 4);
	counts->chars = (uint32_t)read_number(reader, 4);
	return true;
}

/* Bytes of the block behind a header; ${size} is that of a time. */
static uint64_t
block_size(const struct counts *counts, size_t size)
{
	return (uint64_t)counts->time * (size + 1) +
	    (uint64_t)counts->type * 6 + counts->chars +
	    (uint64_t)counts->leap * (size + 4) + counts->isstd + counts->isut;
}

static int64_t
to_signed(uint64_t value, size_t size)
{
	if (size == 4)
		return (int32_t)(uint32_t)value;
	return (int64_t)value;
}

/* The offset of local time type ${index}, if there is such. */
static bool
type_offset(struct reader types, uint32_t count, uint32_t index, int *offset_s)
{
	int64_t offset;

	if (index >= count)
		return false;
	skip(&types, (uint64_t)index * 6);
	offset = to_signed(read_number(&types, 4), 4);
	if (offset < -2 * DAY_S || offset > 2 * DAY_S)
		return false;
	*offset_s = (int)offset;
	return true;
}

static bool
take_changes(struct zone *zone, struct reader times,
    const struct counts *counts, size_t size)
{
	struct reader indexes = times;
	struct reader types;

	skip(&indexes, (uint64_t)counts->time * size);
	types = indexes;
	skip(&types, counts->time);
	if (!type_offset(types, counts->type, 0, &zone->first_s))
		return false;
	for (uint32_t i = 0; i < counts->time; i++) {
		zone->times[i] = to_signed(read_number(&times, size), size);
		if (i > 0 && zone->times[i] <= zone->times[i - 1])
			return false;
		if (!type_offset(types, counts->type,
			(uint32_t)read_number(&indexes, 1), &zone->offsets[i]))
			return false;
	}
	zone->count = counts->time;
	return true;
}

/* --- the POSIX TZ string of the footer --- */

static bool
take_digits(const char **at, int high, int *value)
{
	const char *start = *at;
	int number = 0;

	while (**at >= '0' && **at <= '9' && *at - start < 4)
		number = number * 10 + *(*at)++ - '0';
	*value = number;
	return *at > start && number <= high;
}

static bool
take_abbreviation(const char **at)
{
	const char *start = *at;

	if (**at == '<') {
		const char *end = strchr(*at, '>');

		if (end == NULL)
			return false;
		*at = end + 1;
		return true;
	}
	while ((**at >= 'A' && **at <= 'Z') || (**at >= 'a' && **at <= 'z'))
		(*at)++;
	return *at - start >= 3;
}

/* [+-]hh[:mm[:ss]], up to a week for the times of RFC 8536's version 3. */
static bool
take_time(const char **at, int *seconds)
{
	int sign = **at == '-' ? -1 : 1;
	int hour;
	int minute = 0;
	int second = 0;

	if (**at == '-' || **at == '+')
		(*at)++;
	if (!take_digits(at, 167, &hour))
		return false;
	if (**at == ':') {
		(*at)++;
		if (!take_digits(at, 59, &minute))
			return false;
	}
	if (**at == ':') {
		(*at)++;
		if (!take_digits(at, 59, &second))
			return false;
	}
	*seconds = sign * (hour * HOUR_S + minute * 60 + second);
	return true;
}

static bool
take_month_day(const char **at, struct rule *rule)
{
	return take_digits(at, 12, &rule->month) && rule->month >= 1 &&
	    *(*at)++ == '.' && take_digits(at, 5, &rule->week) &&
	    rule->week >= 1 && *(*at)++ == '.' &&
	    take_digits(at, 6, &rule->day);
}

static bool
take_rule(const char **at, struct rule *rule)
{
	bool is_good;

	if (*(*at)++ != ',')
		return false;
	rule->form = **at == 'M' || **at == 'J' ? *(*at)++ : 'N';
	if (rule->form == 'M')
		is_good = take_month_day(at, rule);
	else
		is_good = take_digits(at, 365, &rule->day) &&
		    (rule->form == 'N' || rule->day >= 1);
	if (!is_good)
		return false;
	rule->time_s = 2 * HOUR_S;
	if (**at != '/')
		return true;
	(*at)++;
	return take_time(at, &rule->time_s);
}

/* POSIX counts west of UTC; we count east. */
static bool
parse_footer(const char *at, struct footer *footer)
{
	footer->is_known = true;
	if (!take_abbreviation(&at) || !take_time(&at, &footer->standard_s))
		return false;
	footer->standard_s = -footer->standard_s;
	if (*at == '\0')
		return true;
	footer->has_dst = true;
	footer->dst_s = footer->standard_s + HOUR_S;
	if (!take_abbreviation(&at))
		return false;
	if (*at != ',') {
		if (!take_time(&at, &footer->dst_s))
			return false;
		footer->dst_s = -footer->dst_s;
	}
	return take_rule(&at, &footer->start) && take_rule(&at, &footer->end) &&
	    *at == '\0';
}

static bool
take_footer(struct zone *zone, struct reader *reader)
{
	const char *start = (const char *)reader->at + 1;
	const char *end;
	char text[256];

	if (reader->left < 2 || reader->at[0] != '\n')
		return false;
	end = memchr(start, '\n', reader->left - 1);
	if (end == NULL || (size_t)(end - start) >= sizeof(text))
		return false;
	if (end == start)
		return true;
	memcpy(text, start, (size_t)(end - start));
	text[end - start] = '\0';
	return parse_footer(text, &zone->footer);
}

/* Fill ${zone} from the bytes of a file: 1 when they are no TZif that can be
 * used, -1 when memory ran out. */
static int
parse_file(struct zone *zone, const unsigned char *bytes, size_t len)
{
	struct reader reader = {bytes, len};
	struct reader block;
	struct counts counts;
	size_t size = 4;

	if (!read_header(&reader, &counts))
		return 1;
	if (counts.version >= '2') {
		if (!skip(&reader, block_size(&counts, size)) ||
		    !read_header(&reader, &counts))
			return 1;
		size = 8;
	}
	block = reader;
	/* Leap seconds are counted in "right/" only: not what UTC means. */
	if (!skip(&reader, block_size(&counts, size)) || counts.leap > 0)
		return 1;
	zone->times = calloc((size_t)counts.time + 1, sizeof(*zone->times));
	zone->offsets = calloc((size_t)counts.time + 1, sizeof(*zone->offsets));
	if (zone->times == NULL || zone->offsets == NULL)
		return -1;
	if (!take_changes(zone, block, &counts, size))
		return 1;
	return size == 4 || take_footer(zone, &reader) ? 0 : 1;
}

static bool
is_safe_name(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > NAME_MAX_LEN || name[0] == '/' ||
	    name[0] == '.' || strstr(name, "..") != NULL)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = name[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || strchr("/_+-.", c) != NULL))
			return false;
	}
	return true;
}

/* The length of the file, at most FILE_MAX, or -1. */
static ssize_t
read_whole(int fd, unsigned char *bytes)
{
	struct stat stat;
	size_t len = 0;

	if (fstat(fd, &stat) < 0 || !S_ISREG(stat.st_mode))
		return -1;
	while (len < FILE_MAX) {
		ssize_t got = read(fd, bytes + len, FILE_MAX - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		len += (size_t)got;
	}
	return (ssize_t)len;
}

/* 0, or 1 when there is no such zone, or -1 when memory ran out. */
static int
load(struct zone *zone)
{
	char path[sizeof(ZONE_FOLDER) + NAME_MAX_LEN + 1];
	unsigned char *bytes;
	int status = 1;
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", ZONE_FOLDER, zone->name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 1;
	bytes = malloc(FILE_MAX);
	if (bytes == NULL) {
		status = -1;
		goto close_file;
	}
	len = read_whole(fd, bytes);
	if (len >= 0)
		status = parse_file(zone, bytes, (size_t)len);
	free(bytes);
close_file:
	close(fd);
	return status;
}

/* "+09:00", "-0330", "+09": a name that is its own offset. */
static bool
parse_fixed(const char *text, int *offset_s)
{
	size_t len = strlen(text);
	int64_t hour;
	int64_t minute = 0;

	if ((text[0] != '+' && text[0] != '-') ||
	    !(len == 3 || len == 5 || (len == 6 && text[3] == ':')))
		return false;
	if (!num_i64(span_make(text + 1, 2), 0, 15, &hour) ||
	    (len > 3 && !num_i64(span_make(text + len - 2, 2), 0, 59, &minute)))
		return false;
	*offset_s = (int)(hour * HOUR_S + minute * 60);
	if (text[0] == '-')
		*offset_s = -*offset_s;
	return true;
}

static void
name_offset(char *name, int offset_s)
{
	int minutes = abs(offset_s) / 60;

	snprintf(name, NAME_MAX_LEN + 1, "%c%02d:%02d",
	    offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

struct zone *
zone_open(const char *name, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	struct zone *zone = calloc(1, sizeof(*zone));
	int status = 1;

	if (zone == NULL) {
		err_nomem(err);
		return NULL;
	}
	if (strcmp(name, "UTC") == 0) {
		snprintf(zone->name, sizeof(zone->name), "%s", name);
		return zone;
	}
	if (parse_fixed(name, &zone->first_s)) {
		name_offset(zone->name, zone->first_s);
		return zone;
	}
	if (is_safe_name(name)) {
		snprintf(zone->name, sizeof(zone->name), "%s", name);
		status = load(zone);
	}
	if (status == 0)
		return zone;
	if (status < 0)
		err_nomem(err);
	else
		err_set(err, ERR_CONFIG,
		    "no time zone '%s' (say it like Asia/Tokyo, UTC, +09:00)",
		    err_quote(quoted, span_of(name)));
	zone_free(zone);
	return NULL;
}

const char *
zone_name(const struct zone *zone)
{
	return zone->name;
}

void
zone_free(struct zone *zone)
{
	if (zone == NULL)
		return;
	free(zone->times);
	free(zone->offsets);
	free(zone);
}

/* --- between the clock and UTC --- */

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The day since 1970 that a rule of the form 'M' means in a year. */
static int64_t
month_rule_day(const struct rule *rule, int year)
{
	int64_t first = civil_days(year, rule->month, 1);
	int64_t next = rule->month == 12 ? civil_days(year + 1, 1, 1)
					 : civil_days(year, rule->month + 1, 1);
	/* Rules count from Sunday, civil_weekday from Monday. */
	int weekday = (civil_weekday(first) + 1) % 7;
	int64_t day = first + (rule->day - weekday + 7) % 7 +
	    (int64_t)(rule->week - 1) * 7;

	while (day >= next)
		day -= 7;
	return day;
}

/* When a rule strikes in a year, in seconds on the clock before it. */
static int64_t
rule_s(const struct rule *rule, int year)
{
	int64_t day;

	if (rule->form == 'M') {
		day = month_rule_day(rule, year);
	} else if (rule->form == 'N') {
		day = civil_days(year, 1, 1) + rule->day;
	} else {
		day = civil_days(year, 1, 1) + rule->day - 1;
		day += rule->day >= 60 && civil_is_date(year, 2, 29);
	}
	return day * DAY_S + rule->time_s;
}

/* Of the changes of the years around, the last one before the moment holds;
 * a rule's time may lie up to a week outside its year. */
static int
footer_offset(const struct footer *footer, int64_t utc_s)
{
	struct civil civil;
	int64_t last = INT64_MIN;
	int offset_s = footer->standard_s;

	if (!footer->has_dst)
		return footer->standard_s;
	civil_from_days(floor_div(utc_s, DAY_S), &civil);
	for (int year = civil.year - 1; year <= civil.year + 1; year++) {
		int64_t end = rule_s(&footer->end, year) - footer->dst_s;
		int64_t start =
		    rule_s(&footer->start, year) - footer->standard_s;

		if (end <= utc_s && end > last) {
			last = end;
			offset_s = footer->standard_s;
		}
		if (start <= utc_s && start >= last) {
			last = start;
			offset_s = footer->dst_s;
		}
	}
	return offset_s;
}

int
zone_offset_s(const struct zone *zone, int64_t utc_us)
{
	int64_t utc_s = floor_div(utc_us, CIVIL_US_S);
	size_t low = 0;
	size_t high = zone->count;

	if (zone->count == 0 || utc_s >= zone->times[zone->count - 1]) {
		if (zone->footer.is_known)
			return footer_offset(&zone->footer, utc_s);
		return zone->count == 0 ? zone->first_s
					: zone->offsets[zone->count - 1];
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->times[middle] <= utc_s)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? zone->first_s : zone->offsets[low - 1];
}

int64_t
zone_to_local(const struct zone *zone, int64_t utc_us)
{
	return utc_us + zone_offset_s(zone, utc_us) * CIVIL_US_S;
}

enum zone_fit
zone_to_utc(const struct zone *zone, int64_t local_us, int64_t *utc_us)
{
	/* The offsets on both sides of any change that is near. */
	int before_s =
	    zone_offset_s(zone, local_us - OFFSET_MAX_S * CIVIL_US_S);
	int after_s = zone_offset_s(zone, local_us + OFFSET_MAX_S * CIVIL_US_S);
	int64_t early = local_us - before_s * CIVIL_US_S;
	int64_t late = local_us - after_s * CIVIL_US_S;
	bool is_early = zone_offset_s(zone, early) == before_s;
	bool is_late = zone_offset_s(zone, late) == after_s;

	*utc_us = is_early || !is_late ? early : late;
	if (is_early && is_late && early != late)
		return ZONE_TWICE;
	return is_early || is_late ? ZONE_EXACT : ZONE_NEVER;
}

static void
format_fraction(int micro, struct buf *buf)
{
	if (micro % 1000 != 0)
		buf_printf(buf, ".%06d", micro);
	else if (micro != 0)
		buf_printf(buf, ".%03d", micro / 1000);
}

/* Write two digits. */
static void
put_two(char *at, int number)
{
	at[0] = (char)('0' + number / 10);
	at[1] = (char)('0' + number % 10);
}

/* By hand, as imports do it once a row. */
void
zone_format(const struct zone *zone, int64_t utc_us, struct buf *buf)
{
	/* RFC 3339 has no seconds in offsets, which old local times have. */
	int offset_s = zone_offset_s(zone, utc_us) / 60 * 60;
	int minutes = abs(offset_s) / 60;
	char text[] = "0000-00-00T00:00:00";
	char offset[] = "+00:00";
	struct civil civil;

	civil_from_us(utc_us + offset_s * CIVIL_US_S, &civil);
	put_two(text, civil.year / 100);
	put_two(text + 2, civil.year % 100);
	put_two(text + 5, civil.month);
	put_two(text + 8, civil.day);
	put_two(text + 11, civil.hour);
	put_two(text + 14, civil.minute);
	put_two(text + 17, civil.second);
	buf_add(buf, text, sizeof(text) - 1);
	format_fraction(civil.micro, buf);
	offset[0] = offset_s < 0 ? '-' : '+';
	put_two(offset + 1, minutes / 60);
	put_two(offset + 4, minutes % 60);
	buf_add(buf, offset, sizeof(offset) - 1);
}

/* --- times and periods on the command line --- */

/* Text that is read once, from the front. */
static bool
take_number(
    struct span *text, size_t digits, int64_t low, int64_t high, int *value)
{
	int64_t number;

	if (text->len < digits ||
	    !num_i64(span_make(text->data, digits), low, high, &number))
		return false;
	text->data += digits;
	text->len -= digits;
	*value = (int)number;
	return true;
}

static bool
take_char(struct span *text, const char *any)
{
	if (text->len == 0 || text->data[0] == '\0' ||
	    strchr(any, text->data[0]) == NULL)
		return false;
	text->data++;
	text->len--;
	return true;
}

static bool
take_date(struct span *text, struct civil *civil)
{
	return take_number(text, 4, 1, 9999, &civil->year) &&
	    take_char(text, "-") &&
	    take_number(text, 2, 1, 12, &civil->month) &&
	    take_char(text, "-") && take_number(text, 2, 1, 31, &civil->day) &&
	    civil_is_date(civil->year, civil->month, civil->day);
}

/* Decimals of a second; those behind the sixth are cut. */
static bool
take_fraction(struct span *text, int *micro)
{
	int scale = 100000;
	size_t digits = 0;

	while (text->len > 0 && text->data[0] >= '0' && text->data[0] <= '9') {
		*micro += (text->data[0] - '0') * scale;
		scale /= 10;
		digits++;
		text->data++;
		text->len--;
	}
	return digits > 0;
}

/* hh:mm[:ss[.fraction]]; a leap second is the one before it. */
static bool
take_clock(struct span *text, struct civil *civil)
{
	if (!take_number(text, 2, 0, 23, &civil->hour) ||
	    !take_char(text, ":") ||
	    !take_number(text, 2, 0, 59, &civil->minute))
		return false;
	if (!take_char(text, ":"))
		return true;
	if (!take_number(text, 2, 0, 60, &civil->second))
		return false;
	if (civil->second == 60)
		civil->second = 59;
	return !take_char(text, ".") || take_fraction(text, &civil->micro);
}

/* Z or +hh:mm; ${text} ends there. */
static bool
take_offset(struct span *text, int *offset_s)
{
	bool is_west = text->len > 0 && text->data[0] == '-';
	int hour;
	int minute;

	*offset_s = 0;
	if (take_char(text, "Zz"))
		return text->len == 0;
	if (!take_char(text, "+-") || !take_number(text, 2, 0, 23, &hour) ||
	    !take_char(text, ":") || !take_number(text, 2, 0, 59, &minute))
		return false;
	*offset_s = hour * HOUR_S + minute * 60;
	if (is_west)
		*offset_s = -*offset_s;
	return text->len == 0;
}

static int64_t
day_start(const struct zone *zone, int64_t days)
{
	int64_t utc_us;

	zone_to_utc(zone, days * CIVIL_US_DAY, &utc_us);
	return utc_us;
}

static bool
parse_bound(
    const struct zone *zone, struct span text, bool is_end, int64_t *utc_us)
{
	struct civil civil = {0};
	int offset_s;

	if (!take_date(&text, &civil))
		return false;
	if (text.len == 0) {
		*utc_us = day_start(zone,
		    civil_days(civil.year, civil.month, civil.day) + is_end);
		return true;
	}
	if (!take_char(&text, "Tt ") || !take_clock(&text, &civil))
		return false;
	if (text.len == 0) {
		zone_to_utc(zone, civil_us(&civil), utc_us);
		return true;
	}
	if (!take_offset(&text, &offset_s))
		return false;
	*utc_us = civil_us(&civil) - offset_s * CIVIL_US_S;
	return true;
}

int
zone_parse_bound(const struct zone *zone, struct span text, bool is_end,
    int64_t *utc_us, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	if (parse_bound(zone, text, is_end, utc_us))
		return 0;
	return err_set(err, ERR_USAGE,
	    "'%s' is no time (say it like 2026-01-05 or "
	    "2026-01-05T10:00:00+09:00)",
	    err_quote(quoted, text));
}

/* Days since 1970 of the first of a month that is counted on from year 0. */
static int64_t
month_start(int64_t months)
{
	return civil_days((int)(months / 12), (int)(months % 12) + 1, 1);
}

static int64_t
week_start(int year, int week)
{
	int64_t fourth = civil_days(year, 1, 4);

	return fourth - civil_weekday(fourth) + (int64_t)(week - 1) * 7;
}

static bool
parse_week(struct span text, int year, int64_t *from, int64_t *to)
{
	int week;

	if (!take_number(&text, 2, 1, 53, &week) || text.len > 0)
		return false;
	*from = week_start(year, week);
	*to = *from + 7;
	return *from < week_start(year + 1, 1);
}

/* ${months} are those before the year. */
static bool
parse_quarter(struct span text, int64_t months, int64_t *from, int64_t *to)
{
	int quarter;

	if (!take_number(&text, 1, 1, 4, &quarter) || text.len > 0)
		return false;
	*from = month_start(months + (int64_t)(quarter - 1) * 3);
	*to = month_start(months + (int64_t)quarter * 3);
	return true;
}

/* 2026, 2026-01, 2026-Q1, 2026-W03, 2026-01-05, in days since 1970. */
static bool
parse_calendar(struct span text, int64_t *from, int64_t *to)
{
	struct civil civil = {0};
	struct span whole = text;
	int64_t months;

	if (!take_number(&text, 4, 1, 9998, &civil.year))
		return false;
	months = (int64_t)civil.year * 12;
	*from = month_start(months);
	*to = month_start(months + 12);
	if (text.len == 0)
		return true;
	if (!take_char(&text, "-"))
		return false;
	if (take_char(&text, "Qq"))
		return parse_quarter(text, months, from, to);
	if (take_char(&text, "Ww"))
		return parse_week(text, civil.year, from, to);
	if (!take_number(&text, 2, 1, 12, &civil.month))
		return false;
	*from = month_start(months + civil.month - 1);
	*to = month_start(months + civil.month);
	if (text.len == 0)
		return true;
	if (!take_date(&whole, &civil) || whole.len > 0)
		return false;
	*from = civil_days(civil.year, civil.month, civil.day);
	*to = *from + 1;
	return true;
}

/* The count and the unit ('d', 'w', 'm', 'y') behind "last-". */
static bool
parse_last(struct span text, int64_t *count, char *unit)
{
	static const char *const words[] = {"day", "week", "month", "year"};

	*count = 1;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		*unit = words[i][0];
		if (span_is(text, words[i]))
			return true;
	}
	if (text.len < 2)
		return false;
	*unit = text.data[text.len - 1];
	text.len--;
	return *unit != '\0' && strchr("dwmy", *unit) != NULL &&
	    num_i64(text, 1, 9999, count);
}

/* Whole units before the one that the moment is in. */
static bool
last_units(const struct zone *zone, struct span text, int64_t as_of_us,
    int64_t *from, int64_t *to)
{
	int64_t today = floor_div(zone_to_local(zone, as_of_us), CIVIL_US_DAY);
	struct civil civil;
	int64_t count;
	int64_t months;
	char unit;

	if (!parse_last(text, &count, &unit))
		return false;
	if (unit == 'd' || unit == 'w') {
		*to = unit == 'd' ? today : today - civil_weekday(today);
		*from = *to - count * (unit == 'd' ? 1 : 7);
		return true;
	}
	civil_from_days(today, &civil);
	months = (int64_t)civil.year * 12;
	if (unit == 'm')
		months += civil.month - 1;
	count *= unit == 'm' ? 1 : 12;
	if (count > months - 12)
		return false;
	*to = month_start(months);
	*from = month_start(months - count);
	return true;
}

int
zone_parse_period(const struct zone *zone, struct span text, int64_t as_of_us,
    int64_t *from_us, int64_t *to_us, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	int64_t from;
	int64_t to;
	bool is_good;

	if (span_starts(text, "last-"))
		is_good =
		    last_units(zone, span_make(text.data + 5, text.len - 5),
			as_of_us, &from, &to);
	else
		is_good = parse_calendar(text, &from, &to);
	if (!is_good)
		return err_set(err, ERR_USAGE,
		    "'%s' is no period (say it like 2026, 2026-01, 2026-Q1, "
		    "2026-W03, 2026-01-05, last-month, last-30d)",
		    err_quote(quoted, text));
	*from_us = day_start(zone, from);
	*to_us = day_start(zone, to);
	return 0;
}
