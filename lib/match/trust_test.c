#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/trust.h"

#define RECORDS_MAX 6

struct person {
	const char *family, *given, *birth, *email, *phone, *id;
};

/* Pairs that share a value, and whether it is enough for them. */
static const struct {
	struct person people[RECORDS_MAX]; /* the first two are asked for */
	bool is_enough;
} cases[] = {
    /* An address and nothing else, and whose it is. */
    {{{"Ashworth", "Anna", "", "a@mail.test", "", ""},
	 {"", "", "", "a@mail.test", "", ""}},
	true},
    {{{"", "", "", "a@mail.test", "", ""}, {"", "", "", "a@mail.test", "", ""}},
	true},
    /* The address of two people says nothing of a third record. */
    {{{"Ashworth", "Anna", "", "a@mail.test", "", ""},
	 {"", "", "", "a@mail.test", "", ""},
	 {"Ashworth", "Peter", "", "a@mail.test", "", ""}},
	false},
    {{{"Ashworth", "Anna", "", "a@mail.test", "", ""},
	 {"", "", "", "a@mail.test", "", ""},
	 {"Ashworth", "Ana", "", "a@mail.test", "", ""}},
	true},
    /* Born a generation apart. */
    {{{"Ashworth", "Anna", "1950-03-01", "a@mail.test", "", ""},
	 {"", "", "", "a@mail.test", "", ""},
	 {"Ashworth", "Anna", "1981-11-20", "a@mail.test", "", ""}},
	false},
    /* They contradict each other. */
    {{{"Ashworth", "Anna", "", "a@mail.test", "", ""},
	 {"Pemberton", "George", "", "a@mail.test", "", ""}},
	false},
    /* A mobile telephone is carried, a landline hangs in a house. */
    {{{"Ashworth", "Anna", "", "", "+819012345678", ""},
	 {"", "", "", "", "+819012345678", ""}},
	true},
    {{{"Ashworth", "Anna", "", "", "+81312345678", ""},
	 {"", "", "", "", "+81312345678", ""}},
	false},
    /* An id of another system. */
    {{{"Ashworth", "Anna", "", "", "", "77"}, {"", "", "", "", "", "77"}},
	true},
    {{{"Ashworth", "Anna", "", "", "", "77"}, {"", "", "", "", "", "77"},
	 {"Ashworth", "Peter", "", "", "", "77"}},
	false},
    /* Nothing in common. */
    {{{"Ashworth", "Anna", "", "a@mail.test", "", ""},
	 {"", "", "", "b@mail.test", "", ""}},
	false},
};

static void
add(struct facts *facts, const struct person *p, uint64_t number)
{
	struct canon_record said = {0};
	struct canon_value values[3];
	struct facts_record record = {.digest = number + 1,
	    .source_name = SPAN("s"),
	    .said = &said,
	    .n_said = 1,
	    .values = values};
	struct err err = {0};

	memset(values, 0, sizeof(values));
	said.field[CANON_F_FAMILY_NAME] = span_of(p->family);
	said.field[CANON_F_GIVEN_NAME] = span_of(p->given);
	said.field[CANON_F_BIRTH_DATE] = span_of(p->birth);
	if (p->email[0] != '\0')
		values[record.n_values++] = (struct canon_value){
		    .field = CANON_F_EMAIL, .normal = span_of(p->email)};
	if (p->phone[0] != '\0')
		values[record.n_values++] = (struct canon_value){
		    .field = CANON_F_PHONE, .normal = span_of(p->phone)};
	if (p->id[0] != '\0')
		values[record.n_values++] =
		    (struct canon_value){.field = CANON_F_ID,
			.name = SPAN("card"),
			.normal = span_of(p->id)};
	assert_int_equal(facts_add(facts, &record, &err), 0);
}

static void
test_cases(void **state)
{
	struct model model = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	model.match_share = 1e-4;
	model.household_share = 1e-4;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct compare_thread *thread = compare_thread_new();
		struct facts facts = {0};
		struct compare compare;
		struct compare_pair before, after;
		struct trust trust;

		assert_non_null(thread);
		assert_int_equal(facts_begin(&facts, &model, &err), 0);
		for (size_t j = 0;
		     j < RECORDS_MAX && cases[i].people[j].family != NULL; j++)
			add(&facts, &cases[i].people[j], j);
		assert_int_equal(facts_finish(&facts, &err), 0);
		assert_int_equal(
		    compare_init(&compare, &facts, &model, &err), 0);
		compare_records(&compare, thread, 0, 1, &before);
		assert_int_equal(before.trust, 0);
		assert_int_equal(trust_init(&trust, &compare, &err), 0);
		compare.trust = &trust;
		compare_records(&compare, thread, 0, 1, &after);
		if ((after.trust > 0) != cases[i].is_enough)
			fail_msg("case %zu: %d, weighs %d", i, after.trust,
			    after.weight);
		assert_int_equal(after.weight, before.weight + after.trust);
		/* Declared unique, an id is enough whatever else differs. */
		after.is_unique_one = true;
		after.weight = -5000;
		assert_int_equal(
		    trust_raise(&trust, &compare, 0, 1, &after), 25000);
		compare_clear(&compare);
		trust_clear(&trust);
		facts_clear(&facts);
		free(thread);
	}
	model_clear(&model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
