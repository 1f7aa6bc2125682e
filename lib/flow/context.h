#ifndef FLOW_CONTEXT_H
#define FLOW_CONTEXT_H

/*
 * The view "context" of omni-journey: what somebody reads before answering a
 * customer. As a table it is a card of one screen for each customer; in the
 * other formats it is rows, of which the section says what they tell.
 */

#include <stdio.h>

#include "base/err.h"
#include "flow/who.h"
#include "journey/issue.h"
#include "journey/journey.h"
#include "out/out.h"

struct context_options {
	struct issue_options issue;
	int64_t n_last; /* how many touches and purchases */
	struct out_options out;
};

struct context;

/**
 * context_new(who, options, stream, err): borrowed until context_free.
 * context_sink(context): what it hears is written at once.
 * context_finish(context, world, err): then those of whom there is no event.
 */
struct context *context_new(
    const struct who *, const struct context_options *, FILE *, struct err *);
struct journey_sink context_sink(struct context *);
int
context_finish(struct context *, const struct journey_context *, struct err *);
void context_free(struct context *);

#endif
