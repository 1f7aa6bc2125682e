#ifndef STORE_MEASURE_H
#define STORE_MEASURE_H

/*
 * Values of key figures as they were on a day. A day keeps one value of each;
 * keeping it again replaces it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "store/store.h"

struct measure {
	/* What was measured; a currency is a unit. */
	struct span kpi, definition, period, group, unit;
	struct span day;  /* "2026-01-05": of as_of, in the zone */
	int64_t as_of_us; /* the "now" that it was computed for */
	int64_t value;    /* times 10^digits */
	int digits;
	bool is_known;
	bool is_share;
	/* It rests on few and was not to be kept (omni-kpi --min-cell): neither
	 * the value nor how many is known, and both are NULL in the store. */
	bool is_hidden;
	int64_t n; /* how many it rests on */
};

/**
 * measure_keep(store, measure, err): inside the caller's transaction.
 * measure_before(store, like, then, is_there, err): the last of the same that
 * was kept for an earlier as_of than ${like} has; texts of ${then} are those
 * of ${like}, but for the day, which is copied to ${day}.
 * measure_each(store, each, context, err): all, by day and what they are;
 * texts are borrowed for the call.
 */
int measure_keep(struct store *, const struct measure *, struct err *);
int measure_before(struct store *, const struct measure *, struct measure *,
    char day[16], bool *, struct err *);
int measure_each(struct store *,
    int (*)(void *, const struct measure *, struct err *), void *,
    struct err *);

#endif
