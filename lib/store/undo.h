#ifndef STORE_UNDO_H
#define STORE_UNDO_H

/*
 * Runs taken back. The log of moves knows who was whose customer before a
 * run; going back is a run of its own ("undo"), whose moves are logged like
 * those of any other, so that it can be undone too. Runs that were taken back
 * stay in the table and are marked with the run that did it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

/* One run, as far as going back needs it. */
struct undo_run {
	int64_t undone_by; /* the run that took it back; 0 = none */
	int64_t target;    /* of an undo: the first run that it took back */
	int64_t imports;   /* the newest import at its time */
	bool is_undo;
	bool is_ruling; /* see store/decision.h */
};

/**
 * undo_find(store, run, found, err): ERR_NO when there is no such run.
 * undo_before(store, run, each, context, err): the customer (0 = none) that
 * each record had before ${run}, of all records that any run since moved.
 * undo_news(store, imports, each, context, err): the records that later
 * imports brought, with customer 0, by source and native id.
 * undo_mark(store, run, by, err): ${run} and all later ones are taken back
 * by ${by}; runs that those had taken back count again. What those ruled
 * rules no more, unless it keeps apart what stays taken back. The trained
 * model is the one that it was.
 * undo_release(store, run, count, err): what ${run} ruled, and what was ruled
 * when it was taken back, rules no more. *${count} says of how many runs.
 */
int undo_find(struct store *, int64_t, struct undo_run *, struct err *);
int undo_before(struct store *, int64_t,
    int (*)(void *, const struct store_member *, struct err *), void *,
    struct err *);
int undo_news(struct store *, int64_t,
    int (*)(void *, const struct store_member *, struct err *), void *,
    struct err *);
int undo_mark(struct store *, int64_t, int64_t, struct err *);
int undo_release(struct store *, int64_t, int64_t *, struct err *);

#endif
