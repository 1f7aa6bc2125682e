#ifndef STORE_CIRCLE_H
#define STORE_CIRCLE_H

/*
 * Circles: people who belong together without being one. A household has a
 * home in common, an account a company. A run says anew who is in which; how
 * that changed is logged, so that it goes back with the run. Records are
 * members, so that numbers stay when customers join or part; a customer is in
 * the circle of its records.
 *
 * What a run kept of values that say nothing, because they are on too many
 * records, stands here, too.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "store/store.h"

enum circle_kind { CIRCLE_HOUSEHOLD, CIRCLE_ACCOUNT, CIRCLE_KINDS };

/* struct store_member: a record and, in "customer", its circle. */

/**
 * circle_members(store, kind, members, count, err): by record key; malloc'ed,
 * the caller frees.
 * circle_customers(store, kind, members, count, err): the same of customers,
 * whose number is in "record", by it.
 * circle_next(store, kind, number, err): the smallest number never given.
 * circle_save(store, run, kind, members, count, err): records of which it is
 * another now, 0 = none; by record key, inside the caller's transaction.
 * circle_undo(store, run, by, err): all circles as they were before ${run},
 * logged as of ${by}.
 * circle_name(kind, number, out): "H000000001", "A000000001".
 */
int circle_members(struct store *, enum circle_kind, struct store_member **,
    size_t *, struct err *);
int circle_customers(struct store *, enum circle_kind, struct store_member **,
    size_t *, struct err *);
int circle_next(struct store *, enum circle_kind, int64_t *, struct err *);
int circle_save(struct store *, int64_t, enum circle_kind,
    const struct store_member *, size_t, struct err *);
int circle_undo(struct store *, int64_t, int64_t, struct err *);
void circle_name(enum circle_kind, int64_t, char[24]);

/* A value that says nothing. */
struct circle_generic {
	struct span kind; /* "email", "phone", "id:line" */
	struct span value;
	int64_t records; /* on which it is */
};

/**
 * circle_generic_add(store, run, n, generic, err): the n-th of a run.
 * circle_generics(store, run, each, context, err): of one run, those on most
 * records first. Texts are borrowed for the call.
 */
int circle_generic_add(struct store *, int64_t, int64_t,
    const struct circle_generic *, struct err *);
int circle_generics(struct store *, int64_t,
    int (*)(void *, const struct circle_generic *, struct err *), void *,
    struct err *);

#endif
