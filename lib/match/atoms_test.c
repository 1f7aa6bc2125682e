#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/atoms.h"

struct person {
	const char *family, *given, *given_kana, *birth, *postcode;
};

static struct facts facts;
static struct model model;
static struct atoms atoms;

static void
add(const struct person *p)
{
	struct canon_record said = {0};
	struct facts_record record = {
	    .source_name = SPAN("shop"), .said = &said, .n_said = 1};
	struct err err = {0};

	said.field[CANON_F_FAMILY_NAME] = span_of(p->family);
	said.field[CANON_F_GIVEN_NAME] = span_of(p->given);
	said.field[CANON_F_GIVEN_KANA] = span_of(p->given_kana);
	said.field[CANON_F_BIRTH_DATE] = span_of(p->birth);
	said.field[CANON_F_POSTCODE] = span_of(p->postcode);
	record.digest = hash_mix(3, facts.n_records);
	assert_int_equal(facts_add(&facts, &record, &err), 0);
}

/* The atoms of one rule, over people. */
static void
make(const char *rule, const struct person *people, size_t n)
{
	struct buf json = {0};
	struct err err = {0};
	size_t i;

	memset(&facts, 0, sizeof(facts));
	buf_printf(&json, "{\"rules\": [\"%s\"]}", rule);
	assert_int_equal(model_read(&model, buf_get(&json), &err), 0);
	buf_clear(&json);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	for (i = 0; i < n; i++)
		add(&people[i]);
	assert_int_equal(facts_finish(&facts, &err), 0);
	assert_int_equal(atoms_init(&atoms, &facts, &model, &err), 0);
}

static void
done(void)
{
	atoms_clear(&atoms);
	facts_clear(&facts);
	model_clear(&model);
}

enum answer { SAME, OTHER, UNKNOWN /* of one or both */ };

static const struct {
	const char *rule;
	struct person people[2];
	enum answer answer;
} cases[] = {
    {"given_name", {{"", "Anna", "", "", ""}, {"", "ANNA", "", "", ""}}, SAME},
    {"given_name", {{"", "Anna", "", "", ""}, {"", "Anne", "", "", ""}}, OTHER},
    {"given_name", {{"", "Anna", "", "", ""}, {"Anna", "", "", "", ""}},
	UNKNOWN},
    {"sound(given_name)",
	{{"", "Yusuf", "", "", ""}, {"", "Yousuf", "", "", ""}}, SAME},
    {"sound(given_name)",
	{{"", "太郎", "タロウ", "", ""}, {"", "Taro", "", "", ""}}, SAME},
    {"start(family_name)",
	{{"Kuznetsov", "", "", "", ""}, {"Kuznezow", "", "", "", ""}}, SAME},
    {"start(family_name)",
	{{"Kuznetsov", "", "", "", ""}, {"Kusnezow", "", "", "", ""}}, OTHER},
    {"initial(given_name)", {{"", "Anna", "", "", ""}, {"", "A", "", "", ""}},
	SAME},
    {"names(full_name)",
	{{"Holm", "Anna", "", "", ""}, {"Anna", "Holm", "", "", ""}}, SAME},
    {"names(full_name)",
	{{"Holm", "Anna", "", "", ""}, {"Holm", "", "", "", ""}}, UNKNOWN},
    {"sounds(full_name)",
	{{"Holm", "Yusuf", "", "", ""}, {"Yousuf", "Holm", "", "", ""}}, SAME},
    {"year(birth_date)",
	{{"", "", "", "1980-05-17", ""}, {"", "", "", "1980", ""}}, SAME},
    {"year_month(birth_date)",
	{{"", "", "", "1980-05-17", ""}, {"", "", "", "1980-05", ""}}, SAME},
    {"year_month(birth_date)",
	{{"", "", "", "1980-05-17", ""}, {"", "", "", "1980", ""}}, UNKNOWN},
    {"month_day(birth_date)",
	{{"", "", "", "1980-05-17", ""}, {"", "", "", "1908-05-17", ""}}, SAME},
    {"year_day(birth_date)",
	{{"", "", "", "1980-05-17", ""}, {"", "", "", "1980-06-17", ""}}, SAME},
    {"digits(birth_date)",
	{{"", "", "", "1980-05-17", ""}, {"", "", "", "1980-07-15", ""}}, SAME},
    {"digits(birth_date)",
	{{"", "", "", "1980-05-17", ""}, {"", "", "", "1980-05-18", ""}},
	OTHER},
    /* A year is shared by many, and is no date. */
    {"birth_date", {{"", "", "", "1980", ""}, {"", "", "", "1980", ""}},
	UNKNOWN},
    {"postcode + family_name",
	{{"Holm", "", "", "", "94107"}, {"Holm", "", "", "", "94107"}}, SAME},
    {"postcode + family_name",
	{{"Holm", "", "", "", "94107"}, {"Holm", "", "", "", "94110"}}, OTHER},
    {"postcode + family_name",
	{{"Holm", "", "", "", "94107"}, {"Holm", "", "", "", ""}}, UNKNOWN},
};

static void
test_parts(void **state)
{
	enum answer answer;
	uint32_t a, b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make(cases[i].rule, cases[i].people, 2);
		a = atoms_key(&atoms, model.rule[0].atoms, 0);
		b = atoms_key(&atoms, model.rule[0].atoms, 1);
		answer = a == 0 || b == 0 ? UNKNOWN : a == b ? SAME : OTHER;
		if (answer != cases[i].answer)
			fail_msg("case %d: %s", (int)i, cases[i].rule);
		done();
	}
}

/* One key, all keys and all atoms of a row tell the same. */
static void
test_keys(void **state)
{
	static const char *const rules[] = {"postcode + family_name",
	    "sound(given_name) + year(birth_date)", "names(full_name)"};
	static const struct person people[] = {
	    {"Holm", "Anna", "", "1980-05-17", "94107"},
	    {"Holm", "", "", "1981", "94107"},
	    {"", "太郎", "タロウ", "1980-05-17", ""},
	    {"Hansen", "Taro", "", "1980-05-17", "94110"},
	};
	enum { N = sizeof(people) / sizeof(people[0]) };
	struct radix_entry keys[N + 1];
	uint32_t digests[MODEL_ATOMS_MAX], mask, row, key;
	uint32_t block[MODEL_ATOMS_MAX * N];
	uint32_t first[MODEL_ATOMS_MAX];
	size_t i, n, at;
	bool is_whole;

	(void)state;
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		make(rules[i], people, N);
		mask = model.rule[0].atoms;
		n = atoms_keys(&atoms, mask, keys);
		memset(block, 0, sizeof(block));
		atoms_block(&atoms, 1, N - 1, block, N);
		for (row = 0, at = 0; row < N; row++) {
			memset(digests, 0, sizeof(digests));
			atoms_of(&atoms, row, digests);
			memset(first, 0, sizeof(first));
			atoms_fetch(&atoms, row, 1);
			atoms_first(&atoms, row, 1, first);
			assert_int_equal(first[0], digests[0]);
			assert_int_equal(first[1], 0);
			is_whole = true;
			for (int k = 0; k < atoms.n; k++) {
				if ((mask >> k & 1) != 0 && digests[k] == 0)
					is_whole = false;
				if (row > 0)
					assert_int_equal(
					    block[k * N + (int)row - 1],
					    digests[k]);
			}
			key = atoms_key(&atoms, mask, row);
			assert_int_equal(key != 0, is_whole);
			if (key == 0)
				continue;
			assert_true(at < n);
			assert_int_equal(keys[at].key, key);
			assert_int_equal(keys[at++].row, row);
		}
		assert_int_equal(at, n);
		assert_true(n > 0 && n < N);
		for (at = 0; at < n; at++)
			keys[at].key = 0;
		atoms_keys_of(&atoms, mask, keys, n);
		for (at = 0; at < n; at++)
			assert_int_equal(keys[at].key,
			    atoms_key(&atoms, mask, keys[at].row));
		done();
	}
}

static void
test_columns(void **state)
{
	static const struct {
		struct model_atom atom;
		int columns[4];
		int n;
	} wanted[] = {
	    {{.part = MODEL_NAMES},
		{FACTS_GIVEN, FACTS_FAMILY, FACTS_GIVEN_KANA,
		    FACTS_FAMILY_KANA},
		4},
	    {{.part = MODEL_SOUND, .field = CANON_F_FAMILY_NAME},
		{FACTS_FAMILY, FACTS_FAMILY_KANA}, 2},
	    {{.part = MODEL_YEAR, .field = CANON_F_BIRTH_DATE}, {FACTS_BIRTH},
		1},
	};
	static const struct person nobody = {"", "", "", "", ""};
	int columns[4], k;
	size_t i;

	(void)state;
	make("postcode", &nobody, 1);
	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		assert_int_equal(
		    atoms_columns(&facts, &wanted[i].atom, columns),
		    wanted[i].n);
		for (k = 0; k < wanted[i].n; k++)
			assert_int_equal(columns[k], wanted[i].columns[k]);
	}
	done();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_keys),
	    cmocka_unit_test(test_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
