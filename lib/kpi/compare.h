#ifndef KPI_COMPARE_H
#define KPI_COMPARE_H

/*
 * Figures of a period beside those of an earlier one (--compare): which period
 * that is, which rows belong together, and how far they are apart.
 *
 * The interval of a difference of shares is Newcombe's (1998, method 10, from
 * the Wilson intervals of both), that of means Welch's. Others have none.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "canon/zone.h"
#include "kpi/by.h"
#include "kpi/report.h"

enum compare_with { COMPARE_NONE, COMPARE_PREVIOUS, COMPARE_YEAR };

struct compare_window {
	int64_t from_us, to_us; /* [from, to); CANON_NO_TIME = open */
};

struct compare_change {
	struct span period;            /* of the earlier row; may be empty */
	struct figure_number previous; /* its value */
	struct figure_number change;   /* value - previous */
	struct figure_number low, high;
	bool is_concealed; /* the earlier one is */
	bool has_interval;
	bool is_clear; /* the interval is on one side of 0 */
};

/* What is compared with what, to find what is no longer there. */
struct compare_scope {
	enum compare_with with;
	const struct by *by;
	/* Of now: the filter's window, and as_of. */
	const struct journey_context *context;
	struct span period; /* of rows without a dimension of time; borrowed */
};

/**
 * compare_window(zone, with, by, as_of_us, window, earlier, err): the window
 * before ${window}: with a dimension of time in --by, one of its units earlier;
 * else as long as the window, in months where those are whole, or in days, and
 * ending where it begins; COMPARE_YEAR: the same time a year earlier (52 weeks
 * where --by is week). What is open at its end goes to as_of. ERR_USAGE where
 * there is no period to go back from.
 * compare_period(zone, window, report): "FROM/TO" in days, or in times.
 * compare_gone(now, earlier, scope, err): what has a value only in ${earlier}
 * gets a row of ${now} that has none, in its place; of months and the like
 * those that have begun. To be called before compare_rows.
 * compare_rows(now, earlier, with, by, changes, err): for each row of ${now}
 * one change. Both reports are of the same figures.
 */
int compare_window(const struct zone *, enum compare_with, const struct by *,
    int64_t, const struct compare_window *, struct compare_window *,
    struct err *);
void compare_period(
    const struct zone *, const struct compare_window *, struct buf *);
int compare_gone(struct report *, const struct report *,
    const struct compare_scope *, struct err *);
int
compare_rows(const struct report *, const struct report *, enum compare_with,
    const struct by *, struct compare_change *, struct err *);

#endif
