#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "flow/warm.h"
#include "flow/world.h"
#include "store/matchpack.h"

#define PEOPLE 100

static void
write_people(struct buf *csv)
{
	buf_str(csv, "channel,customer_id,family_name,birth_date,email\n");
	for (int i = 0; i < PEOPLE; i++)
		buf_printf(csv, "crm,%d,Smith%d,19%02d-01-02,p%d@mail.test\n",
		    i, i % 10, 10 + i / 2 % 80, i / 2);
}

/* A store with a pack, in a file, since each thread opens it. */
static void
open_file(struct world *world, char *path)
{
	const struct merge_options options = {.now_us = 5, .n_threads = 1};
	struct merge merge = {0};
	struct buf csv = {0};
	struct err err = {0};

	memset(world, 0, sizeof(*world));
	assert_non_null(mkdtemp(path));
	memcpy(path + strlen(path), "/s.db", sizeof("/s.db"));
	world->store = store_open(path, STORE_CREATE, 0600, 1, &err);
	assert_non_null(world->store);
	write_people(&csv);
	world_import(world, buf_text(&csv));
	if (merge_run(world->store, &options, &merge, &err) == -1)
		fail_msg("%s", err.msg);
	merge_clear(&merge);
	buf_clear(&csv);
}

static void
close_file(struct world *world, char *path)
{
	world_close(world);
	assert_int_equal(unlink(path), 0);
	*strrchr(path, '/') = '\0';
	assert_int_equal(rmdir(path), 0);
}

/* Reading ahead changes nothing, whenever it is told to end, and leaves the
 * store to who writes. */
static void
test_records(void **state)
{
	char path[64] = "/tmp/omni-warm-XXXXXX";
	uint32_t records[PEOPLE + 1];
	struct world world;
	struct lookup lookup = {0};
	struct lookup_person person = {0};
	struct model model = {0};
	struct err err = {0};

	(void)state;
	for (uint32_t i = 0; i <= PEOPLE; i++)
		records[i] = i; /* the last is none, which is passed over */
	open_file(&world, path);
	assert_int_equal(store_begin_read(world.store, &err), 0);
	assert_int_equal(lookup_open(&lookup, world.store, &model, &err), 0);
	for (int round = 0; round < 20; round++) {
		struct warm warm = {0};

		warm_start(&warm, &lookup, records, PEOPLE + 1);
		assert_int_equal(warm.n_threads, WARM_THREADS);
		for (uint32_t i = 0; i < PEOPLE; i += (uint32_t)round + 1)
			assert_int_equal(
			    lookup_read(&lookup, i, &person, &err), 0);
		warm_stop(&warm);
		assert_int_equal(warm.n_threads, 0);
	}
	store_rollback(world.store);
	assert_int_equal(store_begin(world.store, &err), 0);
	assert_int_equal(store_commit(world.store, &err), 0);
	lookup_person_clear(&person);
	lookup_clear(&lookup);
	model_clear(&model);
	close_file(&world, path);
}

/* In memory there is nothing to wait for. */
static void
test_in_memory(void **state)
{
	struct lookup lookup = {0};
	struct warm warm = {0};
	const uint32_t record = 0;

	(void)state;
	warm_start(&warm, &lookup, &record, 1);
	assert_int_equal(warm.n_threads, 0);
	warm_stop(&warm);
}

static void
take(struct store *store, bool is_started, struct buf *packed)
{
	struct warm_frequency warm = {0};
	struct frequency *frequency = NULL;
	struct err err = {0};

	if (is_started)
		warm_frequency_start(&warm, store);
	else
		warm.store = store;
	assert_int_equal(warm_frequency_take(&warm, &frequency, &err), 0);
	assert_non_null(frequency);
	buf_reset(packed);
	frequency_pack(frequency, packed);
	assert_int_equal(buf_check(packed, &err), 0);
	frequency_clear(frequency);
	free(frequency);
	warm_frequency_clear(&warm);
}

/* By a thread or not, they are the same; and nobody has to take them. */
static void
test_frequency(void **state)
{
	char path[64] = "/tmp/omni-warm-XXXXXX";
	struct buf with = {0}, without = {0};
	struct warm_frequency ignored = {0}, none = {0};
	struct frequency *frequency = NULL;
	struct world world;
	struct err err = {0};
	bool is_last;

	(void)state;
	open_file(&world, path);
	assert_int_equal(store_begin_read(world.store, &err), 0);
	take(world.store, true, &with);
	take(world.store, false, &without);
	assert_true(with.len > 0);
	assert_true(span_eq(buf_get(&with), buf_get(&without)));
	warm_frequency_start(&ignored, world.store);
	warm_frequency_clear(&ignored);
	store_rollback(world.store);
	/* A pack without any. */
	assert_int_equal(matchpack_begin(world.store, 1, &is_last, &err), 0);
	assert_int_equal(matchpack_drop(world.store, 0, INT64_MAX, &err), 0);
	assert_int_equal(
	    matchpack_end(world.store, MATCHPACK_FIND, 1, 0, &err), 0);
	assert_int_equal(store_begin_read(world.store, &err), 0);
	warm_frequency_start(&none, world.store);
	assert_int_equal(warm_frequency_take(&none, &frequency, &err), 0);
	assert_null(frequency);
	store_rollback(world.store);
	buf_clear(&with);
	buf_clear(&without);
	close_file(&world, path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_records),
	    cmocka_unit_test(test_in_memory),
	    cmocka_unit_test(test_frequency),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
