#ifndef MATCH_IDENTITY_H
#define MATCH_IDENTITY_H

/*
 * Customer ids that stay while the data grows. A cluster keeps the id that
 * most of its earlier records had; where two clusters claim one id the one
 * with more of its records gets it, ties go to the smallest id and then to
 * the smallest record. What has no id gets the next number, by its smallest
 * record. An id that no cluster kept becomes an alias of the customer where
 * most of its records are.
 *
 * Pure. Records stand in the order of (source, native id), which is what
 * "smallest" means. Results are malloc'ed and cleared with identity_clear.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* A record that an id had when it vanished. */
struct identity_former {
	int64_t customer; /* that no record has now */
	uint32_t cluster; /* where the record is; from n_clusters on it is one
			     that is not asked for, and keeps its id */
	uint32_t record;
};

struct identity_input {
	const uint32_t *cluster; /* of each record, 0 .. n_clusters - 1 */
	const int64_t *earlier;  /* of each record: its customer, 0 = none */
	size_t n_records;
	size_t n_clusters;
	int64_t next; /* the smallest number never given, at least 1 */
	const struct identity_former *former; /* in any order */
	size_t n_former;
};

struct identity_alias {
	int64_t customer; /* the id that vanished */
	int64_t into;
};

struct identity_result {
	int64_t *customer;              /* of each cluster */
	struct identity_alias *aliases; /* by customer */
	size_t n_aliases;
	int64_t created; /* clusters with an id that nobody had: a new one, or
			    one that came back */
	int64_t joined;  /* earlier customers that went into others */
	int64_t split;   /* earlier customers whose records are apart now */
};

/**
 * identity_assign(input, result, err): -1 when memory ran out.
 */
int identity_assign(
    const struct identity_input *, struct identity_result *, struct err *);
void identity_clear(struct identity_result *);

#endif
