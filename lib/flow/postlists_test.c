#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "flow/postlists.h"

#define PEOPLE 3000

/* All lists, one behind the other, and after how many to fail. */
struct taken {
	struct buf all;
	size_t n, fails_at;
};

static int
take(void *context, const struct postlists_list *list, struct err *err)
{
	struct taken *taken = context;
	size_t i, sum = 0;

	if (taken->n++ == taken->fails_at)
		return err_set(err, ERR_DATA, "full");
	buf_printf(&taken->all, "%d %d", list->list, list->bits);
	for (i = 0; i < list->n; i++) {
		buf_printf(&taken->all, " %u", list->blocks[i].block);
		sum += list->blocks[i].len;
	}
	assert_int_equal(sum, list->bytes.len);
	buf_span(&taken->all, buf_get(&list->bytes));
	return 0;
}

static void
make(struct facts *facts, struct model *model, bool is_shared)
{
	struct canon_record said = {0};
	struct facts_record record = {
	    .source_name = SPAN("shop"), .said = &said, .n_said = 1};
	struct err err = {0};
	char given[32], family[32];
	size_t i;

	assert_int_equal(model_read_default(model, &err), 0);
	assert_int_equal(facts_begin(facts, model, &err), 0);
	if (is_shared)
		assert_int_equal(facts_share(facts, &err), 0);
	for (i = 0; i < PEOPLE; i++) {
		(void)snprintf(given, sizeof(given), "ann%zu", i % 70);
		(void)snprintf(family, sizeof(family), "lee%zu", i % 900);
		said.field[CANON_F_GIVEN_NAME] = span_of(given);
		said.field[CANON_F_FAMILY_NAME] = span_of(family);
		said.field[CANON_F_BIRTH_DATE] = span_of("1980-03-04");
		record.digest = hash_mix(5, i);
		assert_int_equal(facts_add(facts, &record, &err), 0);
	}
	assert_int_equal(facts_finish(facts, &err), 0);
}

static int
take_all(bool is_shared, struct taken *taken, struct err *err)
{
	struct postlists *lists;
	struct model model;
	struct facts facts;
	int status;

	make(&facts, &model, is_shared);
	lists = postlists_new(&facts, &model, err);
	assert_non_null(lists);
	status = postlists_each(lists, take, taken, err);
	postlists_free(lists);
	facts_clear(&facts);
	model_clear(&model);
	return status;
}

/* A thread of their own makes no difference. */
static void
test_same(void **state)
{
	struct taken alone = {.fails_at = SIZE_MAX};
	struct taken shared = {.fails_at = SIZE_MAX};
	struct err err = {0};

	(void)state;
	assert_int_equal(take_all(false, &alone, &err), 0);
	assert_int_equal(take_all(true, &shared, &err), 0);
	assert_true(alone.n > 20 && alone.all.len > 1000);
	assert_int_equal(alone.n, shared.n);
	assert_true(span_eq(buf_get(&alone.all), buf_get(&shared.all)));
	buf_clear(&alone.all);
	buf_clear(&shared.all);
}

static void
test_failure(void **state)
{
	static const size_t at[] = {0, 1, 9, 25};
	size_t i;
	int k;

	(void)state;
	for (i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		for (k = 0; k < 2; k++) {
			struct taken taken = {.fails_at = at[i]};
			struct err err = {0};

			assert_int_equal(take_all(k == 1, &taken, &err), -1);
			assert_string_equal(err.msg, "full");
			assert_int_equal(taken.n, at[i] + 1);
			buf_clear(&taken.all);
		}
}

/* Nobody takes any. */
static void
test_nobody(void **state)
{
	struct model model;
	struct facts facts;
	struct err err = {0};

	(void)state;
	make(&facts, &model, true);
	postlists_free(postlists_new(&facts, &model, &err));
	facts_clear(&facts);
	model_clear(&model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same),
	    cmocka_unit_test(test_failure),
	    cmocka_unit_test(test_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
