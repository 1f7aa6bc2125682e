#ifndef MATCH_STOW_H
#define MATCH_STOW_H

/*
 * Facts as bytes, to be kept and taken out again in a fraction of the time
 * that reading and parsing all records takes.
 *
 * What is taken out is open: its values and lists stand as they are between
 * the last facts_add and facts_finish, so that other records can still be put
 * among them (match/blend.h), and its dictionaries are whole.
 */

#include "base/err.h"
#include "base/span.h"
#include "match/facts.h"
#include "match/model.h"

/* Gets the bytes piece by piece, borrowed for the call. */
typedef int stow_put(void *, struct span, struct err *);

/**
 * stow_write(facts, put, context, err): finished facts.
 * stow_read(facts, model, bytes, n_borrowed, err): ${facts} is empty, and
 * borrows the first ${n_borrowed} of the bytes as long as it lives; the model
 * is the one that they were begun with. ERR_DATA when they are damaged.
 */
int stow_write(const struct facts *, stow_put *, void *, struct err *);
int stow_read(
    struct facts *, const struct model *, struct span, size_t *, struct err *);

#endif
