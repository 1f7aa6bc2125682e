#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/match.h"
#include "match/strict.h"

/* Links of two weights; 1000 is 2/3, 3000 8/9, 4000 16/17, 9000 512/513. */
static const struct {
	int32_t weight;
	uint64_t count;
	int32_t other;
	uint64_t others;
	double expected;
} cases[] = {
    /* Nothing links, or all is certain. */
    {0, 0, 0, 0, 0.6},
    {9000, 1000, 0, 0, 0.6},
    /* One of 17 is wrong, and one of fifty may be: none of these. */
    {4000, 1000, 0, 0, 0.9413},
    /* None of these either, but so strict is nobody. */
    {4200, 9000, 0, 0, 0.9485},
    {4247, 9000, 0, 0, 0.95},
    /* Few cannot tell: 10/9 of 10 and 50 that are thought to be right are no
     * more than one of fifty, 12/9 of 12 and 50 are. */
    {3000, 10, 0, 0, 0.6},
    {3000, 12, 0, 0, 0.889},
    /* Among many that are certain they may link, until there are too many. */
    {9000, 1000, 3000, 200, 0.6},
    {9000, 1000, 3000, 220, 0.889},
    /* What is below the model's threshold is no link. */
    {9000, 1000, 500, 900, 0.6},
    /* Heaviest of all. */
    {STRICT_WEIGHTS - 1, 1000, 1000, 50, 0.6},
    {STRICT_WEIGHTS - 1, 1000, 1000, 70, 0.6669},
};

static void
test_choose(void **state)
{
	struct model model = {.threshold = 0.6,
	    .precision = 0.98,
	    .threshold_most = 0.95,
	    .prior_strength = 50};
	uint64_t *counts;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		counts = calloc(STRICT_WEIGHTS, sizeof(*counts));
		assert_non_null(counts);
		counts[cases[i].weight] += cases[i].count;
		counts[cases[i].other] += cases[i].others;
		if (fabs(strict_choose(&model, counts) - cases[i].expected) >
		    1e-9)
			fail_msg("case %zu: %.6f, not %.6f", i,
			    strict_choose(&model, counts), cases[i].expected);
		free(counts);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_choose),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
