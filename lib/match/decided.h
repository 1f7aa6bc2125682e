#ifndef MATCH_DECIDED_H
#define MATCH_DECIDED_H

/*
 * What people decided about records, whatever the records say: two are the
 * same person or are not; and a customer was taken apart into pieces, the
 * records of which are never one again, or put together.
 *
 * Made once and then only asked, from any number of threads. It says nothing
 * of chains: whoever keeps decisions sees to it that they do not contradict
 * each other.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct decided_pair {
	uint32_t left, right; /* records */
	bool is_same;         /* else different */
};

/* A record is in one piece of a whole. Records in different pieces of one
 * whole are apart; those in one piece that is held are together. */
struct decided_piece {
	uint32_t record;
	uint32_t whole, piece; /* any numbers */
	bool is_held;
};

/* A zeroed struct decided is ready, and says nothing. */
struct decided {
	uint8_t *marks; /* bits: anything said of the record? */
	struct decided_pair
	    *pairs; /* different; smaller record first, sorted */
	struct decided_pair *musts;   /* the same, those of held pieces among
					 them, as chains */
	struct decided_piece *pieces; /* by record, whole */
	size_t n_pairs, n_musts, n_pieces;
};

/**
 * decided_make(decided, n_records, pairs, n_pairs, pieces, n_pieces, err):
 * everything is copied; ${pieces} are sorted in place.
 */
int decided_make(struct decided *, size_t, const struct decided_pair *, size_t,
    struct decided_piece *, size_t, struct err *);
void decided_clear(struct decided *);

/**
 * decided_is_apart(decided, a, b): may they never be one?
 * decided_is_must(decided, a, b): is this pair among the musts?
 * decided_concerns(decided, record): is anything said of it?
 * A NULL decided says nothing.
 */
bool decided_is_apart(const struct decided *, uint32_t, uint32_t);
bool decided_is_must(const struct decided *, uint32_t, uint32_t);

static inline bool
decided_concerns(const struct decided *decided, uint32_t record)
{
	return decided != NULL && decided->marks != NULL &&
	    (decided->marks[record / 8] >> record % 8 & 1) != 0;
}

#endif
