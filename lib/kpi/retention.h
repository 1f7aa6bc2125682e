#ifndef KPI_RETENTION_H
#define KPI_RETENTION_H

/*
 * retention: who of the buyers of a month bought again in the months after.
 */

#include "kpi/figure.h"

extern const struct figure retention_figure;

#endif
