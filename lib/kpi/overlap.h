#ifndef KPI_OVERLAP_H
#define KPI_OVERLAP_H

/*
 * channel_overlap: who is a customer of two channels.
 */

#include "kpi/figure.h"

extern const struct figure overlap_figure;

#endif
