#ifndef MATCH_EDIT_H
#define MATCH_EDIT_H

/*
 * How near two short texts are, in code points, bit-parallel: one machine
 * word holds a whole text, so what is behind EDIT_MAX code points is cut.
 * Methods: Jaro-Winkler by match and transposition flags as in rapidfuzz-cpp
 * (Jaro_impl.hpp); restricted edit distance (optimal string alignment) by
 * Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit
 * Distances" (2003), after Myers (1999).
 */

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

#define EDIT_MAX 64

struct edit_text {
	uint32_t code[EDIT_MAX];
	size_t n;
};

/* Where each character of one text stands. A zeroed struct is ready, and is
 * given back as it was, so one serves a thread. */
struct edit_masks {
	uint64_t low[256];
	struct {
		uint32_t code;
		uint64_t mask;
	} high[128];
};

/**
 * edit_read(text, read): the code points of valid UTF-8.
 * edit_jaro_winkler(a, b, masks): 0..10000; prefix of up to 4 at 0.1, from a
 * Jaro of 0.7 on.
 * edit_distance(a, b, masks): insertions, deletions, substitutions, and
 * neighbours that changed places.
 */
void edit_read(struct span, struct edit_text *);
int edit_jaro_winkler(
    const struct edit_text *, const struct edit_text *, struct edit_masks *);
int edit_distance(
    const struct edit_text *, const struct edit_text *, struct edit_masks *);

#endif
