#ifndef FLOW_MERGE_H
#define FLOW_MERGE_H

/*
 * Find out which records are one customer, and keep it in the store. Matching
 * holds no lock, so importers never wait for a merge that computes. What they
 * bring meanwhile is matched too where that takes little; else the merge is of
 * the store as it was read (run.is_behind), and the next one takes it. After
 * any other change the work is done again before it is saved. A merge by the
 * stored model matches what came since the last one, where that finds the same
 * as matching everything (flow/news.h).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "flow/columns.h"
#include "flow/former.h"
#include "flow/news.h"
#include "flow/trained.h"
#include "match/exact.h"
#include "match/identity.h"
#include "match/match.h"
#include "store/circle.h"
#include "store/store.h"

struct merge_options {
	bool is_exact;    /* by shared identifiers only (match/exact.h) */
	bool is_dry_run;  /* everything but saving */
	bool packs_anew;  /* whatever is packed already */
	bool is_measured; /* the caller needs to see who belongs to whom */
	struct trained_options model;
	int n_threads;        /* of matching by model; 0 = one */
	double threshold;     /* probability; 0 = the model's */
	double review;        /* the same */
	const double *others; /* thresholds to be tried besides, by model */
	size_t n_others;
	int64_t now_us; /* the clock is the caller's */
	/* Asked before anything is saved, perhaps more than once; -1 stops.
	 * May be NULL. */
	int (*ready)(void *, struct err *);
	/* Asked when all is saved but not committed; -1 takes it back. Not
	 * where nothing is saved. May be NULL. */
	int (*saved)(void *, struct err *);
	void *context;
};

/* What a merge found. A zeroed struct merge is ready; everything inside is
 * the merge's until merge_clear. */
struct merge {
	struct columns columns;
	struct exact_result found; /* by model, its links are in linked */
	struct facts facts;        /* by model, what was matched */
	struct model model;
	struct trained trained; /* where the model comes from */
	struct match_result linked;
	struct postlists *lists; /* what finding needs, on its way; or NULL */
	struct decided decided;  /* what people said beforehand */
	struct identity_result identity;
	struct store_run run;       /* its id is 0 after a dry run */
	struct buf mode, threshold; /* of the run, in words */
	bool is_part; /* what came was matched, and not everything */
	struct news news;
	bool has_stood; /* there was no news: the last run stands,
			   and nothing else here is filled */
	/* What was read besides the columns. */
	int64_t *earlier;     /* customer of each record, 0 = none */
	struct former former; /* ids that nobody has any more */
	int64_t next;         /* the smallest number never given */
	/* The household and the account of each record, 0 = none: of before,
	 * and when the circles are saved, of now. */
	int64_t *circle[CIRCLE_KINDS];
	int64_t next_circle[CIRCLE_KINDS];
	int64_t last_run;   /* that nothing came after; 0 = there is news */
	int64_t generation; /* of the store */
	int64_t run_before; /* the last one, news or not */
};

/**
 * merge_run(store, options, merge, err): by a model (match/match.h), or by
 * shared identifiers. Without news since the last run nothing is matched and
 * that run is given again.
 * merge_load(store, options, merge, err): only read what a merge by a model
 * would match: its model, trained or not, and the facts.
 */
int merge_run(
    struct store *, const struct merge_options *, struct merge *, struct err *);
int merge_load(
    struct store *, const struct merge_options *, struct merge *, struct err *);
void merge_clear(struct merge *);

/**
 * merge_pack(store, err): pack the journeys after a run that was committed
 * (store/packed.h). The run stands already; readers can do without where
 * another writer is faster.
 */
int merge_pack(struct store *, struct err *);

#endif
