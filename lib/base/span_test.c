#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/span.h"

static void
compares_bytes(void **state)
{
	static const struct {
		struct span a, b;
		int expected;
	} cases[] = {
	    {SPAN(""), {NULL, 0}, 0},
	    {SPAN("a"), SPAN("a"), 0},
	    {SPAN("a"), SPAN("b"), -1},
	    {SPAN("a"), SPAN("ab"), -1},
	    {SPAN("a\0c"), SPAN("a\0b"), 1},
	    {SPAN("\xff"), SPAN("a"), 1},
	    {{NULL, 0}, SPAN("a"), -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int order = span_cmp(cases[i].a, cases[i].b);

		assert_int_equal((order > 0) - (order < 0), cases[i].expected);
		assert_int_equal(
		    span_eq(cases[i].a, cases[i].b), cases[i].expected == 0);
	}
	assert_true(span_is(span_of("abc"), "abc"));
	assert_false(span_is(span_of("abc"), "ab"));
	assert_int_equal(span_of(NULL).len, 0);
}

static void
knows_ends(void **state)
{
	struct span text = span_make("abcde", 3);

	(void)state;
	assert_true(span_starts(text, "ab"));
	assert_true(span_starts(text, ""));
	assert_false(span_starts(text, "abcd"));
	assert_true(span_ends(text, "bc"));
	assert_true(span_ends(text, "abc"));
	assert_false(span_ends(text, "xabc"));
	assert_false(span_ends(text, "e"));
}

static void
trims_blanks(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
	    {"", ""},
	    {" \t ", ""},
	    {" a b\t", "a b"},
	    {"a", "a"},
	    {"\na", "\na"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_true(span_is(
		    span_trim(span_of(cases[i].text)), cases[i].expected));
	assert_int_equal(span_trim(span_make(NULL, 0)).len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(compares_bytes),
	    cmocka_unit_test(knows_ends),
	    cmocka_unit_test(trims_blanks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
