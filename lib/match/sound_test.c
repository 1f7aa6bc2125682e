#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include "match/sound.h"

static const struct {
	const char *key, *latin;
} readings[] = {
    {"サトウ", "sato"},
    {"シュンスケ", "shunsuke"},
    {"キョウコ", "kyoko"},
    {"イッペイ", "ipei"},
    {"smith", "smith"},
    {"佐藤", ""},
};

static void
test_latin(void **state)
{
	struct buf out = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(readings) / sizeof(readings[0]); i++) {
		buf_reset(&out);
		sound_latin(span_of(readings[i].key), &out);
		assert_string_equal(buf_text(&out), readings[i].latin);
	}
	buf_clear(&out);
}

static const struct {
	const char *a, *b;
	bool is_alike;
} pairs[] = {
    {"smith", "smyth", true},
    {"catherine", "katherine", true},
    {"philips", "filips", true},
    {"サトウ", "satou", true},
    {"サトウ", "sato", true},
    {"smith", "jones", false},
    {"サトウ", "スズキ", false},
};

static void
test_codes(void **state)
{
	struct buf a = {0}, b = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		buf_reset(&a);
		buf_reset(&b);
		sound_code(span_of(pairs[i].a), &a);
		sound_code(span_of(pairs[i].b), &b);
		assert_true(a.len > 0 && b.len > 0);
		assert_int_equal(
		    span_eq(buf_get(&a), buf_get(&b)), pairs[i].is_alike);
	}
	buf_reset(&a);
	sound_code(span_of("佐藤"), &a);
	assert_int_equal(a.len, 0);
	buf_clear(&a);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_latin),
	    cmocka_unit_test(test_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
