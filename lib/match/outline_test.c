#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "match/levels.h"
#include "match/likeness.h"
#include "match/outline.h"

static struct edit_masks masks;

static const struct {
	const char *a, *b;
	int level;
} cases[] = {
    {"john", "peter", NAME_ELSE},
    {"margaret", "margarte", OUTLINE_UNKNOWN},
    {"william", "bill", OUTLINE_UNKNOWN},
    {"robert", "sibylle", NAME_ELSE},
    {"j", "john", OUTLINE_UNKNOWN},
    {"j", "peter", NAME_ELSE},
    {"太郎", "次郎", OUTLINE_UNKNOWN},
    {"太郎", "花子", NAME_ELSE},
    {"サクラ", "ミホ", NAME_ELSE},
    {"太郎", "taro", 0},                 /* of two scripts */
    {"太郎", "タロウ", OUTLINE_UNKNOWN}, /* a table may know */
    {"タロウ", "taro", OUTLINE_UNKNOWN},
};

static void
test_cases(void **state)
{
	struct outline a, b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		a = outline_of(span_of(cases[i].a), 0);
		b = outline_of(span_of(cases[i].b), 0);
		if (outline_level(&a, &b, true) != cases[i].level)
			fail_msg("%s %s", cases[i].a, cases[i].b);
		a.sound = b.sound = 7;
		assert_int_not_equal(outline_level(&a, &b, true), NAME_ELSE);
	}
}

/* A number of no pattern, the next of *${seed}. */
static uint32_t
draw(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % n;
}

static struct span
make_name(uint32_t *seed, struct buf *out)
{
	static const char *const starts[] = {"", "a", "bob", "kath", "liz",
	    "will", "太郎", "美", "さくら", "サクラ", "ミ"};
	static const char *const signs[] = {"a", "b", "e", "i", "l", "m", "n",
	    "r", "-", "é", "郎", "子", "ミ", "ク"};
	uint32_t start = draw(seed, 11), n = draw(seed, 7);
	bool is_latin = start < 6;

	buf_reset(out);
	buf_str(out, starts[start]);
	if (draw(seed, 400) == 0)
		n = 40;
	for (; n > 0; n--)
		buf_str(
		    out, signs[is_latin ? draw(seed, 10) : 10 + draw(seed, 4)]);
	return buf_get(out);
}

/* What the outlines exclude, the texts exclude as well. */
static void
test_excludes(void **state)
{
	struct buf left = {0}, right = {0};
	uint32_t seed = 7, excluded = 0;
	struct outline a, b;
	struct span x, y;
	bool is_given;
	int i, level;

	(void)state;
	for (i = 0; i < 200000; i++) {
		x = make_name(&seed, &left);
		y = make_name(&seed, &right);
		is_given = draw(&seed, 2) == 0;
		if (x.len == 0 || y.len == 0)
			continue;
		a = outline_of(x, 0);
		b = outline_of(y, 0);
		level = outline_level(&a, &b, is_given);
		if (level == OUTLINE_UNKNOWN)
			continue;
		excluded++;
		assert_int_equal(likeness_name(x, y, is_given, &masks), level);
	}
	assert_true(excluded > 50000);
	buf_clear(&left);
	buf_clear(&right);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_excludes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
