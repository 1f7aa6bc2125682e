#ifndef KPI_INTERVAL_H
#define KPI_INTERVAL_H

/*
 * 95 % confidence intervals. All sums come in exact; only the last steps are
 * in floating point.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/num.h"

/**
 * interval_wilson(hits, total, low, high):
 * The score interval of a share, 0 <= hits <= total, total > 0.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and
 * statistical inference", J. Am. Stat. Assoc. 22 (1927) 209-212.
 */
void interval_wilson(int64_t, int64_t, double *, double *);

/**
 * interval_half_t(n, sum, squares, half):
 * Half the width of Student's t interval of the mean of ${n} values with
 * these sums; false for n < 2.
 */
bool interval_half_t(int64_t, num_i128, num_i128, double *);

/**
 * interval_t_quantile(p, freedom):
 * The t that Student's distribution with ${freedom} >= 1 degrees stays below
 * with probability 0.5 < ${p} < 1. Newton's method on the distribution
 * function, which is a regularized incomplete beta function: continued
 * fraction NIST DLMF 8.17.22, evaluated by Lentz's method; from 1000 degrees
 * on the expansion of Abramowitz & Stegun 26.7.5.
 */
double interval_t_quantile(double, int64_t);

#endif
