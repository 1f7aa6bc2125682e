#ifndef MAP_MEANING_H
#define MAP_MEANING_H

/*
 * What the words and codes of an export mean in fields that have words of
 * their own. Only lib/map includes this.
 */

#include "map/guess.h"

/**
 * meaning_is_due(line): do the line's values have to be spelt out one by one?
 * meaning_of(guess, line, text): what a value becomes, "=keep" included;
 * NULL = nothing. By the words themselves, by what the header says in
 * brackets ("flag (0:no, 1:yes)"), and by the column of names beside it.
 * meaning_otherwise(field): what becomes of words that the sample lacks.
 */
bool meaning_is_due(const struct guess_line *);
const char *meaning_of(struct guess *, const struct guess_line *, struct span);
const char *meaning_otherwise(enum canon_field);

#endif
