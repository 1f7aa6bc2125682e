#include <assert.h>

#include "base/num.h"

/* Read digits downwards from 0, because INT64_MIN has no positive. */
static bool
read_digits(struct span text, int64_t *value)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		if (!num_mul(*value, 10, value) ||
		    !num_add(*value, '0' - text.data[i], value))
			return false;
	}
	return true;
}

/* Take the sign away; the value so far is negative. */
static bool
take_sign(struct span *text)
{
	if (text->len == 0 || text->data[0] != '-')
		return false;
	text->data++;
	text->len--;
	return true;
}

static bool
apply_sign(bool is_negative, int64_t *value)
{
	return is_negative || num_mul(*value, -1, value);
}

bool
num_i64(struct span text, int64_t low, int64_t high, int64_t *value)
{
	bool is_negative = take_sign(&text);
	int64_t number = 0;

	if (text.len == 0 || !read_digits(text, &number) ||
	    !apply_sign(is_negative, &number))
		return false;
	if (number < low || number > high)
		return false;
	*value = number;
	return true;
}

bool
num_decimal(struct span text, int digits, int64_t *value)
{
	bool is_negative = take_sign(&text);
	struct span whole = text;
	struct span part = {"", 0};
	const char *point;
	int64_t number = 0;

	assert(digits >= 0 && digits <= 9);
	point = text.len == 0 ? NULL : memchr(text.data, '.', text.len);
	if (point != NULL) {
		whole.len = (size_t)(point - text.data);
		part = span_make(point + 1, text.len - whole.len - 1);
	}
	if (whole.len == 0 && part.len == 0)
		return false;
	while (part.len > (size_t)digits && part.data[part.len - 1] == '0')
		part.len--;
	if (part.len > (size_t)digits)
		return false;
	if (!read_digits(whole, &number) || !read_digits(part, &number))
		return false;
	for (size_t i = part.len; i < (size_t)digits; i++)
		if (!num_mul(number, 10, &number))
			return false;
	if (!apply_sign(is_negative, &number))
		return false;
	*value = number;
	return true;
}

bool
num_add(int64_t a, int64_t b, int64_t *sum)
{
	return !__builtin_add_overflow(a, b, sum);
}

bool
num_mul(int64_t a, int64_t b, int64_t *product)
{
	return !__builtin_mul_overflow(a, b, product);
}

int64_t
num_round_div(num_i128 numerator, int64_t denominator)
{
	num_i128 quotient = numerator / denominator;
	num_i128 rest = numerator % denominator;

	assert(denominator > 0);
	if (rest >= 0 && rest >= denominator - rest)
		quotient++;
	if (rest < 0 && -rest >= denominator + rest)
		quotient--;
	return (int64_t)quotient;
}

void
num_fixed(struct buf *buf, int64_t value, int digits)
{
	uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	uint64_t unit = 1;

	assert(digits >= 0 && digits <= 18);
	for (int i = 0; i < digits; i++)
		unit *= 10;
	if (value < 0)
		buf_char(buf, '-');
	buf_u64(buf, size / unit);
	if (digits == 0)
		return;
	buf_char(buf, '.');
	for (size %= unit; unit > 1; size %= unit) {
		unit /= 10;
		buf_char(buf, (char)('0' + size / unit));
	}
}
