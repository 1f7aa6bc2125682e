#ifndef MATCH_COMPARE_H
#define MATCH_COMPARE_H

/*
 * Two records side by side: for each comparison of the model the level of
 * agreement and what it weighs, in 1/1000 bit. The weight of a pair is
 *
 *	prior + sum of levels + sum of frequency adjustments - household -
 *	caution + trust
 *
 * where a level weighs log2(m/u), a frequency adjustment is log2 of the mean
 * u over the value's own, and "household" is log2(1 + 2^h), h being the same
 * sum for "two people of one household" against "two people". A household
 * that has a share s of values in common on purpose weighs log2((s + u)/u)
 * there, with the value's own u. All are integers, so that nothing depends on
 * the order of adding.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "match/caution.h"
#include "match/edit.h"
#include "match/facts.h"
#include "match/levels.h"
#include "match/model.h"
#include "match/outline.h"

#define COMPARE_COUNTS 512
#define COMPARE_NAMES (FACTS_FAMILY_KANA + 1) /* columns of names */

struct trust;

/* What is known of the values that stand in one place of a row. */
struct compare_table {
	uint32_t place;
	uint32_t size_bytes; /* of one */
	const char *of;      /* that of value 0, which there is none */
};

#define COMPARE_TABLES_MAX 12

/* The tables that the model and the facts give, for all threads. */
struct compare {
	const struct facts *facts;
	const struct model *model;
	int column[MODEL_COMPARISONS_MAX];
	int32_t weight[MODEL_COMPARISONS_MAX][MODEL_LEVELS_MAX + 1];
	int32_t household[MODEL_COMPARISONS_MAX][MODEL_LEVELS_MAX + 1];
	int32_t log_u[MODEL_COMPARISONS_MAX][MODEL_LEVELS_MAX + 1];
	/* Share that a household has in common on purpose, over u. */
	int32_t common[MODEL_COMPARISONS_MAX][MODEL_LEVELS_MAX + 1];
	int32_t log_known[FACTS_COLUMNS + FACTS_LISTS]; /* of records */
	int32_t log_equal[FACTS_COLUMNS]; /* chance that two have one value */
	int32_t prior, prior_household;
	const struct trust *trust; /* match/trust.h; NULL = none */
	/* What a comparison says at most where its values differ. */
	int32_t most_apart[MODEL_COMPARISONS_MAX];
	/* The same without its frequency. */
	int32_t most_name[MODEL_COMPARISONS_MAX];
	/* log2 of how many others have a value that so many have. */
	int32_t log_others[MODEL_COMPARISONS_MAX][COMPARE_COUNTS];
	bool has_unique;           /* is there an id space that is unique? */
	int of_kind[MODEL_KINDS];  /* the first comparison, or -1 */
	uint32_t *family_of_given; /* the same text in the other column */
	struct outline *outline[COMPARE_NAMES]; /* of each value of a column */
	struct compare_table table[COMPARE_TABLES_MAX]; /* what is fetched */
	int n_tables;
};

#define COMPARE_CACHE_BITS 17

/* What one thread needs. */
struct compare_thread {
	struct edit_masks masks;
	/* Pairs whose levels weigh less are not weighed to the end: their
	 * weight is what it would be at most. */
	int32_t least;
	/* Levels of pairs of values, each with what is left of the pair. */
	uint64_t cache[1 << COMPARE_CACHE_BITS];
};

/* How a pair came out; levels are 0 where one side is not known. */
struct compare_pair {
	uint8_t level[MODEL_COMPARISONS_MAX];
	int32_t frequency[MODEL_COMPARISONS_MAX];
	int32_t household; /* what it takes off, at least 0 */
	int32_t caution;   /* the same, see match/caution.h */
	enum caution why;
	int32_t trust; /* what one person's own value adds, at least 0 */
	int32_t weight;
	bool is_generation;   /* born so far apart as parents and children */
	bool is_unique_apart; /* different values of a unique id */
	bool is_unique_one;   /* one value of a unique id */
};

/**
 * compare_init(compare, facts, model, err): ready; the facts are finished.
 * compare_weigh(compare): compute the weights anew after the model changed.
 * compare_thread_new(): NULL when memory ran out; freed with free.
 * compare_records(compare, thread, a, b, pair): two records.
 * compare_fetch(compare, row): ask for the memory of what comparing it reads.
 * compare_fetch_pair(compare, thread, a, b): the same of two rows that are
 * compared soon.
 */
int compare_init(
    struct compare *, const struct facts *, const struct model *, struct err *);
void compare_weigh(struct compare *);
void compare_clear(struct compare *);
struct compare_thread *compare_thread_new(void);
void compare_records(const struct compare *, struct compare_thread *, uint32_t,
    uint32_t, struct compare_pair *);

void compare_fetch(const void *, uint32_t);
void compare_fetch_pair(
    const struct compare *, const struct compare_thread *, uint32_t, uint32_t);

/**
 * compare_known(facts, at): records that have a value in a column, or from
 * FACTS_COLUMNS on in a list.
 * compare_chance(pool): the chance that two records have an equal value.
 * compare_sum(compare, pair): fill household and weight from the levels and
 * frequencies.
 * compare_log2(x): 1000 * log2(x), rounded; x > 0.
 * compare_log_sum(x): 1000 * log2(1 + 2^(x/1000)), rounded.
 */
size_t compare_known(const struct facts *, int);
double compare_chance(const struct facts_pool *);
void compare_sum(const struct compare *, struct compare_pair *);
int32_t compare_log2(double);
int32_t compare_log_sum(int32_t);

#endif
