#include "store/db.h"
#include "store/roll.h"
#include "store/sample.h"

#define RECORDS 300

static struct sample rows[RECORDS];
static char ids[RECORDS][16];

static struct store *
make_store(void)
{
	struct store *store = sample_store();
	struct store_import_counts counts;

	for (int i = 0; i < RECORDS; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "%03d", i);
		rows[i] = (struct sample){.id = ids[i], .name = "A"};
	}
	sample_must_import(store, "s", rows, RECORDS, &counts);
	return store;
}

/* By record, customers are numbered by their ids, and each is found. */
static void
test_records(void **state)
{
	struct store *store = make_store();
	const struct beside beside = {.stores = {store}, .n = 1};
	struct store_records *records;
	const struct store_record *record;
	struct roll roll = {0};
	struct err err = {0};
	struct roll_found found[2];

	(void)state;
	assert_int_equal(roll_load(&roll, &beside, true, NULL, 0, &err), 0);
	assert_int_equal(roll.count, RECORDS);
	assert_int_equal(roll.last, RECORDS);
	records = store_records_open(store, &err);
	for (int i = 0; i < RECORDS; i++) {
		assert_int_equal(store_records_next(records, &record, &err), 0);
		roll_find(&roll,
		    (const int64_t[]){record->key, record->key ^ 1}, 2, found);
		assert_int_equal(found[0].customer, i + 1);
		assert_true(span_is(found[0].native_id, ids[i]));
		assert_int_equal(found[1].customer, 0);
	}
	store_records_close(records);
	roll_clear(&roll);
	store_close(store);
}

/* Nobody is merged: nobody is found. */
static void
test_nobody(void **state)
{
	static const int64_t some[] = {3, 5};
	struct store *store = make_store();
	const struct beside beside = {.stores = {store}, .n = 1};
	struct roll roll = {0};
	struct err err = {0};
	struct roll_found found;

	(void)state;
	assert_int_equal(roll_load(&roll, &beside, false, some, 2, &err), 0);
	assert_int_equal(roll.count, 0);
	assert_int_equal(roll.last, 1);
	roll_find(&roll, (const int64_t[]){7}, 1, &found);
	assert_int_equal(found.customer, 0);
	roll_clear(&roll);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_records),
	    cmocka_unit_test(test_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
