#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "match/caution.h"

static const struct {
	struct caution_pair pair;
	enum caution why;
	int32_t take;
} cases[] = {
    /* Nothing speaks against it. */
    {{.home = 9000, .own = 9000, .sum = 5000}, CAUTION_NONE, 0},
    /* Senior and junior, whatever else agrees. */
    {{.home = 9000, .own = 9000, .sum = 30000, .is_suffixed = true},
	CAUTION_SUFFIX, 12000},
    /* Twins: all that speaks for them goes, and more. */
    {{.home = 9000, .own = 9000, .sum = 2000, .is_renamed = true},
	CAUTION_NAMESAKE, 14000},
    {{.home = 9000, .own = 9000, .sum = -2000, .is_renamed = true},
	CAUTION_NAMESAKE, 12000},
    /* With one social security number they are one, and misread. */
    {{.home = 9000, .own = 9000, .id = 9000, .sum = 2000, .is_renamed = true},
	CAUTION_NONE, 0},
    {{.home = 9000, .own = 9000, .id = 9000, .sum = 2000, .years = 30},
	CAUTION_NONE, 0},
    {{.home = 9000, .own = 9000, .id = 3999, .sum = 2000, .years = 30},
	CAUTION_GENERATION, 14000},
    /* Not at one home. */
    {{.home = 3999, .own = 9000, .sum = 2000, .is_renamed = true}, CAUTION_NONE,
	0},
    /* Father and son, and brothers. */
    {{.home = 9000, .own = 9000, .sum = 2000, .years = 30}, CAUTION_GENERATION,
	14000},
    {{.home = 9000, .own = 9000, .sum = 2000, .years = 11}, CAUTION_NONE, 0},
    /* Hardly any families are in the records. */
    {{.home = 9000, .own = 9000, .sum = 2000, .years = 30, .families = -4000},
	CAUTION_GENERATION, 7000},
    {{.home = 9000, .own = 9000, .sum = 2000, .years = 30, .families = -7000},
	CAUTION_NONE, 0},
    /* A family name and an address: somebody, but who? */
    {{.home = 20000, .own = 0, .sum = 7000}, CAUTION_NOBODY, 7000},
    {{.home = 20000, .own = 0, .sum = -7000}, CAUTION_NONE, 0},
    {{.home = 20000, .own = 0, .sum = 7000, .families = -7001}, CAUTION_NONE,
	0},
    /* Born far apart: a namesake, unless an identifier knows better. */
    {{.home = 0, .own = 9000, .beside = 9000, .sum = 3000, .years = 30},
	CAUTION_GENERATION, 3000},
    {{.home = 0,
	 .own = 9000,
	 .beside = 9000,
	 .token = 9000,
	 .sum = 3000,
	 .years = 30},
	CAUTION_NONE, 0},
    /* A name alone, of somebody who lives elsewhere. */
    {{.own = 20000, .sum = 7000, .against = -2000}, CAUTION_NAME, 7000},
    {{.own = 20000, .sum = 7000}, CAUTION_NONE, 0},
    {{.own = 20000, .sum = 7000, .against = -2000, .beside = 4000},
	CAUTION_NONE, 0},
    {{.own = 20000, .sum = -100, .against = -2000}, CAUTION_NONE, 0},
};

static void
test_cases(void **state)
{
	int32_t take;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    caution_weigh(&cases[i].pair, &take), cases[i].why);
		assert_int_equal(take, cases[i].take);
	}
}

static void
test_names(void **state)
{
	(void)state;
	assert_string_equal(caution_name(CAUTION_NONE), "");
	assert_string_equal(caution_name(CAUTION_GENERATION), "generation");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
