#include <stdbool.h>

#include "norm/ascii.h"
#include "norm/numeral.h"
#include "text/utf8.h"

#define MYRIAD 10000

/* The number that a kanji stands for, or -1. */
static int32_t
value_of(uint32_t code)
{
	static const struct {
		uint32_t code;
		int32_t value;
	} kanji[] = {
	    {0x3007, 0},      /* 〇 */
	    {0x96f6, 0},      /* 零 */
	    {0x4e00, 1},      /* 一 */
	    {0x4e8c, 2},      /* 二 */
	    {0x4e09, 3},      /* 三 */
	    {0x56db, 4},      /* 四 */
	    {0x4e94, 5},      /* 五 */
	    {0x516d, 6},      /* 六 */
	    {0x4e03, 7},      /* 七 */
	    {0x516b, 8},      /* 八 */
	    {0x4e5d, 9},      /* 九 */
	    {0x5341, 10},     /* 十 */
	    {0x767e, 100},    /* 百 */
	    {0x5343, 1000},   /* 千 */
	    {0x4e07, MYRIAD}, /* 万 */
	};

	for (size_t i = 0; i < sizeof(kanji) / sizeof(kanji[0]); i++) {
		if (kanji[i].code == code)
			return kanji[i].value;
	}
	return -1;
}

static size_t
read_digits(struct span text, uint64_t *value)
{
	size_t at = 0;

	*value = 0;
	for (; at < text.len && ascii_is_digit(text.data[at]); at++) {
		if (*value <= NUMERAL_MAX)
			*value = *value * 10 + (uint64_t)(text.data[at] - '0');
	}
	return at;
}

/* 二三 is 23, and so is 二十三: digits follow one another until a unit takes
 * them. */
static size_t
read_kanji(struct span text, uint64_t *value)
{
	const char *at = text.data;
	const char *end = text.data + text.len;
	uint64_t myriads = 0;
	uint64_t sum = 0;
	uint64_t digits = 0;
	bool has_digits = false;

	while (at < end) {
		const char *next = at;
		int32_t one = value_of(utf8_next(&next, end));

		if (one < 0)
			break;
		at = next;
		if (one < 10) {
			if (digits <= NUMERAL_MAX)
				digits = digits * 10 + (uint64_t)one;
			has_digits = true;
			continue;
		}
		if (one == MYRIAD) {
			sum += digits;
			myriads += sum == 0 ? 1 : sum;
			sum = 0;
		} else {
			sum += (has_digits ? digits : 1) * (uint64_t)one;
		}
		if (sum > NUMERAL_MAX || myriads > NUMERAL_MAX)
			sum = myriads = NUMERAL_MAX;
		digits = 0;
		has_digits = false;
	}
	*value = myriads * MYRIAD + sum + digits;
	return (size_t)(at - text.data);
}

size_t
numeral_read(struct span text, uint32_t *value)
{
	uint64_t wide;
	size_t len;

	if (text.len == 0)
		return 0;
	len = ascii_is_digit(text.data[0]) ? read_digits(text, &wide)
					   : read_kanji(text, &wide);
	if (len == 0 || wide > NUMERAL_MAX)
		return 0;
	*value = (uint32_t)wide;
	return len;
}
