#ifndef KPI_CONTACTS_H
#define KPI_CONTACTS_H

/*
 * Contacts, each for itself: asked again, abandoned, out of hours.
 */

#include "kpi/figure.h"

extern const struct figure contacts_repeat;
extern const struct figure contacts_abandonment;
extern const struct figure contacts_off_hours;

#endif
