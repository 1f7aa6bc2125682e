#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "out/flowmap.h"

static void
test_map(void **state)
{
	static const struct svg_node nodes[] = {{0, SPAN("ec")},
	    {0, SPAN("(end)")}, {0, SPAN("(start)")}, {0, SPAN("store")}};
	static const struct svg_edge edges[] = {
	    {2, 0, 10}, {0, 0, 2}, {0, 3, 5}, {3, 1, 5}};
	static const char *const pieces[] = {
	    ("<desc>(start) to ec 10, ec to store 5, store to (end) 5, ec to "
	     "ec "
	     "2.</desc>"),
	    "<title>(start) \xe2\x86\x92 ec: 10</title>",
	    /* The widest of all, and one of half its count. */
	    "stroke-width=\"12.0\"",
	    "stroke-width=\"6.5\"",
	    /* Left and right. */
	    "<title>(start): 10</title><rect x=\"105.5\" y=\"297.0\"",
	    "<title>(end): 5</title><rect x=\"732.0\" y=\"297.0\"",
	    "<title>ec: 17</title>",
	};
	const struct svg_graph graph = {"t", nodes, 4, edges, 4};
	struct buf buf = {0}, again = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(flowmap_draw(&graph, &buf, &err), 0);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
		if (strstr(buf_text(&buf), pieces[i]) == NULL)
			fail_msg("no %s in %s", pieces[i], buf_text(&buf));
	assert_int_equal(flowmap_draw(&graph, &again, &err), 0);
	assert_string_equal(buf_text(&buf), buf_text(&again));
	buf_clear(&buf);
	buf_clear(&again);
}

/* Thirty nodes in a ring, and each with all others: most is left out, and
 * that is said. */
static void
test_many(void **state)
{
	static char names[30][3];
	struct svg_node nodes[30];
	struct svg_edge edges[900];
	const struct svg_graph graph = {"t", nodes, 30, edges, 900};
	struct buf buf = {0};
	struct err err = {0};
	size_t n = 0;

	(void)state;
	for (const char *at = names[0]; n < 30; n++, at += 3) {
		names[n][0] = (char)('A' + n / 10);
		names[n][1] = (char)('0' + n % 10);
		nodes[n] = (struct svg_node){0, {at, 2}};
	}
	for (uint32_t i = 0; i < 900; i++)
		edges[i] = (struct svg_edge){i / 30, i % 30, 1 + i};
	assert_int_equal(flowmap_draw(&graph, &buf, &err), 0);
	assert_non_null(strstr(buf_text(&buf), "840 rarer ones are not shown"));
	assert_non_null(strstr(buf_text(&buf), "C9 to C9 900"));
	assert_null(strstr(buf_text(&buf), "A0"));
	buf_clear(&buf);
}

static void
test_nothing(void **state)
{
	const struct svg_graph graph = {"t", NULL, 0, NULL, 0};
	struct buf buf = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(flowmap_draw(&graph, &buf, &err), 0);
	assert_non_null(strstr(buf_text(&buf), "Nothing happened."));
	buf_clear(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_map),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
