#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/compare.h"
#include "match/frequency.h"
#include "match/match.h"

static void
add(struct facts *facts, uint64_t number, const char *family)
{
	struct canon_record said = {0};
	struct canon_value email = {
	    .field = CANON_F_EMAIL, .normal = SPAN("info@shop.test")};
	struct facts_record record = {.digest = number,
	    .source_name = SPAN("s"),
	    .said = &said,
	    .n_said = 1,
	    .values = &email,
	    .n_values = 1};
	struct err err = {0};

	said.field[CANON_F_FAMILY_NAME] = span_of(family);
	said.values = &email;
	said.n_values = 1;
	assert_int_equal(facts_add(facts, &record, &err), 0);
}

/* Smith so often, Jones so often, and one of another name. */
static void
make(struct facts *facts, const struct model *model, int n_smith, int n_jones)
{
	struct err err = {0};
	uint64_t number = 1;
	int i;

	memset(facts, 0, sizeof(*facts));
	assert_int_equal(facts_begin(facts, model, &err), 0);
	for (i = 0; i < n_smith; i++)
		add(facts, number++, "Smith");
	for (i = 0; i < n_jones; i++)
		add(facts, number++, "Jones");
	add(facts, number, "Ackroyd");
	assert_int_equal(facts_finish(facts, &err), 0);
}

static uint32_t
count_of(const struct facts *facts, const char *family)
{
	const struct facts_pool *pool = &facts->pool[FACTS_FAMILY];
	uint32_t at = intern_get(&pool->names, span_of(family));

	assert_int_not_equal(at, INTERN_NONE);
	return pool->values[at].count;
}

/* What was learned of one store counts in another. */
static void
test_apply(void **state)
{
	struct frequency frequency = {0};
	struct model model = {0};
	struct facts then, now;
	struct err err = {0};

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	make(&then, &model, 7, 2);
	make(&now, &model, 1, 5);
	assert_int_equal(count_of(&now, "smith"), 1);
	assert_int_equal(frequency_learn(&frequency, &then, &err), 0);
	frequency_apply(&frequency, &now);
	assert_int_equal(count_of(&now, "smith"), 7);
	assert_int_equal(count_of(&now, "jones"), 2);
	assert_int_equal(count_of(&now, "ackroyd"), 1);
	assert_int_equal(compare_known(&now, FACTS_FAMILY), 10);
	assert_int_equal(compare_known(&now, FACTS_COLUMNS + FACTS_EMAIL), 10);
	facts_clear(&then);
	facts_clear(&now);
	frequency_clear(&frequency);
	model_clear(&model);
}

static void
read_text(struct frequency *frequency, const char *text, int expected,
    const char *message)
{
	json_t *json = json_loads(text, 0, NULL);
	struct err err = {0};

	memset(frequency, 0, sizeof(*frequency));
	assert_non_null(json);
	assert_int_equal(frequency_read(frequency, json, &err), expected);
	if (expected == -1) {
		assert_int_equal(err.code, ERR_CONFIG);
		if (strstr(err.msg, message) == NULL)
			fail_msg("'%s' is not in '%s'", message, err.msg);
	}
	json_decref(json);
}

/* Written and read, it is the same to the last bit. */
static void
test_round_trip(void **state)
{
	struct frequency frequency = {0}, again;
	struct model model = {0};
	struct facts facts;
	struct buf text = {0}, second = {0};
	struct err err = {0};
	size_t i;

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	make(&facts, &model, 7, 3);
	assert_int_equal(frequency_learn(&frequency, &facts, &err), 0);
	frequency_write(&frequency, &text);
	read_text(&again, buf_text(&text), 0, "");
	assert_int_equal(again.n, frequency.n);
	for (i = 0; i < again.n; i++)
		assert_true(again.tables[i].equal == frequency.tables[i].equal);
	frequency_write(&again, &second);
	assert_string_equal(buf_text(&text), buf_text(&second));
	assert_non_null(strstr(buf_text(&text), "\"family_name\": "));
	assert_null(strstr(buf_text(&text), "mith"));
	buf_clear(&text);
	buf_clear(&second);
	frequency_clear(&frequency);
	frequency_clear(&again);
	facts_clear(&facts);
	model_clear(&model);
}

/* A table from elsewhere gives texts. */
static void
test_values(void **state)
{
	struct frequency frequency;
	struct model model = {0};
	struct facts facts;
	struct err err = {0};

	(void)state;
	read_text(&frequency,
	    "{\"family_name\": {\"records\": 1000, \"equal\": 0.01, "
	    "\"values\": {\"smith\": 90, \"ackroyd\": 3}}}",
	    0, "");
	assert_int_equal(model_read_default(&model, &err), 0);
	make(&facts, &model, 2, 2);
	frequency_apply(&frequency, &facts);
	assert_int_equal(count_of(&facts, "smith"), 90);
	assert_int_equal(count_of(&facts, "ackroyd"), 3);
	assert_int_equal(count_of(&facts, "jones"), 1);
	assert_int_equal(compare_known(&facts, FACTS_FAMILY), 1000);
	facts_clear(&facts);
	model_clear(&model);
	frequency_clear(&frequency);
}

/* What was packed is read as it was; a part of it is not. */
static void
test_bytes(void **state)
{
	struct frequency frequency = {0}, again = {0};
	struct buf out = {0}, more = {0};
	struct facts facts;
	struct model model;
	struct err err = {0};
	size_t cut;

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	make(&facts, &model, 5, 2);
	assert_int_equal(frequency_learn(&frequency, &facts, &err), 0);
	frequency_pack(&frequency, &out);
	assert_int_equal(frequency_unpack(&again, buf_get(&out), &err), 0);
	frequency_pack(&again, &more);
	assert_true(out.len > 0 && span_eq(buf_get(&out), buf_get(&more)));
	for (cut = 1; cut < 40; cut++) {
		frequency_clear(&again);
		assert_int_equal(frequency_unpack(&again,
				     span_make(out.data, out.len - cut), &err),
		    -1);
		assert_int_equal(err.code, ERR_DATA);
		err_clear(&err);
	}
	buf_clear(&out);
	buf_clear(&more);
	frequency_clear(&frequency);
	frequency_clear(&again);
	facts_clear(&facts);
	model_clear(&model);
}

static void
test_errors(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
	    {"[]", "not an object"},
	    {"{\"city\": 1}", "neither"},
	    {"{\"city\": {\"records\": -1, \"counts\": \"\"}}", "out of range"},
	    {"{\"city\": {\"equal\": 2, \"counts\": \"\"}}", "out of range"},
	    {"{\"city\": {\"counts\": \"00000000000000012x\"}}", "not digits"},
	    {"{\"city\": {\"counts\": \"0000000000000001\"}}", "out of order"},
	    {"{\"city\": {\"counts\": \"00000000000000022 "
	     "00000000000000012\"}}",
		"out of order"},
	    {"{\"city\": {\"counts\": \"0000000000000001123456789\"}}",
		"out of order"},
	    {"{\"city\": {\"values\": {\"a\": 0}}}", "not a count"},
	    {"{\"city\": {\"values\": {\"a\": \"1\"}}}", "not a count"},
	};
	struct frequency frequency;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_text(&frequency, cases[i].text, -1, cases[i].message);
		frequency_clear(&frequency);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_apply),
	    cmocka_unit_test(test_round_trip),
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_bytes),
	    cmocka_unit_test(test_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
