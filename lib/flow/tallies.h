#ifndef FLOW_TALLIES_H
#define FLOW_TALLIES_H

/*
 * The views "handoffs" and "before" of omni-journey: one pass, and the rows.
 */

#include <stdio.h>

#include "base/err.h"
#include "flow/view.h"
#include "journey/before.h"
#include "journey/handoffs.h"
#include "out/out.h"

int tallies_handoffs(struct view *, const struct handoffs_options *,
    const struct out_options *, FILE *, struct err *);
int tallies_before(struct view *, const struct before_options *,
    const struct out_options *, FILE *, struct err *);

#endif
