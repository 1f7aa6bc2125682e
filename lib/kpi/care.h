#ifndef KPI_CARE_H
#define KPI_CARE_H

/*
 * How issues went: shares of the issues that are not pending, and what an
 * issue costs the customer. Dated by the opening of the issue.
 */

#include "kpi/figure.h"

extern const struct figure care_reopen;
extern const struct figure care_transfer;
extern const struct figure care_escalation;
extern const struct figure care_bot;
extern const struct figure care_self;
extern const struct figure care_again;
extern const struct figure care_parallel;
extern const struct figure care_effort;

#endif
