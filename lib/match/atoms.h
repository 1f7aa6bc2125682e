#ifndef MATCH_ATOMS_H
#define MATCH_ATOMS_H

/*
 * The parts of blocking keys as 32-bit digests, one of each of the model's
 * atoms a row; 0 where a part is not known.
 */

#include "match/facts.h"

/**
 * atoms_make(facts, model, err): n_rows times model.n_atoms digests, by row;
 * malloc'ed. NULL when memory ran out.
 * atoms_columns(facts, atom, columns): which columns it is made of, at most
 * four; how many.
 */
uint32_t *atoms_make(const struct facts *, const struct model *, struct err *);
int atoms_columns(const struct facts *, const struct model_atom *, int[4]);

#endif
