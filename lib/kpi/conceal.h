#ifndef KPI_CONCEAL_H
#define KPI_CONCEAL_H

/*
 * Rows that rest on few are hidden (--min-cell), and others with them where a
 * hidden one could be found by subtraction.
 *
 * A row is small if it rests on fewer than so many, if a share's numerator or
 * what is missing from it to the denominator is so few, or if anything else in
 * it that was counted is; what rests on nothing is no secret. Rows that may add
 * up to another row are a set with it: the fixed rows behind the first, the
 * rows of channels, the rows of names. In a set never one row alone is hidden,
 * and what is hidden besides the sum is not fewer than so many in all: of the
 * others the smallest goes next. What is hidden under one definition is hidden
 * under all of that figure, since they have their denominators in common, and
 * what is made of hidden rows is hidden with them.
 */

#include <stdint.h>

#include "base/err.h"
#include "kpi/report.h"

/**
 * conceal_rows(report, least, err): hide what rests on fewer than ${least}. A
 * hidden row keeps its place, is_concealed, and knows nothing but its note;
 * counts of what
 * was excluded go too, of every reason that has a small one.
 */
int conceal_rows(struct report *, int64_t, struct err *);

#endif
