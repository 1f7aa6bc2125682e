#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "flow/who.h"
#include "flow/world.h"

static const char persons[] =
    "customer_id,channel,family_name,given_name,family_kana,given_kana,company,"
    "email,"
    "phone,opt_out,updated_at\n"
    "1,crm,Sato,Ken,,,,KEN@x.test,090-1111-2222,,2026-01-01\n"
    "2,crm,Sato,Ken,,,,ken@x.test,,true,2026-02-01\n"
    "3,crm,,,,,Aoba,,,,\n"
    "4,crm,\xe4\xbd\x90\xe8\x97\xa4,\xe5\x81\xa5,\xe3\x82\xb5,\xe3\x82\xb1,,,,,"
    "\n";

static const struct {
	int64_t number;
	const char *id;
	const char *expected; /* "name|kana|company|email|phone|records/out" */
} cases[] = {
    {1, "C000000001", "Ken Sato|||ken@x.test|+819011112222|2/1"},
    {2, "C000000002", "Aoba||Aoba|||1/0"},
    {3, "C000000003",
	"\xe4\xbd\x90\xe8\x97\xa4 \xe5\x81\xa5|\xe3\x82\xb5 "
	"\xe3\x82\xb1||||1/0"},
};

static void
write_person(const struct who_person *person, struct buf *text)
{
	const struct span parts[] = {person->name, person->kana,
	    person->company, person->email, person->phone};

	buf_reset(text);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		buf_span(text, parts[i]);
		buf_char(text, '|');
	}
	buf_printf(
	    text, "%d/%d", (int)person->records, (int)person->is_opt_out);
}

static void
test_customers(void **state)
{
	static const int64_t numbers[] = {1, 2, 3};
	struct world world;
	struct who who = {0};
	struct err err = {0};
	struct buf text = {0};

	(void)state;
	world_open(&world, persons, true);
	assert_int_equal(
	    who_load(&who, world.store, numbers, 3, false, &err), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct who_person *person =
		    who_find(&who, span_of(cases[i].id));

		assert_non_null(person);
		write_person(person, &text);
		assert_string_equal(buf_text(&text), cases[i].expected);
	}
	who_clear(&who);
	/* Only those that were asked for. */
	assert_int_equal(
	    who_load(&who, world.store, numbers + 1, 1, false, &err), 0);
	assert_int_equal(who.ids.count, 1);
	assert_null(who_find(&who, span_of("C000000001")));
	who_clear(&who);
	buf_clear(&text);
	world_close(&world);
}

static void
test_records(void **state)
{
	struct world world;
	struct who who = {0};
	struct err err = {0};
	struct buf text = {0};
	int64_t key;

	(void)state;
	world_open(&world, persons, false);
	assert_int_equal(
	    store_find_record(world.store, span_of("crm:2"), &key, &err), 0);
	assert_int_equal(who_load(&who, world.store, &key, 1, true, &err), 0);
	assert_non_null(who_find(&who, span_of("crm:2")));
	write_person(who_find(&who, span_of("crm:2")), &text);
	assert_string_equal(buf_text(&text), "Ken Sato|||ken@x.test||1/1");
	assert_null(who_find(&who, span_of("crm:1")));
	who_clear(&who);
	buf_clear(&text);
	world_close(&world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_customers),
	    cmocka_unit_test(test_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
