#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "input/twice.h"

struct twice_case {
	const char *text;
	const char *expected;
};

static const struct twice_case cases[] = {
    {"1", "1"},
    {"[ ]", "[]"},
    {"{ }", "{}"},
    {" {\"a\" : 1 , \"a\":1}", "{\"a\":\"\\u0002a\"}"},
    {"{\"a\":1,\"\\u0061\":[2],\"b\":3}", "{\"a\":\"\\u0002a\",\"b\":3}"},
    {"{\"a\":1,\"a\":2,\"a\":3}", "{\"a\":\"\\u0002a\"}"},
    {"{\"a\":{\"b\":1,\"b\":2},\"c\":[{\"b\":1},{\"b\":2}]}",
	"{\"a\":{\"b\":\"\\u0002b\"},\"c\":[{\"b\":1},{\"b\":2}]}"},
    {"[{\"a\\\"\":\"}]\",\"a\\\"\":null},true]",
	"[{\"a\\\"\":\"\\u0002a\\\"\"},true]"},
    {"{\"\":0,\"\":0}", "{\"\":\"\\u0002\"}"},
};

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {0};
		json_t *json = twice_read(span_of(cases[i].text), &err);
		char *text = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);

		assert_string_equal(text, cases[i].expected);
		free(text);
		json_decref(json);
	}
}

static void
test_key(void **state)
{
	struct err err = {0};
	json_t *json =
	    twice_read(span_of("{\"a\":1,\"a\":2,\"b\":\"a\",\"c\":{}}"), &err);

	(void)state;
	assert_string_equal(twice_key(json_object_get(json, "a")), "a");
	assert_null(twice_key(json_object_get(json, "b")));
	assert_null(twice_key(json_object_get(json, "c")));
	assert_null(twice_key(json));
	assert_null(twice_key(NULL));
	json_decref(json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
