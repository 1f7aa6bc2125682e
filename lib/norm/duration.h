#ifndef NORM_DURATION_H
#define NORM_DURATION_H

/*
 * Lengths of time in text. See norm/norm.h.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/**
 * duration_is_unit(unit): is it a unit that duration_parse knows?
 */
bool duration_is_unit(struct span);

/**
 * duration_parse(text, unit, milli):
 * A length of time in 1/1000 s, not negative. ${unit}: "" or "s", "ms",
 * "min", "h", "hh:mm:ss" ("1:02:03", "02:03").
 */
bool duration_parse(struct span, struct span, int64_t *);

#endif
