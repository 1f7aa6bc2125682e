#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "map/zeros.h"

static void
test_cases(void **state)
{
	static const struct {
		const char *id;
		bool differs;
	} steps[] = {
	    {"00123", false},
	    {"00124", false},
	    {"00123", false},
	    {"123", true},
	    {"123", false},
	    {"0123", true},
	    {"12300", false},
	    {"A0123", false},
	    {"0A1", false},
	    {"0", false},
	    {"00", true},
	    {"", false},
	};
	struct zeros zeros = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		assert_int_equal(zeros_differ(&zeros, span_of(steps[i].id)),
		    steps[i].differs);
	zeros_clear(&zeros);
}

/* Ids of one width never differ so, however many there are. */
static void
test_width(void **state)
{
	struct zeros zeros = {0};
	char id[16];

	(void)state;
	for (int i = 0; i < 300000; i++) {
		(void)snprintf(id, sizeof(id), "%07d", i);
		assert_false(zeros_differ(&zeros, span_of(id)));
	}
	zeros_clear(&zeros);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
