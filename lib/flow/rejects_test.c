#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "flow/rejects.h"

static void
test_names(void **state)
{
	static const struct {
		const char *path;
		unsigned n;
		const char *name;
	} cases[] = {
	    {"a.csv", 1, "a.csv"},
	    {"x/y/a.csv", 1, "a.csv"},
	    {"x/a.csv", 2, "a-2.csv"},
	    {"a.csv.gz", 1, "a.csv"},
	    {"a.csv.gz", 12, "a-12.csv"},
	    {"a", 3, "a-3"},
	    {".hidden", 2, ".hidden-2"},
	    {"x.y/a", 2, "a-2"},
	    {"-", 1, "stdin"},
	    {"-", 2, "stdin-2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf name = {0};

		rejects_name(cases[i].path, cases[i].n, &name);
		assert_string_equal(buf_text(&name), cases[i].name);
		buf_clear(&name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
