#ifndef MAP_ZEROS_H
#define MAP_ZEROS_H

/*
 * Ids of digits that differ in their leading zeros only, as they come about
 * where a spreadsheet was between two exports of one. A window over the ids
 * seen last, so a pair that stands far apart in a large file is missed; what
 * is found is always one. Only lib/map includes this.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/* A zeroed struct zeros is ready. */
struct zeros {
	uint64_t *slots; /* hash of the id without zeros; low byte: how many */
};

/**
 * zeros_differ(zeros, id): was the same number seen with more or fewer zeros?
 * Remembers this one. Where memory runs out it knows nothing.
 */
bool zeros_differ(struct zeros *, struct span);
void zeros_clear(struct zeros *);

#endif
