#ifndef JOURNEY_HANDOFFS_H
#define JOURNEY_HANDOFFS_H

/*
 * Where issues pass from one channel to another, and whether what was known
 * went along. A sink over the journey stream.
 *
 * Two events of an issue that follow each other on different channels are one,
 * and so are a handoff and what follows it, on the same channel too; a handoff
 * that nothing follows goes to "(none)". Both events have to pass the filter.
 * The context went along if either of both says so. The times are from the end
 * of the first to the start of the second, at least 0. Resolved after means
 * that the issue is (see journey/issue.h), by the second event or later.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "journey/activity.h"
#include "journey/issue.h"
#include "journey/journey.h"
#include "journey/spread.h"

struct handoffs_options {
	struct activity_options activity; /* kinds of events play no part */
	struct issue_options issue;
};

struct handoffs_row {
	struct span from;
	struct span to;
	int64_t count;
	int64_t with_context;
	int64_t resolved_after;
	struct spread seconds;
};

struct handoffs;

/**
 * As with paths_*. The rows are in byte order of both names.
 */
struct handoffs *handoffs_new(const struct journey_context *,
    const struct handoffs_options *, struct err *);
struct journey_sink handoffs_sink(struct handoffs *);
int handoffs_rows(
    struct handoffs *, const struct handoffs_row **, size_t *, struct err *);
void handoffs_free(struct handoffs *);

#endif
