#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/pack.h"

static struct facts facts;
static struct model model;

struct person {
	const char *given[2]; /* the second: as it was said before */
	const char *phone[3];
};

static void
add(const struct person *p)
{
	struct canon_record said[2];
	struct canon_value values[3] = {{0}};
	struct facts_record record = {.digest = hash_mix(3, facts.n_records),
	    .source_name = SPAN("shop"),
	    .said = said,
	    .values = values};
	struct err err = {0};

	memset(said, 0, sizeof(said));
	for (; record.n_said < 2 && p->given[record.n_said] != NULL;
	     record.n_said++)
		said[record.n_said].field[CANON_F_GIVEN_NAME] =
		    span_of(p->given[record.n_said]);
	for (; record.n_values < 3 && p->phone[record.n_values] != NULL;
	     record.n_values++) {
		values[record.n_values].field = CANON_F_PHONE;
		values[record.n_values].normal =
		    span_of(p->phone[record.n_values]);
	}
	assert_int_equal(facts_add(&facts, &record, &err), 0);
}

static void
make(const char *json, const struct person *people, size_t n)
{
	struct err err = {0};
	size_t i;

	memset(&facts, 0, sizeof(facts));
	assert_int_equal(model_read(&model, span_of(json), &err), 0);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	for (i = 0; i < n; i++)
		add(&people[i]);
	assert_int_equal(facts_finish(&facts, &err), 0);
}

static void
done(void)
{
	facts_clear(&facts);
	model_clear(&model);
}

/* A line of memory a row, and its head says what is asked first. */
static void
test_heads(void **state)
{
	static const struct person people[] = {
	    {{"Anna", "Ada"}, {"+819011112222"}},
	    {{"Bert"}, {NULL}},
	};
	const uint32_t *head;
	uint32_t i;

	(void)state;
	make("{}", people, 2);
	assert_int_equal(facts.stride, 16);
	assert_int_equal(facts.n_rows, 3);
	for (i = 0; i < 2; i++)
		assert_int_equal(facts_row(&facts, i)[FACTS_ORDER] >> 1,
		    facts.digest[i] >> 33);
	assert_int_equal(facts_row(&facts, 0)[FACTS_ORDER] & 1, 1);
	assert_int_equal(facts_row(&facts, 1)[FACTS_ORDER] & 1, 0);
	head = facts_row(&facts, 0);
	assert_int_equal(head[FACTS_ITEMS + FACTS_PHONE] & FACTS_ITEM, 0);
	assert_true((head[FACTS_ITEMS + FACTS_PHONE] & FACTS_MANY) == 0);
	assert_true(head[FACTS_ITEMS + FACTS_EMAIL] == FACTS_NONE);
	assert_int_equal(head[FACTS_HINT + FACTS_PHONE],
	    facts.list[FACTS_PHONE].pool.values[0].hint);
	assert_true(head[FACTS_HINT + FACTS_PHONE] != 0);
	/* A further row has names alone. */
	head = facts_row(&facts, 2);
	assert_true(head[FACTS_ITEMS + FACTS_PHONE] == FACTS_NONE);
	assert_true(span_is(facts_text(&facts, FACTS_GIVEN, 2), "ada"));
	done();
}

/* Values that stand on other records too, and those that say nothing. */
static void
test_items(void **state)
{
	static const struct person people[] = {
	    {{"Anna"}, {"+819011112222", "+819011113333", "+819011114444"}},
	    {{"Bert"}, {"+819011112222"}},
	    {{"Carl"}, {"+819011113333"}},
	    {{"Dora"}, {"+819011113333"}},
	};
	static const uint32_t flags[] = {FACTS_SHARED, FACTS_VOID, 0};
	const uint32_t *items;
	uint32_t n, i;

	(void)state;
	make("{\"limits\": {\"phone\": 2}}", people, 4);
	items = facts_items(&facts, FACTS_PHONE, 0, &n);
	assert_int_equal(n, 3);
	for (i = 0; i < 3; i++) {
		assert_int_equal(items[i] & FACTS_ITEM, i);
		assert_int_equal(
		    items[i] & (FACTS_SHARED | FACTS_VOID), flags[i]);
	}
	assert_true((facts_row(&facts, 0)[FACTS_ITEMS + FACTS_PHONE] &
			FACTS_MANY) != 0);
	/* Of several nobody knows which is meant. */
	assert_int_equal(facts_row(&facts, 0)[FACTS_HINT + FACTS_PHONE], 0);
	items = facts_items(&facts, FACTS_PHONE, 1, &n);
	assert_int_equal(n, 1);
	assert_int_equal(*items, 0 | FACTS_SHARED);
	(void)facts_items(&facts, FACTS_EMAIL, 1, &n);
	assert_int_equal(n, 0);
	done();
}

/* Nobody at all, and people of whom nothing is known. */
static void
test_nothing(void **state)
{
	static const struct person nobody = {{""}, {NULL}};
	uint32_t n;
	int c;

	(void)state;
	make("{}", NULL, 0);
	assert_int_equal(facts.n_rows, 0);
	done();
	make("{}", &nobody, 1);
	assert_int_equal(facts.n_rows, 1);
	for (c = 0; c < FACTS_COLUMNS; c++)
		assert_int_equal(facts_value(&facts, c, 0), 0);
	(void)facts_items(&facts, FACTS_ID, 0, &n);
	assert_int_equal(n, 0);
	done();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_heads),
	    cmocka_unit_test(test_items),
	    cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
