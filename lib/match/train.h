#ifndef MATCH_TRAIN_H
#define MATCH_TRAIN_H

/*
 * Learn from the records how much each level says, without answers.
 *
 * u, the share among pairs of two people: of equal values exactly, from how
 * often each value occurs; of the other levels from pairs of records taken at
 * even steps in the order of their digests. m, among pairs of one person: by
 * expectation maximisation (Dempster, Laird and Rubin, 1977) over the counts
 * of patterns of levels, three classes (one person, one household, two
 * people); a level is learned from pairs that the other comparisons already
 * hold for one person, and never from pairs that only rules on its own field
 * gave. The
 * built-in shares count like so many pairs, so that few records move them
 * little. Sums run in the order of the patterns, so the same records give the
 * same model to the bit, for any number of threads.
 */

#include "base/err.h"
#include "match/compare.h"
#include "match/pairs.h"

/**
 * train_shares(model, n_records): the shares of matches and households that
 * ${n_records} have, as far as the model alone knows.
 * train_model(model, facts, pairs, n_threads, err): learn; the model is the
 * one that ${pairs} was made for.
 */
void train_shares(struct model *, size_t);
int train_model(
    struct model *, const struct facts *, struct pairs *, int, struct err *);

#endif
