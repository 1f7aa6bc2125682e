#ifndef NORM_LINES_H
#define NORM_LINES_H

/*
 * Tables in text: lines of fields with a TAB between them, the first the key,
 * in the order of the bytes of the keys, each key once. Spans point into the
 * table.
 */

#include <stdbool.h>

#include "base/span.h"

/**
 * lines_table(name):
 * The compiled-in table of this name; empty when there is none.
 */
struct span lines_table(const char *);

/**
 * lines_find(table, key, rest):
 * Is there a line with this key? *${rest} is what stands behind the key and
 * its TAB, empty when nothing does.
 */
bool lines_find(struct span, struct span, struct span *);

/**
 * lines_from(table, key):
 * What there is of the table from the first line whose key is not before this
 * one.
 */
struct span lines_from(struct span, struct span);

/**
 * lines_next(rest, field):
 * Take the next field off *${rest}; false when nothing is left.
 */
bool lines_next(struct span *, struct span *);

#endif
