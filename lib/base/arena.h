#ifndef BASE_ARENA_H
#define BASE_ARENA_H

/*
 * Memory that lives as long as one thing: a row, a batch, a report. Blocks
 * are taken from malloc in steps that grow, and all given back at once.
 * A zeroed struct arena is ready. Addresses never move.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

struct arena_block;

struct arena {
	struct arena_block *block; /* the newest; the others hang behind it */
	size_t used;               /* bytes given out since the last reset */
};

/**
 * arena_alloc(arena, size):
 * ${size} bytes aligned for anything, not cleared; NULL when memory ran out.
 * arena_zero does the same and clears them.
 */
void *arena_alloc(struct arena *, size_t);
void *arena_zero(struct arena *, size_t);

/**
 * arena_bytes(arena, size):
 * The same for bytes: not aligned, so that nothing is lost between texts.
 * What follows is so, too.
 */
void *arena_bytes(struct arena *, size_t);

/**
 * arena_span(arena, span):
 * A copy of the bytes, followed by a NUL that does not count. On failure the
 * returned data is NULL with len 0; an empty span gives "" and 0.
 */
struct span arena_span(struct arena *, struct span);

/**
 * arena_str(arena, text): a copy of a string, NULL when memory ran out.
 */
char *arena_str(struct arena *, const char *);

/**
 * arena_reset(arena): forget everything, keep the largest block.
 * arena_clear(arena): give all memory back.
 */
void arena_reset(struct arena *);
void arena_clear(struct arena *);

#endif
