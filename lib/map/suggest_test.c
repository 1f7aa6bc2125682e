#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "map/suggest.h"

static const struct {
	const char *word;
	const char *expected; /* NULL = none is near */
} cases[] = {
    {"colum", "column"},
    {"cloumn", "column"},
    {"columns", "column"},
    {"fromat", "format"},
    {"valeus", "values"},
    {"as", "as"},
    {"is", "as"},
    {"zzz", NULL},
    {"", NULL},
    {"a very long word that nobody could have meant", NULL},
};

static void
suggests(void **state)
{
	static const char *const words[] = {
	    "column", "format", "values", "as", NULL};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *best = suggest_best(span_of(cases[i].word), words);

		if (cases[i].expected == NULL)
			assert_null(best);
		else if (best == NULL)
			fail_msg("%s: nothing", cases[i].word);
		else
			assert_string_equal(best, cases[i].expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(suggests)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
