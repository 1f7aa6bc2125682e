#include "norm/date.h"

#include "base/civil.h"
#include "base/num.h"
#include "norm/ascii.h"
#include "norm/datepart.h"
#include "norm/datepattern.h"
#include "norm/dateplain.h"

/* Times of events are not before this, nor from 2100 on: a number outside is
 * in another unit. */
#define EPOCH_LOW_S INT64_C(631152000)
#define EPOCH_HIGH_S INT64_C(4102444800)

/* Two digits, or something above 99. */
static unsigned
two(const char *at)
{
	unsigned tens = (unsigned char)at[0] - (unsigned)'0';
	unsigned ones = (unsigned char)at[1] - (unsigned)'0';

	return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/* Z or +09:00 in the last bytes, or nothing. */
static bool
read_offset_fast(struct span rest, struct date *date)
{
	unsigned hours;
	unsigned minutes;

	date->has_offset = rest.len > 0;
	date->offset_s = 0;
	if (rest.len == 0 || (rest.len == 1 && rest.data[0] == 'Z'))
		return true;
	if (rest.len != 6 || rest.data[3] != ':' ||
	    (rest.data[0] != '+' && rest.data[0] != '-'))
		return false;
	hours = two(rest.data + 1);
	minutes = two(rest.data + 4);
	if (hours > 13 || minutes > 59)
		return false;
	date->offset_s = (int)(hours * 3600 + minutes * 60);
	if (rest.data[0] == '-')
		date->offset_s = -date->offset_s;
	return true;
}

/* Is it 2026-01-05T10:00:00 as far as the signs between digits tell? */
static bool
has_shape(struct span text)
{
	const char *at = text.data;

	return text.len >= 19 && at[4] == '-' && at[7] == '-' &&
	    (at[10] == 'T' || at[10] == ' ') && at[13] == ':' && at[16] == ':';
}

/* Nearly all times of all exports: 2026-01-05T10:00:00 or with a blank, and
 * perhaps an offset. Whatever is not so, or not quite right, is left to the
 * slower way. */
static bool
read_fast(struct span text, struct date *date)
{
	enum { CENTURY, YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, PARTS };
	static const unsigned char starts[PARTS] = {0, 2, 5, 8, 11, 14, 17};
	static const unsigned char most[PARTS] = {99, 99, 12, 31, 23, 59, 59};
	unsigned part[PARTS];
	int year;
	int64_t seconds;

	if (!has_shape(text))
		return false;
	for (int i = 0; i < PARTS; i++) {
		part[i] = two(text.data + starts[i]);
		if (part[i] > most[i])
			return false;
	}
	year = (int)(part[CENTURY] * 100 + part[YEAR]);
	if (year < 2 || year > 9998 ||
	    !civil_is_date(year, (int)part[MONTH], (int)part[DAY]) ||
	    !read_offset_fast(span_make(text.data + 19, text.len - 19), date))
		return false;
	seconds = part[HOUR] * 3600 + part[MINUTE] * 60 + part[SECOND];
	seconds += civil_days(year, (int)part[MONTH], (int)part[DAY]) * 86400;
	date->us = (seconds - date->offset_s) * CIVIL_US_S;
	date->precision = DATE_SECOND;
	return true;
}

/* A number since 1970 with ${digits} decimals to the microsecond. */
static enum date_result
read_epoch(struct span text, int digits, enum date_precision precision,
    struct date *date)
{
	static const int64_t low_us = INT64_C(-62135596800) * CIVIL_US_S;
	static const int64_t high_us = INT64_C(253402300800) * CIVIL_US_S;
	int64_t value;

	if (!num_decimal(text, digits, &value) || value < low_us ||
	    value >= high_us)
		return DATE_BAD;
	date->us = value;
	date->precision = precision;
	date->has_offset = true;
	date->offset_s = 0;
	return DATE_OK;
}

/* Tue, 31 Aug 2010 20:36:29 +0000 (UTC) */
static bool
read_rfc2822(struct span text, struct datepattern *into)
{
	static const char *const patterns[] = {"%a, %d %b %Y %H:%M:%S %z",
	    "%d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M %z",
	    "%d %b %Y %H:%M %z"};
	size_t i;
	size_t len = text.len;

	if (len > 0 && text.data[len - 1] == ')') {
		while (len > 0 && text.data[len - 1] != '(')
			len--;
		text.len = len > 0 ? len - 1 : 0;
	}
	for (i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		if (datepattern_read(text, span_of(patterns[i]), into))
			return true;
	}
	return false;
}

/* Without a pattern. */
static bool
is_free(struct span format)
{
	return format.len == 0 || span_is(format, "iso8601");
}

/* Would a text that read_fast understands mean the same by the format? */
static bool
is_fast(struct span text, struct span format)
{
	return is_free(format) ||
	    (text.len == 19 && text.data[10] == ' ' &&
		span_is(format, "%Y-%m-%d %H:%M:%S"));
}

/* By a pattern or a name. ${text} and ${format} are folded. */
static enum date_result
read_formatted(struct span text, struct span format, struct datepart *part,
    struct date *date)
{
	struct datepattern into;

	part->precision = DATE_NONE;
	text = span_trim(text);
	if (span_is(format, "epoch_s"))
		return read_epoch(text, 6, DATE_SECOND, date);
	if (span_is(format, "epoch_ms"))
		return read_epoch(text, 3, DATE_MILLI, date);
	if (span_is(format, "epoch_us"))
		return read_epoch(text, 0, DATE_MICRO, date);
	if (span_is(format, "rfc2822") ? !read_rfc2822(text, &into)
				       : !datepattern_read(text, format, &into))
		return DATE_BAD;
	*part = into.part;
	if (!into.has_epoch)
		return DATE_OK;
	part->precision = DATE_NONE;
	if (into.epoch_s > INT64_C(253402300799) ||
	    into.epoch_s < INT64_C(-62135596800))
		return DATE_BAD;
	date->us = into.epoch_s * CIVIL_US_S + into.part.micro;
	date->precision = into.part.precision;
	date->has_offset = true;
	date->offset_s = 0;
	return DATE_OK;
}

/* The parts of the text; or, with their precision DATE_NONE, the date
 * itself. */
static enum date_result
read_parts(struct span text, struct span format, struct datepart *part,
    struct date *date)
{
	char text_room[ASCII_MAX];
	char format_room[ASCII_MAX];

	if (!ascii_fold(text, text_room, &text) ||
	    !ascii_fold(format, format_room, &format))
		return DATE_BAD;
	if (is_free(format))
		return dateplain_read(text, part);
	return read_formatted(text, format, part, date);
}

enum date_result
date_parse(struct span text, struct span format, struct date *date)
{
	struct datepart part;
	struct date found = {0};
	enum date_result result;

	if (is_fast(text, format) && read_fast(text, &found)) {
		*date = found;
		return DATE_OK;
	}
	result = read_parts(text, format, &part, &found);
	if (result != DATE_OK)
		return result;
	if (part.precision != DATE_NONE)
		return datepart_finish(&part, date);
	if (found.us < EPOCH_LOW_S * CIVIL_US_S ||
	    found.us >= EPOCH_HIGH_S * CIVIL_US_S)
		return DATE_BAD;
	*date = found;
	return DATE_OK;
}

bool
date_is_format(struct span format)
{
	static const char *const names[] = {
	    "", "iso8601", "rfc2822", "epoch_s", "epoch_ms", "epoch_us"};
	char room[ASCII_MAX];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (span_is(format, names[i]))
			return true;
	}
	return ascii_fold(format, room, &format) && datepattern_is_one(format);
}

/* Forms write 00 for a month or day that was left out. */
static void
drop_zeros(struct datepart *part)
{
	if (part->precision >= DATE_MONTH && part->month == 0)
		part->precision = DATE_YEAR;
	else if (part->precision >= DATE_DAY && part->day == 0)
		part->precision = DATE_MONTH;
}

/* Write ${digits} digits of the number. */
static size_t
put(char *at, int number, size_t digits)
{
	size_t i;

	for (i = digits; i-- > 0; number /= 10)
		at[i] = (char)('0' + number % 10);
	return digits;
}

/* A birth date is the day as it is written, whatever the zone. */
static bool
write_birth(const struct date *date, struct span *normal, struct arena *arena)
{
	char text[10] = "0000-00-00";
	struct civil civil;
	size_t len;

	civil_from_us(date->us + date->offset_s * CIVIL_US_S, &civil);
	len = put(text, civil.year, 4);
	if (date->precision >= DATE_MONTH)
		len += 1 + put(text + 5, civil.month, 2);
	if (date->precision >= DATE_DAY)
		len += 1 + put(text + 8, civil.day, 2);
	*normal = arena_span(arena, span_make(text, len));
	return normal->data != NULL;
}

/* Is it 1980-05-17, as nearly all birth dates are, and as it stays? */
static bool
is_birth(struct span text)
{
	unsigned year;

	if (text.len != 10 || text.data[4] != '-' || text.data[7] != '-')
		return false;
	year = two(text.data) * 100 + two(text.data + 2);
	return two(text.data) < 100 && two(text.data + 2) < 100 && year > 1 &&
	    year < 9999 &&
	    civil_is_date(
		(int)year, (int)two(text.data + 5), (int)two(text.data + 8));
}

bool
date_birth(struct span text, struct span format, struct span *normal,
    struct arena *arena)
{
	struct datepart part;
	struct date date = {0};
	enum date_result result;

	if (is_free(format) && is_birth(text)) {
		*normal = arena_span(arena, text);
		return normal->data != NULL;
	}
	result = read_parts(text, format, &part, &date);
	if (result == DATE_OK && part.precision != DATE_NONE) {
		result = datepart_finish(&part, &date);
		if (result == DATE_BAD) {
			drop_zeros(&part);
			result = datepart_finish(&part, &date);
		}
	}
	return result == DATE_OK && write_birth(&date, normal, arena);
}
