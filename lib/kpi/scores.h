#ifndef KPI_SCORES_H
#define KPI_SCORES_H

/*
 * nps and ces: what customers answered when asked.
 */

#include "kpi/figure.h"

extern const struct figure scores_nps;
extern const struct figure scores_ces;

#endif
