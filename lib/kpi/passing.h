#ifndef KPI_PASSING_H
#define KPI_PASSING_H

/*
 * handoff_context_rate: was the context passed on with the customer?
 */

#include "kpi/figure.h"

extern const struct figure passing_figure;

#endif
