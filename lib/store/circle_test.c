#include "store/circle.h"
#include "store/sample.h"

static int64_t
begin_run(struct store *store)
{
	struct store_run run = {.mode = SPAN("model"), .threshold = SPAN("")};
	struct err err = {0};

	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(
	    store_save_run(store, &run, NULL, 0, NULL, 0, NULL, 0, &err), 0);
	return run.id;
}

static void
must_be(struct store *store, enum circle_kind kind,
    const struct store_member *expected, size_t n)
{
	struct store_member *members;
	struct err err = {0};
	size_t i, count;

	assert_int_equal(
	    circle_members(store, kind, &members, &count, &err), 0);
	assert_int_equal(count, n);
	for (i = 0; i < n; i++) {
		assert_int_equal(members[i].record, expected[i].record);
		assert_int_equal(members[i].customer, expected[i].customer);
	}
	free(members);
}

/* What a run did goes back with it, and back again. */
static void
test_undo(void **state)
{
	static const struct store_member first[] = {{1, 1}, {2, 1}, {5, 2}};
	static const struct store_member second[] = {{2, 1}, {3, 1}, {5, 3}};
	/* 1 is in none any more, and 2 is said to be where it is. */
	static const struct store_member change[] = {
	    {1, 0}, {2, 1}, {3, 1}, {5, 3}};
	static const struct store_member account[] = {{2, 7}};
	struct store *store = sample_store();
	struct err err = {0};
	int64_t run, next, by;

	(void)state;
	run = begin_run(store);
	assert_int_equal(circle_next(store, CIRCLE_HOUSEHOLD, &next, &err), 0);
	assert_int_equal(next, 1);
	assert_int_equal(
	    circle_save(store, run, CIRCLE_HOUSEHOLD, first, 3, &err), 0);
	assert_int_equal(
	    circle_save(store, run, CIRCLE_ACCOUNT, account, 1, &err), 0);
	assert_int_equal(store_commit(store, &err), 0);
	must_be(store, CIRCLE_HOUSEHOLD, first, 3);

	run = begin_run(store);
	assert_int_equal(
	    circle_save(store, run, CIRCLE_HOUSEHOLD, change, 4, &err), 0);
	must_be(store, CIRCLE_HOUSEHOLD, second, 3);
	assert_int_equal(store_commit(store, &err), 0);

	by = begin_run(store);
	assert_int_equal(circle_undo(store, run, by, &err), 0);
	assert_int_equal(store_commit(store, &err), 0);
	must_be(store, CIRCLE_HOUSEHOLD, first, 3);
	must_be(store, CIRCLE_ACCOUNT, account, 1);

	run = begin_run(store);
	assert_int_equal(circle_undo(store, by, run, &err), 0);
	assert_int_equal(store_commit(store, &err), 0);
	must_be(store, CIRCLE_HOUSEHOLD, second, 3);
	/* A number that was given is never given again. */
	assert_int_equal(circle_next(store, CIRCLE_HOUSEHOLD, &next, &err), 0);
	assert_int_equal(next, 4);
	store_close(store);
}

static int
count_generic(void *context, const struct circle_generic *row, struct err *err)
{
	int64_t *last = context;

	(void)err;
	assert_true(row->records <= *last);
	assert_true(span_is(row->kind, "phone"));
	*last = row->records;
	return 0;
}

static void
test_generics(void **state)
{
	static const struct circle_generic rows[] = {
	    {SPAN("phone"), SPAN("+811"), 21},
	    {SPAN("phone"), SPAN("+812"), 99}};
	struct store *store = sample_store();
	struct err err = {0};
	int64_t run = begin_run(store), last = INT64_MAX;
	int64_t i;

	(void)state;
	for (i = 0; i < 2; i++)
		assert_int_equal(
		    circle_generic_add(store, run, i, &rows[i], &err), 0);
	assert_int_equal(
	    circle_generics(store, run, count_generic, &last, &err), 0);
	assert_int_equal(last, 21);
	last = INT64_MAX;
	assert_int_equal(
	    circle_generics(store, run + 1, count_generic, &last, &err), 0);
	assert_int_equal(last, INT64_MAX);
	store_rollback(store);
	store_close(store);
}

static void
test_names(void **state)
{
	char name[24];

	(void)state;
	circle_name(CIRCLE_HOUSEHOLD, 12, name);
	assert_string_equal(name, "H000000012");
	circle_name(CIRCLE_ACCOUNT, 1234567890, name);
	assert_string_equal(name, "A1234567890");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_undo),
	    cmocka_unit_test(test_generics),
	    cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
