#ifndef JOURNEY_BEFORE_H
#define JOURNEY_BEFORE_H

/*
 * What customers did just before something happened: which activities are
 * among the last few touches before the first of a customer's events that pass
 * the filter, and whether more often than before any touch. A sink over the
 * journey stream.
 *
 * Early in a journey there is less to look back at. So the base is the share
 * of touches before which the activity lies, of those with as many touches to
 * look back at, weighed by how many of the events had as many. Where nothing
 * hangs together the lift is 1.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "journey/activity.h"
#include "journey/journey.h"

struct before_options {
	struct activity_options activity;
	int64_t n_last; /* how many touches: 1 to BEFORE_LAST_MAX */
};

#define BEFORE_LAST 5

#define BEFORE_LAST_MAX 100
#define BEFORE_DIGITS 12 /* of the base */

struct before_row {
	struct span activity; /* "(none)": there was no touch before */
	int64_t customers;    /* who did that before */
	int64_t of;           /* customers to whom it happened */
	int64_t base;         /* share that was to be expected, 10^-12 */
};

struct before;

/**
 * As with paths_*. The rows are by customers, most first, ties by the bytes
 * of the activity.
 */
struct before *before_new(const struct journey_context *,
    const struct before_options *, struct err *);
struct journey_sink before_sink(struct before *);
int before_rows(
    struct before *, const struct before_row **, size_t *, struct err *);
void before_free(struct before *);

#endif
