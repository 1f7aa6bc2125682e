#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/tally.h"

static void
cells_add_up(void **state)
{
	static const struct tally_key first = {0, 0, 0, {0, 0, 0, 0}};
	static const struct tally_key second = {0, 7, 0, {0, 1, 0, 0}};
	static const struct tally_key third = {1, 7, 0, {0, 1, 0, 0}};
	struct tally left = {0}, right = {0};
	struct err err = {0};
	const struct tally_cell *cell;

	(void)state;
	assert_int_equal(
	    tally_add(tally_cell(&left, &first, &err), 3, &err), 0);
	assert_int_equal(
	    tally_add(tally_cell(&left, &second, &err), -2, &err), 0);
	assert_int_equal(
	    tally_add(tally_cell(&right, &second, &err), 5, &err), 0);
	tally_cell(&right, &second, &err)->left[1] = 4;
	tally_cell(&right, &second, &err)->hits = 2;
	assert_int_equal(tally_merge(&left, &right, &err), 0);
	assert_int_equal(left.keys.count, 2);
	cell = tally_find(&left, &second);
	assert_non_null(cell);
	assert_int_equal(cell->total, 2);
	assert_int_equal((int64_t)cell->sum, 3);
	assert_int_equal((int64_t)cell->squares, 29);
	assert_int_equal(cell->left[1], 4);
	assert_int_equal(cell->hits, 2);
	assert_int_equal(tally_find(&left, &first)->total, 1);
	assert_null(tally_find(&left, &third));
	assert_int_equal(tally_key(&left, 1).by[1], 1);
	tally_clear(&left);
	tally_clear(&right);
}

/* Parts number their names as they come. */
static void
names_and_values_are_merged(void **state)
{
	struct tally left = {0}, right = {0};
	struct tally_key key = {0, 0, 0, {0, 0, 0, 0}};
	struct err err = {0};
	const struct tally_cell *cell;

	(void)state;
	assert_int_equal(
	    tally_name(&left, span_of("size"), &key.name, &err), 0);
	assert_int_equal(
	    tally_keep(tally_cell(&left, &key, &err), 5000000, &err), 0);
	assert_int_equal(
	    tally_name(&right, span_of("price"), &key.name, &err), 0);
	tally_cell(&right, &key, &err)->hits = 1;
	assert_int_equal(
	    tally_name(&right, span_of("size"), &key.name, &err), 0);
	assert_int_equal(
	    tally_keep(tally_cell(&right, &key, &err), 1500, &err), 0);
	assert_int_equal(tally_merge(&left, &right, &err), 0);
	assert_int_equal(tally_sort(&left, &err), 0);
	assert_int_equal(left.keys.count, 2);
	key = tally_key(&left, 0);
	assert_true(span_is(tally_text(&left, key.name), "size"));
	cell = tally_find(&left, &key);
	assert_int_equal(cell->total, 2);
	assert_int_equal((int64_t)cell->sum, 5002);
	assert_int_equal(spread_rank(cell->bag, 50), 1500);
	assert_int_equal(spread_rank(cell->bag, 90), 5000000);
	key = tally_key(&left, 1);
	assert_true(span_is(tally_text(&left, key.name), "price"));
	assert_null(tally_find(&left, &key)->bag);
	assert_int_equal(tally_text(&left, 0).len, 0);
	tally_clear(&left);
	tally_clear(&right);
}

/* A plain row is the cell of its key, few rows or many. */
static void
plain_rows_have_keys(void **state)
{
	struct tally tally = {0};
	struct err err = {0};

	(void)state;
	for (uint32_t again = 0; again < 2; again++)
		for (uint32_t row = 0; row < 3 * TALLY_PLAIN; row++)
			tally_plain(&tally, row, &err)->hits += row;
	assert_int_equal(tally.keys.count, 3 * TALLY_PLAIN);
	for (uint32_t row = 0; row < 3 * TALLY_PLAIN; row++) {
		struct tally_key key = {row, 0, 0, {0, 0, 0, 0}};

		assert_int_equal(tally_find(&tally, &key)->hits, 2 * row);
		assert_ptr_equal(tally_cell(&tally, &key, &err),
		    tally_plain(&tally, row, &err));
	}
	tally_clear(&tally);
}

static void
too_large_is_told(void **state)
{
	struct tally_cell cell = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(tally_add(&cell, INT64_C(1000000000000000), &err), 0);
	assert_int_equal(
	    tally_add(&cell, -INT64_C(1000000000000001), &err), -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_int_equal(cell.total, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cells_add_up),
	    cmocka_unit_test(names_and_values_are_merged),
	    cmocka_unit_test(plain_rows_have_keys),
	    cmocka_unit_test(too_large_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
