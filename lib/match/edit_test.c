#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "match/edit.h"

#define ROUNDS 20000

static uint64_t state = 7;

static uint32_t
draw(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 33) % below;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The restricted edit distance by its table, slow and obvious. */
static size_t
slow_distance(const struct edit_text *a, const struct edit_text *b)
{
	static size_t d[EDIT_MAX + 1][EDIT_MAX + 1];
	size_t i, j;

	for (i = 0; i <= a->n; i++)
		d[i][0] = i;
	for (j = 0; j <= b->n; j++)
		d[0][j] = j;
	for (i = 1; i <= a->n; i++)
		for (j = 1; j <= b->n; j++) {
			size_t differs = a->code[i - 1] != b->code[j - 1];

			d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1,
			    d[i - 1][j - 1] + differs);
			if (i > 1 && j > 1 &&
			    a->code[i - 1] == b->code[j - 2] &&
			    a->code[i - 2] == b->code[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[a->n][b->n];
}

/* Few letters, so that much agrees; some of them outside Latin. */
static void
draw_text(struct edit_text *text)
{
	static const uint32_t letters[] = {'a', 'b', 'c', 0x5c71, 0x7530};
	size_t i;

	text->n = draw(20);
	for (i = 0; i < text->n; i++)
		text->code[i] = letters[draw(5)];
}

static void
test_distance(void **unused)
{
	static struct edit_masks masks;
	struct edit_text a = {{0}, 0}, b = {{0}, 0};
	int i;

	(void)unused;
	for (i = 0; i < ROUNDS; i++) {
		draw_text(&a);
		draw_text(&b);
		assert_int_equal(
		    edit_distance(&a, &b, &masks), slow_distance(&a, &b));
	}
}

struct jaro_case {
	const char *left, *right;
	int expected; /* 1/10000 */
};

/* Winkler, "String Comparator Metrics ..." (1990), table of examples. */
static const struct jaro_case jaro_cases[] = {
    {"martha", "marhta", 9611},
    {"dwayne", "duane", 8400},
    {"dixon", "dicksonx", 8133},
    {"same", "same", 10000},
    {"abc", "xyz", 0},
};

static void
test_jaro(void **unused)
{
	static struct edit_masks masks;
	struct edit_text a, b;
	int found;
	size_t i;

	(void)unused;
	for (i = 0; i < sizeof(jaro_cases) / sizeof(jaro_cases[0]); i++) {
		edit_read(span_of(jaro_cases[i].left), &a);
		edit_read(span_of(jaro_cases[i].right), &b);
		found = edit_jaro_winkler(&a, &b, &masks);
		assert_in_range(found + 2, jaro_cases[i].expected,
		    jaro_cases[i].expected + 4);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_distance),
	    cmocka_unit_test(test_jaro),
	};

	return cmocka_run_group_tests_name("edit", tests, NULL, NULL);
}
