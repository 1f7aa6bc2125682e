#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/household.h"

/* Records, the customer of each, and the household of that customer. */
static const struct {
	const char *family, *kana, *phone, *street, *city;
	uint32_t cluster, household;
} people[] = {
    /* One landline, one name. */
    {"佐久間", "", "+81335550101", "", "", 0, 0},
    {"佐久間", "", "+81335550101", "", "", 1, 0},
    /* The same customer again, at an address that a third shares. */
    {"佐久間", "サクマ", "", "本町1-2-3", "渋谷区", 1, 0},
    {"", "サクマ", "", "本町1-2-3", "渋谷区", 2, 0},
    /* A mobile telephone is no home, another name no family. */
    {"山田", "", "+819012345678", "", "", 3, HOUSEHOLD_NONE},
    {"山田", "", "+819012345678", "", "", 4, HOUSEHOLD_NONE},
    {"鈴木", "", "+81335550101", "本町1-2-3", "渋谷区", 5, HOUSEHOLD_NONE},
    /* A street alone, and the same number in another city. */
    {"Whitfield", "", "", "Oak Ave", "Salem", 6, HOUSEHOLD_NONE},
    {"Whitfield", "", "", "Oak Ave", "Salem", 7, HOUSEHOLD_NONE},
    {"Whitfield", "", "", "9 Oak Ave", "Salem", 8, 1},
    {"Whitfield", "", "", "9 Oak Ave", "Salem", 9, 1},
    {"Whitfield", "", "", "9 Oak Ave", "Dover", 10, HOUSEHOLD_NONE},
};

#define N (sizeof(people) / sizeof(people[0]))
#define N_CLUSTERS 11
#define N_DORM (HOUSEHOLD_MOST + 1)

static void
add(struct facts *facts, uint64_t number, const char *family, const char *kana,
    const char *phone, const char *street, const char *city)
{
	static struct canon_record said;
	struct canon_value value = {
	    .field = CANON_F_PHONE, .normal = span_of(phone)};
	struct facts_record record = {.digest = hash_mix(7, number),
	    .source_name = SPAN("shop"),
	    .said = &said,
	    .n_said = 1,
	    .values = &value,
	    .n_values = phone[0] != '\0'};
	struct err err = {0};

	memset(&said, 0, sizeof(said));
	said.field[CANON_F_FAMILY_NAME] = span_of(family);
	said.field[CANON_F_FAMILY_KANA] = span_of(kana);
	said.field[CANON_F_STREET] = span_of(street);
	said.field[CANON_F_CITY] = span_of(city);
	said.values = &value;
	said.n_values = record.n_values;
	assert_int_equal(facts_add(facts, &record, &err), 0);
}

static void
test_homes(void **state)
{
	uint32_t cluster[N], household[N_CLUSTERS];
	struct facts facts = {0};
	struct model model;
	struct err err = {0};
	size_t i, n;

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	for (i = 0; i < N; i++) {
		add(&facts, i, people[i].family, people[i].kana,
		    people[i].phone, people[i].street, people[i].city);
		cluster[i] = people[i].cluster;
	}
	assert_int_equal(facts_finish(&facts, &err), 0);
	assert_int_equal(
	    household_find(&facts, cluster, N_CLUSTERS, household, &n, &err),
	    0);
	assert_int_equal(n, 2);
	for (i = 0; i < N; i++)
		assert_int_equal(
		    household[people[i].cluster], people[i].household);
	facts_clear(&facts);
	model_clear(&model);
}

/* So many customers are no family. */
static void
test_dormitory(void **state)
{
	uint32_t cluster[N_DORM], household[N_DORM];
	struct facts facts = {0};
	struct model model;
	struct err err = {0};
	uint32_t i;
	size_t n;

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	for (i = 0; i < N_DORM; i++) {
		add(&facts, i, "佐藤", "", "+81335550199", "", "");
		cluster[i] = i;
	}
	assert_int_equal(facts_finish(&facts, &err), 0);
	assert_int_equal(
	    household_find(&facts, cluster, N_DORM, household, &n, &err), 0);
	assert_int_equal(n, 0);
	for (i = 0; i < N_DORM; i++)
		assert_int_equal(household[i], HOUSEHOLD_NONE);
	facts_clear(&facts);
	model_clear(&model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_homes),
	    cmocka_unit_test(test_dormitory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
