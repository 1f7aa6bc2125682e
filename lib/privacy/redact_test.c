#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "privacy/redact.h"

static const struct {
	const char *text, *expected;
} cases[] = {
    {"", ""},
    {"nothing to see", "nothing to see"},
    {"ken@mail.test", "[email]"},
    {"Ken <ken.o'brien+x@mail.co.test>, soon.", "Ken <[email]>, soon."},
    {"mailto:ken@mail.test?subject=x", "mailto:[email]?subject=x"},
    {"a@b.test;c@d.test", "[email];[email]"},
    {"?u=ken%40mail.test", "[email]"},
    {"メールはken＠mail.testです", "メールは[email]です"},
    {"info@例え.テスト へ", "[email] へ"},
    {"@ken on x, 2@500 yen, a@b", "@ken on x, 2@500 yen, a@b"},
    {"090-1234-5678", "[phone]"},
    {"call 09012345678 now", "call [phone] now"},
    {"TEL09012345678", "TEL[phone]"},
    {"０９０−１２３４−５６７８まで", "[phone]まで"},
    {"090ー1234ー5678", "[phone]"},
    {"(03)1234-5678", "[phone]"},
    {"+81 90 1234 5678.", "[phone]."},
    {"+49 (0)30 123456", "[phone]"},
    {"tel 555-123-4567, 612 34 56 78", "tel [phone], [phone]"},
    {"on 2026-01-05 090-1234-5678", "on 2026-01-05 [phone]"},
    {"090-1234-5678/03-1234-5678", "[phone]/[phone]"},
    {"3 x 0312345678", "3 x [phone]"},
    {"crm:09012345678", "crm:[phone]"},
    {"ken@mail.test09012345678", "[email][phone]"},
    {"4111 1111 1111 1111", "[card]"},
    /* What is no contact. */
    {"C000000123", "C000000123"},
    {"TEA-0101234567", "TEA-0101234567"},
    {"2026-01-05T10:00:00+09:00", "2026-01-05T10:00:00+09:00"},
    {"2026-01-05 10:00", "2026-01-05 10:00"},
    {"05.01.2026", "05.01.2026"},
    {"1 234 567 yen, 12,500", "1 234 567 yen, 12,500"},
    {"case 7001, s000003, 100-0001", "case 7001, s000003, 100-0001"},
    {"4901234567894", "4901234567894"},
    {"1007", "1007"},
    {"09012345678abc", "09012345678abc"},
    {"\xff\xfe@\xff", "\xff\xfe@\xff"},
};

static void
test_texts(void **state)
{
	struct err err = {0};
	struct redact *redact = redact_new("Asia/Tokyo", &err);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span masked;
		char *text;

		assert_int_equal(
		    redact_text(redact, span_of(cases[i].text), &masked, &err),
		    0);
		text = strndup(masked.data, masked.len);
		assert_string_equal(text, cases[i].expected);
		free(text);
	}
	redact_free(redact);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_texts)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
