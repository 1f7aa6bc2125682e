#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/rule.h"

static const struct {
	const char *text;
	int atoms, split; /* parts of each; -1 = refused */
	enum canon_field repeats;
} rules[] = {
    {"birth_date", 1, 0, CANON_F_NONE},
    {"sound(family_name) + postcode", 2, 0, CANON_F_NONE},
    {"  sound( family_name )+postcode ", -1, 0, CANON_F_NONE},
    {"names(full_name) / year(birth_date) + city", 1, 2, CANON_F_NONE},
    {"attr:rank + city", 2, 0, CANON_F_NONE},
    {"email", 0, 0, CANON_F_EMAIL},
    {"phone", 0, 0, CANON_F_PHONE},
    {"id", 0, 0, CANON_F_ID},
    {"email + city", -1, 0, CANON_F_NONE},
    {"city / email", -1, 0, CANON_F_NONE},
    {"loud(city)", -1, 0, CANON_F_NONE},
    {"amount", -1, 0, CANON_F_NONE},
    {"", -1, 0, CANON_F_NONE},
};

static int
count(uint32_t bits)
{
	int n = 0;

	for (; bits != 0; bits &= bits - 1)
		n++;
	return n;
}

static void
test_rules(void **state)
{
	struct model *model = calloc(1, sizeof(*model));
	const struct model_rule *rule;
	struct err err;
	size_t i;

	(void)state;
	assert_non_null(model);
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		memset(&err, 0, sizeof(err));
		memset(model, 0, sizeof(*model));
		if (rules[i].atoms == -1) {
			assert_int_equal(
			    rule_read(model, rules[i].text, &err), -1);
			assert_int_equal(err.code, ERR_CONFIG);
			assert_int_equal(model->n_rules, 0);
			continue;
		}
		assert_int_equal(rule_read(model, rules[i].text, &err), 0);
		rule = &model->rule[0];
		assert_string_equal(rule->text, rules[i].text);
		assert_int_equal(count(rule->atoms), rules[i].atoms);
		assert_int_equal(count(rule->split), rules[i].split);
		assert_int_equal(rule->repeats, rules[i].repeats);
	}
	free(model);
}

/* The same part of two rules is one. */
static void
test_parts_are_shared(void **state)
{
	struct model *model = calloc(1, sizeof(*model));
	struct err err = {0};

	(void)state;
	assert_non_null(model);
	assert_int_equal(rule_read(model, "city + birth_date", &err), 0);
	assert_int_equal(rule_read(model, "year(birth_date) + city", &err), 0);
	assert_int_equal(model->n_atoms, 3);
	assert_int_equal(model->rule[0].atoms, 3);
	assert_int_equal(model->rule[1].atoms, 5);
	free(model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rules),
	    cmocka_unit_test(test_parts_are_shared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
