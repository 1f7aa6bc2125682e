#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/interval.h"

static void
is_near(double got, double expected, double within)
{
	if (!(fabs(got - expected) <= within))
		fail_msg("%.12f, not %.12f", got, expected);
}

/* Printed tables of Student's distribution (NIST/SEMATECH e-Handbook 1.3.6.7.2
 * and longer ones). */
static void
t_quantiles(void **state)
{
	static const struct {
		double p;
		int64_t freedom;
		double t;
	} cases[] = {
	    {0.975, 1, 12.706204736},
	    {0.975, 2, 4.302652730},
	    {0.975, 3, 3.182446305},
	    {0.975, 4, 2.776445105},
	    {0.975, 5, 2.570581836},
	    {0.975, 10, 2.228138852},
	    {0.975, 29, 2.045229642},
	    {0.975, 30, 2.042272456},
	    {0.975, 100, 1.983971519},
	    {0.975, INT64_C(1000000000), 1.959963987},
	    {0.95, 10, 1.812461123},
	    {0.99, 10, 2.763769458},
	    {0.995, 5, 4.032142984},
	    {0.95, 100, 1.660234326},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is_near(interval_t_quantile(cases[i].p, cases[i].freedom),
		    cases[i].t, 1e-9);
	/* The two methods meet. */
	is_near(interval_t_quantile(0.975, 999),
	    interval_t_quantile(0.975, 1000), 3e-6);
	assert_true(
	    interval_t_quantile(0.975, 999) > interval_t_quantile(0.975, 1000));
}

static void
wilson(void **state)
{
	static const struct {
		int64_t hits;
		int64_t total;
		double low;
		double high;
	} cases[] = {
	    {5, 10, 0.236593, 0.763407},
	    {0, 10, 0, 0.277533},
	    {10, 10, 0.722467, 1},
	    /* R. G. Newcombe, Stat. Med. 17 (1998) 857, method 3 */
	    {81, 263, 0.2553, 0.3662},
	    {15, 148, 0.0624, 0.1605},
	    {0, 20, 0, 0.1611},
	    {1, 29, 0.0061, 0.1718},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double low, high;

		interval_wilson(cases[i].hits, cases[i].total, &low, &high);
		is_near(low, cases[i].low, 5.1e-5);
		is_near(high, cases[i].high, 5.1e-5);
	}
}

static void
half_of_the_mean(void **state)
{
	double half;

	(void)state;
	assert_false(interval_half_t(1, 5, 25, &half));
	/* 1 2 3: s = 1, t(2) / sqrt(3) */
	assert_true(interval_half_t(3, 6, 14, &half));
	is_near(half, 2.484137713, 1e-8);
	/* The same, a constant away: nothing is lost. */
	assert_true(interval_half_t(3, (num_i128)3 * INT64_C(1000000000000) + 6,
	    (num_i128)3 * INT64_C(1000000000000) * INT64_C(1000000000000) +
		(num_i128)12 * INT64_C(1000000000000) + 14,
	    &half));
	is_near(half, 2.484137713, 1e-8);
	assert_true(interval_half_t(2, 10, 50, &half));
	is_near(half, 0, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(t_quantiles),
	    cmocka_unit_test(wilson),
	    cmocka_unit_test(half_of_the_mean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
