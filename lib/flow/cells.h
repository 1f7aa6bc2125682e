#ifndef FLOW_CELLS_H
#define FLOW_CELLS_H

/*
 * Cells that the views of journeys have in common.
 */

#include <stdint.h>

#include "journey/episode.h"
#include "out/out.h"

#define CELLS_RATE_SCALE INT64_C(1000000)

/**
 * cells_ms(out, ms): seconds with 3 decimals, empty for SPREAD_NONE.
 * cells_rate(out, part, whole): a fraction with 6 decimals, empty where the
 * whole is 0.
 * cells_money(out, money): two cells, amount and currency: "mixed" has no
 * amount.
 * cells_csat(out, milli): a rating as it was given, without zeros behind the
 * point; empty for CANON_NO_INT.
 */
void cells_ms(struct out *, int64_t);
void cells_rate(struct out *, int64_t, int64_t);
void cells_money(struct out *, const struct episode_money *);
void cells_csat(struct out *, int64_t);

#endif
