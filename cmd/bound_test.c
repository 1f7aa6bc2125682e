#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "bound.h"

static const struct {
	const char *text;
	int64_t size_bytes; /* 0 = refused */
} cases[] = {
    {"16M", 16777216},
    {"16777216", 16777216},
    {"2G", 2147483648},
    {"20000K", 20480000},
    {"16777215", 0},
    {"15M", 0},
    {"0", 0},
    {"", 0},
    {"M", 0},
    {"2GB", 0},
    {"1.5G", 0},
    {"-1G", 0},
    {"2g", 0},
    {"9999999999999G", 0},
};

static void
test_sizes(void **state)
{
	int64_t size_bytes;
	size_t i;
	int rc;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {0};

		rc = bound_read(cases[i].text, &size_bytes, &err);
		assert_int_equal(rc, cases[i].size_bytes == 0 ? -1 : 0);
		assert_int_equal(
		    err.code, cases[i].size_bytes == 0 ? ERR_USAGE : ERR_NONE);
		if (rc == 0)
			assert_int_equal(size_bytes, cases[i].size_bytes);
	}
}

static void
test_explain(void **state)
{
	struct err other = {0}, memory = {0};

	(void)state;
	err_set(&other, ERR_SYSTEM, "the clock stands still");
	bound_explain("20M", &other);
	assert_string_equal(other.msg, "the clock stands still");
	err_nomem(&memory);
	bound_explain("20M", &memory);
	assert_int_equal(memory.code, ERR_SYSTEM);
	assert_string_equal(
	    memory.msg, "--memory 20M is not enough for this store");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_explain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
