#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "flow/status.h"

struct age_case {
	const char *text;
	int64_t seconds; /* 0 = refused */
};

static const struct age_case cases[] = {{"36h", 36 * 3600}, {"7d", 7 * 86400},
    {"90m", 5400}, {"30s", 30}, {"007d", 7 * 86400}, {"", 0}, {"h", 0},
    {"0h", 0}, {"36", 0}, {"36 h", 0}, {"-1h", 0}, {"1.5h", 0}, {"36H", 0},
    {"36hh", 0}, {"1000001d", 0}};

static void
test_age(void **state)
{
	int64_t age_us;
	size_t i;
	bool is_age;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		age_us = 0;
		is_age = status_age(span_of(cases[i].text), &age_us);
		if (is_age != (cases[i].seconds > 0) ||
		    (is_age && age_us != cases[i].seconds * 1000000))
			fail_msg("'%s'", cases[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_age),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
