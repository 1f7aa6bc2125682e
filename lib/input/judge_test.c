#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "input/judge.h"

struct judge_case {
	const char *encoding; /* NULL: UTF-8, not said */
	struct span text;
	bool is_fatal;
	const char *reason;
	const char *shown;
};

static const struct judge_case cases[] = {
    {NULL, SPAN("山\ta"), false, "", "山\ta"},
    {NULL, SPAN("a\0b"), false, "NUL_BYTE", NULL},
    {NULL, SPAN("a\033"), false, "CONTROL_CHAR", "a\033"},
    {NULL, SPAN("a\x8e\x52"), true, "BAD_UTF8", "a\\x8eR"},
    {"UTF-8", SPAN("a\xff"), false, "BAD_UTF8", "a\\xff"},
    {"CP932",
	SPAN("a\xff"
	     "8eb"),
	false, "BAD_ENCODING", "a\\x8eb"},
};

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct window window = {0};
		struct buf shown = {0};
		struct err fault = {0};

		window.is_said = cases[i].encoding != NULL;
		buf_span(&window.text, cases[i].text);
		if (window.is_said && cases[i].encoding[0] == 'C')
			window.decode = decode_new("CP932", &fault);
		assert_int_equal(
		    judge_text(&window, buf_get(&window.text), &fault),
		    cases[i].is_fatal);
		assert_string_equal(fault.reason, cases[i].reason);
		judge_show(&shown, cases[i].text);
		if (cases[i].shown != NULL)
			assert_string_equal(buf_text(&shown), cases[i].shown);
		else
			assert_true(span_eq(buf_get(&shown), cases[i].text));
		buf_clear(&shown);
		window_close(&window);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
