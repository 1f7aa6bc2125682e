#ifndef MATCH_STRICT_H
#define MATCH_STRICT_H

/*
 * How strict to be with these records. A pair that links at 0.85 is wrong
 * three times in twenty; where most links are all but certain, hardly any of
 * them is, and where most values are missing, all are like that. So the
 * threshold is the lowest, from the model's own up, at which the links are
 * expected to be right as often as the model asks for, a probability being
 * what it says: the mean of all that link (Belin and Rubin, 1995). Few links
 * cannot tell.
 */

#include <stdint.h>

#include "base/err.h"
#include "match/compare.h"
#include "match/pairs.h"

/* Links by weight: those of i / 1000 bit up to the last, which has all that
 * weigh more. */
#define STRICT_WEIGHTS 20001

/**
 * strict_find(compare, pairs, n_threads, threshold, err): a probability, for
 * the model of ${compare}, from every so manieth of ${pairs}, which were walked
 * before.
 * strict_choose(model, counts): the same from the counts of links.
 */
int strict_find(
    const struct compare *, struct pairs *, int, double *, struct err *);
double strict_choose(const struct model *, const uint64_t *);

#endif
