#ifndef OUT_SANKEY_H
#define OUT_SANKEY_H

/*
 * A step Sankey: a column for each level, a bar for each node as tall as what
 * comes to it, and ribbons between them as wide as they are frequent. Of a
 * level the largest nodes are shown, the others are one.
 */

#include "base/buf.h"
#include "base/err.h"
#include "out/svg.h"

/**
 * sankey_draw(graph, buf, err): append the file; edges go to later levels.
 */
int sankey_draw(const struct svg_graph *, struct buf *, struct err *);

#endif
