#ifndef FLOW_CREDITS_H
#define FLOW_CREDITS_H

/*
 * The view "attribution" of omni-journey: which channels earn the conversions.
 */

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "flow/view.h"
#include "journey/attribution.h"
#include "out/out.h"

struct credits_options {
	struct attribution_options attribution;
	enum attribution_model models[ATTRIBUTION_MODELS]; /* room for it */
};

/**
 * credits_models(text, options, err): an option's argument, "last,markov",
 * into the struct credits_options at ${options} (for struct opt's call);
 * ERR_USAGE for a word that is none.
 * credits_print(attribution, options, out, stream, err): the rows of what was
 * heard.
 * credits_run_file(path, options, out, stream, left, err): over a table of
 * paths, "path,conversions,value,nulls", of which the last two may be missing;
 * channels are joined by " > ". ERR_DATA. *${left} conversions have no path.
 */
int credits_models(const char *, void *, struct err *);
int credits_print(struct attribution *, const struct credits_options *,
    const struct out_options *, FILE *, struct err *);
int credits_run_file(const char *, const struct credits_options *,
    const struct out_options *, FILE *, int64_t *, struct err *);

#endif
