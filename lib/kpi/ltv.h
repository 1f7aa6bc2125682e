#ifndef KPI_LTV_H
#define KPI_LTV_H

/*
 * ltv: net revenue per buyer, of those on one channel and those on several.
 */

#include "kpi/figure.h"

extern const struct figure ltv_figure;

#endif
