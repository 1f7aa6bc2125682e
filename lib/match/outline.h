#ifndef MATCH_OUTLINE_H
#define MATCH_OUTLINE_H

/*
 * What can be known of one name before it is held against others: which
 * characters it has and how many, how it begins, in which script, and which
 * short forms. Two names have at most as many characters in common as their
 * outlines, which bounds their edit distance (bag distance; Bartolini, Ciaccia,
 * Patella, 2002) and Jaro-Winkler, so that most pairs need no look at a text.
 * Pure.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

struct outline {
	uint64_t signs;
	uint32_t shorts; /* a bit for each form that it may be short for */
	uint32_t sound;  /* of facts_value */
};

#define OUTLINE_UNKNOWN (-1)

/**
 * outline_of(name, sound): of a name in normal form.
 * outline_level(a, b, is_given): what likeness_name of the two gives, as far
 * as that can be told: 0, NAME_ELSE, or UNKNOWN. Of names that sound alike it
 * is not told that they are not.
 */
struct outline outline_of(struct span, uint32_t);
int outline_level(const struct outline *, const struct outline *, bool);

#endif
