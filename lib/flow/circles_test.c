#include "flow/circles.h"
#include "flow/sample.h"
#include "store/circle.h"

static const struct sample family[] = {
    {.source = "ec",
	.native_id = "1",
	.family = "佐久間",
	.given = "健",
	.phone = "+81335550101"},
    {.source = "ec",
	.native_id = "2",
	.family = "佐久間",
	.given = "花子",
	.phone = "+81335550101"},
    {.source = "ec", .native_id = "3", .family = "森", .given = "愛"},
    {.source = NULL},
};

static void
merge(struct store *store, bool is_exact)
{
	const struct merge_options options = {
	    .is_exact = is_exact, .now_us = 5, .model.trains = !is_exact};
	struct merge merge = {0};
	struct err err = {0};

	if (merge_run(store, &options, &merge, &err) == -1)
		fail_msg("%s", err.msg);
	merge_clear(&merge);
}

/* Homes stay what they are called, whoever comes to live there. */
static void
test_numbers_stay(void **state)
{
	static const struct sample child = {.source = "app",
	    .native_id = "0",
	    .family = "佐久間",
	    .given = "一",
	    .phone = "+81335550101"};
	struct store *store = sample_store();
	struct store_member *members;
	struct err err = {0};
	size_t i, n;

	(void)state;
	sample_import_all(store, family);
	merge(store, false);
	assert_int_equal(
	    circle_customers(store, CIRCLE_HOUSEHOLD, &members, &n, &err), 0);
	assert_int_equal(n, 2);
	assert_int_equal(members[0].customer, 1);
	assert_int_equal(members[1].customer, 1);
	free(members);
	sample_import(store, &child);
	merge(store, false);
	assert_int_equal(
	    circle_customers(store, CIRCLE_HOUSEHOLD, &members, &n, &err), 0);
	assert_int_equal(n, 3);
	for (i = 0; i < n; i++)
		assert_int_equal(members[i].customer, 1);
	free(members);
	/* Identifiers alone know no homes. */
	merge(store, true);
	assert_int_equal(
	    circle_customers(store, CIRCLE_HOUSEHOLD, &members, &n, &err), 0);
	assert_int_equal(n, 0);
	free(members);
	store_close(store);
}

static int
take_generic(void *context, const struct circle_generic *row, struct err *err)
{
	int *n = context;

	(void)err;
	assert_true(span_is(row->kind, "id:line"));
	assert_true(span_is(row->value, "Uhouse"));
	assert_int_equal(row->records, 60);
	++*n;
	return 0;
}

/* An id that far too many share, by either way of matching. */
static void
test_generic(void **state)
{
	struct store *store = sample_store();
	struct err err = {0};
	char id[16];
	int64_t run;
	int i, n;

	(void)state;
	for (i = 0; i < 60; i++) {
		struct sample s = {
		    .source = "ec", .native_id = id, .line = "Uhouse"};

		(void)snprintf(id, sizeof(id), "%d", i);
		sample_import(store, &s);
	}
	for (run = 1; run <= 2; run++) {
		merge(store, run == 1);
		n = 0;
		assert_int_equal(
		    circle_generics(store, run, take_generic, &n, &err), 0);
		assert_int_equal(n, 1);
	}
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_numbers_stay),
	    cmocka_unit_test(test_generic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
