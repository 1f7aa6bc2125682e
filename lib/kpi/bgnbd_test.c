#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kpi/cdnow.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ASSERT_NEAR(got, expected, most)                          \
	do {                                                      \
		if (!(fabs((got) - (expected)) <= (most)))        \
			fail_msg("%.9g, not %.9g", (double)(got), \
			    (double)(expected));                  \
	} while (0)

static struct bgnbd_buyers buyers[CDNOW_BUYERS];

/* The values of Fader, Hardie and Lee (2005), table 2. */
static void
test_cdnow(void **state)
{
	struct bgnbd m, again;

	(void)state;
	cdnow_read(buyers, NULL);
	assert_null(bgnbd_fit(buyers, CDNOW_BUYERS, &m));
	ASSERT_NEAR(m.r, 0.2426, 0.0001);
	ASSERT_NEAR(m.alpha, 4.4135, 0.001);
	ASSERT_NEAR(m.a, 0.7929, 0.0005);
	ASSERT_NEAR(m.b, 2.4258, 0.001);
	ASSERT_NEAR(m.likelihood, -9582.43, 0.005);
	assert_null(bgnbd_fit(buyers, CDNOW_BUYERS, &again));
	assert_memory_equal(&m, &again, sizeof(m));
}

/* Computed by the package lifetimes with rounded parameters. */
static const struct expected_case {
	struct bgnbd_buyers buyer;
	double expected, alive; /* in 39 weeks; now */
} expecteds[] = {
    {{2, 30.43, 38.86, 1}, 1.226028, 0.726579},
    {{0, 0, 38.86, 1}, 0.195098, 1},
    {{1, 1.71, 38.86, 1}, 0.203187, 0.212101},
    {{26, 31, 38.86, 1}, 2.786763, 0.152278},
    {{10, 38, 38.86, 1}, 6.705875, 0.921450},
};

static void
test_expected(void **state)
{
	static const struct bgnbd m = {0.243, 4.414, 0.793, 2.426, 0};

	(void)state;
	for (size_t i = 0; i < COUNT(expecteds); i++) {
		const struct expected_case *c = &expecteds[i];

		ASSERT_NEAR(
		    bgnbd_expected(&m, &c->buyer, 39), c->expected, 1e-5);
		ASSERT_NEAR(bgnbd_alive(&m, &c->buyer), c->alive, 1e-5);
		assert_true(bgnbd_expected(&m, &c->buyer, 0) == 0);
	}
}

/* The formula as it stands in the paper, with the series as it is, in long
 * double. */
static double
plainly(const struct bgnbd *m, const struct bgnbd_buyers *buyer, double time)
{
	long double x = (long double)buyer->repeats, term = 1, sum = 1, odds;
	long double all = (long double)m->alpha + buyer->until + time;
	long double z = time / all, c = m->a + m->b + x - 1;

	for (int i = 0; i < 100000; i++) {
		term *=
		    (m->r + x + i) * (m->b + x + i) / ((c + i) * (i + 1)) * z;
		sum += term;
	}
	odds = buyer->repeats == 0 ? 0
				   : m->a / (m->b + x - 1) *
		powl((m->alpha + buyer->until) / (m->alpha + buyer->last),
		    m->r + x);
	return (double)(c / (m->a - 1) * (1 - powl(1 - z, m->r + x) * sum) /
	    (1 + odds));
}

/* Both sides of each choice that the program makes. */
static void
test_series(void **state)
{
	static const struct bgnbd models[] = {
	    {0.24, 4.4, 0.8, 2.4, 0},
	    {5, 30, 0.5, 2, 0},
	    {40, 300, 2, 3, 0},
	    {0.5, 1, 1.5, 0.7, 0},
	    {3, 2, 1.1, 0.4, 0},
	    {0.01, 0.1, 20, 500, 0},
	};
	static const struct bgnbd_buyers histories[] = {
	    {0, 0, 0, 1},
	    {0, 0, 50, 1},
	    {1, 10, 50, 1},
	    {7, 49, 50, 1},
	    {60, 50, 50, 1},
	};
	static const double times[] = {0.5, 10, 52, 520};

	(void)state;
	for (size_t i = 0; i < COUNT(models); i++)
		for (size_t j = 0; j < COUNT(histories); j++)
			for (size_t k = 0; k < COUNT(times); k++) {
				double slow = plainly(
				    &models[i], &histories[j], times[k]);

				ASSERT_NEAR(bgnbd_expected(&models[i],
						&histories[j], times[k]),
				    slow, 1e-8 * (1 + fabs(slow)));
			}
}

/* What would overflow, and the hole in the formula at a = 1. */
static void
test_extremes(void **state)
{
	static const struct bgnbd steady = {900000, 1000000, 1e-6, 1, 0};
	static const struct bgnbd one = {0.5, 3, 1, 2, 0};
	static const struct bgnbd near = {0.5, 3, 1.0001, 2, 0};
	static const struct bgnbd_buyers often = {5000, 99, 100, 1};
	static const struct bgnbd_buyers rarely = {2, 30, 40, 1};

	(void)state;
	/* 0.9 a unit of time, unless the last 10 mean that somebody left. */
	ASSERT_NEAR(bgnbd_alive(&steady, &rarely), 0.99596, 1e-4);
	ASSERT_NEAR(bgnbd_expected(&steady, &rarely, 1000), 896.36, 0.1);
	ASSERT_NEAR(bgnbd_expected(&steady, &often, 1000), 904.9, 0.5);
	ASSERT_NEAR(bgnbd_expected(&one, &rarely, 52),
	    bgnbd_expected(&near, &rarely, 52), 1e-3);
	assert_true(isfinite(bgnbd_expected(&one, &often, 52)));
	ASSERT_NEAR(bgnbd_alive(&one, &often), 0, 1);
}

#define TEN(repeats, last, until)        \
	{                                \
		repeats, last, until, 10 \
	}

static const struct fit_case {
	const char *about;
	struct bgnbd_buyers buyers[4];
	size_t n;
	const char *why;
} fits[] = {
    {"nobody", {{0, 0, 0, 0}}, 0, "no buyer came back"},
    {"no repeats", {TEN(0, 0, 9), TEN(0, 0, 5)}, 2, "no buyer came back"},
    {"one buyer", {{3, 4, 9, 1}}, 1, "fewer than 10 buyers came back"},
    {"few repeats", {TEN(0, 0, 9), {2, 3, 9, 9}}, 2,
	"fewer than 10 buyers came back"},
    {"all the same", {TEN(3, 4, 9)}, 1, "all buyers are alike"},
    {"all the same, in rows", {TEN(3, 4, 9), TEN(3, 4, 9)}, 2,
	"all buyers are alike"},
    {"enough", {TEN(0, 0, 9), TEN(1, 2, 9), TEN(5, 8, 9)}, 3, NULL},
};

static void
test_fits(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fits); i++) {
		const struct fit_case *c = &fits[i];
		struct bgnbd m;
		const char *why = bgnbd_fit(c->buyers, c->n, &m);

		if ((why == NULL) != (c->why == NULL) ||
		    (why != NULL && strcmp(why, c->why) != 0))
			fail_msg("%s: %s", c->about, why);
		for (size_t j = 0; why == NULL && j < c->n; j++)
			assert_true(
			    isfinite(bgnbd_expected(&m, &c->buyers[j], 52)));
	}
}

/* Ten of one history are ten of them, and days do as well as weeks. */
static void
test_units(void **state)
{
	struct bgnbd_buyers many[40], few[4];
	struct bgnbd one, other;
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		few[i] = (struct bgnbd_buyers){
		    (int64_t)i, (double)i * 2, 8 + (double)i, 10};
		for (int j = 0; j < 10; j++) {
			many[n] = few[i];
			many[n].last *= 7;
			many[n].until *= 7;
			many[n++].n = 1;
		}
	}
	assert_null(bgnbd_fit(few, 4, &one));
	assert_null(bgnbd_fit(many, n, &other));
	for (size_t i = 0; i < 4; i++)
		ASSERT_NEAR(bgnbd_expected(&one, &few[i], 10),
		    bgnbd_expected(&other, &many[10 * i], 70), 1e-3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cdnow),
	    cmocka_unit_test(test_expected),
	    cmocka_unit_test(test_series),
	    cmocka_unit_test(test_extremes),
	    cmocka_unit_test(test_fits),
	    cmocka_unit_test(test_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
