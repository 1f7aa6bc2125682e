#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "flow/world.h"

/* People twice, with a typing error now and then, from ${first} on. */
static void
write_people(struct buf *csv, int first, int n)
{
	static const char *const families[] = {
	    "Smith", "Jones", "Brown", "Miller", "Taylor", "Moore", "White"};
	static const char *const givens[] = {
	    "James", "Mary", "Robert", "Linda", "Thomas"};

	buf_reset(csv);
	buf_str(csv,
	    "channel,customer_id,family_name,given_name,"
	    "birth_date,city,email\n");
	for (int i = first; i < first + n; i++) {
		int who = i / 2;

		buf_printf(csv, "crm,%d,%s%s,%s,19%02d-%02d-%02d,town %d,", i,
		    families[who % 7], i % 6 == 1 ? "e" : "", givens[who % 5],
		    who * 3 % 90 + 10, who % 12 + 1, who * 5 % 28 + 1, who % 9);
		buf_printf(csv, i % 3 == 0 ? "\n" : "p%d@mail.test\n", who);
	}
}

static void
merge_with(struct world *world, const struct trained_options *model,
    struct merge *merge)
{
	struct merge_options options = {.now_us = 5, .n_threads = 1};
	struct err err = {0};

	options.model = *model;
	memset(merge, 0, sizeof(*merge));
	if (merge_run(world->store, &options, merge, &err) == -1)
		fail_msg("%s", err.msg);
}

static void
import_people(struct world *world, int first, int n)
{
	struct buf csv = {0};

	write_people(&csv, first, n);
	world_import(world, buf_text(&csv));
	buf_clear(&csv);
}

/* The partition: of each record the first that shares its customer. */
static void
read_partition(struct store *store, int64_t partition[400], size_t *n)
{
	struct store_member *members;
	struct err err = {0};

	assert_int_equal(store_members(store, &members, n, &err), 0);
	assert_true(*n <= 400);
	for (size_t i = 0; i < *n; i++)
		for (size_t j = 0; j <= i; j++)
			if (members[j].customer == members[i].customer) {
				partition[i] = members[j].record;
				break;
			}
	free(members);
}

/* With one trained model it makes no difference whether records come at once
 * or bit by bit, and what came first keeps its customers. */
static void
test_bit_by_bit(void **state)
{
	static const struct trained_options plain = {{NULL, 0}, false, false};
	struct trained_options given = plain;
	int64_t once[400], bits[400];
	size_t n_once, n_bits;
	struct world world = {0}, other = {0};
	struct merge merge;
	struct buf text = {0};

	(void)state;
	import_people(&world, 0, 140);
	merge_with(&world, &plain, &merge);
	assert_true(merge.trained.text.len > 0);
	buf_span(&text, buf_get(&merge.trained.text));
	assert_int_equal(merge.run.records, 140);
	assert_true(merge.run.customers < 100);
	merge_clear(&merge);
	import_people(&world, 140, 60);
	merge_with(&world, &plain, &merge);
	assert_int_equal(merge.trained.text.len, 0);
	assert_false(merge.trained.is_grown);
	assert_int_equal(merge.run.split, 0);
	merge_clear(&merge);

	import_people(&other, 0, 200);
	given.model = buf_get(&text);
	merge_with(&other, &given, &merge);
	merge_clear(&merge);
	read_partition(world.store, bits, &n_bits);
	read_partition(other.store, once, &n_once);
	assert_int_equal(n_once, 200);
	assert_int_equal(n_bits, 200);
	assert_memory_equal(once, bits, 200 * sizeof(once[0]));
	buf_clear(&text);
	store_close(world.store);
	store_close(other.store);
}

/* When a model is trained, and when the one of the store is used. */
static void
test_choose(void **state)
{
	static const struct span automatic = SPAN("{\"train\": \"auto\", "
						  "\"comparisons\": [{\"field\""
						  ": \"family_name\"}], "
						  "\"rules\": [\"email\"]}");
	static const struct {
		int n; /* records that come before */
		struct trained_options options;
		bool is_auto; /* the model is the one above */
		bool trains, is_grown;
	} steps[] = {
	    {40, {{NULL, 0}, false, false}, false, true, false},
	    {4, {{NULL, 0}, false, false}, false, false, false},
	    {2, {{NULL, 0}, true, false}, false, false, false},
	    {40, {{NULL, 0}, false, false}, false, false, true},
	    {2, {{NULL, 0}, false, true}, false, true, false},
	    {2, {{NULL, 0}, false, false}, true, true, false},
	    {2, {{NULL, 0}, false, false}, true, false, false},
	    {2, {{NULL, 0}, true, false}, false, false, false},
	    {100, {{NULL, 0}, false, false}, false, true, false},
	};
	struct world world = {0};
	int first = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct trained_options options = steps[i].options;
		struct merge merge;

		import_people(&world, first, steps[i].n);
		first += steps[i].n;
		if (steps[i].is_auto)
			options.model = automatic;
		merge_with(&world, &options, &merge);
		assert_int_equal(merge.trained.text.len > 0, steps[i].trains);
		assert_int_equal(merge.trained.is_grown, steps[i].is_grown);
		if (steps[i].trains)
			assert_int_equal(merge.model.trained_records, first);
		merge_clear(&merge);
	}
	store_close(world.store);
}

static void
test_none_stored(void **state)
{
	const struct merge_options options = {
	    .now_us = 5, .model = {{NULL, 0}, true, false}};
	struct world world = {0};
	struct merge merge = {0};
	struct err err = {0};

	(void)state;
	import_people(&world, 0, 4);
	assert_int_equal(merge_run(world.store, &options, &merge, &err), -1);
	assert_int_equal(err.code, ERR_UNAVAILABLE);
	merge_clear(&merge);
	store_close(world.store);
}

/* Without news, and with the same model and thresholds, the last run stands. */
static void
test_stands(void **state)
{
	static const struct trained_options plain = {{NULL, 0}, false, false};
	const struct merge_options other = {.now_us = 6, .threshold = 0.9};
	struct world world = {0};
	struct merge merge;
	struct err err = {0};
	int64_t customers;

	(void)state;
	import_people(&world, 0, 60);
	merge_with(&world, &plain, &merge);
	customers = merge.run.customers;
	assert_int_equal(merge.run.created, customers);
	assert_false(merge.has_stood);
	merge_clear(&merge);
	merge_with(&world, &plain, &merge);
	assert_true(merge.has_stood);
	assert_int_equal(merge.run.id, 1);
	assert_int_equal(merge.run.customers, customers);
	assert_int_equal(merge.run.created, 0);
	assert_true(span_eq(merge.run.threshold, buf_get(&merge.threshold)));
	merge_clear(&merge);
	assert_int_equal(merge_run(world.store, &other, &merge, &err), 0);
	assert_false(merge.has_stood);
	assert_int_equal(merge.run.id, 2);
	merge_clear(&merge);
	store_close(world.store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_bit_by_bit),
	    cmocka_unit_test(test_choose),
	    cmocka_unit_test(test_none_stored),
	    cmocka_unit_test(test_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
