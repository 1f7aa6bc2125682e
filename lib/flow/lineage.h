#ifndef FLOW_LINEAGE_H
#define FLOW_LINEAGE_H

/*
 * What merges have done so far, as tables: all runs, the history of one
 * customer, the links that were refused, and how many customers are known on
 * two channels. Each is read in one view of its own; the stream should be a
 * file (flow/export.h).
 */

#include <stdio.h>

#include "base/err.h"
#include "base/span.h"
#include "canon/zone.h"
#include "out/out.h"
#include "store/store.h"

struct lineage_options {
	struct out_options out;
	const struct zone *zone;
	FILE *stream;
};

/**
 * lineage_runs(store, options, err): run,at,mode, then what omni-merge prints
 * of a run, and undone_by. Oldest first.
 */
int lineage_runs(struct store *, const struct lineage_options *, struct err *);

/**
 * lineage_run_columns(n): the columns of a run, from "run" to "seconds", as
 * omni-merge prints it. lineage_write_run: its cells, without ending the row.
 */
const struct out_column *lineage_run_columns(size_t *);
void lineage_write_run(struct out *, const struct store_run *);

/**
 * lineage_history(store, options, customer, err): run,at,change,record,
 * customer_id,mode,undone_by: records that came to the customer (added: new to
 * the store; joined: from customer_id; returned: it had left before) or left
 * it for another (left). A customer is an id, one that vanished too, or a
 * record SOURCE:NATIVE_ID. ERR_NO when there is none.
 */
int lineage_history(
    struct store *, const struct lineage_options *, struct span, struct err *);

/**
 * lineage_conflicts(store, options, err): run,left,right,kind,value,reason of
 * the last run, then the values that it disarmed, which have no records.
 * ERR_UNAVAILABLE before the first merge.
 */
int
lineage_conflicts(struct store *, const struct lineage_options *, struct err *);

/**
 * lineage_coverage(store, options, err): channel,other,both,in_channel,
 * in_other,share for each two channels, in byte order: customers seen on
 * both, on each, and both / either.
 */
int
lineage_coverage(struct store *, const struct lineage_options *, struct err *);

#endif
