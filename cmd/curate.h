#ifndef CMD_CURATE_H
#define CMD_CURATE_H

/*
 * What people do about customers themselves, as omni-merge offers it: decide,
 * take back, take apart. A zeroed struct curate does nothing.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/opt.h"
#include "common.h"
#include "store/store.h"

struct curate {
	bool is_review;
	int64_t limit;        /* of its rows; 0 = all */
	const char *decide;   /* a file */
	int64_t undo;         /* a run */
	int64_t release;      /* a run */
	const char *adopt;    /* a file */
	const char *split;    /* a customer */
	struct opt_list outs; /* records that leave it */
};

/* Rows of an option table; ${c} is a pointer to the struct curate. */
#define CURATE_ROWS(c)                                                    \
	OPT_ROW_FLAG(0, "review", &(c)->is_review,                        \
	    "the undecided pairs, most useful first"),                    \
	    OPT_ROW_INT(0, "limit", &(c)->limit, "N", 1, INT64_MAX,       \
		"so many of them"),                                       \
	    OPT_ROW_TEXT(0, "decide", &(c)->decide, "FILE",               \
		"left,right,decision: same, different, unsure"),          \
	    OPT_ROW_INT(0, "undo", &(c)->undo, "RUN", 1, INT64_MAX,       \
		"take back this merge and all later ones"),               \
	    OPT_ROW_INT(0, "release", &(c)->release, "RUN", 1, INT64_MAX, \
		"what undoing it parted may join again"),                 \
	    OPT_ROW_TEXT(0, "adopt", &(c)->adopt, "FILE",                 \
		"source,native_id,customer_id of another system"),        \
	    OPT_ROW_TEXT(0, "split", &(c)->split, "CUSTOMER",             \
		"take records out of a customer, for good"),              \
	    OPT_ROW_LIST(0, "out", &(c)->outs, "RECORD",                  \
		"the records that --split takes out")

/**
 * curate_count(curate): how many of these things were asked for.
 * curate_check(curate, operands, err): operands are more records for --split.
 * curate_run(curate, common, store, now_us, stream, err): do it, and write
 * what was done.
 */
int curate_count(const struct curate *);
int curate_check(struct curate *, struct opt_list *, struct err *);
int curate_run(const struct curate *, const struct common *, struct store *,
    int64_t, FILE *, struct err *);
void curate_clear(struct curate *);

#endif
