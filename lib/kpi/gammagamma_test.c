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
static struct gammagamma_buyers spent[CDNOW_BUYERS];

/* The values of Fader and Hardie (2013). */
static void
test_cdnow(void **state)
{
	struct gammagamma m, again;

	(void)state;
	cdnow_read(buyers, spent);
	assert_null(gammagamma_fit(spent, CDNOW_BUYERS, &m));
	ASSERT_NEAR(m.p, 6.25, 0.005);
	ASSERT_NEAR(m.q, 3.74, 0.005);
	ASSERT_NEAR(m.v, 15.44, 0.01);
	assert_null(gammagamma_fit(spent, CDNOW_BUYERS, &again));
	assert_memory_equal(&m, &again, sizeof(m));
}

/* The first ten customers: computed by the package lifetimes. */
static void
test_expected(void **state)
{
	static const struct gammagamma m = {6.25, 3.74, 15.44, 0};
	static const double expected[] = {24.6597, 18.9169, 35.219, 35.219,
	    35.219, 71.4697, 18.9169, 35.219, 27.2884, 35.219};

	(void)state;
	cdnow_read(buyers, spent);
	for (size_t i = 0; i < COUNT(expected); i++)
		ASSERT_NEAR(
		    gammagamma_expected(&m, &spent[i]), expected[i], 0.005);
}

static const struct fit_case {
	const char *about;
	struct gammagamma_buyers buyers[4];
	size_t n;
	const char *why;
} fits[] = {
    {"nobody", {{0, 0, 0}}, 0, "fewer than 10 buyers came back with an amount"},
    {"nobody came back", {{0, 0, 50}}, 1,
	"fewer than 10 buyers came back with an amount"},
    {"one buyer", {{3, 20, 1}}, 1,
	"fewer than 10 buyers came back with an amount"},
    {"all the same", {{1, 20, 10}, {3, 20, 10}}, 2, "all amounts are the same"},
    {"without any", {{0, 0, 10}, {3, 20, 10}}, 2, "all amounts are the same"},
    {"a few who spend without bounds",
	{{1, 1e-3, 40}, {1, 1, 20}, {1, 1e3, 10}, {1, 1e6, 5}}, 4,
	"amounts have no mean"},
    {"enough", {{1, 20, 10}, {2, 30, 10}, {4, 25, 10}}, 3, NULL},
};

static void
test_fits(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fits); i++) {
		const struct fit_case *c = &fits[i];
		struct gammagamma m;
		const char *why = gammagamma_fit(c->buyers, c->n, &m);

		if ((why == NULL) != (c->why == NULL) ||
		    (why != NULL && strcmp(why, c->why) != 0))
			fail_msg("%s: %s (q %g)", c->about, why, m.q);
		for (size_t j = 0; why == NULL && j < c->n; j++) {
			double value = gammagamma_expected(&m, &c->buyers[j]);

			assert_true(value > 15 && value < 35);
		}
	}
}

/* Yen do as well as cents: what is expected goes up and down with them. */
static void
test_units(void **state)
{
	struct gammagamma_buyers yen[4];
	struct gammagamma one, other;
	const struct fit_case *enough = &fits[COUNT(fits) - 1];

	(void)state;
	for (size_t i = 0; i < enough->n; i++) {
		yen[i] = enough->buyers[i];
		yen[i].mean *= 150;
	}
	assert_null(gammagamma_fit(enough->buyers, enough->n, &one));
	assert_null(gammagamma_fit(yen, enough->n, &other));
	for (size_t i = 0; i < enough->n; i++)
		ASSERT_NEAR(gammagamma_expected(&one, &enough->buyers[i]) * 150,
		    gammagamma_expected(&other, &yen[i]), 0.5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cdnow),
	    cmocka_unit_test(test_expected),
	    cmocka_unit_test(test_fits),
	    cmocka_unit_test(test_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
