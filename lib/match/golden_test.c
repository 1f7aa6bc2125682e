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
test_fields(void **state)
{
	struct canon_record said;
	struct arena arena = {0};
	struct golden golden;
	struct err err = {0};
	size_t i, j, k;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		golden_init(&golden);
		for (j = 0; j < 3 && cases[i].said[j].at_us != 0; j++) {
			memset(&said, 0, sizeof(said));
			said.said_at_us = cases[i].said[j].at_us;
			for (k = 0; k < 3; k++)
				said.field[cases[i].said[j].field[k]] =
				    span_of(cases[i].said[j].value[k]);
			said.field[CANON_F_NONE].len = 0;
			assert_int_equal(
			    golden_add(&golden, &said, &arena, &err), 0);
		}
		if (!span_is(golden.field[cases[i].field], cases[i].value))
			fail_msg("%s: '%.*s'", cases[i].about,
			    (int)golden.field[cases[i].field].len,
			    golden.field[cases[i].field].data);
	}
	arena_clear(&arena);
}

static void
test_values(void **state)
{
	struct canon_value odd = {.field = CANON_F_PHONE, .raw = SPAN("12-x")};
	struct canon_value good = {.field = CANON_F_PHONE,
	    .raw = SPAN("03-1234-5678"),
	    .normal = SPAN("+81312345678")};
	struct canon_value both[] = {odd, good};
	struct canon_record said = {.values = both, .n_values = 2};
	struct arena arena = {0};
	struct golden golden;
	struct err err = {0};

	(void)state;
	golden_init(&golden);
	said.said_at_us = 1;
	assert_int_equal(golden_add(&golden, &said, &arena, &err), 0);
	assert_true(span_is(golden.field[CANON_F_PHONE], "+81312345678"));
	said.said_at_us = 2;
	said.n_values = 1;
	assert_int_equal(golden_add(&golden, &said, &arena, &err), 0);
	assert_true(span_is(golden.field[CANON_F_PHONE], "+81312345678"));
	assert_int_equal(golden.field[CANON_F_EMAIL].len, 0);
	arena_clear(&arena);
}

static void
test_opt_out(void **state)
{
	struct canon_record said = {.said_at_us = 1};
	struct arena arena = {0};
	struct golden golden;
	struct err err = {0};

	(void)state;
	golden_init(&golden);
	assert_int_equal(golden_add(&golden, &said, &arena, &err), 0);
	assert_int_equal(golden.field[CANON_F_OPT_OUT].len, 0);
	said.is_opt_out = true;
	assert_int_equal(golden_add(&golden, &said, &arena, &err), 0);
	said.is_opt_out = false;
	said.said_at_us = 2;
	assert_int_equal(golden_add(&golden, &said, &arena, &err), 0);
	assert_true(span_is(golden.field[CANON_F_OPT_OUT], "true"));
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_opt_out),
	    cmocka_unit_test(test_fields),
	    cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
