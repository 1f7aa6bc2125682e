#ifndef KPI_TIMES_H
#define KPI_TIMES_H

/*
 * How long things took: first reply, resolution, handling, waiting.
 */

#include "kpi/figure.h"

extern const struct figure times_first_reply;
extern const struct figure times_resolution;
extern const struct figure times_handle;
extern const struct figure times_wait;

#endif
