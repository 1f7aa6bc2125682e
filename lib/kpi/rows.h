#ifndef KPI_ROWS_H
#define KPI_ROWS_H

/*
 * The rows of a figure: what it has counted becomes values with their parts,
 * sorted and called by their names.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "kpi/figure.h"

#define ROWS_SMALL_N 30 /* fewer are noted */

/* One row of the answer; spans are borrowed until the callback returns. */
struct kpi_row {
	struct span kpi, definition, period, group, unit, excluded, note;
	struct figure_number value, numerator, denominator, low, high;
	bool is_share;
	bool is_derived;   /* of other rows of its block */
	bool is_concealed; /* kpi/conceal.h: nothing of it may be told */
	int64_t n;         /* how many it rests on */
	double half;       /* of a mean's interval; 0 = none */
	/* Where it stands: the figure as it was asked for, the currency and
	 * the values of --by; then the name from the data, and the fixed row
	 * or, from n_rows on, the channel. The name in the key is the
	 * tally's. */
	const struct figure_use *use;
	struct tally_key key;
	struct span name;
};

/**
 * rows_emit(use, period, emit, into, err): all rows of the figure, whose tally
 * is sorted and finished, by the values of --by, currency, name and row;
 * ${period} is said where --by has no dimension of time. -1 when ${emit} says
 * so.
 */
int rows_emit(const struct figure_use *, struct span,
    int (*emit)(void *into, const struct kpi_row *, struct err *), void *,
    struct err *);

#endif
