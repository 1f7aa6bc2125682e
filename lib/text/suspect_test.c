#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/suspect.h"

static void
test_cases(void **state)
{
	static const struct {
		const char *text;
		bool is_gaiji, is_mojibake;
	} cases[] = {
	    {"", false, false},
	    {"17,Sato,aoi@mail.test", false, false},
	    {"17,佐藤 葵,東京都", false, false},
	    {"髙﨑①㈱～－", false, false},
	    {"ｶﾞ ＡＢＣ １２３", false, false},
	    {"😀 U+FE0F ️", false, false},
	    {"\xee\x80\x80", true, false},
	    {"山\xee\xbf\xbf田", true, false},
	    {"\xef\xa3\xbf", true, false},
	    /* U+F900, a compatibility kanji */
	    {"\xef\xa4\x80", false, false},
	    {"Sat\xef\xbf\xbd", false, true},
	    {"ã‚µãƒˆã‚¦", false, true},
	    {"\xc3\xa3\xc2\x81\xc2\x82", false, true},
	    {"MÃ¼ller", false, true},
	    {"donâ€™t", false, true},
	    {"São João, Ação, Müller, crème brûlée", false, false},
	    {"縺ゅ＞縺", false, true},
	    {"繝", false, false},
	    {"1,???,x", false, true},
	    {"???", false, true},
	    {"\"name\":\"????\"", false, true},
	    {"1,??,x", false, false},
	    {"what??? no", false, false},
	    {"https://a.test/?q=1", false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span text = span_of(cases[i].text);

		if (suspect_gaiji(text) != cases[i].is_gaiji ||
		    suspect_mojibake(text) != cases[i].is_mojibake)
			fail_msg("%zu: %s", i, cases[i].text);
		if (cases[i].is_gaiji || cases[i].is_mojibake)
			assert_true(suspect_any(text));
	}
}

/* Whatever the place in the words of eight bytes. */
static void
test_any(void **state)
{
	char text[32];

	(void)state;
	for (size_t len = 0; len < sizeof(text); len++) {
		memset(text, 'a', sizeof(text));
		assert_false(suspect_any(span_make(text, len)));
		for (size_t i = 0; i < len; i++) {
			text[i] = '?';
			assert_true(suspect_any(span_make(text, len)));
			text[i] = '\xe3';
			assert_true(suspect_any(span_make(text, len)));
			text[i] = 'a';
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_any),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
