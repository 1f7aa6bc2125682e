#ifndef STORE_SCAN_H
#define STORE_SCAN_H

/*
 * The rows of the table of events, each with what is rarer of it and with
 * whose it is, by their numbers. Several threads read them, each from a
 * connection of its own.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/beside.h"
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

/* Spans are borrowed until the call returns. In a thread of its own nothing
 * may be asked of the store. */
typedef int scan_take(void *, const struct scan_row *, struct err *);

/**
 * scan_rows(beside, options, take, selves, err): each row is taken by one of
 * as many as there are connections, at the same time; by the first all rows
 * that are before those of the second, and so on.
 */
int scan_rows(const struct beside *, const struct scan_options *, scan_take *,
    void *const *, struct err *);

#endif
