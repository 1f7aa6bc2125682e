#ifndef KPI_RESOLUTION_H
#define KPI_RESOLUTION_H

/*
 * resolution_rate: issues that were resolved and stayed so, over all, on one
 * channel, and across channels.
 */

#include "kpi/figure.h"

extern const struct figure resolution_figure;

#endif
