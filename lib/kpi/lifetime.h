#ifndef KPI_LIFETIME_H
#define KPI_LIFETIME_H

/*
 * ltv=bgnbd:12m: what buyers will spend in the months behind as_of, by how
 * often and when they came back (kpi/bgnbd.h) and what they spent then
 * (kpi/gammagamma.h). A model can be made only when all buyers were heard, one
 * for each currency; until then each is kept as a few integers.
 *
 * Orders of one day are one purchase. What came back is taken off as the share
 * that it is of all that the buyers of the currency ordered.
 */

#include "kpi/figure.h"

/**
 * lifetime_hear(use, customer, first, row, err): keep a customer who is a
 * buyer; ${first} is the index of the event
 * that dates, ${row} the row beside "all" (row 0).
 * lifetime_merge, lifetime_clear: see struct figure.
 * lifetime_finish(use, months, err): predictions become cells; where there is
 * no model, cells that count buyers and have a reason.
 * lifetime_reason(use, cell): why there is no prediction, or NULL.
 */
int lifetime_hear(struct figure_use *, const struct figure_customer *, size_t,
    uint32_t, struct err *);
int
lifetime_merge(struct figure_use *, const struct figure_use *, struct err *);
int lifetime_finish(struct figure_use *, int64_t, struct err *);
void lifetime_clear(struct figure_use *);
const char *
lifetime_reason(const struct figure_use *, const struct tally_cell *);

#endif
