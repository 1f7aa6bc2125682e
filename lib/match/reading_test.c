#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "match/reading.h"

/* Rows: both, both read otherwise, kanji alone, kana alone, neither. */
static const uint32_t kanji[] = {1, 1, 2, 0, 0};
static const uint32_t kana[] = {1, 3, 0, 2, 0};

static void
test_learned(void **state)
{
	static const struct {
		uint32_t kanji, kana;
		bool is_known;
	} cases[] = {
	    {1, 1, true},
	    {1, 3, true},
	    {1, 2, false},
	    {2, 1, false},
	    {2, 2, false},
	    {3, 1, false},
	    {0, 0, false},
	};
	struct reading reading = {0};
	struct err err = {0};
	size_t i;

	(void)state;
	assert_false(reading_knows(&reading, 1, 1));
	for (i = 0; i < sizeof(kanji) / sizeof(kanji[0]); i++)
		assert_int_equal(
		    reading_add(&reading, kanji[i], kana[i], &err), 0);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    reading_knows(&reading, cases[i].kanji, cases[i].kana),
		    cases[i].is_known);
	reading_clear(&reading);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_learned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
