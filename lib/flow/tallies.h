#ifndef FLOW_TALLIES_H
#define FLOW_TALLIES_H

/*
 * The views "handoffs" and "before" of omni-journey: the rows of what was
 * heard.
 */

#include <stdio.h>

#include "base/err.h"
#include "journey/before.h"
#include "journey/handoffs.h"
#include "out/out.h"

int tallies_handoffs(
    struct handoffs *, const struct out_options *, FILE *, struct err *);
int tallies_before(
    struct before *, const struct out_options *, FILE *, struct err *);

#endif
