#ifndef KPI_SHARE_H
#define KPI_SHARE_H

/*
 * Channels and what falls to each of them: of everything, of what one kind of
 * customer does, and of customers who are reached nowhere else.
 */

#include "kpi/figure.h"

extern const struct figure share_channels;
extern const struct figure share_profile;
extern const struct figure share_only;

#endif
