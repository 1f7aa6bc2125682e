#ifndef MAP_JOIN_H
#define MAP_JOIN_H

/*
 * Columns that belong together: a date and its time, the parts of a number,
 * codes and their names. Only lib/map includes this.
 */

#include "map/guess.h"

/**
 * join_sibling(guess, column): of a column of codes the column that has
 * their names, "性別(ID)" -> "性別(名称)"; the number of columns when there
 * is none.
 * join_is_split(guess, column): is it the first part of a number that stands
 * in several columns?
 * join_line(guess, line, err): add to a line of one column those that
 * continue it, and mark them as used.
 */
size_t join_sibling(const struct guess *, size_t);
bool join_is_split(const struct guess *, size_t);
int join_line(struct guess *, struct guess_line *, struct err *);

#endif
