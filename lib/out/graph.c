#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/hashmap.h"
#include "base/intern.h"
#include "out/flowmap.h"
#include "out/graph.h"
#include "out/sankey.h"

#define NAME_BYTES_MAX ((size_t)120) /* of a name in a picture */
#define WIDTH_MAX 8

struct graph {
	struct intern nodes;    /* the level's four bytes, and the name */
	struct hashmap numbers; /* (from, to) -> place in edges + 1 */
	struct svg_edge *edges;
	size_t n_edges, cap;
	struct buf key;
};

struct graph *
graph_new(struct err *err)
{
	struct graph *graph = calloc(1, sizeof(*graph));

	if (graph == NULL)
		(void)err_nomem(err);
	return graph;
}

void
graph_free(struct graph *graph)
{
	if (graph == NULL)
		return;
	intern_clear(&graph->nodes);
	hashmap_clear(&graph->numbers);
	free(graph->edges);
	buf_clear(&graph->key);
	free(graph);
}

static int
number_of(struct graph *graph, struct graph_node node, uint32_t *number,
    struct err *err)
{
	buf_reset(&graph->key);
	buf_add(&graph->key, &node.level, sizeof(node.level));
	buf_span(&graph->key, node.name);
	if (buf_check(&graph->key, err) != 0)
		return -1;
	return intern_add(&graph->nodes, buf_get(&graph->key), number, err);
}

int
graph_add(struct graph *graph, struct graph_node from, struct graph_node to,
    int64_t count, struct err *err)
{
	struct svg_edge edge = {.count = count};
	uint64_t *slot;
	bool fresh;

	if (number_of(graph, from, &edge.from, err) != 0 ||
	    number_of(graph, to, &edge.to, err) != 0)
		return -1;
	slot = hashmap_slot(
	    &graph->numbers, (uint64_t)edge.from << 32 | edge.to, &fresh, err);
	if (slot == NULL)
		return -1;
	if (*slot > 0) {
		graph->edges[*slot - 1].count += count;
		return 0;
	}
	if (array_grow(&graph->edges, &graph->cap, graph->n_edges + 1,
		sizeof(edge), err) != 0)
		return -1;
	graph->edges[graph->n_edges++] = edge;
	*slot = graph->n_edges;
	return 0;
}

/* --- writing --- */

/* C1 controls, marks of direction and of lines: how they begin, and what
 * their last byte lies between. */
static const struct {
	const char *start;
	unsigned char low, high;
} marks[] = {
    {"\xc2", 0x80, 0x9f},
    {"\xd8", 0x9c, 0x9c},
    {"\xe2\x80", 0x8e, 0x8f},
    {"\xe2\x80", 0xa8, 0xae},
    {"\xe2\x81", 0xa6, 0xa9},
};

/* How many bytes begin here that are not shown. */
static size_t
unseen(const char *at, size_t left)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t len = strlen(marks[i].start);
		unsigned char last;

		if (left <= len || memcmp(at, marks[i].start, len) != 0)
			continue;
		last = (unsigned char)at[len];
		if (last >= marks[i].low && last <= marks[i].high)
			return len + 1;
	}
	return (unsigned char)*at < ' ' || *at == 0x7f;
}

/* Where a long name is cut, between two characters. */
static size_t
cut(struct span name)
{
	size_t len = name.len;

	if (len <= NAME_BYTES_MAX)
		return len;
	for (len = NAME_BYTES_MAX; len > 0; len--)
		if (((unsigned char)name.data[len] & 0xc0) != 0x80)
			break;
	return len;
}

static void
add_byte(struct buf *buf, enum graph_format format, unsigned char byte)
{
	bool is_plain = byte >= 0x80 || byte == ' ' || byte == ':' ||
	    byte == '-' || byte == '_' || byte == '.' ||
	    (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	    (byte >= 'a' && byte <= 'z');

	/* Graphviz reads entities in labels, as Mermaid does in its own
	 * spelling; nothing else is left that either could take for syntax. */
	if (is_plain)
		buf_char(buf, (char)byte);
	else
		buf_printf(buf, format == GRAPH_DOT ? "&#%d;" : "#%d;", byte);
}

static void
add_name(struct buf *buf, enum graph_format format, struct span name)
{
	size_t len = cut(name);
	size_t skip;

	for (size_t i = 0; i < len; i += skip) {
		skip = unseen(name.data + i, len - i);
		if (skip == 0) {
			add_byte(buf, format, (unsigned char)name.data[i]);
			skip = 1;
		}
	}
	if (len < name.len)
		buf_str(buf, "\xe2\x80\xa6");
}

/* As it may be shown. */
static int
name_of(const struct graph *graph, const struct graph_style *style,
    uint32_t number, struct span *name, struct err *err)
{
	struct span key = intern_name(&graph->nodes, number);

	*name =
	    span_make(key.data + sizeof(uint32_t), key.len - sizeof(uint32_t));
	if (style->redact == NULL)
		return 0;
	return redact_text(style->redact, *name, name, err);
}

static int
add_node(struct buf *buf, const struct graph *graph,
    const struct graph_style *style, uint32_t number, struct err *err)
{
	enum graph_format format = style->format;
	struct span name;

	if (name_of(graph, style, number, &name, err) != 0)
		return -1;

	buf_printf(buf, format == GRAPH_DOT ? "  n%u [label=\"" : "  n%u[\"",
	    (unsigned)number);
	add_name(buf, format, name);
	buf_str(buf, "\"]\n");
	return 0;
}

static void
add_edge(struct buf *buf, enum graph_format format, const struct svg_edge *edge,
    int64_t most)
{
	int64_t width = 1 + (WIDTH_MAX - 1) * edge->count / most;

	if (format == GRAPH_DOT)
		buf_printf(buf, "  n%u -> n%u [label=\"%lld\" penwidth=%lld]\n",
		    (unsigned)edge->from, (unsigned)edge->to,
		    (long long)edge->count, (long long)width);
	else
		buf_printf(buf, "  n%u -->|%lld| n%u\n", (unsigned)edge->from,
		    (long long)edge->count, (unsigned)edge->to);
}

static int
write_text(const struct graph *graph, const struct graph_style *style,
    struct buf *buf, struct err *err)
{
	enum graph_format format = style->format;
	int64_t most = 1;

	for (size_t i = 0; i < graph->n_edges; i++)
		if (graph->edges[i].count > most)
			most = graph->edges[i].count;
	buf_str(buf,
	    format == GRAPH_DOT
		? "digraph journeys {\n  rankdir=LR\n  node [shape=box]\n"
		: "flowchart LR\n");
	for (uint32_t i = 0; i < graph->nodes.count; i++)
		if (add_node(buf, graph, style, i, err) != 0)
			return -1;
	for (size_t i = 0; i < graph->n_edges; i++)
		add_edge(buf, format, &graph->edges[i], most);
	if (format == GRAPH_DOT)
		buf_str(buf, "}\n");
	return 0;
}

/* Nodes with the names that may be shown, which the arena keeps. */
static int
fill_nodes(const struct graph *graph, const struct graph_style *style,
    struct svg_node *nodes, struct arena *arena, bool *has_levels,
    struct err *err)
{
	*has_levels = false;
	for (uint32_t i = 0; i < graph->nodes.count; i++) {
		struct span key = intern_name(&graph->nodes, i);
		struct span name;

		memcpy(&nodes[i].level, key.data, sizeof(nodes[i].level));
		*has_levels |= nodes[i].level > 0;
		if (name_of(graph, style, i, &name, err) != 0)
			return -1;
		nodes[i].name = arena_span(arena, name);
		if (nodes[i].name.data == NULL)
			return err_nomem(err);
	}
	return 0;
}

static int
write_svg(const struct graph *graph, const struct graph_style *style,
    struct buf *buf, struct err *err)
{
	size_t n = graph->nodes.count;
	struct svg_node *nodes = calloc(n + 1, sizeof(*nodes));
	struct svg_graph svg = {
	    .title = style->title,
	    .nodes = nodes,
	    .n_nodes = n,
	    .edges = graph->edges,
	    .n_edges = graph->n_edges,
	};
	struct arena arena = {0};
	bool has_levels;
	int rc;

	if (nodes == NULL)
		return err_nomem(err);
	rc = fill_nodes(graph, style, nodes, &arena, &has_levels, err);
	if (rc == 0)
		rc = has_levels ? sankey_draw(&svg, buf, err)
				: flowmap_draw(&svg, buf, err);
	arena_clear(&arena);
	free(nodes);
	return rc;
}

int
graph_write(const struct graph *graph, const struct graph_style *style,
    FILE *stream, struct err *err)
{
	struct buf buf = {0};
	int rc = style->format == GRAPH_SVG
	    ? write_svg(graph, style, &buf, err)
	    : write_text(graph, style, &buf, err);

	if (rc == 0)
		rc = buf_check(&buf, err);
	if (rc == 0 &&
	    (fwrite(buf.data, 1, buf.len, stream) != buf.len ||
		fflush(stream) != 0))
		rc = err_errno(err, ERR_IO, "cannot write the output");
	buf_clear(&buf);
	return rc;
}
