#ifndef MATCH_ACCOUNT_H
#define MATCH_ACCOUNT_H

/*
 * Which customers are of one company, as it is written without its legal form
 * (norm/company.h). A customer whose records name several companies is of the
 * one that most of them name; ties go to the first record. Somebody may be
 * the only one of a company; "individual", "self employed" and the like are
 * none.
 *
 * Pure; the numbers hang on nothing but the partition and what is said.
 */

#include "base/err.h"
#include "match/facts.h"

#define ACCOUNT_NONE UINT32_MAX

/**
 * account_find(facts, cluster, n_clusters, account, n_accounts, err):
 * ${cluster} says the customer of each record; ${account} has room for
 * ${n_clusters} numbers, given by first customer, ACCOUNT_NONE for those who
 * are of no company.
 */
int account_find(const struct facts *, const uint32_t *, size_t, uint32_t *,
    size_t *, struct err *);

#endif
