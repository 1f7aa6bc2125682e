#ifndef OUT_SVG_H
#define OUT_SVG_H

/*
 * What pictures in SVG have in common. A picture is one file that needs no
 * other, says what it shows to those who cannot see it (title and desc), and
 * is the same whenever it is drawn of the same. Lengths are in tenths of a
 * pixel. Text may hold anything: it is made visible as in a table, and
 * escaped.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

#define SVG_PX INT64_C(10)
#define SVG_LABEL_MAX 24 /* columns of a label; titles say it whole */

struct svg_node {
	uint32_t level;
	struct span name;
};

/* Indexes of nodes. */
struct svg_edge {
	uint32_t from, to;
	int64_t count;
};

/* What is drawn; all borrowed. */
struct svg_graph {
	const char *title;
	const struct svg_node *nodes;
	size_t n_nodes;
	const struct svg_edge *edges; /* each pair once */
	size_t n_edges;
};

/**
 * svg_begin(buf, title, desc, width, height): as far as the background.
 * svg_end(buf).
 * svg_length(buf, tenths): "12.5".
 * svg_text(buf, text): a text, escaped.
 * svg_label(buf, text): the same, cut to SVG_LABEL_MAX.
 * svg_width(text): how wide its label is, about.
 * svg_colour(name, rank): one of few, by the rank of the name in the picture;
 * a name in brackets is no channel and grey.
 */
void svg_begin(struct buf *, const char *, struct span, int64_t, int64_t);
void svg_end(struct buf *);
void svg_length(struct buf *, int64_t);
void svg_text(struct buf *, struct span);
void svg_label(struct buf *, struct span);
int64_t svg_width(struct span);
const char *svg_colour(struct span, size_t);

#endif
