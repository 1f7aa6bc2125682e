#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "text/variants.h"

static void
test_known(void **state)
{
	static const uint32_t cases[][2] = {
	    {0x9ad9, 0x9ad8}, /* 髙 高 */
	    {0x9ad8, 0x9ad8},
	    {0xfa11,
		0x5d0e}, /* 﨑 崎, a compatibility ideograph by its place */
	    {0x20bb7, 0x5409}, /* 𠮷 吉, beyond the first plane */
	    {0x3424, 0x3424},
	    {0x3402, 0x559c}, /* 㐂 喜, before the usual block */
	    {0x4e00, 0x4e00},
	    {0x9fff, 0x9fff},
	    {0x962a, 0x962a}, /* 阪 is not 坂 */
	    {'a', 'a'},
	    {0x3042, 0x3042},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(variants_of(cases[i][0]), cases[i][1]);
}

/* What stands for a class stands for itself, and the table is found whole. */
static void
test_final(void **state)
{
	size_t folded = 0;

	(void)state;
	for (uint32_t code = 0; code <= 0x10ffff; code++) {
		uint32_t to = variants_of(code);

		assert_int_equal(variants_of(to), to);
		folded += to != code;
	}
	assert_true(folded > 700);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_known),
	    cmocka_unit_test(test_final),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
