#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/lines.h"
#include "text/fold.h"

static void
finds_keys(void **state)
{
	static const struct span table =
	    SPAN("a\t1\t2\nab\naba\t3\nb\t\nc\t4\n");
	static const struct {
		const char *key;
		const char *rest; /* NULL = not there */
	} cases[] = {{"a", "1\t2"}, {"ab", ""}, {"aba", "3"}, {"b", ""},
	    {"c", "4"}, {"", NULL}, {"aa", NULL}, {"abaa", NULL}, {"d", NULL},
	    {"a\t1", NULL}, {"1", NULL}};
	struct span none = {NULL, 0};
	struct span rest;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool is_there = lines_find(table, span_of(cases[i].key), &rest);

		assert_int_equal(is_there, cases[i].rest != NULL);
		if (is_there)
			assert_true(span_is(rest, cases[i].rest));
		assert_false(lines_find(none, span_of(cases[i].key), &rest));
	}
	/* The last line may lack its end. */
	assert_true(lines_find(span_of("a\nb"), span_of("b"), &rest));
}

static void
finds_where_keys_begin(void **state)
{
	static const struct span table = SPAN("a\t1\nab\t2\nabc\nb\t3\n");
	static const struct {
		const char *key;
		const char *rest;
	} cases[] = {{"", "a\t1\nab\t2\nabc\nb\t3\n"},
	    {"a", "a\t1\nab\t2\nabc\nb\t3\n"}, {"aa", "ab\t2\nabc\nb\t3\n"},
	    {"ab", "ab\t2\nabc\nb\t3\n"}, {"abb", "abc\nb\t3\n"},
	    {"b", "b\t3\n"}, {"ba", ""}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_true(span_is(
		    lines_from(table, span_of(cases[i].key)), cases[i].rest));
	assert_int_equal(lines_from(span_make(NULL, 0), span_of("a")).len, 0);
}

static void
takes_fields(void **state)
{
	struct span rest = SPAN("1\t22\t3");
	struct span field;

	(void)state;
	assert_true(lines_next(&rest, &field));
	assert_true(span_is(field, "1"));
	assert_true(lines_next(&rest, &field));
	assert_true(span_is(field, "22"));
	assert_true(lines_next(&rest, &field));
	assert_true(span_is(field, "3"));
	assert_false(lines_next(&rest, &field));
}

/* Tables are made by a script that knows fold_key's rules for them only: its
 * keys must be keys, in order, and each must be found. */
static void
tables_hold_keys(void **state)
{
	static const char *const names[] = {
	    "places", "surnames", "givennames", "nicknames"};
	struct arena arena = {0};

	(void)state;
	assert_int_equal(lines_table("nothing").len, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct span table = lines_table(names[i]);
		struct span last = {NULL, 0};
		const char *at = table.data;
		const char *end = table.data + table.len;
		struct span rest;

		assert_true(table.len > 0);
		while (at < end) {
			size_t len = strcspn(at, "\n");
			struct span key = span_make(at, strcspn(at, "\t\n"));

			if (!span_eq(fold_key(key, &arena), key))
				fail_msg("%s: '%.*s' is not a key", names[i],
				    (int)key.len, key.data);
			assert_true(span_cmp(last, key) < 0);
			assert_true(lines_find(table, key, &rest));
			assert_true(rest.data >= at && rest.data <= at + len);
			last = key;
			at += len + 1;
		}
	}
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_keys),
	    cmocka_unit_test(finds_where_keys_begin),
	    cmocka_unit_test(takes_fields),
	    cmocka_unit_test(tables_hold_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
