#ifndef JOURNEY_TRANSITIONS_H
#define JOURNEY_TRANSITIONS_H

/*
 * Which activity follows which inside an episode, how often and after how
 * long: from the end of the first to the start of the second, at least 0.
 * "(start)" and "(end)" stand for the episode's bounds and have no times. A
 * sink over the journey stream.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "journey/activity.h"
#include "journey/episode.h"
#include "journey/journey.h"
#include "journey/spread.h"

struct transitions_options {
	struct activity_options activity;
	enum activity_collapse collapse; /* ACTIVITY_ALL by default; with
					    ACTIVITY_REPEATS a transition to
					    the same activity is left out,
					    with ACTIVITY_FIRST each activity
					    counts where it came first */
	struct episode_options episode;
};

struct transitions_row {
	struct span from;
	struct span to;
	int64_t count;
	int64_t customers;
	int64_t from_total; /* transitions from there, "(end)" too */
	struct spread seconds;
};

struct transitions;

/**
 * As with paths_*. The rows are in byte order of both names.
 */
struct transitions *transitions_new(const struct journey_context *,
    const struct transitions_options *, struct err *);
struct journey_sink transitions_sink(struct transitions *);
int transitions_rows(struct transitions *, const struct transitions_row **,
    size_t *, struct err *);
void transitions_free(struct transitions *);

#endif
