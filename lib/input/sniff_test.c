#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "input/sniff.h"

struct sniff_case {
	struct span bytes;
	const char *expected; /* begin of the hint; NULL: none */
};

static void
check(const char *hint, const char *expected)
{
	if (expected == NULL) {
		assert_null(hint);
		return;
	}
	assert_non_null(hint);
	assert_int_equal(strncmp(hint, expected, strlen(expected)), 0);
}

static void
test_bytes(void **state)
{
	static const struct sniff_case cases[] = {
	    {SPAN("PK\x03\x04 xl/workbook.xml"), "xlsx"},
	    {SPAN("PK\x03\x04 data.csv"), "zip"},
	    {SPAN("PK\x03\x04 application/vnd.oasis.opendocument.spreadsheet"),
		"ods"},
	    {SPAN("%PDF-1.7"), "PDF"},
	    {SPAN("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "xls"},
	    {SPAN("\x1f\x8b\x08"), "gzip"},
	    {SPAN("SQLite format 3\0"), "an SQLite"},
	    {SPAN("\x89PNG\r\n\x1a\n...."), "a picture"},
	    {SPAN("\xff\xd8\xff\xe0"), "a picture"},
	    {SPAN("{\\rtf1\\ansi"), "RTF"},
	    {SPAN("P"), NULL},
	    {SPAN("PK,name\n"), NULL},
	    {SPAN(""), NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(sniff_bytes(cases[i].bytes), cases[i].expected);
}

static void
test_text(void **state)
{
	static const struct sniff_case tables[] = {
	    {SPAN("a,b\n"), NULL},
	    {SPAN(" <HTML lang='ja'>"), "HTML"},
	    {SPAN("<?xml version"), "XML"},
	    {SPAN("{\"a\""), "JSON"},
	    {SPAN("[ {"), "JSON"},
	    {SPAN("[id],[name]"), NULL},
	    {SPAN("{id},name"), NULL},
	    {SPAN(""), NULL},
	};
	static const struct sniff_case jsons[] = {
	    {SPAN("a,b\n"), "CSV"},
	    {SPAN("\"a\";\"b\"\n"), "CSV"},
	    {SPAN("[1,2]"), NULL},
	    {SPAN("{\"a\":1,\"b\":2}"), NULL},
	    {SPAN("12\n"), NULL},
	    {SPAN("<table>"), "HTML"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		check(sniff_text(tables[i].bytes, false), tables[i].expected);
	for (size_t i = 0; i < sizeof(jsons) / sizeof(jsons[0]); i++)
		check(sniff_text(jsons[i].bytes, true), jsons[i].expected);
}

static void
test_encoding(void **state)
{
	static const struct sniff_case cases[] = {
	    {SPAN("a\0,\0"), "UTF-16LE"},
	    {SPAN("\0a\0,"), "UTF-16BE"},
	    {SPAN("a,b\n1,\0\n"), NULL},
	    {SPAN("a\0\0\0\0"), NULL},
	    {SPAN("a \033$B;3"), "ISO-2022-JP"},
	    {SPAN("a \033[31m"), NULL},
	    {SPAN("山"), NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(sniff_encoding(cases[i].bytes), cases[i].expected);
}

static void
test_utf8(void **state)
{
	(void)state;
	assert_true(sniff_is_utf8(span_of("a 山")));
	assert_true(sniff_is_utf8(span_of("a 山\xe7\x94")));
	assert_false(sniff_is_utf8(span_of("abc")));
	/* CP932 for half-width kana, by chance UTF-8 too. */
	assert_false(sniff_is_utf8(span_of("\xc5\xb6\xc6\xbc")));
	assert_false(sniff_is_utf8(span_of("\x8e\x52\x93\x63 abcdef")));
	assert_true(sniff_is_utf8(span_of("éééééééééééééééééééééééé")));
}

static void
test_rejects(void **state)
{
	static const struct {
		const char *text;
		bool is_rejects;
		char delimiter;
	} cases[] = {
	    {"_line,_code,_message,No\n", true, ','},
	    {"\xef\xbb\xbf_line;_code\n", true, ';'},
	    {"\"_line\"\t\"_code\"\n", true, '\t'},
	    {"{\"_line\":3}\n", true, '\0'},
	    {"_line,_code,山\n", true, ','},
	    {"_line,_code,\x8e\x52\x8e\x52\x8e\x52\n", false, ','},
	    {"_lines,_code\n", false, 's'},
	    {"\"_line,_code\n", false, '\0'},
	    {"_line", false, '\0'},
	    {"No,_line\n", false, '\0'},
	    {"", false, '\0'},
	};
	char delimiter;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool is = sniff_rejects(span_of(cases[i].text), &delimiter);

		if (is != cases[i].is_rejects ||
		    (is && delimiter != cases[i].delimiter))
			fail_msg("%zu: %s", i, cases[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_bytes),
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_encoding),
	    cmocka_unit_test(test_utf8),
	    cmocka_unit_test(test_rejects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
