#include "flow/customers.h"
#include "flow/sample_table.h"
#include "store/best.h"

/* The columns of the table are those of the golden record, by name. */
static void
test_fields(void **state)
{
	size_t n = 0;

	(void)state;
	while (golden_fields[n] != CANON_F_NONE)
		n++;
	assert_int_equal(n, BEST_FIELDS);
}

static bool
is_fresh(struct store *store)
{
	struct err err = {0};
	int64_t generation;
	bool is_there;

	assert_int_equal(best_is_fresh(store, &generation, &is_there, &err), 0);
	return is_there;
}

/* Stored once, until there are news, and then again. */
static void
test_freshness(void **state)
{
	static const struct sample more = {
	    .source = "ec", .native_id = "9", .family = "林"};
	struct store *store = sample_store();
	struct merge merge = {0}, again = {0};
	struct err err = {0};

	(void)state;
	sample_import_all(store, sample_people);
	assert_int_equal(customers_store(store, &err), -1);
	assert_int_equal(err.code, ERR_UNAVAILABLE);
	err_clear(&err);
	sample_merge(store, &merge);
	assert_false(is_fresh(store));
	assert_int_equal(customers_store(store, &err), 0);
	assert_true(is_fresh(store));
	assert_int_equal(customers_store(store, &err), 0);
	sample_import(store, &more);
	assert_false(is_fresh(store));
	sample_merge(store, &again);
	assert_false(is_fresh(store));
	assert_int_equal(customers_store(store, &err), 0);
	assert_true(is_fresh(store));
	merge_clear(&merge);
	merge_clear(&again);
	store_close(store);
}

/* News that come between reading and writing keep it out. */
static void
test_news_between(void **state)
{
	static const struct sample more = {
	    .source = "ec", .native_id = "9", .family = "林"};
	struct store *store = sample_store();
	struct merge merge = {0};
	struct stored stored = {0};
	struct golden golden = {0};
	struct err err = {0};

	(void)state;
	sample_import_all(store, sample_people);
	sample_merge(store, &merge);
	assert_int_equal(stored_begin(&stored, store, &err), 0);
	golden.field[CANON_F_EMAIL] = span_of("a@b");
	golden.from[CANON_F_EMAIL] = span_of("ec:\"1\\\t");
	assert_int_equal(stored_add(&stored, 1, &golden, &err), 0);
	assert_string_equal(
	    buf_text(&stored.row), "{\"*\": \"ec:\\\"1\\\\\\u0009\"}a@b");
	sample_import(store, &more);
	assert_int_equal(stored_save(&stored, store, &err), 0);
	assert_false(is_fresh(store));
	stored_clear(&stored);
	merge_clear(&merge);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_fields),
	    cmocka_unit_test(test_freshness),
	    cmocka_unit_test(test_news_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
