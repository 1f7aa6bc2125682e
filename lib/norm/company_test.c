#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/company.h"

static void
takes_legal_forms_off(void **state)
{
	static const char *const cases[][2] = {
	    {"株式会社山田商店", "山田商店"},
	    {"山田商店株式会社", "山田商店"},
	    {"株式会社　山田商店", "山田商店"},
	    {"(株)山田商店", "山田商店"},
	    {"（株）山田商店", "山田商店"},
	    {"㈱山田商店", "山田商店"},
	    {"山田商店㈱", "山田商店"},
	    {"株式會社山田商店", "山田商店"},
	    {"株式会社山田商店 御中", "山田商店"},
	    {"株&式会社山田商店", "山田商店"},
	    {"有限会社山田商店", "山田商店"},
	    {"㈲山田商店", "山田商店"},
	    {"合同会社ヤマダ", "ヤマダ"},
	    {"合同会社やまだ", "ヤマダ"},
	    {"ｶ)ﾔﾏﾀﾞ", "ヤマダ"},
	    {"ﾔﾏﾀﾞ(ｶ", "ヤマダ"},
	    {"ヤマダ・ホールディングス株式会社", "ヤマダホールディングス"},
	    {"一般社団法人山田会", "山田会"},
	    {"学校法人山田学園", "山田学園"},
	    {"医療法人社団山田会", "山田会"},
	    {"医療法人 山田会", "山田会"},
	    {"NPO法人山田会", "山田会"},
	    {"株式会社ABC", "abc"},
	    {"ＡＢＣ株式会社", "abc"},
	    {"ABC Kabushiki Gaisha", "abc"},
	    {"Kabushiki Kaisha ABC", "abc"},
	    {"ABC K.K.", "abc"},
	    {"ABC Co., Ltd.", "abc"},
	    {"ABC CO.,LTD", "abc"},
	    {"A.B.C. Inc.", "abc"},
	    {"Acme, Inc", "acme"},
	    {"Acme Tools Incorporated", "acme tools"},
	    {"Acme Corp.", "acme"},
	    {"Acme LLC", "acme"},
	    {"Acme L.L.C.", "acme"},
	    {"Acme Pty Ltd", "acme"},
	    {"Acme Pty. Ltd.", "acme"},
	    {"Acme S.A.", "acme"},
	    {"Acme S.p.A.", "acme"},
	    {"Müller GmbH & Co. KG", "müller"},
	    {"Mueller AG", "mueller"},
	    {"The Acme Company", "acme"},
	    {"Procter & Gamble Co.", "procter gamble"},
	    {"Smith-Jones Ltd", "smith jones"},
	    {"O'Neill's Ltd", "oneills"},
	    {"Acme", "acme"},
	    {"株式会社", "株式会社"},
	    {"Inc.", "inc"},
	    {"Co., Ltd.", "co"},
	    {"", ""},
	    {"  ", ""},
	    {"&", ""},
	    {"\xff", ""},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span got = company_key(span_of(cases[i][0]), &arena);

		if (!span_is(got, cases[i][1]))
			fail_msg("'%s' gives '%.*s', not '%s'", cases[i][0],
			    (int)got.len, got.data, cases[i][1]);
	}
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(takes_legal_forms_off)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
