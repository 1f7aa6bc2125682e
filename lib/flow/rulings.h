#ifndef FLOW_RULINGS_H
#define FLOW_RULINGS_H

/*
 * All that people decided about the records of a store, as it stands: loaded
 * at once, held against itself, and handed to matching (match/decided.h).
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hashmap.h"
#include "match/decided.h"
#include "store/decision.h"
#include "store/store.h"

struct rulings_edge;

/* A zeroed struct rulings is ready. */
struct rulings {
	struct decision *decisions; /* by (left, right) */
	size_t n_decisions, decisions_cap;
	struct decision_piece *pieces; /* by (run, whole, piece, record) */
	size_t n_pieces, pieces_cap;
	struct arena arena;
	/* Who is the same as whom, by decision: a graph over records. */
	struct hashmap nodes; /* key of a record -> its node */
	int64_t *keys;        /* of each node */
	uint32_t *parent;
	struct rulings_edge *edges;
	size_t n_nodes, n_edges, edges_cap;
};

/**
 * rulings_load(rulings, store, err): in the caller's view or transaction.
 * rulings_check(rulings, store, err): ERR_DATA when decisions contradict each
 * other, with the chain of those that make two records the same, and what
 * says that they are not.
 */
int rulings_load(struct rulings *, struct store *, struct err *);
int rulings_check(struct rulings *, struct store *, struct err *);
void rulings_clear(struct rulings *);

/**
 * rulings_decided(rulings, keys, n, decided, err): as matching takes them,
 * for the records with these keys; what concerns others is left out.
 * rulings_root(rulings, record): a number that records have in common that
 * are the same by decision; the key of a record of which none says so.
 */
int rulings_decided(const struct rulings *, const int64_t *, size_t,
    struct decided *, struct err *);
int64_t rulings_root(struct rulings *, int64_t);

#endif
