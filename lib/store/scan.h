#ifndef STORE_SCAN_H
#define STORE_SCAN_H

/*
 * The rows of the table of events, each with what is rarer of it and with
 * whose it is, by their numbers. One thread reads them, another takes them.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/block.h"
#include "store/roll.h"
#include "store/store.h"

struct scan_options {
	const struct roll *roll; /* whose events are wanted */
	int64_t after;           /* only events with a higher number */
	bool has_anonymous;      /* those of nobody too, customer 0 */
};

struct scan_row {
	int64_t customer; /* 0: nobody's */
	struct span record;
	int64_t at_us;
	struct span body; /* see block_pack_body */
};

/* Called in a thread of its own, from which nothing may be asked of the store;
 * spans are borrowed until the call returns. */
typedef int scan_take(void *, const struct scan_row *, struct err *);

int scan_rows(struct store *, const struct scan_options *, scan_take *, void *,
    struct err *);

#endif
