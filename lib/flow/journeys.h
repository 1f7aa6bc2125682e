#ifndef FLOW_JOURNEYS_H
#define FLOW_JOURNEYS_H

/*
 * The use case of omni-journey: views of the store's journeys as rows.
 */

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "flow/credits.h"
#include "flow/expectations.h"
#include "flow/funnels.h"
#include "flow/view.h"
#include "journey/activity.h"
#include "journey/episode.h"
#include "out/graph.h"
#include "out/out.h"

enum journeys_view {
	JOURNEYS_TIMELINE,
	JOURNEYS_EPISODES,
	JOURNEYS_PATHS,
	JOURNEYS_TRANSITIONS,
	JOURNEYS_FUNNEL,
	JOURNEYS_HANDOFFS,
	JOURNEYS_ATTRIBUTION,
	JOURNEYS_BEFORE,
	JOURNEYS_CONTEXT,
	JOURNEYS_CONFORMANCE,
	JOURNEYS_VIOLATIONS,
	JOURNEYS_VIEWS,
};

/* A timeline as a table has days as headings: for few customers on a
 * terminal, or as it was asked for. */
enum journeys_days { JOURNEYS_DAYS_AUTO, JOURNEYS_DAYS, JOURNEYS_NO_DAYS };

/* NULL-terminated, in the order of enum journeys_view. */
extern const char *const journeys_view_names[];

struct journeys_options {
	enum journeys_view views[JOURNEYS_VIEWS]; /* each once */
	FILE *streams[JOURNEYS_VIEWS];            /* one for each of them */
	size_t n_views;
	bool is_newest_first; /* timeline */
	enum journeys_days days;
	struct activity_options activity;
	bool has_collapse; /* else as the view has it */
	enum activity_collapse collapse;
	struct episode_options episode;
	struct credits_options credits; /* attribution */
	struct funnels_options funnel;
	int64_t n_last; /* before, context: how many touches */
	const struct expectations *expectations; /* conformance, violations */
	enum episode_unit expected_unit;         /* of those */
	struct out_options out;
	enum graph_format graph; /* a picture of paths and transitions */
};

struct journeys_result {
	int64_t left;     /* conversions that have no path and are in no row of
			     attribution */
	int64_t n_nobody; /* events that nobody is known for, and that are in
			     no journey; where the view has them */
	bool has_failed;  /* fewer journeys conform than are expected to */
};

/**
 * journeys_run(view, options, result, err): one pass for all views, and the
 * rows of each on its stream.
 */
int journeys_run(struct view *, const struct journeys_options *,
    struct journeys_result *, struct err *);

#endif
