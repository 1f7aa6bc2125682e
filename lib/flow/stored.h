#ifndef FLOW_STORED_H
#define FLOW_STORED_H

/*
 * Golden records on their way into the store (store/best.h): they are kept
 * aside while the store is read, and go in afterwards in a write of their own,
 * if nothing was stored meanwhile. A zeroed struct stored wants none.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "match/golden.h"
#include "store/store.h"

struct stored {
	FILE *spool; /* NULL: the store has them, or nobody asks */
	int64_t generation;
	uint64_t n;
	struct buf row;
};

/**
 * stored_begin(stored, store, err): in the caller's view; golden records are
 * wanted from now on, unless the store has them.
 * stored_add(stored, customer, golden, err): one of them, customers in
 * ascending order; nothing, where they are not wanted.
 * stored_save(stored, store, err): outside of any transaction; nothing where
 * none are wanted, or where the store has news.
 * stored_clear(stored).
 */
int stored_begin(struct stored *, struct store *, struct err *);
int stored_add(struct stored *, int64_t, const struct golden *, struct err *);
int stored_save(struct stored *, struct store *, struct err *);
void stored_clear(struct stored *);

#endif
