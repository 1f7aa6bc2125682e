#ifndef FLOW_EXPOSITION_H
#define FLOW_EXPOSITION_H

/*
 * Key figures for monitoring, in the text format of Prometheus, version 0.0.4:
 * "Exposition formats", prometheus.io. Each number of a row is a family of
 * gauges, and what the row is called are its labels; what is not known is left
 * out. Without times, as the textfile collector of the node exporter wants it.
 */

#include "base/err.h"
#include "flow/measures.h"
#include "kpi/report.h"

/**
 * exposition_write(report, options, err): all rows. A period that is counted
 * back keeps its name, so that a series goes on when the month is over.
 */
int exposition_write(
    const struct report *, const struct measures_options *, struct err *);

#endif
