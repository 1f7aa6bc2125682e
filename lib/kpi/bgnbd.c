#include <math.h>

#include "kpi/bgnbd.h"
#include "kpi/simplex.h"

#define PARAMETERS 4
#define STEP 0.5   /* of the first guesses, in logarithms */
#define BOUND 10.0 /* of logarithms: some ten thousands */
#define TERMS_MAX 1000000
#define LARGE 1e200 /* a sum beyond it is carried on in another scale */

struct search {
	const struct bgnbd_buyers *buyers;
	size_t n;
	double scale; /* a unit of time in which the mean is 1 */
};

/* What hangs on the number of purchases alone. */
static double
count_part(const struct bgnbd *m, double x)
{
	return lgamma(m->r + x) - lgamma(m->r) + m->r * log(m->alpha) +
	    lgamma(m->a + m->b) - lgamma(m->a + m->b + x) + lgamma(m->b + x) -
	    lgamma(m->b);
}

double
bgnbd_likelihood(
    const struct bgnbd *m, const struct bgnbd_buyers *buyers, size_t n)
{
	int64_t last_count = -1;
	double part = 0, sum = 0;

	for (size_t i = 0; i < n; i++) {
		const struct bgnbd_buyers *b = &buyers[i];
		double x = (double)b->repeats, stays, leaves;

		if (b->repeats != last_count)
			part = count_part(m, x);
		last_count = b->repeats;
		stays = -(m->r + x) * log(m->alpha + b->until);
		if (b->repeats > 0) {
			leaves = log(m->a) - log(m->b + x - 1) -
			    (m->r + x) * log(m->alpha + b->last);
			stays = fmax(stays, leaves) +
			    log1p(exp(-fabs(stays - leaves)));
		}
		sum += (double)b->n * (part + stays);
	}
	return sum;
}

static struct bgnbd
model_at(const struct search *search, const double *x)
{
	struct bgnbd m = {.r = exp(x[0]),
	    .alpha = exp(x[1]) * search->scale,
	    .a = exp(x[2]),
	    .b = exp(x[3])};

	return m;
}

static double
unlikeliness(void *context, const double *x)
{
	const struct search *search = context;
	struct bgnbd m;

	for (int i = 0; i < PARAMETERS; i++)
		if (fabs(x[i]) > BOUND)
			return INFINITY;
	m = model_at(search, x);
	return -bgnbd_likelihood(&m, search->buyers, search->n);
}

static const char *
why_not(const struct bgnbd_buyers *buyers, size_t n)
{
	int64_t repeaters = 0;
	bool is_alike = true;

	for (size_t i = 0; i < n; i++) {
		repeaters += buyers[i].repeats > 0 ? buyers[i].n : 0;
		is_alike &= buyers[i].repeats == buyers[0].repeats &&
		    buyers[i].last == buyers[0].last &&
		    buyers[i].until == buyers[0].until;
	}
	if (repeaters == 0)
		return "no buyer came back";
	if (repeaters < BGNBD_REPEATERS_MIN)
		return "fewer than 10 buyers came back";
	return is_alike ? "all buyers are alike" : NULL;
}

static double
mean_time(const struct bgnbd_buyers *buyers, size_t n)
{
	double sum = 0, count = 0;

	for (size_t i = 0; i < n; i++) {
		sum += (double)buyers[i].n * buyers[i].until;
		count += (double)buyers[i].n;
	}
	return sum > 0 ? sum / count : 1;
}

const char *
bgnbd_fit(const struct bgnbd_buyers *buyers, size_t n, struct bgnbd *model)
{
	struct search search = {buyers, n, mean_time(buyers, n)};
	double x[PARAMETERS] = {0}, least;
	const char *why = why_not(buyers, n);

	if (why != NULL)
		return why;
	if (!simplex_least(unlikeliness, &search, x, PARAMETERS, STEP, &least))
		return "no model is likeliest";
	*model = model_at(&search, x);
	model->likelihood = -least;
	return NULL;
}

/* (1-z)^power 2F1(p, q; c; z), for 0 <= z < 1, by its series. Terms may grow
 * as much as the power shrinks them: what is too large goes on in a scale of
 * its own. */
static double
series(double power, double p, double q, double c, double z)
{
	double term = 1, sum = 1, scale = power * log1p(-z);

	for (int i = 0; i < TERMS_MAX; i++) {
		term *= (p + i) * (q + i) / ((c + i) * (i + 1)) * z;
		sum += term;
		if (fabs(sum) > LARGE) {
			term /= LARGE;
			sum /= LARGE;
			scale += log(LARGE);
		}
		/* Behind the point from which terms shrink. */
		if (fabs(term) <= 1e-16 * fabs(sum) &&
		    (p + i) * (q + i) * z < (c + i) * (i + 1))
			return sum * exp(scale);
	}
	return NAN;
}

/* 2F1 of the paper, and what is before it. By Euler's rule there are two
 * series of it. Terms of the first are as n^(r+x-a) z^n and of one sign; those
 * of the second as n^(a-2-r-x) z^n, and of one sign unless r is large. */
static double
share_left(const struct bgnbd *m, double a, double x, double z)
{
	double c = a + m->b + x - 1;

	if (a + m->b - 1 >= m->r && m->r + x >= a - 1)
		return series(a - 1, a + m->b - 1 - m->r, a - 1, c, z);
	return series(m->r + x, m->r + x, m->b + x, c, z);
}

/* How much likelier it is to have left than to be there. */
static double
odds_of_leaving(const struct bgnbd *m, const struct bgnbd_buyers *buyer)
{
	double x = (double)buyer->repeats;

	if (buyer->repeats == 0)
		return 0;
	return m->a / (m->b + x - 1) *
	    exp((m->r + x) *
		(log(m->alpha + buyer->until) - log(m->alpha + buyer->last)));
}

double
bgnbd_expected(
    const struct bgnbd *m, const struct bgnbd_buyers *buyer, double time)
{
	double x = (double)buyer->repeats;
	double z = time / (m->alpha + buyer->until + time);
	/* At 1 the formula is 0 / 0, and all around it there is no step. */
	double a = fabs(m->a - 1) < 1e-6 ? 1 + 1e-6 : m->a;

	return (a + m->b + x - 1) / (a - 1) * (1 - share_left(m, a, x, z)) *
	    bgnbd_alive(m, buyer);
}

double
bgnbd_alive(const struct bgnbd *m, const struct bgnbd_buyers *buyer)
{
	return 1 / (1 + odds_of_leaving(m, buyer));
}
