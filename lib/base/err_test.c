#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>

#include "base/err.h"

static void
quotes_any_bytes(void **state)
{
	static const struct {
		struct span text;
		const char *expected;
	} cases[] = {
	    {SPAN(""), ""},
	    {SPAN("plain"), "plain"},
	    {SPAN("a\nb\tc\rd"), "a\\nb\\tc\\rd"},
	    {SPAN("\x1b[31m"), "\\x1b[31m"},
	    {SPAN("a\0b"), "a\\x00b"},
	    {SPAN("\x7f"), "\\x7f"},
	    {SPAN("\xe5\xb1\xb1\xe7\x94\xb0"), "\xe5\xb1\xb1\xe7\x94\xb0"},
	    {SPAN("\xc2\x85"), "\\u0085"},
	    {SPAN("a\xe2\x80\xae"), "a\\u202e"},
	    {SPAN("\xef\xbb\xbfx"), "\\ufeffx"},
	    {SPAN("\xf3\xa0\x81\x81"), "\\U000e0041"},
	    {SPAN("\xff\x8e"), "\\xff\\x8e"},
	    {SPAN("\xe5\xb1"), "\\xe5\\xb1"},
	    {SPAN("\xed\xa0\x80"), "\\xed\\xa0\\x80"},
	    {SPAN("\xc0\x80"), "\\xc0\\x80"},
	    {SPAN("\xe0\x80\xaf"), "\\xe0\\x80\\xaf"},
	    {SPAN("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80"},
	};
	char out[ERR_QUOTE_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    err_quote(out, cases[i].text), cases[i].expected);
	assert_string_equal(err_quote(out, span_make(NULL, 0)), "");
}

static void
cuts_what_is_long(void **state)
{
	char text[4 * 81 + 1] = "", out[ERR_QUOTE_MAX];

	(void)state;
	memset(text, 'x', 81);
	assert_int_equal(strlen(err_quote(out, span_make(text, 80))), 80);
	assert_int_equal(strlen(err_quote(out, span_make(text, 81))), 83);
	assert_string_equal(out + 80, "...");
	for (size_t i = 0; i < 81; i++)
		memcpy(text + 4 * i, "\xf0\x9f\x98\x80", 4);
	assert_int_equal(strlen(err_quote(out, span_of(text))), 323);
	assert_string_equal(out + 320, "...");
	memset(text, '\n', 300);
	assert_int_equal(strlen(err_quote(out, span_make(text, 300))), 83);
	/* No escape is cut in its middle: 79 + "\\n" does not fit. */
	memset(text, 'x', 79);
	assert_string_equal(err_quote(out, span_make(text, 81)) + 79, "...");
}

/* Every pair of bytes comes out as printable ASCII or as valid UTF-8. */
static void
quotes_every_pair(void **state)
{
	char out[ERR_QUOTE_MAX];

	(void)state;
	for (int a = 0; a < 256; a++)
		for (int b = 0; b < 256; b++) {
			char pair[2] = {(char)a, (char)b};

			(void)err_quote(out, span_make(pair, 2));
			for (const char *c = out; *c != '\0'; c++)
				if ((unsigned char)*c < 0x20 || *c == 0x7f)
					fail_msg("%02x %02x", a, b);
		}
}

static void
first_one_wins(void **state)
{
	struct err err = {0};
	char out[ERR_TEXT_MAX];

	(void)state;
	assert_int_equal(err_set(&err, ERR_DATA, "not a date: '%s'", "x"), -1);
	assert_int_equal(err_set(&err, ERR_BUG, "later"), -1);
	assert_int_equal(err_nomem(&err), -1);
	assert_int_equal(err_reason(&err, "BAD_DATE"), -1);
	assert_int_equal(err_reason(&err, "OTHER"), -1);
	assert_int_equal(err_place(&err, NULL, 17, "tel"), -1);
	assert_int_equal(err_place(&err, "shop.csv", 18, "mail"), -1);
	err_format(&err, out, sizeof(out));
	assert_string_equal(out, "shop.csv:17: column 'tel': not a date: 'x'");
	assert_int_equal(err.code, ERR_DATA);
	assert_string_equal(err.reason, "BAD_DATE");
	err_clear(&err);
	assert_int_equal(err.code, ERR_NONE);
	assert_int_equal(err_set(NULL, ERR_DATA, "nobody listens"), -1);
}

static void
adds_the_text_of_errno(void **state)
{
	struct err err = {0};

	(void)state;
	errno = ENOENT;
	assert_int_equal(
	    err_errno(&err, ERR_NOINPUT, "cannot open '%s'", "x"), -1);
	assert_string_equal(
	    err.msg, "cannot open 'x': No such file or directory");
	assert_int_equal(err.code, ERR_NOINPUT);
	err_clear(&err);
	errno = ENOMEM;
	assert_int_equal(err_errno(&err, ERR_NOINPUT, "cannot open"), -1);
	assert_int_equal(err.code, ERR_SYSTEM);
}

static void
formats_the_known_places(void **state)
{
	static const struct {
		const char *path;
		uint64_t line;
		const char *column;
		const char *expected;
	} cases[] = {
	    {NULL, 0, NULL, "m"},
	    {"a\nb", 0, NULL, "a\\nb: m"},
	    {"a", 3, NULL, "a:3: m"},
	    {NULL, 3, NULL, "line 3: m"},
	    {NULL, 0, "c\x1b", "column 'c\\x1b': m"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {0};
		char out[100];

		(void)err_set(&err, ERR_DATA, "m");
		(void)err_place(
		    &err, cases[i].path, cases[i].line, cases[i].column);
		err_format(&err, out, sizeof(out));
		assert_string_equal(out, cases[i].expected);
		err_format(&err, out, 3);
		assert_true(strlen(out) < 3);
		err_format(&err, out, 0);
	}
}

static void
writes_json(void **state)
{
	struct err err = {0};
	char out[ERR_TEXT_MAX];

	(void)state;
	(void)err_set(&err, ERR_DATA, "a \"b\" \\n");
	err_json(&err, out, sizeof(out));
	assert_string_equal(out,
	    "{\"path\":null,\"line\":null,\"column\":null,"
	    "\"code\":65,\"message\":\"a \\\"b\\\" \\\\n\"}");
	(void)err_place(&err, "x\xff\n", 2, "\xe5\xb1\xb1\xe2\x80\xae");
	(void)err_reason(&err, "BAD");
	err_json(&err, out, sizeof(out));
	assert_string_equal(out,
	    "{\"path\":\"x\\ufffd\\u000a\",\"line\":2,"
	    "\"column\":\"\xe5\xb1\xb1\\u202e\","
	    "\"code\":\"BAD\",\"message\":\"a \\\"b\\\" \\\\n\"}");
}

/* The largest of everything fits ERR_TEXT_MAX. */
static void
fits_what_it_promises(void **state)
{
	struct err err = {0};
	char long_text[1000], out[ERR_TEXT_MAX];

	(void)state;
	memset(long_text, 1, sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	(void)err_set(&err, ERR_DATA, "%s", long_text);
	(void)err_place(&err, long_text, UINT64_MAX, long_text);
	(void)err_reason(&err, long_text);
	err_json(&err, out, sizeof(out));
	assert_int_equal(out[strlen(out) - 1], '}');
	err_format(&err, out, sizeof(out));
	assert_true(strlen(out) < ERR_TEXT_MAX - 1);
	assert_int_equal(strlen(err.msg), sizeof(err.msg) - 1);
}

static void
cuts_messages_between_characters(void **state)
{
	struct err err = {0};
	char text[700];

	(void)state;
	memset(text, 'x', 598);
	memcpy(text + 598, "\xe5\xb1\xb1", 4);
	(void)err_set(&err, ERR_DATA, "%s", text);
	assert_int_equal(strlen(err.msg), 598);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(quotes_any_bytes),
	    cmocka_unit_test(cuts_what_is_long),
	    cmocka_unit_test(quotes_every_pair),
	    cmocka_unit_test(first_one_wins),
	    cmocka_unit_test(adds_the_text_of_errno),
	    cmocka_unit_test(formats_the_known_places),
	    cmocka_unit_test(writes_json),
	    cmocka_unit_test(fits_what_it_promises),
	    cmocka_unit_test(cuts_messages_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
