#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "text/utf8.h"

/* The bytes of "C2 A9" or "EFBFBD", up to a colon; returns how many. */
static size_t
from_hex(const char *hex, char *out)
{
	size_t len = 0;

	while (*hex != '\0' && *hex != ':' && *hex != '\n') {
		char digits[3] = {hex[0], hex[1], '\0'};

		if (*hex == ' ') {
			hex++;
			continue;
		}
		out[len++] = (char)strtoul(digits, NULL, 16);
		hex += 2;
	}
	return len;
}

/* The verdicts of flenniken/utf8tests. */
static void
test_suite(void **state)
{
	char path[512];
	char line[1024];
	size_t cases = 0;
	FILE *file;

	(void)state;
	snprintf(path, sizeof(path), "%s/utf8/utf8tests.txt",
	    getenv("TESTDATA") == NULL ? "testdata" : getenv("TESTDATA"));
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		char bytes[512];
		char *verdict = strchr(line, ':');
		bool is_valid;
		size_t len;

		if (line[0] == '#' || verdict == NULL)
			continue;
		is_valid = strncmp(verdict + 1 + strspn(verdict + 1, " "),
			       "valid", 5) == 0;
		if (strncmp(verdict, ":valid:", 7) == 0) {
			len = strcspn(verdict + 7, "\n");
			memcpy(bytes, verdict + 7, len);
		} else {
			len = from_hex(strchr(verdict + 1, ':') + 1, bytes);
		}
		if (utf8_is_valid(span_make(bytes, len), NULL) != is_valid)
			fail_msg("judged wrong: %s", line);
		cases++;
	}
	fclose(file);
	assert_int_equal(cases, 222);
}

/* The wrong byte is found wherever it stands beside words of eight. */
static void
test_offset(void **state)
{
	char bytes[80];

	(void)state;
	for (size_t len = 1; len <= sizeof(bytes); len++) {
		for (size_t wrong = 0; wrong < len; wrong++) {
			size_t at = 1000;

			memset(bytes, 'a', sizeof(bytes));
			assert_true(utf8_is_valid(span_make(bytes, len), &at));
			assert_true(utf8_is_plain(span_make(bytes, len), &at));
			bytes[wrong] = '\xff';
			assert_false(utf8_is_valid(span_make(bytes, len), &at));
			assert_int_equal(at, wrong);
			bytes[wrong] = '\x7f';
			assert_true(utf8_is_valid(span_make(bytes, len), &at));
			assert_false(utf8_is_plain(span_make(bytes, len), &at));
			assert_int_equal(at, wrong);
		}
	}
}

static void
test_plain(void **state)
{
	static const struct {
		struct span text;
		bool is_plain;
		size_t at;
	} cases[] = {
	    {SPAN(""), true, 0},
	    {SPAN("a\tb\r\n"), true, 0},
	    {SPAN("0123456789\x1f"), false, 10},
	    {SPAN("\0"), false, 0},
	    {SPAN("\x1b[31m"), false, 0},
	    {SPAN("山\xc2\x9b"), false, 3},
	    {SPAN("山\xc2\xa0"), true, 0},
	    {SPAN("山\xe5\xb1"), false, 3},
	    {SPAN("\xf4\x90\x80\x80"), false, 0},
	    {SPAN("山田太郎\n花子"), true, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t at = 0;

		assert_int_equal(
		    utf8_is_plain(cases[i].text, &at), cases[i].is_plain);
		assert_int_equal(at, cases[i].at);
	}
}

static void
test_next(void **state)
{
	static const char text[] = "aé山😀";
	static const uint32_t codes[] = {'a', 0xe9, 0x5c71, 0x1f600};
	const char *at = text;
	const char *end = text + strlen(text);

	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(utf8_next(&at, end), codes[i]);
	assert_ptr_equal(at, end);
}

/* A character that is cut off is not read beyond its end. */
static void
test_next_stays_inside(void **state)
{
	const char *whole = "😀";

	(void)state;
	for (size_t len = 1; len < 4; len++) {
		char *cut = malloc(len);
		const char *at = cut;

		assert_non_null(cut);
		memcpy(cut, whole, len);
		utf8_next(&at, cut + len);
		assert_ptr_equal(at, cut + len);
		free(cut);
	}
}

static void
test_sizes(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		size_t width;
	} cases[] = {
	    {"", 0, 0},
	    {"abc", 3, 3},
	    {"山田", 2, 4},
	    {"ﾔﾏﾀﾞ", 4, 4},
	    {"e\xcc\x81", 2, 1},
	    {"😀", 1, 2},
	    {"a\nb", 3, 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span text = span_of(cases[i].text);

		assert_int_equal(utf8_length(text), cases[i].length);
		assert_int_equal(utf8_width(text), cases[i].width);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_suite),
	    cmocka_unit_test(test_offset),
	    cmocka_unit_test(test_plain),
	    cmocka_unit_test(test_next),
	    cmocka_unit_test(test_next_stays_inside),
	    cmocka_unit_test(test_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
