#ifndef STORE_RETRACT_H
#define STORE_RETRACT_H

/*
 * An import taken back. The store is then as if it had never been: what only
 * it said is gone; what other imports of its source said too stays, and is
 * theirs; where it had replaced a version of an event, the version stands
 * again that would stand without it. What it repeated, and what other imports
 * repeated of it, is known from the table "repeat", so that imports can be
 * taken back in any order, with one exception: whom a full snapshot withdrew
 * hangs on all that its source had said before, so later snapshots of the
 * source must be taken back first.
 *
 * The ledger keeps its row, marked. The zone of the store stays while any
 * import does.
 */

#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

struct retract_counts {
	int64_t records;      /* that are gone */
	int64_t observations; /* the same */
	int64_t events;       /* the same */
	int64_t restored;     /* events that say again what they said before */
	int64_t kept;         /* events and observations that others said too */
};

/**
 * retract_import(store, import, now_us, counts, err): in one transaction.
 * ERR_NO when there is no such import, or it was taken back already;
 * ERR_UNAVAILABLE when snapshots must be taken back first: the message names
 * them.
 */
int retract_import(
    struct store *, int64_t, int64_t, struct retract_counts *, struct err *);

/* --- its parts (store/retract_events.c, store/retract_said.c) --- */

/**
 * retract_events(store, import, counts, err), retract_said(store, import,
 * counts, err): its events, and its observations with their records, inside
 * the caller's transaction; repeats are still there.
 */
int
retract_events(struct store *, int64_t, struct retract_counts *, struct err *);
int
retract_said(struct store *, int64_t, struct retract_counts *, struct err *);

/**
 * retract_exec(store, name, parameter, number, err): a statement with one
 * parameter.
 */
int
retract_exec(struct store *, const char *, const char *, int64_t, struct err *);

#endif
