#ifndef KPI_ORDERS_H
#define KPI_ORDERS_H

/*
 * Orders and what came of them: how many, how much, returned, collected
 * elsewhere.
 */

#include "kpi/figure.h"

extern const struct figure orders_count;
extern const struct figure orders_net;
extern const struct figure orders_aov;
extern const struct figure orders_return;
extern const struct figure orders_bopis;

#endif
