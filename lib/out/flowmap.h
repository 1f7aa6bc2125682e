#ifndef OUT_FLOWMAP_H
#define OUT_FLOWMAP_H

/*
 * A map: nodes around an ellipse, and arrows between them as wide as they are
 * frequent. The largest nodes and arrows are shown, and how many are not.
 */

#include "base/buf.h"
#include "base/err.h"
#include "out/svg.h"

/**
 * flowmap_draw(graph, buf, err): append the file. Levels play no part. A
 * node that is called "(start)" stands at the left, "(end)" at the right.
 */
int flowmap_draw(const struct svg_graph *, struct buf *, struct err *);

#endif
