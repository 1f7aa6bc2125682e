#ifndef KPI_USAGE_H
#define KPI_USAGE_H

/*
 * cross_channel_usage_rate: customers with touches on several channels (or
 * groups of channels) / customers with a touch.
 */

#include "kpi/figure.h"

extern const struct figure usage_figure;

#endif
