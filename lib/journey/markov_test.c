#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journey/markov.h"

#define MAX 3

static const struct {
	struct {
		uint32_t path[4];
		size_t n;
		int64_t conversions, nulls;
	} paths[MAX];
	double effects[MAX];
} cases[] = {
    /* One state on every path that converts: without it nothing does. */
    {{{{0}, 1, 1, 1}}, {1, 0, 0}},
    /* Two that never meet: each takes its own conversions away. */
    {{{{0}, 1, 3, 0}, {{1}, 1, 1, 4}}, {0.75, 0.25, 0}},
    /* Repeats count once; 0 is always passed, 1 half of the time. */
    {{{{0, 0, 1, 1}, 4, 1, 0}, {{0}, 1, 1, 0}}, {1, 0.5, 0}},
    /* A loop: 0 > 1 > 0. From 0 half goes to 1, half converts; 1 leads
     * back. */
    {{{{0, 1, 0}, 3, 1, 0}}, {1, 0.5, 0}},
    /* Nothing converts. */
    {{{{0, 1, 2}, 3, 0, 9}}, {0, 0, 0}},
};

static void
test_effects(void **state)
{
	(void)state;
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		struct err err = {0};
		struct markov *markov = markov_new(MAX, &err);
		double effects[MAX];

		assert_non_null(markov);
		for (size_t i = 0; i < MAX && cases[c].paths[i].n > 0; i++)
			markov_add(markov, cases[c].paths[i].path,
			    cases[c].paths[i].n, cases[c].paths[i].conversions,
			    cases[c].paths[i].nulls);
		assert_int_equal(markov_solve(markov, effects, &err), 0);
		for (size_t i = 0; i < MAX; i++)
			assert_true(
			    fabs(effects[i] - cases[c].effects[i]) < 1e-12);
		markov_free(markov);
	}
	markov_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_effects)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
