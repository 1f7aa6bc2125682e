#ifndef KPI_CSAT_H
#define KPI_CSAT_H

/*
 * csat: how satisfied customers were, over all and per channel of the event
 * that was rated.
 */

#include "kpi/figure.h"

extern const struct figure csat_figure;

#endif
