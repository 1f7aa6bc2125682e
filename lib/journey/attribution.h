#ifndef JOURNEY_ATTRIBUTION_H
#define JOURNEY_ATTRIBUTION_H

/*
 * Which channels earn the conversions: the paths that led to them, and those
 * that led to none, and each channel's share by one or more models. A sink
 * over the journey stream, or fed with paths that somebody else counted.
 *
 * A conversion is an event of one kind that passes the filter and was not
 * cancelled; its path are the touches before it, back to the conversion before
 * it and at most so far (inclusive), whether they pass the filter or not, and
 * the conversion's own channel. A customer's touches after the last conversion
 * (those that pass the filter) are a path that led to none, as far back from
 * the last of them.
 *
 * Shares of a conversion are counted in 10^-18, so that parts add up; Markov
 * credit is the total by removal effects. The value of a conversion is its
 * amount; returns are not taken off.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/num.h"
#include "base/span.h"
#include "journey/activity.h"
#include "journey/episode.h"
#include "journey/journey.h"

enum attribution_model {
	ATTRIBUTION_FIRST,
	ATTRIBUTION_LAST,
	ATTRIBUTION_LINEAR,        /* by touches */
	ATTRIBUTION_LINEAR_UNIQUE, /* by distinct channels */
	ATTRIBUTION_POSITION,      /* 40-20-40 */
	ATTRIBUTION_TIME_DECAY,    /* half as much a half-life earlier */
	ATTRIBUTION_PARTICIPATION, /* all to each */
	ATTRIBUTION_MARKOV,
	ATTRIBUTION_SHAPLEY, /* v(S) = conversions of paths within S */
	ATTRIBUTION_MODELS,
};

/* NULL-terminated, in the order of enum attribution_model. */
extern const char *const attribution_model_names[];

struct attribution_options {
	struct activity_options activity;
	bool is_by_campaign;
	int kind;     /* of conversions; enum canon_kind */
	bool has_own; /* the conversion's channel ends its path */
	int64_t lookback_us;
	int64_t half_life_us;
	const enum attribution_model *models;
	size_t n_models;
};

#define ATTRIBUTION_LOOKBACK_US (30 * JOURNEY_DAY_US)
#define ATTRIBUTION_HALF_LIFE_US (7 * JOURNEY_DAY_US)
#define ATTRIBUTION_DIGITS 9 /* of conversions */

struct attribution_row {
	struct span place; /* channel, activity or campaign */
	enum attribution_model model;
	size_t asked;                /* place of the model in the options */
	int64_t conversions;         /* 10^-9 */
	int64_t total;               /* whole conversions of all places */
	num_i128 value;              /* minor units, 10^-9 */
	struct episode_money amount; /* of all: what value is in */
};

struct attribution;

/**
 * attribution_new(context, options, err): both borrowed; ${context} may be
 * NULL where paths are added; NULL on failure.
 * attribution_sink(attribution): to be given to journey_listen.
 * attribution_add(attribution, places, n, conversions, value, nulls, err):
 * one path that was counted elsewhere, of ${n} names, none when the path is
 * empty; the value in 1/10^4.
 * attribution_left(attribution): conversions without a path.
 * attribution_rows(attribution, rows, n, err): by the bytes of the places,
 * models in the order asked for; borrowed until the next call.
 */
struct attribution *attribution_new(const struct journey_context *,
    const struct attribution_options *, struct err *);
struct journey_sink attribution_sink(struct attribution *);
int attribution_add(struct attribution *, const struct span *, size_t, int64_t,
    int64_t, int64_t, struct err *);
int64_t attribution_left(const struct attribution *);
int attribution_rows(struct attribution *, const struct attribution_row **,
    size_t *, struct err *);
void attribution_free(struct attribution *);

#endif
