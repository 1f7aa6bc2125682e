#ifndef KPI_RFM_H
#define KPI_RFM_H

/*
 * rfm: buyers by quintiles of recency, frequency and money.
 */

#include "kpi/figure.h"

extern const struct figure rfm_figure;

#endif
