#ifndef KPI_COVERAGE_H
#define KPI_COVERAGE_H

/*
 * identification_coverage: events with a customer / events. Every figure
 * across channels is capped by it.
 */

#include "kpi/figure.h"

extern const struct figure coverage_figure;

#endif
