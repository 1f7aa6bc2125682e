#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "match/levels.h"

static void
assert_near(double value, double expected, double most)
{
	assert_true(fabs(value - expected) <= most);
}

/* Numbers that code refers to, and what they are called in the file. */
static const struct {
	enum model_kind kind;
	int level;
	const char *name;
} names[] = {
    {MODEL_GIVEN, NAME_ELSE, "else"},
    {MODEL_GIVEN, NAME_INITIAL, "initial"},
    {MODEL_GIVEN, NAME_SWAPPED, "swapped"},
    {MODEL_GIVEN, NAME_READING, "reading"},
    {MODEL_FAMILY, NAME_EXACT, "exact"},
    {MODEL_OTHER, OTHER_EXACT, "exact"},
    {MODEL_DATE, BIRTH_PART_YEAR, "year_known"},
    {MODEL_DATE, BIRTH_TURNED, "turned"},
    {MODEL_EMAIL, EMAIL_NAME, "name"},
    {MODEL_EMAIL, EMAIL_EXACT, "exact"},
    {MODEL_PHONE, TEL_HOME, "home"},
    {MODEL_AREA, AREA_CITY_NEAR, "city_near"},
    {MODEL_STREET, STREET_TOWN, "town"},
    {MODEL_ID, ID_NEAR, "near"},
    {MODEL_TEXT, TEXT_CLOSE, "close"},
    {MODEL_EXACT, SAME_EXACT, "exact"},
};

static void
test_names(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_string_equal(
		    levels_of(names[i].kind)[names[i].level - 1].name,
		    names[i].name);
}

/* Shares of a class are of a whole, and what agrees most speaks for one
 * person, what differs against. */
static void
test_shares(void **state)
{
	const struct levels_level *level;
	double m, u, household;
	int kind, n;

	(void)state;
	for (kind = 0; kind < MODEL_KINDS; kind++) {
		level = levels_of((enum model_kind)kind);
		m = u = household = 0;
		for (n = 0; level[n].name != NULL; n++) {
			assert_true(level[n].m > 0 && level[n].u > 0);
			assert_true(level[n].household > 0);
			m += level[n].m;
			u += level[n].u;
			household += level[n].household;
		}
		assert_true(n <= MODEL_LEVELS_MAX);
		assert_near(m, 1, 0.03);
		assert_near(u, 1, 0.03);
		assert_near(household, 1, 0.03);
		assert_string_equal(level[0].name, "else");
		assert_true(level[0].m < level[0].u);
		assert_true(level[n - 1].m > level[n - 1].u);
	}
}

static void
test_avoided(void **state)
{
	(void)state;
	assert_true(levels_is_avoided(MODEL_GIVEN, NAME_EXACT));
	assert_true(levels_is_avoided(MODEL_GIVEN, NAME_READING));
	assert_false(levels_is_avoided(MODEL_GIVEN, NAME_ELSE));
	assert_false(levels_is_avoided(MODEL_FAMILY, NAME_EXACT));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_shares),
	    cmocka_unit_test(test_avoided),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
