#ifndef KPI_PURCHASE_H
#define KPI_PURCHASE_H

/*
 * cross_channel_purchase_rate: orders for which the customer informed himself
 * on another channel before.
 */

#include "kpi/figure.h"

extern const struct figure purchase_figure;

#endif
