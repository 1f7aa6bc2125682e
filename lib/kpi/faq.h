#ifndef KPI_FAQ_H
#define KPI_FAQ_H

/*
 * faq_gap: what is read in the faq and asked all the same, topic by topic.
 */

#include "kpi/figure.h"

extern const struct figure faq_figure;

#endif
