#ifndef FLOW_EXPOSITION_H
#define FLOW_EXPOSITION_H

/*
 * Key figures for monitoring, in the text format of Prometheus, version 0.0.4:
 * "Exposition formats", prometheus.io. Each number of a row is a family of
 * gauges, and what the row is called are its labels; what is not known is left
 * out. Without times, as the textfile collector of the node exporter wants it.
 */

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "kpi/report.h"

/**
 * exposition_write(stream, report, as_of_us, err): all rows;
 * ${as_of_us} may be CANON_NO_TIME.
 */
int exposition_write(FILE *, const struct report *, int64_t, struct err *);

#endif
