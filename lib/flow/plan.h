#ifndef FLOW_PLAN_H
#define FLOW_PLAN_H

/*
 * What a merge would look at, before anything is compared.
 */

#include <stdio.h>

#include "base/err.h"
#include "flow/merge.h"
#include "out/out.h"
#include "store/store.h"

/**
 * plan_write(store, options, out_options, stream, err): a row a blocking rule,
 * in the order of the model: rule,pairs,added,keys,limit,largest,value,
 * over_limit,over_largest,over_value. Reads all records and stores nothing.
 */
int plan_write(struct store *, const struct merge_options *,
    const struct out_options *, FILE *, struct err *);

#endif
