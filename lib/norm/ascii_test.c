#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/ascii.h"

static void
folds(void **state)
{
	static const struct {
		const char *text;
		const char *expected; /* NULL: refused */
	} cases[] = {
	    {"", ""},
	    {"2024-05-01", "2024-05-01"},
	    {"２０２４／５", "2024/5"},
	    {"（ＡＢｚ～！）", "(ABz~!)"},
	    {"a\tb", "a b"},
	    {"5\xe3\x80\x80"
	     "6",
		"5 6"},
	    {"1\xc2\xa0"
	     "2",
		"1 2"},
	    {"‐‑–—−ー", "------"},
	    {"6年", "6\x01"},
	    {"午後3時",
		"\x09"
		"3\x04"},
	    {"午", "午"},
	    {"$1",
		"\x0c"
		"1"},
	    {"￥1円",
		"\x0b"
		"1\x0b"},
	    {"令和", "\x12"},
	    {"猫", "猫"},
	    {"a\x01", NULL},
	    {"a\n", NULL},
	    {"\x7f", NULL},
	    {"\xff", NULL},
	    {"\xe3\x80", NULL},
	};
	char room[ASCII_MAX];
	struct span folded;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool is_one = ascii_fold(span_of(cases[i].text), room, &folded);

		if (is_one != (cases[i].expected != NULL) ||
		    (is_one && !span_is(folded, cases[i].expected)))
			fail_msg("'%s' gives '%.*s'", cases[i].text,
			    (int)folded.len, folded.data);
	}
}

static void
keeps_to_its_room(void **state)
{
	char text[ASCII_MAX + 1];
	char room[ASCII_MAX];
	struct span folded;

	(void)state;
	memset(text, '$', sizeof(text));
	assert_true(ascii_fold(span_make(text, ASCII_MAX), room, &folded));
	assert_int_equal(folded.len, ASCII_MAX);
	assert_false(ascii_fold(span_make(text, sizeof(text)), room, &folded));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(folds),
	    cmocka_unit_test(keeps_to_its_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
