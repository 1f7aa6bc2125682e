#ifndef FLOW_REVIEW_H
#define FLOW_REVIEW_H

/*
 * The pairs that nobody decided and the last merge did not link, most useful
 * first: a person fills in the empty column, and decide_file reads it back.
 */

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "out/out.h"
#include "store/store.h"

struct review_options {
	struct out_options out;
	int64_t limit; /* rows; 0 = all */
	FILE *stream;
};

/**
 * review_write(store, options, err): left,right,probability,weight, then each
 * field of a person that any of these records has, of both sides, and
 * decision, empty. Useful is what is close to the threshold, and what would
 * join many: pairs stand by the product of the records of both customers,
 * divided by 1 + the distance to the threshold in bits. Of two customers the
 * first pair alone is asked, because its answer settles the others.
 * ERR_UNAVAILABLE before the first merge.
 */
int review_write(struct store *, const struct review_options *, struct err *);

#endif
