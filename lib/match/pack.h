#ifndef MATCH_PACK_H
#define MATCH_PACK_H

/*
 * The last step of facts_finish: all that finding and comparing pairs looks
 * at of a row, side by side in memory, mostly in one cache line of 64 bytes.
 * Records that are held against each other lie anywhere, and waiting for
 * memory is most of what that costs.
 */

#include "match/facts.h"

/**
 * pack_rows(facts, err): make facts.row of the values, the lists and what is
 * known of their values by now; lists keep only those of more than one item.
 */
int pack_rows(struct facts *, struct err *);

#endif
