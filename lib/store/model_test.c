#include "base/buf.h"
#include "store/db.h"
#include "store/sample.h"

static void
keep(struct store *store, int64_t run, const struct store_model *model,
    const char *base, const char *text)
{
	struct err err = {0};

	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(store_model_keep(store, run, model, span_of(base),
			     span_of(text), &err),
	    0);
	assert_int_equal(store_commit(store, &err), 0);
}

/* The one that was kept last is there, byte for byte. */
static void
test_keep(void **state)
{
	static const struct {
		struct store_model model;
		const char *base, *text;
	} cases[] = {
	    {{1, 2, 3}, "{}", "{\"trained\": {\"records\": 3}}"},
	    {{UINT64_MAX, UINT64_MAX - 1, 0}, "\xe5\xb1\xb1", ""},
	};
	struct store *store = sample_store();
	struct store_model found;
	struct err err = {0};
	struct buf text = {0};
	bool is_there = true;

	(void)state;
	assert_int_equal(store_model_find(store, &found, &is_there, &err), 0);
	assert_false(is_there);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		keep(store, (int64_t)i + 1, &cases[i].model, cases[i].base,
		    cases[i].text);
		assert_int_equal(
		    store_model_find(store, &found, &is_there, &err), 0);
		assert_true(is_there);
		assert_true(found.base == cases[i].model.base);
		assert_true(found.digest == cases[i].model.digest);
		assert_int_equal(found.records, cases[i].model.records);
		buf_reset(&text);
		assert_int_equal(store_model_base(store, &text, &err), 0);
		assert_true(span_is(buf_get(&text), cases[i].base));
		buf_reset(&text);
		assert_int_equal(store_model_text(store, &text, &err), 0);
		assert_true(span_is(buf_get(&text), cases[i].text));
	}
	buf_clear(&text);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_keep)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
