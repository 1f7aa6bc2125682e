#ifndef FLOW_DECIDE_H
#define FLOW_DECIDE_H

/*
 * A file of decisions, "left,right,decision": are these two records the same
 * person, different ones, or is nobody sure? The file that a review gave out
 * is one, filled in.
 */

#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

struct decide_counts {
	int64_t same, different, unsure; /* rows */
	int64_t known; /* of them: what stood already, and is not kept again */
	int64_t blank; /* rows that nobody decided */
};

/**
 * decide_file(store, path, now_us, counts, err): keep what the file says, all
 * of it or nothing. The next merge applies it. What is said of a pair
 * replaces what was said of it before. ERR_DATA with the line for a record
 * that is not there, a word that is none of the three, two different words on
 * one pair; and where decisions contradict each other, with the chain that
 * does (flow/rulings.h).
 */
int decide_file(struct store *, const char *, int64_t, struct decide_counts *,
    struct err *);

#endif
