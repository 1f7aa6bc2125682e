#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "norm/gender.h"

static void
words(void **state)
{
	static const struct {
		const char *text;
		const char *gender;
	} cases[] = {
	    {"男性", "male"},
	    {"Ｍ", "male"},
	    {" Female ", "female"},
	    {"女", "female"},
	    {"その他", "other"},
	    {"回答しない", ""},
	    {"2", NULL},
	    {"", NULL},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *gender = gender_of(span_of(cases[i].text), &arena);

		if (cases[i].gender == NULL)
			assert_null(gender);
		else
			assert_string_equal(gender, cases[i].gender);
	}
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
