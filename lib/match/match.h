#ifndef MATCH_MATCH_H
#define MATCH_MATCH_H

/*
 * Who is the same customer: facts and a model in, links and a partition out.
 * The room knows base, text, norm and the canonical fields; jansson reads the
 * model. No file, no clock, no store.
 *
 *	facts_begin, facts_add ..., facts_finish
 *	match_train (or a model that was trained before)
 *	match_run, match_explain
 *
 * The same facts and model give the same result for any number of threads
 * and any order of the records, up to the numbers of the clusters.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "match/compare.h"
#include "match/decided.h"
#include "match/facts.h"
#include "match/model.h"
#include "match/pairs.h"
#include "match/renew.h"

#define MATCH_THREADS_MAX 64
#define MATCH_NONE UINT32_MAX

enum match_verdict {
	MATCH_LINKED,
	MATCH_REVIEW,  /* weighs too little to link, enough for a look */
	MATCH_PARTED,  /* links, but the customers as wholes do not agree */
	MATCH_UNIQUE,  /* links, but a unique id differs */
	MATCH_DECIDED, /* links, but somebody decided otherwise */
};

struct match_link {
	uint32_t left, right; /* records; the smaller digest first */
	int32_t weight;       /* 1/1000 bit */
	enum match_verdict verdict;
	bool is_apart; /* a unique id differs */
};

struct match_options {
	int n_threads;                 /* 1..MATCH_THREADS_MAX */
	double threshold;              /* probability; 0 = the model's */
	double review;                 /* the same */
	const struct decided *decided; /* NULL = nothing was */
	const double *others;          /* thresholds to be tried besides */
	size_t n_others;
	struct pairs *counted; /* by match_train of these facts, and taken;
				  NULL or zeroed = nothing is */
};

/* A value that is on too many records to say anything. */
struct match_generic {
	enum facts_list list;
	uint32_t value; /* of its pool */
	uint32_t records;
};

struct match_result {
	uint32_t *cluster; /* of each record; numbered by first record */
	size_t n_clusters;
	size_t largest;
	/* The same at each of the other thresholds, one behind the other. */
	uint32_t *others;
	struct match_link *links; /* from the review threshold up; by (left,
				     right) */
	size_t n_links;
	size_t n_review, n_refused;
	uint32_t *household; /* of each cluster; match/household.h */
	size_t n_households;
	uint32_t *account; /* of each cluster; match/account.h */
	size_t n_accounts;
	struct match_generic *generic; /* by list */
	size_t n_generic;
	uint64_t pairs;                           /* that were compared */
	struct pairs_count rule[MODEL_RULES_MAX]; /* what each rule gave */
	/* Records that were held against no other because too many are alike;
	 * how many are so, and in what, see match/keytext.h. */
	uint32_t alone, alike;
	struct buf alike_value;
};

/**
 * match_train(model, facts, n_threads, counted, err): learn the model's shares.
 * ${counted} is NULL or gets the keys that were counted, so that match_run need
 * not do it again; the caller clears it.
 * match_plan(model, facts, n_threads, counts, err): exact counts of each rule;
 * nothing is compared.
 * match_run(model, facts, options, result, err): the model is trained.
 */
int match_train(
    struct model *, const struct facts *, int, struct pairs *, struct err *);
int match_plan(const struct model *, const struct facts *, int,
    struct pairs_count *, struct err *);
int match_run(const struct model *, const struct facts *,
    const struct match_options *, struct match_result *, struct err *);
void match_clear(struct match_result *);

/* What an earlier run found, in the numbers of the records as they are now;
 * borrowed. */
struct match_before {
	struct renew_input renew;
	const struct match_link *links; /* all from the review threshold up */
	size_t n_links;
	const uint32_t *cluster; /* of each record; NONE of those that came */
	size_t n_clusters;
	const uint32_t *judged; /* records of which something was decided, or
				   is no more */
	size_t n_judged;
};

/* What became of it besides the result. A zeroed one is ready. */
struct match_again {
	bool is_possible; /* else nothing was found: match all anew */
	bool *is_touched; /* of each record: was it clustered anew? Customers
			     of the others are as they were */
};

/**
 * match_again(model, facts, options, before, result, again, err): what
 * match_run would find, from what it found before some records came or
 * changed. ${result} tells only links of records that are touched; what it
 * says of rules is not filled. Pairs below 1/2 must be no news: a higher
 * review threshold is not possible.
 * match_again_clear(again).
 */
int match_again(const struct model *, const struct facts *,
    const struct match_options *, const struct match_before *,
    struct match_result *, struct match_again *, struct err *);
void match_again_clear(struct match_again *);

/* One row of an explanation. */
struct match_reason {
	const char *comparison; /* "prior", its name, "household", "caution",
				   "own", "sum"; borrowed */
	const char *level;      /* "frequency" on a further row of a comparison;
				   or empty */
	struct span left, right;
	int32_t weight; /* 1/1000 bit; all but the last sum to the last */
};

#define MATCH_REASONS_MAX (2 * MODEL_COMPARISONS_MAX + 5)

struct match_reasons {
	struct match_reason row[MATCH_REASONS_MAX];
	size_t n;
	int32_t weight;
	struct buf text; /* what the spans point into */
};

/**
 * match_explain(model, facts, a, b, reasons, err): why two records weigh what
 * they weigh. ${reasons} is zeroed, and cleared with match_reasons_clear.
 * match_rules(model, facts, n_threads, a, b, rules, err): the rules of the
 * model that have this pair looked at, one bit each; none: nobody does.
 * match_probability(weight): 1 / (1 + 2^-bits).
 * match_weight(probability): the reverse, 1/1000 bit.
 */
int match_explain(const struct model *, const struct facts *, uint32_t,
    uint32_t, struct match_reasons *, struct err *);
int match_rules(const struct model *, const struct facts *, int, uint32_t,
    uint32_t, uint64_t *, struct err *);
void match_reasons_clear(struct match_reasons *);
double match_probability(int32_t);
int32_t match_weight(double);

#endif
