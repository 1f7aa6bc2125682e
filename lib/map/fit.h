#ifndef MAP_FIT_H
#define MAP_FIT_H

/*
 * Do the values of a column look like those of a field? Only lib/map
 * includes this.
 */

#include <stdbool.h>

#include "canon/canon.h"
#include "map/profile.h"

/**
 * fit_share(field, profile, shape): how many of 100 values could be the
 * field's; *${shape} is what was counted, or -1 when the field may hold any
 * text.
 * fit_is_word(field): has the field a fixed set of words?
 * fit_by_shape(profile, is_event, sure): the field that values alone speak
 * for, CANON_F_NONE when they do not.
 */
int fit_share(enum canon_field, const struct profile *, int *);
bool fit_is_word(enum canon_field);
enum canon_field fit_by_shape(const struct profile *, bool, int *);

#endif
