#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/intern.h"

static void
numbers_in_order_of_sight(void **state)
{
	struct intern intern = {0};
	struct buf name = {0};
	uint32_t number;

	(void)state;
	assert_int_equal(intern_get(&intern, span_of("x")), INTERN_NONE);
	for (int round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 5000; i++) {
			buf_reset(&name);
			buf_printf(&name, "name %u", i);
			assert_int_equal(
			    intern_add(&intern, buf_get(&name), &number, NULL),
			    0);
			assert_int_equal(number, i);
		}
	assert_int_equal(intern.count, 5000);
	for (uint32_t i = 0; i < 5000; i++) {
		buf_reset(&name);
		buf_printf(&name, "name %u", i);
		assert_int_equal(intern_get(&intern, buf_get(&name)), i);
		assert_true(span_eq(intern_name(&intern, i), buf_get(&name)));
	}
	assert_int_equal(intern_get(&intern, span_of("name")), INTERN_NONE);
	buf_clear(&name);
	intern_clear(&intern);
}

/* What is appended has a number of its own; after a reset all is new. */
static void
appends_and_resets(void **state)
{
	struct intern intern = {0};
	uint32_t number;

	(void)state;
	for (int round = 0; round < 2; round++) {
		assert_int_equal(
		    intern_add(&intern, span_of("a"), &number, NULL), 0);
		assert_int_equal(number, 0);
		for (uint32_t i = 1; i < 3; i++) {
			assert_int_equal(
			    intern_append(&intern, span_of("b"), &number, NULL),
			    0);
			assert_int_equal(number, i);
			assert_true(span_is(intern_name(&intern, i), "b"));
		}
		assert_int_equal(
		    intern_get(&intern, span_of("b")), INTERN_NONE);
		intern_reset(&intern);
		assert_int_equal(intern.count, 0);
		assert_int_equal(
		    intern_get(&intern, span_of("a")), INTERN_NONE);
	}
	intern_clear(&intern);
}

static void
takes_any_bytes(void **state)
{
	static const struct span names[] = {
	    {NULL, 0}, SPAN("a"), SPAN("a\0"), SPAN("a\0b"), SPAN("\xff")};
	struct intern intern = {0};
	uint32_t number;

	(void)state;
	for (uint32_t i = 0; i < 5; i++) {
		assert_int_equal(
		    intern_add(&intern, names[i], &number, NULL), 0);
		assert_int_equal(number, i);
	}
	for (uint32_t i = 0; i < 5; i++)
		assert_int_equal(intern_get(&intern, names[i]), i);
	intern_clear(&intern);
	assert_int_equal(intern_get(&intern, names[1]), INTERN_NONE);
}

/* Lengths around those that take one more byte to be kept. */
static void
takes_any_length(void **state)
{
	static const size_t lengths[] = {
	    0, 1, 127, 128, 129, 16383, 16384, 70000, 2097152};
	struct intern intern = {0};
	char *text = malloc(2097152);
	struct span name;
	uint32_t number;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', 2097152);
	for (uint32_t i = 0; i < 9; i++) {
		assert_int_equal(
		    intern_add(
			&intern, span_make(text, lengths[i]), &number, NULL),
		    0);
		assert_int_equal(number, i);
	}
	for (uint32_t i = 0; i < 9; i++) {
		name = intern_name(&intern, i);
		assert_true(span_eq(name, span_make(text, lengths[i])));
		assert_int_equal(name.data[name.len], 0);
		assert_int_equal(intern_get(&intern, name), i);
	}
	free(text);
	intern_clear(&intern);
}

static void
test_seal(void **state)
{
	struct intern intern = {0};
	struct err err = {0};
	uint32_t number;

	(void)state;
	assert_int_equal(intern_add(&intern, span_of("a"), &number, &err), 0);
	assert_int_equal(intern_add(&intern, span_of("b"), &number, &err), 0);
	intern_seal(&intern);
	assert_true(span_is(intern_name(&intern, 0), "a"));
	assert_true(span_is(intern_name(&intern, 1), "b"));
	assert_int_equal(intern.count, 2);
	intern_clear(&intern);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_in_order_of_sight),
	    cmocka_unit_test(appends_and_resets),
	    cmocka_unit_test(takes_any_bytes),
	    cmocka_unit_test(takes_any_length),
	    cmocka_unit_test(test_seal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
