#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "input/jsontext.h"

struct jsontext_case {
	const char *text;
	const char *expected; /* the value's text, or the fault's reason */
	bool is_good;
};

static const struct jsontext_case cases[] = {
    {"0", "0", true},
    {"-1", "-1", true},
    {"-0", "-0", true},
    {"999999999999999999", "999999999999999999", true},
    {"-999999999999999999", "-999999999999999999", true},
    {"9223372036854775808", "9223372036854775808", true},
    {" 19.990 ", "19.990", true},
    {"1E+2", "1E+2", true},
    {"1e-400", "1e-400", true},
    {"true", "true", true},
    {"false", "false", true},
    {"null", "", true},
    {"\"1.5\"", "1.5", true},
    {"\"\"", "", true},
    {"\"\\u00e9\\n\"", "é\n", true},
    {"01", "JSON_SYNTAX", false},
    {"01.5", "JSON_SYNTAX", false},
    {"1.", "JSON_SYNTAX", false},
    {".5", "JSON_SYNTAX", false},
    {"1.5e", "JSON_SYNTAX", false},
    {"1.5.5", "TRAILING_DATA", false},
    {"+1.5", "JSON_SYNTAX", false},
    {"1.5x", "TRAILING_DATA", false},
    {"x1.5", "JSON_SYNTAX", false},
    {"{1.5:2}", "JSON_SYNTAX", false},
    {"{1.5 :2}", "JSON_SYNTAX", false},
    {"[1.5:2]", "JSON_SYNTAX", false},
    {"[1.5 2.5]", "JSON_SYNTAX", false},
    {"", "JSON_SYNTAX", false},
    {"\"\\b\"", "CONTROL_CHAR", false},
    {"\"\\u001F\"", "CONTROL_CHAR", false},
    {"\"\\u0085\"", "CONTROL_CHAR", false},
    {"\"\xc2\x85\"", "CONTROL_CHAR", false},
    {"\"\\\\u0001\"", "\\u0001", true},
    {"\"\x01\"", "JSON_SYNTAX", false},
    {"\"\\ud800\\u0041\"", "BAD_UNICODE", false},
    {"{\"a\":1,\"a\":1.5,}", "JSON_SYNTAX", false},
    {"{\"a\":1,\"a\":\"\\u0002\"}", "CONTROL_CHAR", false},
};

static void
test_cases(void **state)
{
	struct jsontext value = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err fault = {0};
		char room[JSONTEXT_ROOM];
		struct span text;
		int done =
		    jsontext_parse(&value, span_of(cases[i].text), &fault);

		if ((done == 0) != cases[i].is_good)
			fail_msg("%s: %s", cases[i].text, fault.msg);
		if (!cases[i].is_good) {
			if (strcmp(fault.reason, cases[i].expected) != 0)
				fail_msg("%s: %s", cases[i].text, fault.reason);
			continue;
		}
		assert_true(jsontext_text(value.json, room, &text));
		if (!span_is(text, cases[i].expected))
			fail_msg("%s", cases[i].text);
	}
	jsontext_clear(&value);
}

static void
test_numbers_inside(void **state)
{
	struct jsontext value = {0};
	struct err fault = {0};
	char room[JSONTEXT_ROOM];
	struct span text;
	const json_t *one;

	(void)state;
	assert_int_equal(
	    jsontext_parse(&value,
		span_of("{\"a\":[1.10 ,2,\"3.5\"],\"b\":{\"c\":1e2}}"), &fault),
	    0);
	one = json_array_get(json_object_get(value.json, "a"), 0);
	assert_true(jsontext_is_number(one));
	assert_true(jsontext_text(one, room, &text));
	assert_true(span_is(text, "1.10"));
	one = json_array_get(json_object_get(value.json, "a"), 1);
	assert_int_equal(json_integer_value(one), 2);
	one = json_array_get(json_object_get(value.json, "a"), 2);
	assert_false(jsontext_is_number(one));
	one = json_object_get(json_object_get(value.json, "b"), "c");
	assert_true(jsontext_is_number(one));
	assert_false(jsontext_text(value.json, room, &text));
	assert_true(jsontext_text(NULL, room, &text));
	assert_int_equal(text.len, 0);
	jsontext_clear(&value);
}

/* Who asks for a key that stands twice learns of it, and nobody else. */
static void
test_twice(void **state)
{
	struct jsontext value = {0};
	struct err fault = {0};
	char room[JSONTEXT_ROOM];
	struct span text;

	(void)state;
	assert_int_equal(jsontext_parse(&value,
			     span_of("{\"a\":1,\"a\":1.5,\"b\":2.50}"), &fault),
	    0);
	assert_false(
	    jsontext_text(json_object_get(value.json, "a"), room, &text));
	assert_true(
	    jsontext_text(json_object_get(value.json, "b"), room, &text));
	assert_true(span_is(text, "2.50"));
	jsontext_clear(&value);
}

/* The column is that of the text as it came, not of the rewritten one. */
static void
test_place(void **state)
{
	struct jsontext value = {0};
	struct err fault = {0};

	(void)state;
	assert_int_equal(
	    jsontext_parse(&value, span_of("{\"a\":1.5,\n\"b\":1.5,}"), &fault),
	    -1);
	assert_string_equal(fault.msg,
	    "not JSON: string or '}' expected near '}' (line 2, column 9 of "
	    "the record): JSON has no comma at the end");
	err_clear(&fault);
	assert_false(value.is_cut);
	assert_int_equal(
	    jsontext_parse(&value, span_of("{\"a\":1"), &fault), -1);
	assert_true(value.is_cut);
	jsontext_clear(&value);
}

static int n_left; /* allocations until memory is out */

static void *
take_some(size_t size)
{
	if (n_left-- > 0)
		return malloc(size);
	errno = ENOMEM;
	return NULL;
}

/* Wherever memory runs out, it is not the text that is wrong. */
static void
test_ran_out(void **state)
{
	static const char text[] = "{\"key\": [\"text\", 12, null, {}]}";
	json_error_t error;
	json_t *json = NULL;
	int n;

	(void)state;
	json_set_alloc_funcs(take_some, free);
	for (n = 0; json == NULL; n++) {
		n_left = n;
		json = jsontext_load(span_of(text), 0, &error);
		assert_true(json != NULL || jsontext_ran_out(&error));
	}
	assert_true(n > 5);
	json_decref(json);
	n_left = 1000;
	assert_null(jsontext_load(span_of("{\"key\": x}"), 0, &error));
	assert_false(jsontext_ran_out(&error));
	json_set_alloc_funcs(malloc, free);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_numbers_inside),
	    cmocka_unit_test(test_twice),
	    cmocka_unit_test(test_place),
	    cmocka_unit_test(test_ran_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
