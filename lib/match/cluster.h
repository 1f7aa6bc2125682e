#ifndef MATCH_CLUSTER_H
#define MATCH_CLUSTER_H

/*
 * From pairs to customers: average link (UPGMA; Sokal and Michener, 1958)
 * inside the components that the pairs make. Two parts join while the mean
 * weight of all pairs between them is not below 0, at least one pair between
 * them reaches the threshold, and none is forbidden. Pairs nobody weighed
 * count mildly against. Components that are too large are cut at their
 * weakest links first. What must be one is joined before all else. Ties go by
 * the digests of the records.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct cluster_link {
	uint32_t left, right; /* the record with the smaller digest first */
	int32_t weight;       /* 1/1000 bit */
	bool is_apart;        /* never one */
	bool is_must;         /* one, whatever else */
};

struct cluster_options {
	int32_t threshold; /* weight that at least one pair has to reach */
	int unseen_milli;  /* where nobody can be asked */
	size_t full;       /* records up to which all pairs are asked for */
	const uint64_t *digest;
	/* The weight of two records, and whether they may be one; called in
	 * one thread. */
	struct cluster_link (*weigh)(void *, uint32_t, uint32_t);
	void *context;
};

/**
 * cluster_run(options, n, links, n_links, cluster, n_clusters, err):
 * ${cluster} has room for ${n} numbers, given by first record.
 */
int cluster_run(const struct cluster_options *, size_t,
    const struct cluster_link *, size_t, uint32_t *, size_t *, struct err *);

#endif
