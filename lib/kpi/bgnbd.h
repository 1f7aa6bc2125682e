#ifndef KPI_BGNBD_H
#define KPI_BGNBD_H

/*
 * How often buyers will come back: the BG/NBD model of P. S. Fader, B. G. S.
 * Hardie and K. L. Lee, "Counting Your Customers the Easy Way", Marketing
 * Science 24 (2005), with the rearrangement of their note "Overcoming the
 * BG/NBD Model's #NUM! Error Problem" (2013). Buyers buy at rates of their own
 * (gamma with r and alpha) and leave after a purchase with a probability of
 * their own (beta with a and b).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGNBD_REPEATERS_MIN 10 /* fewer tell nothing of four parameters */

/* Buyers of one history; times are in any one unit. */
struct bgnbd_buyers {
	int64_t repeats; /* purchases after the first, x */
	double last;     /* time of the last, from the first, t_x */
	double until;    /* time that is known, from the first, T >= t_x */
	int64_t n;       /* how many */
};

struct bgnbd {
	double r, alpha, a, b;
	double likelihood; /* the logarithm of it */
};

/**
 * bgnbd_fit(buyers, n, model): by greatest likelihood; deterministic, but for
 * the order of the buyers, which the caller makes the same. NULL, or why there
 * is no model, a static text: too few came back, or all are alike.
 * bgnbd_likelihood(model, buyers, n): its logarithm.
 */
const char *bgnbd_fit(const struct bgnbd_buyers *, size_t, struct bgnbd *);
double
bgnbd_likelihood(const struct bgnbd *, const struct bgnbd_buyers *, size_t);

/**
 * bgnbd_expected(model, buyer, time): purchases of one of these buyers in so
 * much time from now on; not a number where a million terms do not do.
 * bgnbd_alive(model, buyer): the probability of being a customer still; by the
 * model's assumption 1 for who never came back.
 */
double
bgnbd_expected(const struct bgnbd *, const struct bgnbd_buyers *, double);
double bgnbd_alive(const struct bgnbd *, const struct bgnbd_buyers *);

#endif
