#ifndef KPI_BUYERS_H
#define KPI_BUYERS_H

/*
 * Customers who buy, come back or stay away.
 */

#include "kpi/figure.h"

extern const struct figure buyers_count;
extern const struct figure buyers_repeat;
extern const struct figure buyers_frequency;
extern const struct figure buyers_churn;
extern const struct figure buyers_new;
extern const struct figure buyers_active;

#endif
