#include "flow/identifiers.h"
#include "flow/sample.h"

static const struct sample people[] = {
    {.source = "shop", .native_id = "1", .email = "a@mori.jp"},
    {.source = "shop",
	.native_id = "1",
	.email = "a@mori.jp",
	.phone = "+81312345678"},
    {.source = "shop", .native_id = "2", .family = "Mori"},
    {.source = "ec",
	.native_id = "1",
	.email = "a@mori.jp",
	.line = "U1",
	.ssn = "9"},
    {.source = NULL},
};

static const struct {
	const char *source;
	struct journey_identifiers expected;
} cases[] = {
    {"ec", {.records = 1, .sum = {3, 1, 0, 2}, .squares = {9, 1, 0, 4}}},
    {"shop", {.records = 2, .sum = {2, 1, 1, 0}, .squares = {4, 1, 1, 0}}},
};

/* What is said twice of a record is there once; what two records have in common
 * each of them has. */
static void
each_record_once(void **state)
{
	struct store *store = sample_store();
	struct journey_identifiers counts[2] = {{.records = 0}};
	const struct store_source *sources;
	struct err err = {0};
	size_t n;

	(void)state;
	sample_import_all(store, people);
	assert_int_equal(store_sources(store, &sources, &n, &err), 0);
	assert_int_equal(n, 2);
	assert_int_equal(identifiers_count(store, sources, n, counts, &err), 0);
	for (size_t i = 0; i < n; i++) {
		assert_true(span_is(sources[i].name, cases[i].source));
		assert_memory_equal(
		    &counts[i], &cases[i].expected, sizeof(counts[i]));
	}
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_record_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
