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
#include "match/match.h"
#include "store/store.h"

struct merge_options {
	bool is_exact;    /* by shared identifiers only (match/exact.h) */
	bool is_dry_run;  /* everything but saving */
	int n_threads;    /* of matching by model; 0 = one */
	double threshold; /* probability; 0 = the model's */
	double review;    /* the same */
	int64_t now_us;   /* the clock is the caller's */
};

/* What a merge found. A zeroed struct merge is ready; everything inside is
 * the merge's until merge_clear. */
struct merge {
	struct columns columns;
	struct exact_result found; /* by model, its links are in linked */
	struct facts facts;        /* by model, what was matched */
	struct model model;
	struct match_result linked;
	struct identity_result identity;
	struct store_run run; /* its id is 0 after a dry run */
	/* What was read besides the columns. */
	int64_t *earlier;   /* customer of each record, 0 = none */
	int64_t next;       /* the smallest number never given */
	int64_t last_run;   /* that nothing came after; 0 = there is news */
	int64_t generation; /* of the store */
};

/**
 * merge_run(store, options, merge, err): by the built-in model, trained on
 * the records (match/match.h), or by shared identifiers.
 */
int merge_run(
    struct store *, const struct merge_options *, struct merge *, struct err *);
void merge_clear(struct merge *);

#endif
