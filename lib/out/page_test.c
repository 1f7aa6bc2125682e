#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "out/page.h"

/* Two pieces, the second in a column of its own. */
static const struct {
	const char *first, *second;
	int width;
	bool is_color, is_ascii;
	const char *expected;
} cases[] = {
    {"ab", "cd", 20, false, false, "ab    cd\n"},
    {"ab", "cd", 20, true, false, "\033[1mab\033[0m    cd\n"},
    /* A long first piece pushes the second. */
    {"abcdefgh", "cd", 20, false, false, "abcdefgh cd\n"},
    /* Wide characters take two columns. */
    {"\xe6\x97\xa5", "cd", 20, false, false, "\xe6\x97\xa5    cd\n"},
    {"ab", "cdefgh", 10, false, false, "ab    cde\xe2\x80\xa6\n"},
    {"ab", "cdefgh", 10, false, true, "ab    cde.\n"},
    {"ab", "cdef", 10, false, false, "ab    cdef\n"},
    /* Half of a wide character is not shown. */
    {"ab", "c\xe6\x97\xa5\xe6\x97\xa5", 10, false, false,
	"ab    c\xe6\x97\xa5\xe2\x80\xa6\n"},
    /* What is full and goes on loses its last character, not its colour. */
    {"abcdefghij", "k", 10, false, false, "abcdefghi\xe2\x80\xa6\n"},
    {"abcdefghij", "k", 10, true, false,
	"\033[1mabcdefghi\xe2\x80\xa6\033[0m\n"},
    {"abcdefgh\xe6\x97\xa5", "k", 10, false, false, "abcdefgh\xe2\x80\xa6\n"},
    {"abcdefghijkl", "cd", 10, false, false, "abcdefghi\xe2\x80\xa6\n"},
    /* What a terminal would take for its own. */
    {"a\033[2Jb", "c\nd", 40, false, false, "a\\x1b[2Jb c d\n"},
    {"a\r\n\tb\n", "c", 40, false, false, "a b   c\n"},
    {"\xe2\x80\xae", "c", 40, false, false, "\\u202e c\n"},
    {"", "", 20, false, false, "\n"},
};

static void
test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct out_options options = {
		    .width = cases[i].width,
		    .is_color = cases[i].is_color,
		    .is_utf8 = !cases[i].is_ascii,
		};
		struct err err = {0};
		struct page page;
		char *text = NULL;
		size_t len;
		FILE *stream = open_memstream(&text, &len);

		page_init(&page, stream, &options);
		page_str(&page, PAGE_BOLD, cases[i].first);
		page_to(&page, 6);
		page_str(&page, PAGE_PLAIN, cases[i].second);
		assert_int_equal(page_end(&page, &err), 0);
		page_clear(&page);
		assert_int_equal(fclose(stream), 0);
		assert_string_equal(text, cases[i].expected);
		free(text);
	}
}

static void
test_rule(void **state)
{
	const struct out_options options = {.width = 6};
	struct err err = {0};
	struct page page;
	char *text = NULL;
	size_t len;
	FILE *stream = open_memstream(&text, &len);

	(void)state;
	page_init(&page, stream, &options);
	page_str(&page, PAGE_PLAIN, "a ");
	page_rule(&page);
	assert_int_equal(page_end(&page, &err), 0);
	page_clear(&page);
	assert_int_equal(fclose(stream), 0);
	assert_string_equal(text, "a ----\n");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
