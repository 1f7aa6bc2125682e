#ifndef JOURNEY_MARKOV_H
#define JOURNEY_MARKOV_H

/*
 * Removal effects of a Markov chain of order 1 over paths, solved exactly.
 *
 * A path starts, goes from state to state and ends in a conversion or in
 * nothing; immediate repeats count once. The removal effect of a state is
 * 1 - P(conversion when the state leads to nothing) / P(conversion), and that
 * is the chance to come by the state, times the chance to convert from there,
 * over the chance to convert at all. With Q the moves between states, all of
 * them follow from (I - Q)^-1: nothing is simulated.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct markov;

/**
 * markov_new(n, err): over the states 0 .. n-1.
 * markov_add(markov, path, n, conversions, nulls): how often the path was
 * taken; not empty, at least one of both is not 0, neither is negative.
 * markov_solve(markov, effects, err): one for each state, 0 for a state on no
 * path and where nothing ever converts. Once.
 */
struct markov *markov_new(size_t, struct err *);
void markov_add(struct markov *, const uint32_t *, size_t, int64_t, int64_t);
int markov_solve(struct markov *, double *, struct err *);
void markov_free(struct markov *);

#endif
