#ifndef JOURNEY_CONFORM_H
#define JOURNEY_CONFORM_H

/*
 * Which journeys go as they are expected to: templates of Declare over the
 * touches of an episode.
 *
 * response(a,b): after every a, or with it, comes a b.
 * precedence(a,b): no b before the first a; one with it may be.
 * absence(a,n): a comes fewer than n times.
 * chain(a,b): the very next touch after every a is a b.
 *
 * A rule says something of an episode that has an a, for precedence a b;
 * absence says something of all. A touch that is both a and b is enough for
 * response and precedence. Source: Pesic, Schonenberg and van der Aalst,
 * "DECLARE: Full Support for Loosely-Structured Processes", 2007.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "journey/episode.h"
#include "journey/journey.h"

enum conform_template {
	CONFORM_RESPONSE,
	CONFORM_PRECEDENCE,
	CONFORM_ABSENCE,
	CONFORM_CHAIN,
};

/* What a touch may be; 0 and JOURNEY_NONE are any. A cancelled purchase is no
 * purchase. */
struct conform_pattern {
	uint32_t channel;
	int group;
	int kind;
	int outcome;
};

struct conform_rule {
	enum conform_template form;
	struct conform_pattern a, b;
	int64_t n;        /* of absence */
	struct span text; /* as it was written; borrowed */
	int64_t minimum;  /* the least share, in 1/1000000; -1 = none */
};

struct conform_count {
	int64_t journeys;
	int64_t applies; /* of which the rule says something */
	int64_t conform; /* of those */
};

struct conform_options {
	const struct conform_rule *rules;
	size_t n_rules;
	struct episode_options episode;
};

struct conform;

/**
 * conform_check(rule, customer, touches, n, applies): the place in ${touches},
 * indexes of events, of the first touch that breaks the rule, or ${n};
 * *${applies}: does it say something of them?
 */
size_t conform_check(const struct conform_rule *,
    const struct journey_customer *, const uint32_t *, size_t, bool *);

/**
 * As with paths_*: conform_new(context, options, err), conform_sink(conform).
 * conform_counts(conform): by rule; borrowed.
 * conform_has_failed(conform): is a share under its minimum?
 */
struct conform *conform_new(const struct journey_context *,
    const struct conform_options *, struct err *);
struct journey_sink conform_sink(struct conform *);
const struct conform_count *conform_counts(const struct conform *);
bool conform_has_failed(const struct conform *);
void conform_free(struct conform *);

/**
 * conform_is_under(rule, count): is the share under the rule's minimum? Of
 * nothing it is not.
 */
bool
conform_is_under(const struct conform_rule *, const struct conform_count *);

#endif
