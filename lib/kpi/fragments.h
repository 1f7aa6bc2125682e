#ifndef KPI_FRAGMENTS_H
#define KPI_FRAGMENTS_H

/*
 * fragmentation: in how many pieces customers lie about.
 */

#include "kpi/figure.h"

extern const struct figure fragments_figure;

#endif
