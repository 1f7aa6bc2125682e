#include "store/sample.h"

static const struct sample rows[] = {{.id = "a", .name = "A"},
    {.id = "b", .name = "B"}, {.id = "c", .name = "C"}};

/* The keys of the records, in order of their ids. */
static void
read_keys(struct store *store, int64_t keys[3])
{
	const struct store_record *record;
	struct store_records *records;
	struct err err = {0};

	records = store_records_open(store, &err);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(store_records_next(records, &record, &err), 0);
		keys[i] = record->key;
	}
	store_records_close(records);
}

static void
save(struct store *store, const struct store_member *members, size_t n,
    const struct store_alias *aliases, size_t n_aliases)
{
	const struct store_link link = {.left = members[0].record,
	    .right = members[1].record,
	    .kind = SPAN("email"),
	    .value = SPAN("x")};
	struct store_run run = {.mode = SPAN("exact"), .threshold = SPAN("")};
	struct store_member sorted[3];
	struct err err = {0};

	memcpy(sorted, members, n * sizeof(*members));
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(store_save_run(store, &run, sorted, n, &link, 1,
			     aliases, n_aliases, &err),
	    0);
	for (size_t i = 1; i < n; i++)
		assert_true(sorted[i - 1].record < sorted[i].record);
	assert_true(run.id > 0);
	assert_int_equal(store_commit(store, &err), 0);
}

static void
must_find(struct store *store, const char *text, int64_t expected)
{
	struct err err = {0};
	int64_t customer = 0;
	int rc = store_find_customer(store, span_of(text), &customer, &err);

	if (expected == 0) {
		assert_int_equal(rc, -1);
		assert_int_equal(err.code, ERR_NO);
	} else {
		assert_int_equal(rc, 0);
		assert_int_equal(customer, expected);
	}
}

static void
test_runs(void **state)
{
	struct store_import_counts counts;
	struct store *store = sample_store();
	struct store_member members[3], *saved;
	const struct store_alias gone[] = {{2, 1}}, back[] = {{1, 3}};
	struct err err = {0};
	int64_t keys[3], number;
	size_t n;
	char name[24];

	(void)state;
	sample_must_import(store, "s", rows, 3, &counts);
	read_keys(store, keys);
	assert_int_equal(store_next_customer(store, &number, &err), 0);
	assert_int_equal(number, 1);
	must_find(store, "s:a", 0);
	for (int i = 0; i < 3; i++)
		members[i] = (struct store_member){keys[i], i + 1};
	save(store, members, 2, NULL, 0);
	assert_int_equal(store_unmerged(store, &number, &err), 0);
	assert_int_equal(number, 1);
	save(store, members, 3, NULL, 0);
	must_find(store, "s:b", 2);
	must_find(store, "C000000002", 2);
	members[1].customer = 1;
	save(store, members, 3, gone, 1);
	assert_int_equal(store_members(store, &saved, &n, &err), 0);
	assert_int_equal(n, 3);
	assert_true(saved[0].record < saved[1].record);
	free(saved);
	assert_int_equal(store_next_customer(store, &number, &err), 0);
	assert_int_equal(number, 4);
	must_find(store, "C000000002", 1);
	members[0].customer = members[1].customer = 3;
	save(store, members, 3, back, 1);
	must_find(store, "C2", 3);
	must_find(store, "C000000009", 0);
	must_find(store, "s:nobody", 0);
	must_find(store, "x:a", 0);
	must_find(store, "", 0);
	must_find(store, "C", 0);
	store_customer_name(123, name);
	assert_string_equal(name, "C000000123");
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
