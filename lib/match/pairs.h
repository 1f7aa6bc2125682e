#ifndef MATCH_PAIRS_H
#define MATCH_PAIRS_H

/*
 * Which pairs of records are looked at: those that agree in all parts of one
 * of the model's rules. Each rule's keys are sorted (radix) and runs of equal
 * keys walked; a pair is given at the first rule that produces it, which is
 * seen by comparing the parts of the earlier rules' keys, so that no table of
 * pairs is needed. A run of too many records is split by the rule's second
 * key; what is still too large is left out, and reported where no other rule
 * gives a pair of a record.
 *
 * Keys are digests of texts, so nothing depends on the order of the records.
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "match/atoms.h"
#include "match/facts.h"
#include "match/model.h"

/* What a rule comes to. */
struct pairs_count {
	uint64_t pairs;   /* of its runs, those of earlier rules among them */
	uint64_t given;   /* those that no earlier rule gave; after a walk */
	uint32_t keys;    /* that two records at least have */
	uint32_t largest; /* run that is walked */
	uint32_t largest_row; /* one of its rows */
	uint32_t limit;       /* records a key, see model.block_limit */
	uint32_t left_out;    /* runs that were too large, split or not */
	uint32_t worst;       /* the largest of those */
	uint32_t worst_row;
	uint32_t split_limit; /* the same by second key */
};

/* A rule of one field that repeats, and up to how many records a value of it
 * gives pairs. */
struct pairs_list {
	int rule; /* -1: there is none */
	uint32_t limit;
	bool is_limited; /* some values are on more, and not void */
};

/* Called in any thread with its context: two rows of different records. */
typedef void (*pairs_found)(void *, uint32_t, uint32_t);
/* Called in any thread: pairs of this row are given soon. */
typedef void (*pairs_ahead)(const void *, uint32_t);

struct pairs {
	const struct facts *facts;
	const struct model *model;
	struct atoms atoms;
	/* A bit a row, for each rule: is its key on others' too, and the run
	 * walked whole, or by the rule's second key? */
	uint64_t *whole[MODEL_RULES_MAX], *parted[MODEL_RULES_MAX];
	/* And of all rules: is it in a run that nobody walks, too large when
	 * split, too? */
	_Atomic uint64_t *lost;
	struct pairs_list list[FACTS_LISTS];
	bool is_counted; /* the bits and limits are known */
	struct pairs_count count[MODEL_RULES_MAX];
	/* Comparisons that a rule does not look at, one bit each. */
	uint32_t free[MODEL_RULES_MAX];
	pairs_ahead ahead; /* the caller's, or NULL; with its context */
	const void *ahead_context;
};

/* Records that are in runs that nobody walks and in no other. */
struct pairs_alone {
	uint32_t records;
	/* Of the one with the smallest digest a row, a rule by which it is in
	 * such a run, and of how many rows. */
	uint32_t row, rows;
	int rule;
};

/**
 * pairs_init(pairs, facts, model, err).
 * pairs_walk(pairs, n_threads, sample, found, contexts, err): give all pairs,
 * or those of one run in ${sample}; fills count. ${found} NULL only counts,
 * and what was counted once makes later walks cheaper.
 * pairs_rules(pairs, a, b): the rules that give this pair of rows, one bit
 * each; after a walk.
 * pairs_untouched(pairs, a, b): comparisons, one bit each, that at least one
 * rule that gives this pair of rows does not look at; after a walk.
 * pairs_find_alone(pairs, alone, err): after a walk.
 */
int pairs_init(
    struct pairs *, const struct facts *, const struct model *, struct err *);
int pairs_walk(
    struct pairs *, int, uint32_t, pairs_found, void *const *, struct err *);
uint64_t pairs_rules(const struct pairs *, uint32_t, uint32_t);
uint32_t pairs_untouched(const struct pairs *, uint32_t, uint32_t);
int pairs_find_alone(const struct pairs *, struct pairs_alone *, struct err *);
void pairs_clear(struct pairs *);

#endif
