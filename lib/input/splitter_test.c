#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/splitter.h"

struct splitter_case {
	const char *text;
	bool is_object;
	enum splitter_end end;
	size_t at;
};

static const struct splitter_case cases[] = {
    {"1,2", false, SPLITTER_END, 1},
    {"12]", false, SPLITTER_END, 2},
    {"12", false, SPLITTER_MORE, 2},
    {"{\"a\":[1,2]},3", false, SPLITTER_END, 11},
    {"[[],{}] ]", false, SPLITTER_END, 8},
    {"\"a,]}\" ,", false, SPLITTER_END, 7},
    {"\"a\\\",\",", false, SPLITTER_END, 6},
    {"\"a\\\\\",", false, SPLITTER_END, 5},
    {"\"a\\", false, SPLITTER_MORE, 3},
    {"{]", false, SPLITTER_BROKEN, 1},
    {"[{\"a\":1]}", false, SPLITTER_BROKEN, 7},
    {"{}{}", true, SPLITTER_END, 2},
    {"{\"}\":{}} ,", true, SPLITTER_END, 8},
    {"{\"a\":1", true, SPLITTER_MORE, 6},
};

/* The answer must not depend on how the text is cut. */
static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span text = span_of(cases[i].text);

		for (size_t cut = 0; cut <= text.len; cut++) {
			struct splitter splitter = {
			    .is_object = cases[i].is_object};
			enum splitter_end end =
			    splitter_feed(&splitter, span_make(text.data, cut));

			if (end == SPLITTER_MORE)
				end = splitter_feed(&splitter, text);
			assert_int_equal(end, cases[i].end);
			assert_int_equal(splitter.at, cases[i].at);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
