#ifndef FLOW_MERGE_H
#define FLOW_MERGE_H

/*
 * Find out which records are one customer, and keep it in the store. Reading
 * and matching hold no lock, so importers never wait for a merge; if the
 * store was changed meanwhile, the work is done again before it is saved.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "flow/columns.h"
#include "match/exact.h"
#include "match/identity.h"
#include "store/store.h"

struct merge_options {
	bool is_dry_run; /* everything but saving */
	int64_t now_us;  /* the clock is the caller's */
};

/* What a merge found. A zeroed struct merge is ready; everything inside is
 * the merge's until merge_clear. */
struct merge {
	struct columns columns;
	struct exact_result found;
	struct identity_result identity;
	struct store_run run; /* its id is 0 after a dry run */
	/* What was read besides the columns. */
	int64_t *earlier;   /* customer of each record, 0 = none */
	int64_t next;       /* the smallest number never given */
	int64_t last_run;   /* that nothing came after; 0 = there is news */
	int64_t generation; /* of the store */
};

/**
 * merge_exact(store, options, merge, err): by shared identifiers
 * (match/exact.h).
 */
int merge_exact(
    struct store *, const struct merge_options *, struct merge *, struct err *);
void merge_clear(struct merge *);

#endif
