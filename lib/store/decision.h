#ifndef STORE_DECISION_H
#define STORE_DECISION_H

/*
 * What people decided about records: pairs that are the same person or are
 * not, and pieces that a run took apart or put together (see undone runs in
 * store/undo.h). Both name records by their keys, so that they outlive every
 * run, and every import that takes a record away and brings it back.
 *
 * Nothing is ever deleted here: of several decisions on one pair the last
 * stands, and a run rules as long as the table of runs says so. Writing
 * happens inside the caller's transaction.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "store/store.h"

enum decision_verdict {
	DECISION_UNSURE, /* and what was decided before is taken back */
	DECISION_SAME,
	DECISION_DIFFERENT,
};

struct decision {
	int64_t left, right; /* keys of records, the smaller first */
	enum decision_verdict verdict;
	int64_t at_us;
	struct span path; /* of the file that says so, and the line */
	int64_t line;
};

/**
 * decision_add(store, decision, err).
 * decision_each(store, each, context, err): those that stand, by (left,
 * right), borrowed for the call.
 */
int decision_add(struct store *, const struct decision *, struct err *);
int decision_each(struct store *,
    int (*)(void *, const struct decision *, struct err *), void *,
    struct err *);

/* In this run the record was in one piece of a whole: records in different
 * pieces are apart, those in one piece that is held are together. */
struct decision_piece {
	int64_t run;
	int64_t record; /* key */
	int64_t whole, piece;
	bool is_held;
};

/**
 * decision_rule(store, piece, err): keep it.
 * decision_pieces(store, each, context, err): those of runs that rule, by
 * (run, whole, piece, record).
 * decision_set_ruling(store, run, is_ruling, err): does it rule?
 */
int decision_rule(struct store *, const struct decision_piece *, struct err *);
int decision_pieces(struct store *,
    int (*)(void *, const struct decision_piece *, struct err *), void *,
    struct err *);
int decision_set_ruling(struct store *, int64_t, bool, struct err *);

#endif
