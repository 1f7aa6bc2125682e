#ifndef MAP_INLINE_H
#define MAP_INLINE_H

/*
 * Fields mapped on the command line: FIELD=EXPR, where EXPR is COLUMN,
 * COLUMN+COLUMN (joined with a blank), 'constant' and "quoted name", with an
 * optional :FORMAT behind for dates. Only lib/map includes this.
 */

#include "base/err.h"
#include "map/spec.h"

/**
 * inline_read(map, text, err): ERR_USAGE when it is none.
 */
int inline_read(struct map *, const char *, struct err *);

#endif
