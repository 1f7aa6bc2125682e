#ifndef NORM_LOCATE_H
#define NORM_LOCATE_H

/*
 * Prefecture and city at the front of a Japanese address, by a table of all
 * (1,892) and, for those that are not in it, by how their
 * names end. See norm/norm.h for the rule on memory and errors.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

struct locate {
	struct span prefecture; /* "東京都"; empty = not known */
	struct span city; /* 市区町村 with its 郡, 区; empty = not known */
	struct span rest; /* what follows; points into the text */
};

/**
 * locate_parse(text, locate, arena):
 * Read the front of ${text}, a key (fold_key). Blanks between the parts do
 * not matter. 都道府県 may be missing when a city of the prefecture follows,
 * the prefecture may be missing when only one has a place of that name, and
 * so may a town's 郡 and a ward's city. False when memory ran out.
 */
bool locate_parse(struct span, struct locate *, struct arena *);

#endif
