#include "flow/columns.h"
#include "flow/sample.h"

static const struct sample people[] = {
    {.source = "ec",
	.native_id = "1",
	.family = "佐藤",
	.given = "健",
	.email = "ken@sato.jp",
	.ssn = "7"},
    {.source = "ec",
	.native_id = "2",
	.family = "佐藤",
	.given = "健",
	.email = "info@sato.jp",
	.phone = "+81120123456"},
    {.source = "shop", .native_id = "1", .line = "U1"},
    {.source = NULL},
};

static bool
is_blocked(const struct columns *c, const char *kind, const char *value)
{
	uint32_t i;

	for (i = 0; i < c->value_names.count; i++)
		if (span_is(columns_kind(c, i), kind) &&
		    span_is(columns_value(c, i), value))
			return c->values[i].is_blocked;
	fail_msg("no %s '%s'", kind, value);
	return false;
}

static void
test_load(void **state)
{
	struct store *store = sample_store();
	struct columns c = {0};
	struct exact_input in;
	struct err err = {0};

	(void)state;
	sample_import_all(store, people);
	assert_int_equal(columns_load(&c, store, &err), 0);
	columns_input(&c, &in);
	assert_int_equal(in.n_records, 3);
	/* email, id:ssn, id:ec, phone, id:line, id:shop */
	assert_int_equal(in.n_kinds, 6);
	assert_int_equal(in.n_values, 8);
	/* One set of names serves both, and nobody is called nothing. */
	assert_int_equal(in.n_names, 1);
	assert_int_equal(in.records[0].names, in.records[1].names);
	assert_int_equal(in.records[2].names, EXACT_NONE);
	assert_int_equal(in.names[0].n, 1);
	assert_true(span_is(in.names[0].names[0].name.family, "佐藤"));
	assert_true(span_is(in.names[0].names[0].name.given, "健"));
	assert_false(is_blocked(&c, "email", "ken@sato.jp"));
	assert_true(is_blocked(&c, "email", "info@sato.jp"));
	/* A free number is nobody's own. */
	assert_true(is_blocked(&c, "phone", "+81120123456"));
	assert_false(is_blocked(&c, "id:line", "U1"));
	assert_false(is_blocked(&c, "id:ec", "2"));
	assert_true(
	    c.kinds[intern_get(&c.kind_names, span_of("id:ssn"))].is_unique);
	assert_false(
	    c.kinds[intern_get(&c.kind_names, span_of("id:ec"))].is_unique);
	columns_clear(&c);
	store_close(store);
}

/* Which of the records is merged into which: only into one of its source that
 * is there, and only while its status says so. */
static void
test_tombstones(void **state)
{
	static const struct sample merged[] = {
	    {.source = "ec", .native_id = "1"},
	    {.source = "ec",
		.native_id = "2",
		.status = "merged",
		.merged_into = "1"},
	    {.source = "ec",
		.native_id = "3",
		.status = "merged",
		.merged_into = "9"},
	    {.source = "ec",
		.native_id = "4",
		.status = "active",
		.merged_into = "1"},
	    {.source = "ec",
		.native_id = "5",
		.status = "merged",
		.merged_into = "5"},
	    {.source = "ec", .native_id = "6", .status = "merged"},
	    {.source = "shop",
		.native_id = "7",
		.status = "merged",
		.merged_into = "1"},
	    {.source = NULL},
	};
	struct store *store = sample_store();
	struct columns c = {0};
	struct exact_input in;
	struct err err = {0};

	(void)state;
	sample_import_all(store, merged);
	assert_int_equal(columns_load(&c, store, &err), 0);
	columns_input(&c, &in);
	assert_int_equal(in.n_musts, 1);
	assert_int_equal(in.musts[0].left + in.musts[0].right, 1);
	assert_true(in.records[in.musts[0].left].digest <
	    in.records[in.musts[0].right].digest);
	assert_true(
	    span_is(columns_kind(&c, in.musts[0].value), "merged_into"));
	assert_true(span_is(columns_value(&c, in.musts[0].value), "1"));
	columns_clear(&c);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_load),
	    cmocka_unit_test(test_tombstones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
