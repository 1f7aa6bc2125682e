#ifndef MATCH_HOUSEHOLD_H
#define MATCH_HOUSEHOLD_H

/*
 * Who lives together: customers with one family name, as it is written or as
 * it is read, and one landline, or one street and number in one place. A
 * household is no customer: its members stay what they are. A telephone or an
 * address that more customers of one name share than live in a home says
 * nothing.
 *
 * Pure; the numbers hang on nothing but the partition and what is shared.
 */

#include "base/err.h"
#include "match/facts.h"

#define HOUSEHOLD_NONE UINT32_MAX
#define HOUSEHOLD_MOST 12 /* customers of one home */

/**
 * household_find(facts, cluster, n_clusters, household, n_households, err):
 * ${cluster} says the customer of each record; ${household} has room for
 * ${n_clusters} numbers, given by first customer, HOUSEHOLD_NONE for those
 * who live with nobody.
 */
int household_find(const struct facts *, const uint32_t *, size_t, uint32_t *,
    size_t *, struct err *);

#endif
