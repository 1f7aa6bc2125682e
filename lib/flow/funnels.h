#ifndef FLOW_FUNNELS_H
#define FLOW_FUNNELS_H

/*
 * The view "funnel" of omni-journey.
 */

#include <stdio.h>

#include "base/err.h"
#include "flow/view.h"
#include "journey/funnel.h"
#include "out/out.h"

struct funnels_options {
	const char *steps; /* "ec:view,phone:inquiry<=15m,*:purchase" */
	const char *hold;  /* a field; NULL = none */
	int64_t window_us;
	bool is_strict;
};

/**
 * funnels_parse(options, context, activity, funnel, err): the words become
 * steps; names are borrowed from the options. ERR_USAGE for what is none.
 * funnels_print(funnel, out, stream, err): a row a step of what was heard.
 */
int
funnels_parse(const struct funnels_options *, const struct journey_context *,
    const struct activity_options *, struct funnel_options *, struct err *);
int funnels_print(
    struct funnel *, const struct out_options *, FILE *, struct err *);

#endif
