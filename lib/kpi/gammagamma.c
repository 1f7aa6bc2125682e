#include <math.h>

#include "kpi/gammagamma.h"
#include "kpi/simplex.h"

#define PARAMETERS 3
#define STEP 0.5   /* of the first guesses, in logarithms */
#define BOUND 10.0 /* of logarithms: some ten thousands */

struct search {
	const struct gammagamma_buyers *buyers;
	size_t n;
	double scale; /* a unit of money in which the mean is 1 */
};

double
gammagamma_likelihood(const struct gammagamma *m,
    const struct gammagamma_buyers *buyers, size_t n)
{
	int64_t last_count = -1;
	double part = 0, sum = 0;

	for (size_t i = 0; i < n; i++) {
		const struct gammagamma_buyers *b = &buyers[i];
		double x = (double)b->values, shape = m->p * x;

		if (b->values == 0)
			continue;
		if (b->values != last_count)
			part = lgamma(shape + m->q) - lgamma(shape) -
			    lgamma(m->q) + m->q * log(m->v) + shape * log(x);
		last_count = b->values;
		sum += (double)b->n *
		    (part + (shape - 1) * log(b->mean) -
			(shape + m->q) * log(x * b->mean + m->v));
	}
	return sum;
}

static struct gammagamma
model_at(const struct search *search, const double *x)
{
	struct gammagamma m = {
	    .p = exp(x[0]), .q = exp(x[1]), .v = exp(x[2]) * search->scale};

	return m;
}

static double
unlikeliness(void *context, const double *x)
{
	const struct search *search = context;
	struct gammagamma m;

	for (int i = 0; i < PARAMETERS; i++)
		if (fabs(x[i]) > BOUND)
			return INFINITY;
	m = model_at(search, x);
	return -gammagamma_likelihood(&m, search->buyers, search->n);
}

static const char *
why_not(const struct gammagamma_buyers *buyers, size_t n, double *mean)
{
	double first = 0, sum = 0;
	int64_t count = 0;
	bool is_alike = true;

	for (size_t i = 0; i < n; i++) {
		if (buyers[i].values == 0)
			continue;
		if (count == 0)
			first = buyers[i].mean;
		is_alike &= buyers[i].mean == first;
		sum += (double)buyers[i].n * buyers[i].mean;
		count += buyers[i].n;
	}
	if (count < GAMMAGAMMA_BUYERS_MIN)
		return "fewer than 10 buyers came back with an amount";
	*mean = sum / (double)count;
	return is_alike ? "all amounts are the same" : NULL;
}

const char *
gammagamma_fit(
    const struct gammagamma_buyers *buyers, size_t n, struct gammagamma *model)
{
	struct search search = {buyers, n, 1};
	double x[PARAMETERS] = {0, 1, 0}, least;
	const char *why = why_not(buyers, n, &search.scale);

	if (why != NULL)
		return why;
	if (!simplex_least(unlikeliness, &search, x, PARAMETERS, STEP, &least))
		return "no model of amounts is likeliest";
	*model = model_at(&search, x);
	model->likelihood = -least;
	/* The mean of all buyers is p v / (q - 1). */
	return model->q > 1 ? NULL : "amounts have no mean";
}

double
gammagamma_expected(
    const struct gammagamma *m, const struct gammagamma_buyers *buyer)
{
	double x = (double)buyer->values;

	return m->p * (m->v + x * buyer->mean) / (m->p * x + m->q - 1);
}
