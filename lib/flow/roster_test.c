#include "flow/roster.h"
#include "flow/sample.h"

static const struct sample people[] = {
    {.source = "shop",
	.native_id = "1",
	.email = "a@mori.jp",
	.event = CANON_PURCHASE,
	.at_us = 50},
    {.source = "ec", .native_id = "2", .email = "b@mori.jp"},
    {.source = "ec",
	.native_id = "1",
	.email = "a@mori.jp",
	.event = CANON_VIEW,
	.at_us = 90},
    {.source = NULL},
};

static int
count(void *context, size_t index, const struct store_record *record,
    struct err *err)
{
	size_t *n = context;

	(void)record;
	(void)err;
	assert_int_equal(index, *n);
	++*n;
	return 0;
}

static void
test_load(void **state)
{
	struct store *store = sample_store();
	struct roster roster = {0};
	struct merge merge = {0};
	struct err err = {0};
	size_t n = 0;

	(void)state;
	sample_import_all(store, people);
	assert_int_equal(
	    roster_load(&roster, store, true, NULL, NULL, &err), -1);
	assert_int_equal(err.code, ERR_UNAVAILABLE);
	assert_int_equal(
	    roster_load(&roster, store, false, count, &n, &err), 0);
	assert_int_equal(n, 3);
	assert_int_equal(roster.n_customers, 0);
	roster_clear(&roster);
	sample_merge(store, &merge);
	err_clear(&err);
	assert_int_equal(
	    roster_load(&roster, store, true, NULL, NULL, &err), 0);
	assert_int_equal(roster.n_customers, 2);
	assert_int_equal(roster.n_places, 3);
	/* By customer: ec:1 and shop:1, then ec:2. */
	assert_int_equal(roster.order[0], 0);
	assert_int_equal(roster.order[1], 2);
	assert_int_equal(roster.order[2], 1);
	assert_int_equal(roster.records[0].customer, 1);
	assert_int_equal(roster.records[1].customer, 2);
	assert_int_equal(roster.records[0].first_seen_us, 90);
	assert_int_equal(roster.records[1].first_seen_us, CANON_NO_TIME);
	assert_true(span_is(roster.records[2].native_id, "1"));
	roster_clear(&roster);
	merge_clear(&merge);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
