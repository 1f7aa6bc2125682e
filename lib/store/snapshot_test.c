#include "store/sample.h"

/* A file of records, each a letter: the id. The guest g has a contact
 * in place of an id. */
static int64_t
import(struct store *store, const char *source, const char *channel,
    const char *ids, bool is_snapshot)
{
	static const char *const names[] = {"a", "b", "c", "d"};
	struct store_import_info info = sample_info(source);
	struct store_import_counts counts;
	struct sample rows[8] = {{0}};
	struct err err = {0};
	size_t n;

	info.channel = span_of(channel);
	info.is_snapshot = is_snapshot;
	for (n = 0; ids[n] != '\0'; n++) {
		if (ids[n] == 'g')
			rows[n] = (struct sample){
			    .email = "g@x.jp", .event_id = "o1", .at_s = 9};
		else
			rows[n].id = names[ids[n] - 'a'];
	}
	if (sample_import_as(store, &info, rows, n, false, &counts, &err) != 0)
		fail_msg("%s", err.msg);
	return counts.withdrawn;
}

/* The ids that are withdrawn, in order of (source, id); '~' for a guest. */
static void
check_gone(struct store *store, const char *expected)
{
	const struct store_record *record;
	struct store_records *records;
	struct err err = {0};
	char gone[32] = "";
	size_t n = 0;

	records = store_records_open(store, &err);
	assert_non_null(records);
	while (
	    store_records_next(records, &record, &err) == 0 && record != NULL)
		if (span_is(record->now.field[CANON_F_STATUS], "withdrawn"))
			gone[n++] = record->native_id.data[0];
	store_records_close(records);
	assert_int_equal(err.code, ERR_NONE);
	assert_string_equal(gone, expected);
}

/* Step by step on one store: what each file withdraws, and who is withdrawn
 * after it. */
static void
test_steps(void **state)
{
	static const struct {
		const char *source, *channel, *ids;
		bool is_snapshot;
		int64_t withdrawn;
		const char *gone;
	} steps[] = {
	    /* Known before the first snapshot; a guest is on no list. */
	    {"ec", "ec", "abcg", false, 0, ""},
	    {"ec", "web", "d", false, 0, ""},
	    {"shop", "ec", "d", false, 0, ""},
	    {"ec", "ec", "ab", true, 1, "c"},
	    /* Only a snapshot brings back. */
	    {"ec", "ec", "c", false, 0, "c"},
	    {"ec", "ec", "bc", true, 1, "a"},
	    {"ec", "ec", "bc", true, 0, "a"},
	    {"ec", "ec", "abc", true, 0, ""},
	    /* A list of another channel of the source keeps who is on it. */
	    {"ec", "shop", "ad", true, 0, ""},
	    {"ec", "ec", "", true, 2, "bc"},
	    {"ec", "shop", "d", true, 1, "abc"},
	    {"shop", "ec", "d", true, 0, "abc"},
	    {"shop", "ec", "a", true, 1, "abcd"},
	};
	struct store *store = sample_store();

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		assert_int_equal(
		    import(store, steps[i].source, steps[i].channel,
			steps[i].ids, steps[i].is_snapshot),
		    steps[i].withdrawn);
		check_gone(store, steps[i].gone);
	}
	store_close(store);
}

/* A snapshot with more records than are settled together. */
static void
test_many(void **state)
{
	enum { MANY = 20000 };
	static char ids[MANY][16];
	static struct sample rows[MANY];
	struct store_import_info info = sample_info("ec");
	struct store_import_counts counts;
	struct store *store = sample_store();
	struct err err = {0};

	(void)state;
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "%d", i);
		rows[i].id = ids[i];
	}
	info.is_snapshot = true;
	assert_int_equal(
	    sample_import_as(store, &info, rows, MANY, false, &counts, &err),
	    0);
	assert_int_equal(counts.withdrawn, 0);
	for (int i = 0; i < MANY; i += 2)
		rows[i / 2] = rows[i];
	assert_int_equal(
	    sample_import_as(store, &info, rows, MANY / 2, true, &counts, &err),
	    0);
	assert_int_equal(counts.withdrawn, MANY / 2);
	/* It was a dry run. */
	check_gone(store, "");
	store_close(store);
}

static bool
is_known(struct store *store, bool is_snapshot, const char *hash)
{
	struct store_import_info info = sample_info("ec");
	struct store_import_counts counts;
	struct err err = {0};
	bool known = false;

	info.is_snapshot = is_snapshot;
	assert_int_equal(
	    store_import_known(store, &info, hash, &counts, &known, &err), 0);
	return known;
}

/* "Same" is said against the latest snapshot only. */
static void
test_known(void **state)
{
	struct store *store = sample_store();

	(void)state;
	import(store, "ec", "ec", "ab", false);
	assert_true(is_known(store, false, "0123"));
	assert_false(is_known(store, true, "0123"));
	import(store, "ec", "ec", "ab", true);
	assert_true(is_known(store, true, "0123"));
	assert_true(is_known(store, false, "0123"));
	assert_false(is_known(store, true, "4567"));
	/* No news, and then a record that the snapshot lacks. */
	import(store, "ec", "ec", "a", true);
	import(store, "ec", "ec", "b", false);
	assert_true(is_known(store, true, "0123"));
	import(store, "ec", "ec", "d", false);
	assert_false(is_known(store, true, "0123"));
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_steps),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
