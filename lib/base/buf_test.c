#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static void
appends(void **state)
{
	struct buf buf = {0};

	(void)state;
	assert_string_equal(buf_text(&buf), "");
	assert_int_equal(buf_get(&buf).len, 0);
	buf_str(&buf, "a");
	buf_char(&buf, '-');
	buf_span(&buf, span_make("b\0c", 3));
	buf_span(&buf, span_make(NULL, 0));
	buf_i64(&buf, INT64_MIN);
	buf_char(&buf, ' ');
	buf_u64(&buf, UINT64_MAX);
	buf_printf(&buf, " %s=%d", "x", 7);
	assert_int_equal(buf_check(&buf, NULL), 0);
	assert_true(span_eq(buf_get(&buf),
	    span_make(
		"a-b\0c-9223372036854775808 18446744073709551615 x=7", 50)));
	buf_reset(&buf);
	assert_string_equal(buf_text(&buf), "");
	buf_clear(&buf);
}

static void
prints_what_is_long(void **state)
{
	struct buf buf = {0};

	(void)state;
	for (int len = 250; len < 260; len++) {
		buf_reset(&buf);
		buf_printf(&buf, "%0*d", len, 1);
		assert_int_equal(buf.len, len);
		assert_int_equal(strlen(buf_text(&buf)), len);
		assert_int_equal(buf_text(&buf)[len - 1], '1');
	}
	buf_clear(&buf);
}

static void
writes_utf8(void **state)
{
	static const struct {
		uint32_t code;
		const char *expected;
	} cases[] = {
	    {0x24, "$"},
	    {0x7f, "\x7f"},
	    {0x80, "\xc2\x80"},
	    {0x7ff, "\xdf\xbf"},
	    {0x800, "\xe0\xa0\x80"},
	    {0x5c71, "\xe5\xb1\xb1"},
	    {0xffff, "\xef\xbf\xbf"},
	    {0x10000, "\xf0\x90\x80\x80"},
	    {0x10ffff, "\xf4\x8f\xbf\xbf"},
	};
	struct buf buf = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&buf);
		buf_utf8(&buf, cases[i].code);
		assert_string_equal(buf_text(&buf), cases[i].expected);
	}
	buf_clear(&buf);
}

static void
keeps_a_failure(void **state)
{
	struct buf buf = {0};
	struct err err = {0};

	(void)state;
	buf_str(&buf, "before");
	assert_null(buf_reserve(&buf, SIZE_MAX));
	buf_str(&buf, "after");
	assert_string_equal(buf_text(&buf), "");
	assert_int_equal(buf_get(&buf).len, 0);
	buf_reset(&buf);
	assert_int_equal(buf_check(&buf, &err), -1);
	assert_int_equal(err.code, ERR_SYSTEM);
	buf_clear(&buf);
	assert_int_equal(buf_check(&buf, NULL), 0);
}

static void
reserves(void **state)
{
	struct buf buf = {0};
	char *to;

	(void)state;
	for (size_t i = 0; i < 300; i++) {
		to = buf_reserve(&buf, 11);
		assert_non_null(to);
		memcpy(to, "0123456789a", 11);
		buf.len += 11;
	}
	assert_int_equal(strlen(buf_text(&buf)), 3300);
	buf_clear(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(appends),
	    cmocka_unit_test(prints_what_is_long),
	    cmocka_unit_test(writes_utf8),
	    cmocka_unit_test(keeps_a_failure),
	    cmocka_unit_test(reserves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
