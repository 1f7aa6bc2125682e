#include "flow/former.h"
#include "flow/sample.h"

static const struct sample people[] = {
    {.source = "ec", .native_id = "1", .email = "ken@mori.jp"},
    {.source = "ec", .native_id = "2", .email = "ai@mori.jp"},
    {.source = "ec", .native_id = "3", .email = "ai@mori.jp", .line = "U1"},
    {.source = NULL},
};

static const struct sample joining = {
    .source = "ec", .native_id = "4", .email = "ken@mori.jp", .line = "U1"};

static void
merge_all(struct store *store)
{
	struct merge merge = {0};

	sample_merge(store, &merge);
	merge_clear(&merge);
}

static int64_t
key_of(struct store *store, const char *name)
{
	struct err err = {0};
	int64_t key;

	assert_int_equal(
	    store_find_record(store, span_of(name), &key, &err), 0);
	return key;
}

/* What the ids that nobody has had, of the records that are asked for. */
static void
test_place(void **state)
{
	struct store *store = sample_store();
	struct former former = {0};
	struct err err = {0};
	int64_t keys[3];

	(void)state;
	sample_import_all(store, people);
	merge_all(store);
	/* Nobody left anybody yet. */
	assert_int_equal(former_read(&former, store, &err), 0);
	assert_int_equal(former.n_left, 0);
	former_clear(&former);
	sample_import(store, &joining);
	merge_all(store);
	/* The first customer went into the second, which had more records. */
	keys[0] = key_of(store, "ec:1");
	keys[1] = key_of(store, "ec:4");
	keys[2] = key_of(store, "ec:2");
	assert_int_equal(former_read(&former, store, &err), 0);
	assert_int_equal(former_place(&former, keys, 3, &err), 0);
	assert_int_equal(former.n, 1);
	assert_int_equal(former.rows[0].customer, 1);
	assert_int_equal(former.rows[0].record, 0);
	former_clear(&former);
	/* An id that somebody has is nobody else's. */
	assert_int_equal(former_read(&former, store, &err), 0);
	assert_int_equal(former_note(&former, 1, &err), 0);
	assert_int_equal(former_note(&former, 7, &err), 0);
	assert_int_equal(former_place(&former, keys, 3, &err), 0);
	assert_int_equal(former.n, 0);
	former_clear(&former);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
