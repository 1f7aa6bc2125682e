#include "store/sample.h"

#define EVENTS 20000 /* more than are settled together */

/*
 * Many events, each in two versions far from each other, then again with
 * every hundredth changed and some more behind.
 */
static void
import_many(struct store *store, int64_t extra, int64_t changed,
    struct store_import_counts *counts)
{
	struct store_import_info info = sample_info("s");
	struct err err = {0};
	struct store_import *import = store_import_begin(store, &info, &err);
	struct store_batch *batch = store_batch_new(import, &err);

	memset(counts, 0, sizeof(*counts));
	for (int64_t i = 0; i < 2 * EVENTS + extra; i++) {
		char id[16], event_id[16];
		int64_t n = i < 2 * EVENTS ? i % EVENTS : i - EVENTS;
		struct sample row = {.id = id,
		    .event_id = event_id,
		    .at_s = n + 1,
		    .amount = i < EVENTS ? 1 : 2 + (n % 100 < changed)};

		(void)snprintf(id, sizeof(id), "r%d", (int)(n % 15000));
		(void)snprintf(event_id, sizeof(event_id), "e%d", (int)n);
		assert_int_equal(sample_add(batch, &row, &err), 0);
		counts->rows++;
		if (store_batch_is_full(batch)) {
			assert_int_equal(
			    store_import_write(import, batch, &err), 0);
			store_batch_reset(batch);
		}
	}
	assert_int_equal(store_import_write(import, batch, &err), 0);
	store_batch_free(batch);
	if (store_import_finish(import, "1", false, counts, &err) != 0)
		fail_msg("%s", err.msg);
}

static void
test_many(void **state)
{
	struct store_import_counts counts;
	struct store *store = sample_store();

	(void)state;
	import_many(store, 0, 0, &counts);
	assert_int_equal(counts.events_new, EVENTS);
	assert_int_equal(counts.events_same, EVENTS);
	assert_int_equal(counts.records_new, 15000);
	import_many(store, 0, 0, &counts);
	assert_int_equal(counts.events_same, 2 * EVENTS);
	assert_int_equal(counts.records_same, 15000);
	import_many(store, 500, 1, &counts);
	assert_int_equal(counts.events_changed, EVENTS / 100);
	assert_int_equal(counts.events_new, 500);
	assert_int_equal(counts.events_same, 2 * EVENTS - EVENTS / 100);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_many)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
