#ifndef MATCH_RENEW_H
#define MATCH_RENEW_H

/*
 * Which pairs have to be looked at again after some records came or changed,
 * so that the pairs that link are what a walk over all of them (match/pairs.h)
 * would find. Those of "dirty" records are looked at anew:
 *
 *	records that came or changed;
 *	bearers of a value that is on too many records now, or no more;
 *	who has a name of which is known now how it is read;
 *	records of a run of equal keys that is walked now and was not, and those
 *	linked in one that is not walked any more.
 *
 * Besides there are pairs of others that share an e-mail address, telephone
 * number or id with a dirty record, since it depends on all its bearers
 * whether that is one person's own. Everything else stays as it was.
 *
 * That holds only where nothing hangs on all records: the model is trained and
 * knows the frequencies of values and the limits of its rules. Else nothing is
 * promised, and everything has to be matched anew.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hashmap.h"
#include "match/atoms.h"
#include "match/facts.h"
#include "match/model.h"
#include "match/pairs.h"
#include "match/reading.h"
#include "match/trust.h"

/* What is known of before; borrowed. */
struct renew_input {
	const bool *is_new; /* of each record: did it come or change? */
	size_t n_past;      /* the last rows: see match/blend.h */
	uint32_t *count[FACTS_LISTS]; /* records on which a value was */
	size_t n_values[FACTS_LISTS];
	const struct reading *given, *family; /* how names were read */
	const uint64_t *links; /* pairs that were linked: a << 32 | b */
	size_t n_links;
};

/* Records by value of one list, of the values that are wanted. */
struct renew_bearers {
	uint32_t *first, *record;
};

struct renew_run;

/* The number of the run of each key of one rule. */
struct renew_slot {
	uint32_t key; /* 0 = empty */
	uint32_t run;
};

struct renew_keys {
	struct renew_slot *slot;
	size_t n_slots; /* a power of 2 */
	size_t n;
	uint64_t *filter; /* of those that are counted, a bit for several */
};

/* A zeroed struct renew is ready. */
struct renew {
	const struct facts *facts;
	const struct model *model;
	const struct renew_input *in;
	struct atoms atoms;
	bool *is_dirty;
	uint32_t *dirty;
	size_t n_dirty;
	struct trust wanted; /* values of dirty records, one bit each */
	struct renew_bearers bearers[FACTS_LISTS];
	uint64_t *pair; /* others that share a value: a << 32 | b, a < b;
			   sorted */
	size_t n_pairs, pairs_cap;
	/* Runs of equal keys of dirty records. */
	struct renew_run *run;
	size_t n_runs, runs_cap;
	size_t n_counted; /* runs whose rows are known */
	struct renew_keys first[MODEL_RULES_MAX], second[MODEL_RULES_MAX];
	/* The same of each part of the first keys. */
	uint64_t *part[MODEL_ATOMS_MAX];
	uint32_t parts; /* which there are */
	uint32_t filter_mask;
	uint32_t *row; /* of all runs */
	size_t n_seats;
	bool is_possible;
};

/**
 * renew_begin(renew, facts, model, input, n_threads, err): find out;
 * ${is_possible} says whether it can be done.
 * renew_walk(renew, n_threads, found, contexts, err): give every pair of dirty
 * records and the others once, some that no rule gives among them.
 * renew_gives(renew, a, b): does a rule give this pair, of which one is dirty
 * or which is among the others?
 * renew_is_again(renew, a, b): was this pair looked at again?
 * renew_rest(renew): give back what only those need; what is dirty, and the
 * others, stay.
 */
int renew_begin(struct renew *, const struct facts *, const struct model *,
    const struct renew_input *, int, struct err *);
int renew_walk(struct renew *, int, pairs_found, void *const *, struct err *);
bool renew_gives(const struct renew *, uint32_t, uint32_t);
bool renew_is_again(const struct renew *, uint32_t, uint32_t);
void renew_rest(struct renew *);
void renew_clear(struct renew *);

#endif
