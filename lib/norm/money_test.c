#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/money.h"

static void
knows_currencies(void **state)
{
	static const struct {
		const char *code;
		int digits;
	} cases[] = {{"JPY", 0}, {"XPF", 0}, {"BIF", 0}, {"USD", 2}, {"EUR", 2},
	    {"AED", 2}, {"ZWG", 2}, {"KWD", 3}, {"BHD", 3}, {"TND", 3},
	    {"CLF", 4}, {"UYW", 4}, {"HRK", 2}, {"XAU", -1}, {"ABC", -1},
	    {"jpy", -1}, {"JP", -1}, {"", -1}, {"USDX", -1}, {"SD ", -1},
	    {" US", -1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (money_currency_digits(span_of(cases[i].code)) !=
		    cases[i].digits)
			fail_msg("%s", cases[i].code);
	}
}

#define NONE INT64_MIN

/* The catalogue of malformed input, section 5.7. */
static const struct {
	const char *text;
	char decimal, thousands;
	int digits;
	int64_t expected;
} number_cases[] = {
    /* A01 */
    {"1,234", '.', 0, 0, 1234},
    {"￥１，２３４", '.', 0, 0, 1234},
    {"¥1,234-", '.', 0, 0, 1234},
    {"1,234円", '.', 0, 0, 1234},
    {"1,234 円", '.', 0, 0, 1234},
    {"$1,243.50", '.', 0, 2, 124350},
    {"€ 12", '.', 0, 2, 1200},
    {"12€", '.', 0, 2, 1200},
    {"1234", '.', 0, 2, 123400},
    {" 12 ", '.', 0, 0, 12},
    {"+12", '.', 0, 0, 12},
    {"007", '.', 0, 0, 7},
    {"0", '.', 0, 0, 0},
    {"-0", '.', 0, 0, 0},
    /* A02 */
    {"(1,234)", '.', 0, 0, -1234},
    {"△1,234", '.', 0, 0, -1234},
    {"▲1,234", '.', 0, 0, -1234},
    {"1234-", '.', 0, 0, -1234},
    {"−1234", '.', 0, 0, -1234},
    {"－１２３４", '.', 0, 0, -1234},
    {"-$0.95", '.', 0, 2, -95},
    {"$-0.95", '.', 0, 2, -95},
    {"-¥1,234", '.', 0, 0, -1234},
    {"(¥1,234)", '.', 0, 0, -1234},
    {"¥(1,234)", '.', 0, 0, -1234},
    {"(-1)", '.', 0, 0, NONE},
    {"--1", '.', 0, 0, NONE},
    {"-1-", '.', 0, 0, NONE},
    {"(1", '.', 0, 0, NONE},
    {"1)", '.', 0, 0, NONE},
    {"¥1円", '.', 0, 0, NONE},
    /* A03 */
    {"1.234,56", '.', 0, 2, NONE},
    {"1.234,56", ',', 0, 2, 123456},
    {"1234,56", ',', 0, 2, 123456},
    {"1 234,56", ',', ' ', 2, 123456},
    {"1'234.56", '.', '\'', 2, 123456},
    {"1,234.56", ',', 0, 2, NONE},
    /* A04 */
    {"12,34", '.', 0, 0, NONE},
    {"1,23,456", '.', 0, 0, NONE},
    {"1234,567", '.', 0, 0, NONE},
    {"1,234,56", '.', 0, 0, NONE},
    {",123", '.', 0, 0, NONE},
    {"1,,234", '.', 0, 0, NONE},
    {"1,234,", '.', 0, 0, NONE},
    {"1.23,456", '.', 0, 9, NONE},
    {"12,345,678", '.', 0, 0, 12345678},
    /* A05 */
    {"1e3", '.', 0, 0, NONE},
    {"0x10", '.', 0, 0, NONE},
    {"inf", '.', 0, 0, NONE},
    {"nan", '.', 0, 0, NONE},
    {"twelve", '.', 0, 0, NONE},
    {"1 2", '.', 0, 0, NONE},
    {"1.2.3", '.', 0, 2, NONE},
    {"1\xff", '.', 0, 0, NONE},
    /* A06, A11 */
    {"99999999999999999999", '.', 0, 0, NONE},
    {"9223372036854775807", '.', 0, 0, INT64_MAX},
    {"9223372036854775808", '.', 0, 0, NONE},
    {"9223372036854775807", '.', 0, 1, NONE},
    {"-9223372036854775807", '.', 0, 0, -INT64_MAX},
    /* A07 */
    {"100.5", '.', 0, 0, NONE},
    {"100.0", '.', 0, 0, 100},
    {"100.", '.', 0, 0, 100},
    {"1.005", '.', 0, 2, NONE},
    {"1.500", '.', 0, 2, 150},
    /* A08 */
    {"", '.', 0, 0, NONE},
    {" ", '.', 0, 0, NONE},
    {"-", '.', 0, 0, NONE},
    {".", '.', 0, 0, NONE},
    {"¥", '.', 0, 0, NONE},
    {"()", '.', 0, 0, NONE},
    /* A10 */
    {"19.99", '.', 0, 2, 1999},
    {"0.1", '.', 0, 2, 10},
    {".5", '.', 0, 2, 50},
};

static void
reads_numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(number_cases) / sizeof(number_cases[0]);
	     i++) {
		int64_t value = NONE;
		bool is_one = money_number(span_of(number_cases[i].text),
		    number_cases[i].decimal, number_cases[i].thousands,
		    number_cases[i].digits, &value);

		if (is_one != (number_cases[i].expected != NONE) ||
		    value != number_cases[i].expected)
			fail_msg("'%s': %d %lld", number_cases[i].text, is_one,
			    (long long)value);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(knows_currencies),
	    cmocka_unit_test(reads_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
