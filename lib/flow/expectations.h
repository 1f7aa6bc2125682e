#ifndef FLOW_EXPECTATIONS_H
#define FLOW_EXPECTATIONS_H

/*
 * How journeys are expected to go (journey/conform.h), from a file: one rule a
 * line, TEMPLATE(A,B), behind it perhaps the least share of journeys, 0.95 or
 * 95%; # begins a comment. A and B are CHANNEL, CHANNEL:WHAT, *:WHAT or WHAT
 * alone, which is a kind of event or an outcome.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "journey/activity.h"
#include "journey/conform.h"
#include "out/out.h"

struct expectations_line {
	struct span text;
	uint64_t number;
};

/* A zeroed struct expectations is ready. */
struct expectations {
	const char *path; /* borrowed */
	struct expectations_line *lines;
	size_t count, cap;
	struct arena arena;
};

/**
 * expectations_read(expectations, path, err): the file's lines; ${path} "-"
 * is standard input. ERR_NOINPUT; ERR_CONFIG when there is no rule.
 * expectations_clear(expectations).
 */
int expectations_read(struct expectations *, const char *, struct err *);
void expectations_clear(struct expectations *);

struct expectations_options {
	struct activity_options activity; /* how paths are called */
	enum activity_collapse collapse;
	struct episode_options episode;
	struct out_options out;
	bool is_listing; /* who does not conform, instead of how many do */
};

struct checking;

/**
 * expectations_open(expectations, context, options, stream, err): borrowed
 * until expectations_close. ERR_CONFIG with the line of a rule that is none.
 * expectations_sink(checking).
 * expectations_finish(checking, has_failed, err): the rows; *${has_failed} is
 * set if a share is under its minimum.
 */
struct checking *
expectations_open(const struct expectations *, const struct journey_context *,
    const struct expectations_options *, FILE *, struct err *);
struct journey_sink expectations_sink(struct checking *);
int expectations_finish(struct checking *, bool *, struct err *);
void expectations_close(struct checking *);

#endif
