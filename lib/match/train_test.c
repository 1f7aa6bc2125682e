#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/train.h"

static void
assert_near(double value, double expected, double most)
{
	assert_true(fabs(value - expected) <= most);
}

/*
 * A world whose answer is known: so many people, each twice, who differ in
 * name and birth date from all others. Of every three, two say their e-mail
 * address twice and one has another in his second record.
 */
#define PEOPLE 300
#define HOMES 400

static struct facts facts;
static struct model model;

static void
add(int who, int turn)
{
	static struct canon_record said;
	struct buf family = {0}, given = {0}, born = {0}, email = {0};
	struct canon_value value = {.field = CANON_F_EMAIL};
	struct facts_record record = {.source_name = SPAN("shop"),
	    .said = &said,
	    .n_said = 1,
	    .values = &value,
	    .n_values = 1};
	struct err err = {0};
	int other = turn == 1 && who % 3 == 0 ? 7 : 0;

	record.digest = hash_mix(5, (uint64_t)who * 2 + (uint64_t)turn);
	buf_printf(&family, "%c%c%c%c%c", 'a' + who % 23, 'a' + who * 7 % 25,
	    'o' - who % 5, 'b' + who / 23, 'k' + who % 3);
	buf_printf(&given, "%c%c%c%c%c", 'z' - who % 19, 'e' + who / 19,
	    'a' + who * 11 % 26, 'm' - who % 7, 'c' + who % 13);
	buf_printf(&born, "%d-%02d-%02d", 1940 + who * 7 % 61, 1 + who * 5 % 12,
	    1 + who * 11 % 28);
	buf_printf(&email, "%d%d%d@mail.test", other, who * 7919 % 10007,
	    who * 104729 % 9973);
	memset(&said, 0, sizeof(said));
	said.field[CANON_F_FAMILY_NAME] = buf_get(&family);
	said.field[CANON_F_GIVEN_NAME] = buf_get(&given);
	said.field[CANON_F_BIRTH_DATE] = buf_get(&born);
	value.normal = buf_get(&email);
	said.values = &value;
	said.n_values = 1;
	assert_int_equal(facts_add(&facts, &record, &err), 0);
	buf_clear(&family);
	buf_clear(&given);
	buf_clear(&born);
	buf_clear(&email);
}

static const struct model_comparison *
find(enum model_kind kind)
{
	int c;

	for (c = 0; c < model.n_comparisons; c++)
		if (model.comparison[c].kind == kind)
			return &model.comparison[c];
	fail();
	return NULL;
}

static void
learn(void)
{
	struct pairs pairs;
	struct err err = {0};
	int who;

	memset(&facts, 0, sizeof(facts));
	assert_int_equal(model_read_default(&model, &err), 0);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	for (who = 0; who < PEOPLE; who++) {
		add(who, 0);
		add(who, 1);
	}
	assert_int_equal(facts_finish(&facts, &err), 0);
	assert_int_equal(pairs_init(&pairs, &facts, &model, &err), 0);
	assert_int_equal(train_model(&model, &facts, &pairs, 1, &err), 0);
	pairs_clear(&pairs);
}

/* m = (seen + strength * built in) / (pairs + strength). */
static void
test_worked_example(void **state)
{
	double all = PEOPLE * 2.0 * (PEOPLE * 2 - 1) / 2, m, sum;
	const struct model_comparison *email, *born;
	int k;

	(void)state;
	learn();
	assert_true(model.is_trained);
	assert_int_equal(model.trained_records, PEOPLE * 2);
	/* One pair of each person; five are added, so that none is 0. */
	assert_near(model.match_share * all, PEOPLE + 5, 6);
	email = find(MODEL_EMAIL);
	m = (PEOPLE * 2 / 3 + model.prior_strength * 0.5) /
	    (PEOPLE + model.prior_strength);
	assert_near(email->level[EMAIL_EXACT].m, m, 0.02);
	born = find(MODEL_DATE);
	m = (PEOPLE + model.prior_strength * 0.8) /
	    (PEOPLE + model.prior_strength);
	assert_near(born->level[BIRTH_EXACT].m, m, 0.02);
	/* Two people hardly ever have one address. */
	assert_true(email->level[EMAIL_EXACT].u < 1e-3);
	for (k = 1, sum = 0; k <= email->n_levels; k++)
		sum += email->level[k].u;
	assert_near(sum, 1, 1e-6);
	facts_clear(&facts);
	model_clear(&model);
}

/* A higher level of an address weighs no less than a lower one. */
static void
test_weights_rise(void **state)
{
	const struct model_comparison *c;
	int k;

	(void)state;
	learn();
	c = find(MODEL_EMAIL);
	for (k = 2; k <= c->n_levels; k++)
		assert_true(c->level[k].m / c->level[k].u >=
		    c->level[k - 1].m / c->level[k - 1].u * 0.999);
	facts_clear(&facts);
	model_clear(&model);
}

/* One of a home: the first two are a couple, the third is a child. */
static void
add_member(int home, int member, bool is_namesake)
{
	static struct canon_record said;
	struct buf family = {0}, given = {0}, born = {0}, street = {0};
	struct facts_record record = {
	    .source_name = SPAN("shop"), .said = &said, .n_said = 1};
	struct err err = {0};
	int named = home * 3 + (is_namesake ? 0 : member);

	record.digest = hash_mix(9, (uint64_t)home * 3 + (uint64_t)member);
	buf_printf(&family, "%c%c%c%c%c", 'a' + home % 23, 'a' + home * 7 % 25,
	    'o' - home % 5, 'b' + home / 23, 'k' + home % 3);
	buf_printf(&given, "%c%c%c%c%c", 'z' - named % 19, 'e' + named % 17,
	    'a' + named * 11 % 26, 'm' - named % 7, 'c' + named % 13);
	buf_printf(&born, "%d-%02d-%02d", 1940 + member * 15 + home % 9,
	    1 + (home * 5 + member) % 12, 1 + (home * 11 + member * 7) % 28);
	buf_printf(&street, "%d Maple Street", home + 1);
	memset(&said, 0, sizeof(said));
	said.field[CANON_F_FAMILY_NAME] = buf_get(&family);
	said.field[CANON_F_GIVEN_NAME] = buf_get(&given);
	said.field[CANON_F_BIRTH_DATE] = buf_get(&born);
	said.field[CANON_F_STREET] = buf_get(&street);
	assert_int_equal(facts_add(&facts, &record, &err), 0);
	buf_clear(&family);
	buf_clear(&given);
	buf_clear(&born);
	buf_clear(&street);
}

/* The share of homes' pairs with one given name, of those who have one in two
 * records of theirs; and of strangers with one. */
static double
learn_namesakes(int every, double *chance)
{
	const struct model_level *level;
	struct pairs pairs;
	struct err err = {0};
	double share;
	int home, member;

	memset(&facts, 0, sizeof(facts));
	assert_int_equal(model_read_default(&model, &err), 0);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	for (home = 0; home < HOMES; home++)
		for (member = 0; member < 3; member++)
			add_member(home, member,
			    member == 2 && every > 0 && home % every == 0);
	assert_int_equal(facts_finish(&facts, &err), 0);
	assert_int_equal(pairs_init(&pairs, &facts, &model, &err), 0);
	assert_int_equal(train_model(&model, &facts, &pairs, 1, &err), 0);
	level = &find(MODEL_GIVEN)->level[NAME_EXACT];
	share = level->household / level->m;
	*chance = level->u / level->m;
	pairs_clear(&pairs);
	facts_clear(&facts);
	model_clear(&model);
	return share;
}

/* Of so many homes with none the share falls. With more than fathers and sons
 * make, some are so by chance, at most all. */
static void
test_namesakes(void **state)
{
	double built_in = 0.0144 / 0.72, none, some, many, chance;

	(void)state;
	none = learn_namesakes(0, &chance);
	some = learn_namesakes(40, &chance);
	assert_true(none < built_in * 0.2);
	assert_true(some > none * 1.5 && some < built_in);
	many = learn_namesakes(3, &chance);
	assert_near(many, built_in + (1 - built_in) * chance, 1e-9);
}

static void
test_shares(void **state)
{
	(void)state;
	memset(&model, 0, sizeof(model));
	model.matches = 0.3;
	model.households = 2;
	train_shares(&model, 1001);
	assert_near(model.match_share, 0.0006, 1e-12);
	assert_near(model.household_share, 0.0012, 1e-12);
	train_shares(&model, 2);
	assert_near(model.match_share, 0.2, 1e-12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_worked_example),
	    cmocka_unit_test(test_weights_rise),
	    cmocka_unit_test(test_namesakes),
	    cmocka_unit_test(test_shares),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
