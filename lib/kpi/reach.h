#ifndef KPI_REACH_H
#define KPI_REACH_H

/*
 * On which channels a customer was: the distinct ones of some touches.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "journey/journey.h"
#include "kpi/once.h"

/* A zeroed struct reach is ready and may be used for any number of
 * customers. */
struct reach {
	uint64_t *bits; /* all 0 between calls */
	size_t bits_cap, n_words;
	uint32_t *channels; /* in order */
	size_t channels_cap, count;
};

/**
 * reach_find(reach, customer, marks, n, err): the channels of the events that
 * are marked.
 * reach_touches(customer, err): those of all touches that are in, found once
 * for each customer; NULL on failure.
 */
int reach_find(struct reach *, const struct journey_customer *,
    const struct once_mark *, size_t, struct err *);
const struct reach *reach_touches(struct figure_customer *, struct err *);
void reach_clear(struct reach *);

#endif
