#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "out/graph.h"

static char *
picture(struct graph *graph, enum graph_format format)
{
	const struct graph_style style = {.format = format};
	struct err err = {0};
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);

	assert_int_equal(graph_write(graph, &style, stream, &err), 0);
	assert_int_equal(fclose(stream), 0);
	return text;
}

static void
test_edges(void **state)
{
	static const struct graph_node a = {1, SPAN("a")}, b = {2, SPAN("b")},
				       other = {2, SPAN("a")};
	struct err err = {0};
	struct graph *graph = graph_new(&err);
	char *text;

	(void)state;
	assert_int_equal(graph_add(graph, a, b, 2, &err), 0);
	assert_int_equal(graph_add(graph, a, other, 1, &err), 0);
	assert_int_equal(graph_add(graph, a, b, 5, &err), 0);
	text = picture(graph, GRAPH_DOT);
	assert_string_equal(text,
	    "digraph journeys {\n  rankdir=LR\n  node [shape=box]\n"
	    "  n0 [label=\"a\"]\n  n1 [label=\"b\"]\n  n2 [label=\"a\"]\n"
	    "  n0 -> n1 [label=\"7\" penwidth=8]\n"
	    "  n0 -> n2 [label=\"1\" penwidth=2]\n}\n");
	free(text);
	text = picture(graph, GRAPH_MERMAID);
	assert_string_equal(text,
	    "flowchart LR\n  n0[\"a\"]\n  n1[\"b\"]\n  n2[\"a\"]\n"
	    "  n0 -->|7| n1\n  n0 -->|1| n2\n");
	free(text);
	graph_free(graph);
}

/* Names that would be more than names. */
static const struct {
	const char *name, *dot, *mermaid;
} cases[] = {
    {"(start)", "&#40;start&#41;", "#40;start#41;"},
    {"a\"]\n\\", "a&#34;&#93;&#92;", "a#34;#93;#92;"},
    {"</script><b>", "&#60;&#47;script&#62;&#60;b&#62;",
	"#60;#47;script#62;#60;b#62;"},
    {"\x1b[31mred", "&#91;31mred", "#91;31mred"},
    {"\xe2\x80\xaeltr\xe2\x81\xa9\xc2\x9b", "ltr", "ltr"},
    {"\xe9\x9b\xbb\xe8\xa9\xb1", "\xe9\x9b\xbb\xe8\xa9\xb1",
	"\xe9\x9b\xbb\xe8\xa9\xb1"},
};

static void
test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {0};
		struct graph *graph = graph_new(&err);
		const struct graph_node node = {0, span_of(cases[i].name)};
		char expected[256];
		char *text;

		assert_int_equal(graph_add(graph, node, node, 1, &err), 0);
		(void)snprintf(expected, sizeof(expected),
		    "  n0 [label=\"%s\"]\n", cases[i].dot);
		text = picture(graph, GRAPH_DOT);
		assert_non_null(strstr(text, expected));
		free(text);
		(void)snprintf(expected, sizeof(expected), "  n0[\"%s\"]\n",
		    cases[i].mermaid);
		text = picture(graph, GRAPH_MERMAID);
		assert_non_null(strstr(text, expected));
		free(text);
		graph_free(graph);
	}
}

/* 10,000 characters are cut between two of them. */
static void
test_long(void **state)
{
	struct err err = {0};
	struct graph *graph = graph_new(&err);
	struct graph_node node = {0};
	static char name[30000];
	char *text;

	(void)state;
	for (size_t i = 0; i < sizeof(name); i += 3)
		memcpy(name + i, "\xe9\x9b\xbb", 3);
	node.name = span_make(name, sizeof(name));
	assert_int_equal(graph_add(graph, node, node, 1, &err), 0);
	text = picture(graph, GRAPH_MERMAID);
	assert_true(strlen(text) < 200);
	assert_non_null(strstr(text, "\xbb\xe2\x80\xa6\"]"));
	free(text);
	graph_free(graph);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_edges),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
