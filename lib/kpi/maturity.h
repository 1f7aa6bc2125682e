#ifndef KPI_MATURITY_H
#define KPI_MATURITY_H

/*
 * maturity: how far channels work together, pair by pair: single, multi, cross
 * or omni.
 */

#include "kpi/figure.h"

extern const struct figure maturity_figure;

#endif
