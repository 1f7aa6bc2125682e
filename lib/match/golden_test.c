#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "match/golden.h"

/* What one observation says, and when; up to three are added in order. */
struct said {
	int64_t at_us;
	enum canon_field field[3];
	const char *value[3];
};

struct golden_case {
	const char *about;
	struct said said[3];
	enum canon_field field;
	const char *value;
};

#define NEVER CANON_NO_TIME

static const struct golden_case cases[] = {
    {"nothing", {{1, {CANON_F_NONE}, {NULL}}}, CANON_F_GENDER, ""},
    {"the newest",
	{{2, {CANON_F_GENDER}, {"b"}}, {3, {CANON_F_GENDER}, {"c"}},
	    {1, {CANON_F_GENDER}, {"a"}}},
	CANON_F_GENDER, "c"},
    {"empty never overwrites",
	{{1, {CANON_F_GENDER}, {"a"}}, {2, {CANON_F_COMPANY}, {"x"}}},
	CANON_F_GENDER, "a"},
    {"of equals the first",
	{{1, {CANON_F_GENDER}, {"a"}}, {1, {CANON_F_GENDER}, {"b"}}},
	CANON_F_GENDER, "a"},
    {"without a time is oldest",
	{{NEVER, {CANON_F_GENDER}, {"a"}}, {1, {CANON_F_GENDER}, {"b"}}},
	CANON_F_GENDER, "b"},
    {"without a time is better than nothing",
	{{NEVER, {CANON_F_GENDER}, {"a"}}}, CANON_F_GENDER, "a"},
    {"a name is not made of two",
	{{1, {CANON_F_FAMILY_NAME, CANON_F_GIVEN_NAME}, {"sato", "ken"}},
	    {2, {CANON_F_FULL_NAME}, {"mori ai"}}},
	CANON_F_GIVEN_NAME, ""},
    {"the whole name wins over a newer part",
	{{1, {CANON_F_FAMILY_NAME, CANON_F_GIVEN_NAME}, {"sato", "ken"}},
	    {2, {CANON_F_FAMILY_NAME}, {"mori"}}},
	CANON_F_FAMILY_NAME, "sato"},
    {"a country does not wipe an address out",
	{{1, {CANON_F_CITY, CANON_F_STREET}, {"chuo", "1-2-3"}},
	    {2, {CANON_F_COUNTRY}, {"JP"}}},
	CANON_F_STREET, "1-2-3"},
    {"a move leaves no old building behind",
	{{1, {CANON_F_CITY, CANON_F_STREET, CANON_F_BUILDING},
	     {"chuo", "1-2-3", "heights 101"}},
	    {2, {CANON_F_CITY, CANON_F_STREET}, {"minato", "4-5-6"}}},
	CANON_F_BUILDING, ""},
};

static void
add(struct golden *golden, const char *source, const char *id,
    const struct said *said)
{
	struct canon_record record = {.said_at_us = said->at_us};
	struct err err = {0};
	size_t i;

	for (i = 0; i < 3; i++)
		record.field[said->field[i]] = span_of(said->value[i]);
	record.field[CANON_F_NONE].len = 0;
	assert_int_equal(
	    golden_record(golden, span_of(source), span_of(id), &err), 0);
	assert_int_equal(golden_add(golden, &record, &err), 0);
}

static void
test_fields(void **state)
{
	static const struct survivorship newest;
	struct golden golden = {0};
	struct err err = {0};
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		golden_reset(&golden);
		for (j = 0; j < 3 && cases[i].said[j].at_us != 0; j++)
			add(&golden, "ec", "1", &cases[i].said[j]);
		assert_int_equal(golden_make(&golden, &newest, &err), 0);
		if (!span_is(golden.field[cases[i].field], cases[i].value))
			fail_msg("%s: '%.*s'", cases[i].about,
			    (int)golden.field[cases[i].field].len,
			    golden.field[cases[i].field].data);
	}
	golden_clear(&golden);
}

/* Four records, one statement each; the names of the sources are a, b, c. */
static const struct said four[] = {
    {2, {CANON_F_GENDER, CANON_F_FULL_NAME}, {"f", "Ai Mori"}},
    {4, {CANON_F_GENDER, CANON_F_FAMILY_NAME}, {"m", "森"}},
    {NEVER, {CANON_F_GENDER, CANON_F_FULL_NAME}, {"f", "森 愛"}},
    {3, {CANON_F_GENDER, CANON_F_FULL_NAME}, {"female", "Mori"}},
};

static const struct {
	const char *rules;
	enum canon_field field;
	const char *value, *from;
} strategies[] = {
    {"{}", CANON_F_GENDER, "m", "b:2"},
    {"{\"gender\": \"newest\"}", CANON_F_GENDER, "m", "b:2"},
    /* What has no time may be old, but nobody knows. */
    {"{\"gender\": \"oldest\"}", CANON_F_GENDER, "f", "a:1"},
    {"{\"gender\": \"most frequent\"}", CANON_F_GENDER, "f", "a:1"},
    {"{\"gender\": \"longest\"}", CANON_F_GENDER, "female", "c:4"},
    {"{\"gender\": {\"source priority\": [\"c\", \"a\"]}}", CANON_F_GENDER,
	"female", "c:4"},
    {"{\"gender\": {\"source priority\": [\"none\"]}}", CANON_F_GENDER, "m",
	"b:2"},
    {"{\"gender\": \"union\"}", CANON_F_GENDER, "m | female | f",
	"b:2 | c:4 | a:1"},
    /* The whole before the part, whatever the strategy. */
    {"{\"full_name\": {\"source priority\": [\"b\"]}}", CANON_F_FULL_NAME,
	"Mori", "c:4"},
    {"{\"full_name\": \"longest\"}", CANON_F_FULL_NAME, "Ai Mori", "a:1"},
};

static void
test_strategies(void **state)
{
	static const char *const sources[] = {"a", "b", "c", "c"};
	static const char *const ids[] = {"1", "2", "3", "4"};
	struct golden golden = {0};
	struct err err = {0};
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(strategies) / sizeof(strategies[0]); i++) {
		enum canon_field field = strategies[i].field;
		struct survivorship survivorship = {0};
		json_t *rules = json_loads(strategies[i].rules, 0, NULL);

		assert_int_equal(
		    survivorship_read(&survivorship, rules, &err), 0);
		golden_reset(&golden);
		for (j = 0; j < 4; j++)
			add(&golden, sources[j], ids[j], &four[j]);
		assert_int_equal(golden_make(&golden, &survivorship, &err), 0);
		if (!span_is(golden.field[field], strategies[i].value) ||
		    !span_is(golden.from[field], strategies[i].from))
			fail_msg("%s: '%.*s' of '%.*s'", strategies[i].rules,
			    (int)golden.field[field].len,
			    golden.field[field].data,
			    (int)golden.from[field].len,
			    golden.from[field].data);
		survivorship_clear(&survivorship);
		json_decref(rules);
	}
	golden_clear(&golden);
}

/* Frequent is what many records say, not what one says often. */
static void
test_one_record_counts_once(void **state)
{
	static const struct said often = {1, {CANON_F_GENDER}, {"x"}};
	static const struct said twice = {2, {CANON_F_GENDER}, {"y"}};
	struct survivorship survivorship = {0};
	struct canon_record same = {.said_at_us = 5};
	struct golden golden = {0};
	struct err err = {0};

	(void)state;
	survivorship.rule[SURVIVORSHIP_GENDER].strategy =
	    SURVIVORSHIP_MOST_FREQUENT;
	same.field[CANON_F_GENDER] = span_of("x");
	add(&golden, "a", "1", &often);
	assert_int_equal(golden_add(&golden, &same, &err), 0);
	assert_int_equal(golden_add(&golden, &same, &err), 0);
	add(&golden, "b", "1", &twice);
	add(&golden, "b", "2", &twice);
	assert_int_equal(golden_make(&golden, &survivorship, &err), 0);
	assert_true(span_is(golden.field[CANON_F_GENDER], "y"));
	golden_clear(&golden);
}

static void
test_values(void **state)
{
	struct canon_value odd = {.field = CANON_F_PHONE, .raw = SPAN("12-x")};
	struct canon_value good = {.field = CANON_F_PHONE,
	    .raw = SPAN("03-1234-5678"),
	    .normal = SPAN("+81312345678")};
	struct canon_value both[] = {odd, good};
	struct canon_record said = {
	    .values = both, .n_values = 2, .said_at_us = 1};
	struct survivorship survivorship = {0};
	struct golden golden = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(
	    golden_record(&golden, span_of("a"), span_of("1"), &err), 0);
	assert_int_equal(golden_add(&golden, &said, &err), 0);
	said.said_at_us = 2;
	said.n_values = 1;
	assert_int_equal(golden_add(&golden, &said, &err), 0);
	assert_int_equal(golden_make(&golden, &survivorship, &err), 0);
	assert_true(span_is(golden.field[CANON_F_PHONE], "+81312345678"));
	assert_int_equal(golden.field[CANON_F_EMAIL].len, 0);
	assert_int_equal(golden.from[CANON_F_EMAIL].len, 0);
	survivorship.rule[SURVIVORSHIP_PHONE].strategy = SURVIVORSHIP_UNION;
	assert_int_equal(golden_make(&golden, &survivorship, &err), 0);
	assert_true(
	    span_is(golden.field[CANON_F_PHONE], "+81312345678 | 12-x"));
	golden_clear(&golden);
}

static void
test_opt_out(void **state)
{
	struct canon_record said = {.said_at_us = 1};
	struct golden golden = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(
	    golden_record(&golden, span_of("a"), span_of("1"), &err), 0);
	assert_int_equal(golden_add(&golden, &said, &err), 0);
	assert_int_equal(golden.field[CANON_F_OPT_OUT].len, 0);
	assert_int_equal(
	    golden_record(&golden, span_of("a"), span_of("2"), &err), 0);
	said.is_opt_out = true;
	assert_int_equal(golden_add(&golden, &said, &err), 0);
	said.is_opt_out = false;
	said.said_at_us = 2;
	assert_int_equal(golden_add(&golden, &said, &err), 0);
	assert_true(span_is(golden.field[CANON_F_OPT_OUT], "true"));
	assert_true(span_is(golden.from[CANON_F_OPT_OUT], "a:2"));
	golden_clear(&golden);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_opt_out),
	    cmocka_unit_test(test_fields),
	    cmocka_unit_test(test_strategies),
	    cmocka_unit_test(test_one_record_counts_once),
	    cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
