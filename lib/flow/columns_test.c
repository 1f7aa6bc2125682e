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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
