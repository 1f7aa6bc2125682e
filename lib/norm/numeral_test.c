#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/numeral.h"

static void
reads_numbers(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		uint32_t value;
	} cases[] = {
	    {"12", 2, 12},
	    {"007x", 3, 7},
	    {"12三", 2, 12},
	    {"三", 3, 3},
	    {"十", 3, 10},
	    {"十二", 6, 12},
	    {"二十三", 9, 23},
	    {"二三", 6, 23},
	    {"一〇五", 9, 105},
	    {"百", 3, 100},
	    {"百五", 6, 105},
	    {"千二百三十四", 18, 1234},
	    {"二千", 6, 2000},
	    {"一万二千三百", 18, 12300},
	    {"万", 3, 10000},
	    {"三丁目", 3, 3},
	    {"二3", 3, 2},
	    {"999999999", 9, 999999999},
	    {"1000000000", 0, 0},
	    {"99999999999999999999999999", 0, 0},
	    {"九九九九九九九九九九九九", 0, 0},
	    {"", 0, 0},
	    {"-1", 0, 0},
	    {"丁", 0, 0},
	    {"\xe4", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t value = 0;
		size_t len = numeral_read(span_of(cases[i].text), &value);

		if (len != cases[i].len || value != cases[i].value)
			fail_msg("'%s' gives %zu bytes, %u", cases[i].text, len,
			    (unsigned)value);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(reads_numbers)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
