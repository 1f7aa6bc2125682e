#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/ascii.h"
#include "norm/dateplain.h"

/* What is read before the calendar is asked. */
static void
reads_parts(void **state)
{
	static const struct {
		const char *text;
		enum date_result result;
		enum date_precision precision;
		int year, month, day, hour;
	} cases[] = {
	    {"2024-02-30", DATE_OK, DATE_DAY, 2024, 2, 30, 0},
	    {"1980-00-00", DATE_OK, DATE_DAY, 1980, 0, 0, 0},
	    {"2024-05-01 25:00", DATE_OK, DATE_MINUTE, 2024, 5, 1, 25},
	    {"20240501", DATE_OK, DATE_DAY, 2024, 5, 1, 0},
	    {"\x13"
	     "6\x01",
		DATE_BAD, DATE_NONE, 0, 0, 0, 0},
	    {"05/06/2024", DATE_AMBIGUOUS, DATE_NONE, 0, 0, 0, 0},
	    {"5-6", DATE_BAD, DATE_NONE, 0, 0, 0, 0},
	};
	struct datepart part;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum date_result result =
		    dateplain_read(span_of(cases[i].text), &part);

		assert_int_equal(result, cases[i].result);
		if (result != DATE_OK)
			continue;
		assert_int_equal(part.precision, cases[i].precision);
		assert_int_equal(part.year, cases[i].year);
		assert_int_equal(part.month, cases[i].month);
		assert_int_equal(part.day, cases[i].day);
		assert_int_equal(part.hour, cases[i].hour);
	}
}

static void
reads_folded_eras(void **state)
{
	char text[] = "?6\x01"
		      "5\x02"
		      "1\x03";
	struct datepart part;

	(void)state;
	text[0] = ASCII_REIWA;
	assert_int_equal(dateplain_read(span_of(text), &part), DATE_OK);
	assert_int_equal(part.year, 2024);
	text[0] = ASCII_SHOWA;
	assert_int_equal(dateplain_read(span_of(text), &part), DATE_OK);
	assert_int_equal(part.year, 1931);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_parts),
	    cmocka_unit_test(reads_folded_eras),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
