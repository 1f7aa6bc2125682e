#ifndef JOURNEY_PATHS_H
#define JOURNEY_PATHS_H

/*
 * The distinct paths of episodes, with how often each was taken, how long it
 * took and what it brought. A sink over the journey stream.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "journey/activity.h"
#include "journey/episode.h"
#include "journey/journey.h"
#include "journey/spread.h"

struct paths_options {
	struct activity_options activity;
	enum activity_collapse collapse; /* ACTIVITY_REPEATS by default */
	struct episode_options episode;
};

struct paths_row {
	struct span path; /* "ec > store" */
	int64_t episodes;
	int64_t up_to_here; /* episodes of this and all rows before */
	int64_t total;      /* episodes of all rows */
	int64_t customers;
	int64_t conversions; /* orders in them */
	struct spread seconds;
	struct episode_money money;
};

struct paths;

/**
 * paths_new(context, options, err): both borrowed; NULL on failure.
 * paths_sink(paths): to be given to journey_listen.
 * paths_rows(paths, rows, n, err): most frequent first, ties by the bytes of
 * the path; borrowed until the paths are freed or hear more.
 */
struct paths *paths_new(
    const struct journey_context *, const struct paths_options *, struct err *);
struct journey_sink paths_sink(struct paths *);
int
paths_rows(struct paths *, const struct paths_row **, size_t *, struct err *);
void paths_free(struct paths *);

#endif
