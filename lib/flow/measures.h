#ifndef FLOW_MEASURES_H
#define FLOW_MEASURES_H

/*
 * Key figures kept in the store as they were on a day: omni-kpi snapshot.
 */

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "canon/zone.h"
#include "kpi/report.h"
#include "out/out.h"
#include "store/measure.h"
#include "store/store.h"

struct measures_options {
	const struct zone *zone;
	int64_t as_of_us; /* the day that the values are of */
	/* What was asked for as --period, if it is counted back from as_of,
	 * and what rows call it: it is kept as it was asked for, so that
	 * "last-month" has one before. */
	struct span asked, period;
	int64_t min_cell; /* fewer are not told of snapshots; 0 = all are */
	struct out_options out;
	FILE *stream;
};

/**
 * measures_period(row, options): the period of the row as it is kept.
 * measures_of(row, options, measure): a row as the store keeps it; the day is
 * left to the caller.
 * measures_day(options, day): the day of as_of, "2026-01-05"; empty where there
 * is none.
 * measures_keep(store, report, options, err): in a transaction of its own, the
 * day's values take the place of those that were there; a row says how many.
 * ERR_UNAVAILABLE without a day.
 * measures_list(store, options, err): all that is kept; what was counted back
 * is told as the days that it meant.
 */
struct span
measures_period(const struct kpi_row *, const struct measures_options *);
void measures_of(
    const struct kpi_row *, const struct measures_options *, struct measure *);
struct span measures_day(const struct measures_options *, char[16]);
int measures_keep(struct store *, const struct report *,
    const struct measures_options *, struct err *);
int
measures_list(struct store *, const struct measures_options *, struct err *);

#endif
