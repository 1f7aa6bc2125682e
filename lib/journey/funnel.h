#ifndef JOURNEY_FUNNEL_H
#define JOURNEY_FUNNEL_H

/*
 * How many customers get how far through a row of steps. A sink over the
 * journey stream.
 *
 * Each touch that is the first step is an entry, whose window begins there
 * and ends exactly so much later (included). The steps follow each other in
 * time; other touches may lie between, unless it is strict. Touches in the
 * same second may be taken in either order. A customer counts once, by the
 * entry that gets furthest, of those by the earliest, and within it by the
 * earliest touches that get as far. Only touches that pass the filter are
 * looked at. A cancelled purchase is no purchase step.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "journey/activity.h"
#include "journey/journey.h"
#include "journey/spread.h"

#define FUNNEL_STEPS_MAX 32
#define FUNNEL_WINDOW_US (7 * JOURNEY_DAY_US)

struct funnel_step {
	struct span name;  /* as it was asked for; borrowed */
	uint32_t channel;  /* JOURNEY_NONE = any */
	int group;         /* 0 = any */
	int kind;          /* 0 = any */
	int64_t within_us; /* of the step before; -1 = no limit */
};

struct funnel_options {
	struct activity_options activity; /* how next_top is called */
	struct funnel_step steps[FUNNEL_STEPS_MAX];
	size_t n_steps;
	int64_t window_us;
	bool is_strict;
	bool has_hold;
	enum canon_field hold; /* one value through all steps; a field that
				  journey_text knows */
};

struct funnel_row {
	struct span name;
	int64_t entered;
	struct spread seconds; /* from the step before */
	int64_t dropped;
	struct span next_top; /* what most of those who stopped here did next:
				 "(none)", empty if nobody stopped */
};

struct funnel;

/**
 * As with paths_*. There is one row a step.
 */
struct funnel *funnel_new(const struct journey_context *,
    const struct funnel_options *, struct err *);
struct journey_sink funnel_sink(struct funnel *);
int funnel_rows(
    struct funnel *, const struct funnel_row **, size_t *, struct err *);
void funnel_free(struct funnel *);

#endif
