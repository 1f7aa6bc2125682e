#ifndef STORE_SCAN_H
#define STORE_SCAN_H

/*
 * The rows of the table of events, each with what is rarer of it and with
 * whose it is, by their numbers.
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

/* Texts are borrowed until the call returns. */
typedef int scan_take(void *, const struct block_row *, struct err *);

int scan_rows(struct store *, const struct scan_options *, scan_take *, void *,
    struct err *);

#endif
