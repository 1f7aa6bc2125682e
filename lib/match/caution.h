#ifndef MATCH_CAUTION_H
#define MATCH_CAUTION_H

/*
 * What a careful human knows and probabilities of single fields do not: people
 * who live together agree in much at once. So where two records agree in where
 * they are at home, a given name or a birth date that clearly differs weighs
 * more than by itself, unless families are hardly seen in the records: they are
 * twins, or father and son, unless an id says otherwise. And without anything
 * that is one person's own, there is nobody to be recognised.
 */

#include <stdint.h>

#include "match/facts.h"
#include "match/model.h"

#define CAUTION_GENERATION_YEARS 12 /* parents are older by so many */

enum caution {
	CAUTION_NONE,
	CAUTION_SUFFIX,     /* senior and junior */
	CAUTION_GENERATION, /* born far apart */
	CAUTION_NAMESAKE,   /* other given names */
	CAUTION_NOBODY,     /* nothing that is one person's own agrees */
	CAUTION_NAME,       /* nothing but names does, and more differs */
	CAUTIONS,
};

/* What is asked of a pair, by kind of evidence; weights in 1/1000 bit. */
struct caution_pair {
	int32_t home;     /* of what a household shares */
	int32_t own;      /* of what is one person's own and agrees */
	int32_t token;    /* of that, of identifiers */
	int32_t id;       /* and of these, of what only one person is given */
	int32_t beside;   /* of all that agrees but names */
	int32_t against;  /* of where they are or were born, at most 0 */
	int32_t sum;      /* what the pair weighs so far */
	int32_t families; /* log2 of pairs of one household to those of one
			     person, in these records */
	bool is_renamed;  /* the given names clearly differ */
	bool is_suffixed; /* both have a suffix, and not the same */
	int years;        /* between two whole dates of birth that share
			     neither month and day nor all digits but one;
			     0 = not known or alike */
};

/**
 * caution_weigh(pair, take): why to be careful, and how much that takes off,
 * at least 0.
 * caution_name(caution): in a word.
 */
enum caution caution_weigh(const struct caution_pair *, int32_t *);
const char *caution_name(enum caution);

#endif
