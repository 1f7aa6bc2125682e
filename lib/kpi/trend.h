#ifndef KPI_TREND_H
#define KPI_TREND_H

/*
 * How a row of a figure went over the last months, as a line of bars.
 */

#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "canon/zone.h"
#include "kpi/compare.h"
#include "kpi/report.h"

#define TREND_MONTHS 12

/**
 * trend_window(zone, end_us, window): the last months up to ${end_us}, that of
 * the end included.
 * trend_lines(now, months, by, zone, window, lines, err): for each row of
 * ${now} a line, "▂▄▃ █", a bar a month from the lowest value to the highest;
 * a blank where a value is not known; empty where there are not two values.
 * ${months} has the same figures by the same dimensions ${by} and month behind
 * them. Texts are kept by ${now}.
 */
void trend_window(const struct zone *, int64_t, struct compare_window *);
int trend_lines(struct report *, const struct report *, const struct by *,
    const struct zone *, const struct compare_window *, struct span *,
    struct err *);

#endif
