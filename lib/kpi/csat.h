#ifndef KPI_CSAT_H
#define KPI_CSAT_H

/*
 * csat: how satisfied customers were, over all and per channel of the event
 * that was rated.
 */

#include "kpi/figure.h"

extern const struct figure csat_figure;

#define CSAT_POINT INT64_C(45000)

/**
 * csat_score5(event): its rating on the scale from 1 to 5, in 1/CSAT_POINT;
 * it has one.
 * csat_is_good(event): it has one, of 4 or more.
 */
int64_t csat_score5(const struct journey_event *);
bool csat_is_good(const struct journey_event *);

#endif
