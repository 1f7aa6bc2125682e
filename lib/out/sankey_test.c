#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "out/sankey.h"

static const struct svg_node nodes[] = {{0, SPAN("(start)")}, {1, SPAN("ec")},
    {1, SPAN("store")}, {2, SPAN("store")}};
static const struct svg_edge edges[] = {{0, 1, 30}, {0, 2, 10}, {1, 3, 20}};

/* What it says, and where the ribbons lie that go into one bar and out. */
static void
test_steps(void **state)
{
	static const char *const pieces[] = {
	    ("<desc>Step 0: (start) 40. Step 1: ec 30, store 10. Step 2: store "
	     "20.</desc>"),
	    "<title>ec: 30, 10 end here</title>",
	    "<title>store: 10, 10 end here</title>",
	    "<title>(start) \xe2\x86\x92 ec: 30</title>",
	    /* 308 pixels for 40: of 30, and of 10 below. */
	    "d=\"M28.0 159.5 C107.0 159.5 107.0 159.5 186.0 159.5\"",
	    "stroke-width=\"231.0\"",
	    "d=\"M28.0 313.5 C107.0 313.5 107.0 327.5 186.0 327.5\"",
	    "stroke-width=\"77.0\"",
	};
	const struct svg_graph graph = {"a < b", nodes, 4, edges, 3};
	struct buf buf = {0}, again = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(sankey_draw(&graph, &buf, &err), 0);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
		if (strstr(buf_text(&buf), pieces[i]) == NULL)
			fail_msg("no %s in %s", pieces[i], buf_text(&buf));
	assert_int_equal(sankey_draw(&graph, &again, &err), 0);
	assert_string_equal(buf_text(&buf), buf_text(&again));
	buf_clear(&buf);
	buf_clear(&again);
}

/* Of ten on a level eight are shown, and the last two are one. */
static void
test_others(void **state)
{
	static const char names[] = "abcdefghij";
	struct svg_node many[11] = {{0, SPAN("(start)")}};
	struct svg_edge all[10];
	const struct svg_graph graph = {"t", many, 11, all, 10};
	struct buf buf = {0};
	struct err err = {0};

	(void)state;
	for (uint32_t i = 0; i < 10; i++) {
		many[i + 1] = (struct svg_node){1, {names + i, 1}};
		all[i] = (struct svg_edge){0, i + 1, 100 - i};
	}
	assert_int_equal(sankey_draw(&graph, &buf, &err), 0);
	assert_non_null(strstr(buf_text(&buf),
	    "a 100, b 99, c 98, d 97, e 96, f 95, g 94, h 93, (others) 183."));
	assert_non_null(
	    strstr(buf_text(&buf), "(start) \xe2\x86\x92 (others): 183<"));
	buf_clear(&buf);
}

static void
test_nothing(void **state)
{
	const struct svg_graph graph = {"t", NULL, 0, NULL, 0};
	struct buf buf = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(sankey_draw(&graph, &buf, &err), 0);
	assert_non_null(strstr(buf_text(&buf), "Nothing happened."));
	buf_clear(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_steps),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
