#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kpi/simplex.h"

static double
bowl(void *context, const double *x)
{
	(void)context;
	return (x[0] - 3) * (x[0] - 3) + 7;
}

/* A long bent valley: H. H. Rosenbrock (1960). */
static double
valley(void *context, const double *x)
{
	(void)context;
	return 100 * pow(x[1] - x[0] * x[0], 2) + pow(1 - x[0], 2);
}

/* M. J. D. Powell (1962); flat around its least value. */
static double
powell(void *context, const double *x)
{
	(void)context;
	return pow(x[0] + 10 * x[1], 2) + 5 * pow(x[2] - x[3], 2) +
	    pow(x[1] - 2 * x[2], 4) + 10 * pow(x[0] - x[3], 4);
}

/* No value on one side. */
static double
half(void *context, const double *x)
{
	(void)context;
	return x[0] - log(x[0]) + x[1] * x[1];
}

static double
endless(void *context, const double *x)
{
	(void)context;
	return -x[0];
}

static double
nowhere(void *context, const double *x)
{
	(void)context;
	(void)x;
	return NAN;
}

static const struct simplex_case {
	const char *about;
	double (*function)(void *, const double *);
	size_t n;
	double from[SIMPLEX_MAX];
	bool is_found;
	double least;
	double at[SIMPLEX_MAX];
} cases[] = {
    {"one number", bowl, 1, {100}, true, 7, {3}},
    {"a valley", valley, 2, {-1.2, 1}, true, 0, {1, 1}},
    {"four numbers", powell, 4, {3, -1, 0, 1}, true, 0, {0, 0, 0, 0}},
    {"an edge", half, 2, {5, 5}, true, 1, {1, 0}},
    {"no end", endless, 1, {0}, false, 0, {0}},
    {"no value", nowhere, 2, {0, 0}, false, 0, {0}},
};

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct simplex_case *c = &cases[i];
		double x[SIMPLEX_MAX], again[SIMPLEX_MAX], least, same;
		bool is_found;

		memcpy(x, c->from, sizeof(x));
		memcpy(again, c->from, sizeof(again));
		is_found =
		    simplex_least(c->function, NULL, x, c->n, 0.5, &least);
		if (is_found != c->is_found)
			fail_msg("%s: found %d, %g at %g", c->about, is_found,
			    least, x[0]);
		if (!is_found)
			continue;
		assert_true(fabs(least - c->least) < 1e-6);
		for (size_t j = 0; j < c->n; j++)
			if (fabs(x[j] - c->at[j]) > 1e-2)
				fail_msg(
				    "%s: x[%zu] = %.9g", c->about, j, x[j]);
		(void)simplex_least(c->function, NULL, again, c->n, 0.5, &same);
		assert_memory_equal(x, again, c->n * sizeof(*x));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
