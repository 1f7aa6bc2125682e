#ifndef KPI_GAMMAGAMMA_H
#define KPI_GAMMAGAMMA_H

/*
 * What a purchase of a buyer will be worth: the Gamma-Gamma model of P. S.
 * Fader and B. G. S. Hardie, "The Gamma-Gamma Model of Monetary Value" (2013).
 * Values of a buyer are spread around a mean of one's own (gamma with p), and
 * the means around that of all (q and v). It takes for granted that who buys
 * more often does not spend more or less each time.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GAMMAGAMMA_BUYERS_MIN 10

/* Buyers with as many values of one mean. */
struct gammagamma_buyers {
	int64_t values; /* x; those without any are passed over */
	double mean;    /* above 0 */
	int64_t n;      /* how many */
};

struct gammagamma {
	double p, q, v;
	double likelihood; /* the logarithm of it */
};

/**
 * gammagamma_fit(buyers, n, model): by greatest likelihood. NULL, or why there
 * is no model, a static text.
 * gammagamma_likelihood(model, buyers, n): its logarithm.
 * gammagamma_expected(model, buyer): the mean value of a buyer's purchases, of
 * which ${values} were seen; with none it is that of all.
 */
const char *
gammagamma_fit(const struct gammagamma_buyers *, size_t, struct gammagamma *);
double gammagamma_likelihood(
    const struct gammagamma *, const struct gammagamma_buyers *, size_t);
double gammagamma_expected(
    const struct gammagamma *, const struct gammagamma_buyers *);

#endif
