#ifndef KPI_MOVES_H
#define KPI_MOVES_H

/*
 * Moves of customers from channel to channel.
 */

#include "kpi/figure.h"

extern const struct figure moves_rate;
extern const struct figure moves_sender;

#endif
