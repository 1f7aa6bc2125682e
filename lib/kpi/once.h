#ifndef KPI_ONCE_H
#define KPI_ONCE_H

/*
 * Customers counted once: the events of a customer that a figure looks at, in
 * groups of the same values of --by. A customer counts once in each group.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "kpi/figure.h"

struct once_mark {
	int64_t by[BY_MAX];
	uint32_t event; /* index */
};

/* In the room of the use's scratch, until the next call. */
struct once {
	const struct once_mark *marks; /* group by group, in time; ${by} is
					  filled in the first of each */
	size_t count;
	bool is_one; /* there is one group at most */
};

/**
 * once_find(use, customer, list, is_one, once, err): those events of the list
 * for which ${is_one} says yes; NULL: all of them.
 * once_end(once, first): behind the last mark of the group that begins at
 * ${first}.
 */
int once_find(struct figure_use *, const struct figure_customer *,
    const struct figure_list *,
    bool (*is_one)(const struct figure_use *, const struct journey_event *),
    struct once *, struct err *);
size_t once_end(const struct once *, size_t);

#endif
