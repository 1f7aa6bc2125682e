#ifndef MATCH_TRUST_H
#define MATCH_TRUST_H

/*
 * What is one person's own. Customers of several channels often have nothing
 * in common but an e-mail address, a mobile telephone or an id; each says as
 * much as its bearers let it say: where no two of the records that have it
 * contradict each other in who they are, it is one person's, and one such value
 * is enough to link two records that contradict each other in nothing. An id
 * of a space that is declared unique is enough even if they do.
 */

#include <stdbool.h>

#include "base/err.h"
#include "match/compare.h"
#include "match/facts.h"

#define TRUST_BEARERS_MAX 50 /* records; a value on more is nobody's own */

/* A bit for each value of a list. */
struct trust {
	unsigned char *own[FACTS_LISTS];
};

/**
 * trust_init(trust, compare, err): look at the bearers of all values.
 * ${compare} is ready, and weighs without trust so far.
 * trust_begin(trust, facts, err), trust_judge(trust, compare, wanted, err):
 * the same value by value: of those in ${wanted}, a bit each, or of all where
 * it is NULL. Of the others nothing is known.
 */
int trust_init(struct trust *, const struct compare *, struct err *);
int trust_begin(struct trust *, const struct facts *, struct err *);
int trust_judge(
    struct trust *, const struct compare *, const struct trust *, struct err *);
void trust_clear(struct trust *);

/**
 * trust_raise(trust, compare, a, b, pair): what is added to the weight of a
 * pair because of it, at least 0.
 */
int32_t trust_raise(const struct trust *, const struct compare *, uint32_t,
    uint32_t, const struct compare_pair *);

#endif
