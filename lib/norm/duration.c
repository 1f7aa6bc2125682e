#include "norm/duration.h"

#include "base/num.h"
#include "norm/ascii.h"
#include "norm/money.h"

#define NANO INT64_C(1000000000)

struct unit {
	const char *name;
	int64_t milli;
};

static const struct unit units[] = {
    {"", 1000}, {"s", 1000}, {"ms", 1}, {"min", 60000}, {"h", 3600000}};

static const struct unit *
find_unit(struct span name)
{
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (span_is(name, units[i].name))
			return &units[i];
	}
	return NULL;
}

static bool
is_clock(struct span unit)
{
	return span_is(unit, "hh:mm:ss");
}

bool
duration_is_unit(struct span unit)
{
	return is_clock(unit) || find_unit(unit) != NULL;
}

/* A number of units, rounded to 1/1000 s. Of small units there may be many,
 * and fewer of their decimals say anything. */
static bool
read_number(struct span text, int64_t unit_milli, int64_t *milli)
{
	size_t digits = unit_milli == 1 ? 1 : unit_milli == 1000 ? 5 : 9;
	int64_t scale = digits == 1 ? 10 : digits == 5 ? 100000 : NANO;
	num_i128 product;
	int64_t value;
	size_t i;

	/* No signs and no currency here. */
	for (i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (!ascii_is_digit(c) && c != '.' && c != ',')
			return false;
	}
	/* What is finer says nothing in 1/1000 s. */
	for (i = 0; i < text.len && text.data[i] != '.'; i++)
		;
	if (text.len > i + 1 + digits)
		text.len = i + 1 + digits;
	if (!money_number(text, '.', ',', (int)digits, &value))
		return false;
	product = (num_i128)value * unit_milli;
	if (product / scale >= INT64_MAX)
		return false;
	*milli = num_round_div(product, scale);
	return true;
}

/* 1:02:03, 02:03, 02:03.5: the last part is of seconds. */
static bool
read_clock(struct span text, int64_t *milli)
{
	int64_t total_s = 0;
	int64_t part;
	size_t parts = 0;
	size_t len;

	for (;; text.data += len + 1, text.len -= len + 1) {
		for (len = 0; len < text.len && text.data[len] != ':'; len++)
			;
		if (len == text.len)
			break;
		if (!num_i64(span_make(text.data, len), 0,
			parts == 0 ? INT64_C(1000000000) : 59, &part) ||
		    ++parts > 2)
			return false;
		total_s = total_s * 60 + part;
	}
	if (parts == 0 || text.len < 2 || !ascii_is_digit(text.data[0]) ||
	    !ascii_is_digit(text.data[1]) || !read_number(text, 1000, &part) ||
	    part >= 60000)
		return false;
	*milli = total_s * 60000 + part;
	return true;
}

bool
duration_parse(struct span text, struct span unit, int64_t *milli)
{
	const struct unit *found = find_unit(unit);
	char room[ASCII_MAX];
	int64_t value;

	if (!ascii_fold(text, room, &text))
		return false;
	text = span_trim(text);
	if (is_clock(unit)
		? !read_clock(text, &value)
		: found == NULL || !read_number(text, found->milli, &value))
		return false;
	*milli = value;
	return true;
}
