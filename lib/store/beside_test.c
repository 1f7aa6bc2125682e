#include "store/beside.h"
#include "store/db.h"
#include "store/sample.h"

/* What is done with the store before others are opened, and whether there are
 * others then. */
enum { IN_MEMORY, OUTSIDE, READING, WRITING, WRITTEN, UNDONE };

static const struct {
	int what;
	size_t n; /* of 3 */
} cases[] = {
    {IN_MEMORY, 1},
    {OUTSIDE, 1},
    {READING, 3},
    {WRITING, 3},
    {WRITTEN, 1},
    {UNDONE, 3},
};

static void
prepare(struct store *store, int what)
{
	struct err err = {0};

	if (what == READING)
		assert_int_equal(store_begin_read(store, &err), 0);
	if (what >= WRITING)
		assert_int_equal(store_begin(store, &err), 0);
	if (what >= WRITTEN)
		assert_int_equal(store_set_meta(store, "zone", "UTC", &err), 0);
	if (what == UNDONE) {
		store_rollback(store);
		assert_int_equal(store_begin(store, &err), 0);
	}
}

/* What each of several finds. */
struct look {
	int64_t generation;
	bool fails;
};

static int
look(void *self, struct store *store, struct err *err)
{
	struct look *mine = self;

	if (mine->fails)
		return err_set(err, ERR_DATA, "enough");
	return store_generation(store, &mine->generation, err);
}

static void
test_view(void **state)
{
	static const struct sample rows[] = {{.id = "a", .at_s = 1}};

	(void)state;
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		struct look looks[3] = {{-1, false}, {-1, false}, {-1, false}};
		void *selves[] = {&looks[0], &looks[1], &looks[2]};
		struct store_import_counts counts;
		struct beside beside;
		struct err err = {0};
		struct store *store;
		int64_t generation = 0;
		char path[64];

		sample_path(path);
		store = store_open(cases[c].what == IN_MEMORY ? NULL : path,
		    STORE_CREATE, 0600, 0, &err);
		assert_non_null(store);
		sample_must_import(store, "s", rows, 1, &counts);
		prepare(store, cases[c].what);
		beside_open_some(&beside, store, 3);
		assert_int_equal(beside.n, cases[c].n);
		assert_ptr_equal(beside.stores[0], store);
		assert_int_equal(beside_run(&beside, look, selves, &err), 0);
		assert_int_equal(store_generation(store, &generation, &err), 0);
		for (size_t i = 0; i < 3; i++)
			assert_int_equal(looks[i].generation,
			    i < cases[c].n ? generation : -1);
		looks[cases[c].n - 1].fails = true;
		assert_int_equal(beside_run(&beside, look, selves, &err), -1);
		assert_string_equal(err.msg, "enough");
		beside_close(&beside);
		/* For few rows it is not worth while. */
		beside_open(&beside, store, 10);
		assert_int_equal(beside.n, 1);
		beside_close(&beside);
		store_close(store);
		(void)unlink(path);
		sample_remove(path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_view),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
