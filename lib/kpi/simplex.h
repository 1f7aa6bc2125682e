#ifndef KPI_SIMPLEX_H
#define KPI_SIMPLEX_H

/*
 * The least value of a function of a few numbers, without derivatives: the
 * downhill simplex of J. A. Nelder and R. Mead, "A Simplex Method for Function
 * Minimization", The Computer Journal 7 (1965). Nothing is drawn by lot: the
 * same function gives the same answer.
 */

#include <stdbool.h>
#include <stddef.h>

#define SIMPLEX_MAX 8 /* numbers */

/**
 * simplex_least(function, context, x, n, step, least): search from ${x}, which
 * becomes where the least value is; *${least} is that value. ${step} is how
 * far apart the first guesses are. The search begins again where it ended
 * until that gains nothing. False when it does not settle; a function may
 * say infinity where it has no value, but not at the first guess.
 */
bool simplex_least(double (*function)(void *, const double *), void *,
    double *x, size_t, double, double *);

#endif
