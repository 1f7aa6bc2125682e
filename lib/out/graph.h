#ifndef OUT_GRAPH_H
#define OUT_GRAPH_H

/*
 * A picture of what follows what, as text for Graphviz or Mermaid, or as SVG:
 * nodes with a name, and edges between them that count. Names may hold
 * anything: what a format would take for its own is escaped, control characters
 * and marks of direction are left out.
 */

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/span.h"
#include "privacy/redact.h"

enum graph_format {
	GRAPH_NONE, /* rows, not a picture */
	GRAPH_DOT,
	GRAPH_MERMAID,
	GRAPH_SVG, /* a step Sankey where nodes have levels, else a map */
};

/* A node is its name on a level; the same name on two levels is two nodes. */
struct graph_node {
	uint32_t level;
	struct span name;
};

/* How it looks. */
struct graph_style {
	enum graph_format format;
	const char *title;     /* of an SVG */
	struct redact *redact; /* masks contacts in names; NULL: nothing does */
};

struct graph;

/**
 * graph_new(err): empty; NULL on failure.
 * graph_add(graph, from, to, count, err): so many more from one to the other;
 * names are copied.
 * graph_write(graph, style, stream, err): nodes and edges in the order in
 * which they were added; an edge is as wide as it is frequent. ERR_IO.
 */
struct graph *graph_new(struct err *);
int graph_add(struct graph *, struct graph_node, struct graph_node, int64_t,
    struct err *);
int graph_write(
    const struct graph *, const struct graph_style *, FILE *, struct err *);
void graph_free(struct graph *);

#endif
