#ifndef MAP_SUGGEST_H
#define MAP_SUGGEST_H

/*
 * The word that somebody probably meant.
 */

#include "base/span.h"

/**
 * suggest_best(word, candidates): of the NULL-terminated candidates the
 * nearest by edits (insert, delete, replace, swap neighbours), or NULL when
 * none is near.
 */
const char *suggest_best(struct span, const char *const *);

#endif
