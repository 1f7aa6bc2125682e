#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/match.h"
#include "match/train.h"

struct person {
	const char *family, *given, *birth, *street, *email, *phone;
};

/* All kinds of reasons: the same person, twins, father and son, strangers. */
static const struct person people[] = {
    {"Ashworth", "William", "1975-08-19", "4 Elm Rd", "wash75@mail.test",
	"+12125550111"},
    {"Ashwroth", "Bill", "1975-08-19", "", "wash75@mail.test", ""},
    {"佐久間", "一郎", "1990-04-12", "本町1-2-3", "", "+81335550101"},
    {"佐久間", "恵子", "1990-04-12", "本町1-2-3", "", "+81335550101"},
    {"Holm", "George", "1950-01-30", "12 Main St", "", "+12125550188"},
    {"Holm", "George", "1982-11-07", "12 Main St", "", "+12125550188"},
    {"", "", "", "", "wash75@mail.test", ""},
};

#define N_PEOPLE (sizeof(people) / sizeof(people[0]))

static struct facts facts;
static struct model model;

static void
add(const struct person *p, uint64_t number)
{
	struct canon_record said = {0};
	struct canon_value values[2] = {{0}};
	struct facts_record record = {.digest = hash_mix(5, number),
	    .source_name = SPAN("shop"),
	    .native_id = number == 0 ? span_of("M1") : span_make(NULL, 0),
	    .said = &said,
	    .n_said = 1,
	    .values = values};
	struct err err = {0};

	said.field[CANON_F_FAMILY_NAME] = span_of(p->family);
	said.field[CANON_F_GIVEN_NAME] = span_of(p->given);
	said.field[CANON_F_BIRTH_DATE] = span_of(p->birth);
	said.field[CANON_F_STREET] = span_of(p->street);
	values[0].field = CANON_F_EMAIL;
	values[0].normal = span_of(p->email);
	values[1].field = CANON_F_PHONE;
	values[1].normal = span_of(p->phone);
	record.n_values = 2;
	assert_int_equal(facts_add(&facts, &record, &err), 0);
}

static int
set_up(void **state)
{
	struct err err = {0};
	size_t i;

	(void)state;
	memset(&facts, 0, sizeof(facts));
	assert_int_equal(model_read_default(&model, &err), 0);
	train_shares(&model, 1000);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	for (i = 0; i < N_PEOPLE; i++)
		add(&people[i], i);
	assert_int_equal(facts_finish(&facts, &err), 0);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	facts_clear(&facts);
	model_clear(&model);
	return 0;
}

static void
explain(uint32_t a, uint32_t b, struct match_reasons *reasons)
{
	struct err err = {0};

	assert_int_equal(match_explain(&model, &facts, a, b, reasons, &err), 0);
}

static const struct match_reason *
find(const struct match_reasons *reasons, const char *comparison,
    const char *level)
{
	size_t i;

	for (i = 0; i < reasons->n; i++)
		if (strcmp(reasons->row[i].comparison, comparison) == 0 &&
		    (level == NULL ||
			strcmp(reasons->row[i].level, level) == 0))
			return &reasons->row[i];
	return NULL;
}

/* Every number adds up, and who is asked first is all the same. */
static void
test_sums(void **state)
{
	struct match_reasons one = {.n = 0}, other = {.n = 0};
	uint32_t a, b;
	int32_t sum;
	size_t i;

	(void)state;
	for (a = 0; a < N_PEOPLE; a++)
		for (b = 0; b < N_PEOPLE; b++) {
			if (a == b)
				continue;
			explain(a, b, &one);
			for (i = 0, sum = 0; i + 1 < one.n; i++)
				sum += one.row[i].weight;
			assert_string_equal(one.row[0].comparison, "prior");
			assert_string_equal(
			    one.row[one.n - 1].comparison, "sum");
			assert_int_equal(one.row[one.n - 1].weight, sum);
			assert_int_equal(one.weight, sum);
			explain(b, a, &other);
			assert_int_equal(other.n, one.n);
			assert_int_equal(other.weight, sum);
			for (i = 0; i < one.n; i++)
				assert_true(span_eq(
				    other.row[i].left, one.row[i].left));
		}
	match_reasons_clear(&one);
	match_reasons_clear(&other);
}

static const struct {
	uint32_t a, b;
	const char *comparison, *level;
	const char *left, *right; /* in either order; NULL: no such row */
} cases[] = {
    {0, 1, "given_name", "short", "william", "bill"},
    {0, 1, "email", "exact", "wash75@mail.test", "wash75@mail.test"},
    {0, 1, "phone", "unknown", "+12125550111", ""},
    {0, 1, "id", "unknown", "shop:M1", ""},
    {0, 1, "birth_date", "exact", "1975-08-19", "1975-08-19"},
    {0, 1, "caution", NULL, NULL, NULL},
    {2, 3, "given_name", "else", "一郎", "恵子"},
    {2, 3, "street", "exact", "本町 1-2-3", "本町 1-2-3"},
    {2, 3, "phone", "home", "+81335550101", "+81335550101"},
    {2, 3, "caution", "given names", "", ""},
    {4, 5, "caution", "generation", "", ""},
    {0, 6, "own", "one person's value", "", ""},
    {2, 4, "own", NULL, NULL, NULL},
};

static void
test_rows(void **state)
{
	struct match_reasons reasons = {.n = 0};
	const struct match_reason *row;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		explain(cases[i].a, cases[i].b, &reasons);
		row = find(&reasons, cases[i].comparison, cases[i].level);
		if ((row == NULL) != (cases[i].left == NULL))
			fail_msg("case %d: %s %s", (int)i, cases[i].comparison,
			    row == NULL ? "is missing" : "is there");
		if (row == NULL)
			continue;
		assert_true((span_is(row->left, cases[i].left) &&
				span_is(row->right, cases[i].right)) ||
		    (span_is(row->left, cases[i].right) &&
			span_is(row->right, cases[i].left)));
	}
	match_reasons_clear(&reasons);
}

/* Which rules have a pair looked at. */
static void
test_rules(void **state)
{
	struct err err = {0};
	uint64_t rules;
	int r;

	(void)state;
	assert_int_equal(match_rules(&model, &facts, 1, 0, 1, &rules, &err), 0);
	assert_true(rules != 0);
	for (r = 0; r < model.n_rules; r++) {
		if (strcmp(model.rule[r].text, "email") == 0)
			assert_true((rules >> r & 1) != 0);
		if (strcmp(model.rule[r].text, "phone") == 0)
			assert_true((rules >> r & 1) == 0);
	}
	assert_int_equal(match_rules(&model, &facts, 1, 0, 2, &rules, &err), 0);
	assert_true(rules == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_sums, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_rows, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_rules, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
