#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/attrs.h"

static const struct {
	struct canon_attr attrs[3];
	size_t n;
	const char *text;
} cases[] = {
    {{{SPAN("a"), SPAN("1")}}, 1, "{\"a\":\"1\"}"},
    {{{SPAN("a"), SPAN("1")}, {SPAN("b"), SPAN("")}}, 2,
	"{\"a\":\"1\",\"b\":\"\"}"},
    {{{SPAN("a"), SPAN("1")}, {SPAN("a"), SPAN("2")}, {SPAN("b"), SPAN("3")}},
	3, "{\"a\":[\"1\",\"2\"],\"b\":\"3\"}"},
    {{{SPAN("a"), SPAN("1")}, {SPAN("b"), SPAN("2")}, {SPAN("b"), SPAN("3")}},
	3, "{\"a\":\"1\",\"b\":[\"2\",\"3\"]}"},
    {{{SPAN("a\"b"), SPAN("x\\y\n\x1f")}}, 1,
	"{\"a\\\"b\":\"x\\\\y\\u000a\\u001f\"}"},
    {{{SPAN("\xe9\xa1\xa7"), SPAN(",,,")}}, 1, "{\"\xe9\xa1\xa7\":\",,,\"}"},
};

static void
test_both_ways(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf buf = {0};
		struct arena arena = {0};
		struct canon_attr *attrs;
		struct err err = {0};
		size_t n;

		attrs_write(&buf, cases[i].attrs, cases[i].n);
		assert_string_equal(buf_text(&buf), cases[i].text);
		assert_int_equal(
		    attrs_read(buf_get(&buf), &arena, &attrs, &n, &err), 0);
		assert_int_equal(n, cases[i].n);
		for (size_t j = 0; j < n; j++) {
			assert_true(
			    span_eq(attrs[j].name, cases[i].attrs[j].name));
			assert_true(
			    span_eq(attrs[j].value, cases[i].attrs[j].value));
		}
		arena_clear(&arena);
		buf_clear(&buf);
	}
}

static void
test_broken(void **state)
{
	static const char *const texts[] = {"{", "{}", "x", "{\"a\"}",
	    "{\"a\":1}", "{\"a\":\"b\"", "{\"a\":[\"b\"}", "{\"a\":\"b\"}x",
	    "{\"a\":\"\\q\"}", "{\"a\":\"\\", "{\"a\":\"\\u00g0\"}"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct arena arena = {0};
		struct canon_attr *attrs;
		struct err err = {0};
		size_t n;

		assert_int_equal(
		    attrs_read(span_of(texts[i]), &arena, &attrs, &n, &err),
		    -1);
		assert_int_equal(err.code, ERR_DATA);
		arena_clear(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_both_ways),
	    cmocka_unit_test(test_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
