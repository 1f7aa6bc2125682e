#ifndef KPI_FCR_H
#define KPI_FCR_H

/*
 * fcr: was the question answered at the first contact? By the person over all
 * channels, and as single systems count it.
 */

#include "kpi/figure.h"

extern const struct figure fcr_figure;

#endif
