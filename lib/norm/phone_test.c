#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/phone.h"

struct phone_case {
	const char *text;
	const char *country;
	const char *e164; /* NULL: not a number */
	enum phone_class class;
	const char *extension;
};

static void
check(const struct phone_case *expected)
{
	struct arena arena = {0};
	struct phone phone;
	bool is_one = phone_parse(span_of(expected->text),
	    span_of(expected->country), &phone, &arena);

	if (is_one != (expected->e164 != NULL))
		fail_msg(
		    "'%s' (%s): %d", expected->text, expected->country, is_one);
	if (is_one &&
	    (!span_is(phone.e164, expected->e164) ||
		phone.class != expected->class ||
		!span_eq(phone.extension, span_of(expected->extension))))
		fail_msg("'%s' (%s) gives %.*s, %d, '%.*s'", expected->text,
		    expected->country, (int)phone.e164.len, phone.e164.data,
		    (int)phone.class, (int)phone.extension.len,
		    phone.extension.data == NULL ? "" : phone.extension.data);
	arena_clear(&arena);
}

#define MOBILE "+819012345678", PHONE_MOBILE

/* The catalogue of malformed input, section 5.6, and the Japanese plan. */
static const struct phone_case japanese_cases[] = {
    /* P01 */
    {"０９０－１２３４－５６７８", "JP", MOBILE, ""},
    {"090‐1234‐5678", "JP", MOBILE, ""},
    {"090‑1234‑5678", "JP", MOBILE, ""},
    {"090–1234–5678", "JP", MOBILE, ""},
    {"090—1234—5678", "JP", MOBILE, ""},
    {"090−1234−5678", "JP", MOBILE, ""},
    {"090ー1234ー5678", "JP", MOBILE, ""},
    {"090ｰ1234ｰ5678", "JP", MOBILE, ""},
    {"090―1234─5678", "JP", MOBILE, ""},
    {"090.1234.5678", "JP", MOBILE, ""},
    {"090 1234 5678", "JP", MOBILE, ""},
    {"'09012345678", "JP", MOBILE, ""},
    /* P02 */
    {"+81 90 1234 5678", "JP", MOBILE, ""},
    {"+81 90 1234 5678", "", MOBILE, ""},
    {"+81 90 1234 5678", "US", MOBILE, ""},
    {"(+81) 90-1234-5678", "", MOBILE, ""},
    {"0081 90 1234 5678", "JP", MOBILE, ""},
    {"0081 90 1234 5678", "", MOBILE, ""},
    {"010-81-90-1234-5678", "JP", MOBILE, ""},
    {"011 81 90 1234 5678", "US", MOBILE, ""},
    {"(090)1234-5678", "JP", MOBILE, ""},
    {"+81(0)90-1234-5678", "JP", MOBILE, ""},
    {"+81 (0)90-1234-5678", "", MOBILE, ""},
    {"0081(0)9012345678", "JP", MOBILE, ""},
    {"+81 09012345678", "JP", MOBILE, ""},
    {"819012345678", "JP", MOBILE, ""},
    {"tel:+81-90-1234-5678", "", MOBILE, ""},
    {"TEL.090-1234-5678", "JP", MOBILE, ""},
    {"℡ 090-1234-5678", "JP", MOBILE, ""},
    {"電話：090-1234-5678", "JP", MOBILE, ""},
    {"whatsapp:+819012345678", "", MOBILE, ""},
    {"186-090-1234-5678", "JP", MOBILE, ""},
    {"+8(0)1 90 1234 5678", "", MOBILE, ""},
    {"+1 1 212 555 0123", "", "+12125550123", PHONE_UNKNOWN, ""},
    {"+1 1 1 212 555 0123", "", "+1112125550123", PHONE_UNKNOWN, ""},
    {"186-0086-551-267-9000", "JP", "+865512679000", PHONE_LANDLINE, ""},
    {"184-0081(0)90-1234-5678", "JP", MOBILE, ""},
    /* P03 */
    {"9012345678", "JP", MOBILE, ""},
    {"9012345678.0", "JP", MOBILE, ""},
    {"8012345678", "JP", "+818012345678", PHONE_MOBILE, ""},
    {"7012345678", "JP", "+817012345678", PHONE_MOBILE, ""},
    {"312345678", "JP", "312345678", PHONE_UNKNOWN, ""},
    {"6012345678", "JP", "6012345678", PHONE_UNKNOWN, ""},
    {"9.01235E+09", "JP", NULL, PHONE_UNKNOWN, ""},
    /* P04: kept; block_is_phone tells that they link nobody. */
    {"000-0000-0000", "JP", "00000000000", PHONE_UNKNOWN, ""},
    {"090-0000-0000", "JP", "+819000000000", PHONE_MOBILE, ""},
    {"1234567890", "JP", "1234567890", PHONE_UNKNOWN, ""},
    {"03-0000-0000", "JP", "+81300000000", PHONE_LANDLINE, ""},
    /* P05 */
    {"03-1234-5678 内線 12", "JP", "+81312345678", PHONE_LANDLINE, "12"},
    {"03-1234-5678（内線：12）", "JP", "+81312345678", PHONE_LANDLINE, "12"},
    {"03-1234-5678 内線番号１２", "JP", "+81312345678", PHONE_LANDLINE, "12"},
    {"03-1234-5678 ext. 12", "JP", "+81312345678", PHONE_LANDLINE, "12"},
    {"03-1234-5678x12", "JP", "+81312345678", PHONE_LANDLINE, "12"},
    {"03-1234-5678 Extension 12", "JP", "+81312345678", PHONE_LANDLINE, "12"},
    {"03-1234-5678#12", "JP", "+81312345678", PHONE_LANDLINE, "12"},
    {"tel:+81-3-1234-5678;ext=12", "", "+81312345678", PHONE_LANDLINE, "12"},
    {"03-1234-5678 内線", "JP", NULL, PHONE_UNKNOWN, ""},
    {"090-1234-5678 / 03-1234-5678", "JP", NULL, PHONE_UNKNOWN, ""},
    {"090-1234-5678, 03-1234-5678", "JP", NULL, PHONE_UNKNOWN, ""},
    {"123-4567/123-4568", "JP", NULL, PHONE_UNKNOWN, ""},
    /* P06 */
    {"1-212-555-0123", "JP", "12125550123", PHONE_UNKNOWN, ""},
    /* P07 */
    {"117", "JP", NULL, PHONE_UNKNOWN, ""},
    {"119", "", NULL, PHONE_UNKNOWN, ""},
    {"1-800-FLOWERS", "US", NULL, PHONE_UNKNOWN, ""},
    {"非通知", "JP", NULL, PHONE_UNKNOWN, ""},
    {"", "JP", NULL, PHONE_UNKNOWN, ""},
    {"-", "JP", NULL, PHONE_UNKNOWN, ""},
    {"+", "JP", NULL, PHONE_UNKNOWN, ""},
    {"12345", "JP", NULL, PHONE_UNKNOWN, ""},
    {"1234567890123456", "", NULL, PHONE_UNKNOWN, ""},
    {"+1234567890123456", "", NULL, PHONE_UNKNOWN, ""},
    {"090\xff", "JP", NULL, PHONE_UNKNOWN, ""},
    {"090+1234+5678", "JP", NULL, PHONE_UNKNOWN, ""},
    /* the plan: area codes of one to four digits behind the 0 */
    {"03-1234-5678", "JP", "+81312345678", PHONE_LANDLINE, ""},
    {"06(1234)5678", "JP", "+81612345678", PHONE_LANDLINE, ""},
    {"045-123-4567", "JP", "+81451234567", PHONE_LANDLINE, ""},
    {"0422-12-3456", "JP", "+81422123456", PHONE_LANDLINE, ""},
    {"04992-1-2345", "JP", "+81499212345", PHONE_LANDLINE, ""},
    {"+81-3-1234-5678", "JP", "+81312345678", PHONE_LANDLINE, ""},
    {"070-1234-5678", "JP", "+817012345678", PHONE_MOBILE, ""},
    {"080-1234-5678", "JP", "+818012345678", PHONE_MOBILE, ""},
    {"050-1234-5678", "JP", "+815012345678", PHONE_IP, ""},
    {"0120-123-456", "JP", "+81120123456", PHONE_FREE, ""},
    {"0800-123-4567", "JP", "+818001234567", PHONE_FREE, ""},
    {"0570-012-345", "JP", "+81570012345", PHONE_FREE, ""},
    {"020-1234-5678", "JP", "+812012345678", PHONE_UNKNOWN, ""},
    /* no number is rejected because something is missing */
    {"1234-5678", "JP", "12345678", PHONE_UNKNOWN, ""},
    {"090-1234-567", "JP", "0901234567", PHONE_UNKNOWN, ""},
    {"+81-90-1234-567", "JP", "+81901234567", PHONE_UNKNOWN, ""},
    {"+090-1234-5678", "JP", MOBILE, ""},
    {"090-1234-5678", "", "09012345678", PHONE_UNKNOWN, ""},
};

static void
reads_japanese(void **state)
{
	(void)state;
	for (size_t i = 0;
	     i < sizeof(japanese_cases) / sizeof(japanese_cases[0]); i++)
		check(&japanese_cases[i]);
}

static void
reads_other_countries(void **state)
{
	static const struct phone_case cases[] = {
	    {"(212) 555-0123", "US", "+12125550123", PHONE_UNKNOWN, ""},
	    {"1-212-555-0123", "US", "+12125550123", PHONE_UNKNOWN, ""},
	    {"+1 (212) 555-0123", "", "+12125550123", PHONE_UNKNOWN, ""},
	    {"12125550123", "CA", "+12125550123", PHONE_UNKNOWN, ""},
	    {"800 555 0123", "US", "+18005550123", PHONE_FREE, ""},
	    {"07911 123456", "GB", "+447911123456", PHONE_MOBILE, ""},
	    {"+44 (0)7911 123456", "", "+447911123456", PHONE_MOBILE, ""},
	    {"447911123456", "GB", "+447911123456", PHONE_MOBILE, ""},
	    {"020 7946 0018", "GB", "+442079460018", PHONE_LANDLINE, ""},
	    {"030/1234567", "DE", "+49301234567", PHONE_LANDLINE, ""},
	    {"0151 23456789", "DE", "+4915123456789", PHONE_MOBILE, ""},
	    {"06 12 34 56 78", "FR", "+33612345678", PHONE_MOBILE, ""},
	    {"06 1234 5678", "IT", "+390612345678", PHONE_LANDLINE, ""},
	    {"+39 06 1234 5678", "", "+390612345678", PHONE_LANDLINE, ""},
	    {"8 (912) 345-67-89", "RU", "+79123456789", PHONE_MOBILE, ""},
	    {"+7 812 345 67 89", "", "+78123456789", PHONE_LANDLINE, ""},
	    {"06 20 123 4567", "HU", "+36201234567", PHONE_MOBILE, ""},
	    {"138 1234 5678", "CN", "+8613812345678", PHONE_MOBILE, ""},
	    {"010-1234-5678", "KR", "+821012345678", PHONE_MOBILE, ""},
	    {"6123 4567", "HK", "+85261234567", PHONE_MOBILE, ""},
	    {"0011 81 90 1234 5678", "AU", MOBILE, ""},
	    {"0912 345 678", "TW", "+886912345678", PHONE_MOBILE, ""},
	    {"+960 777 1234", "", "+9607771234", PHONE_UNKNOWN, ""},
	    {"+960 (0)777 1234", "", "+9607771234", PHONE_UNKNOWN, ""},
	    {"777 1234", "MV", "7771234", PHONE_UNKNOWN, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void
tells_a_lost_zero(void **state)
{
	struct arena arena = {0};
	struct phone phone;

	(void)state;
	assert_true(
	    phone_parse(span_of("9012345678"), span_of("JP"), &phone, &arena));
	assert_true(phone.is_zero_restored);
	assert_true(
	    phone_parse(span_of("09012345678"), span_of("JP"), &phone, &arena));
	assert_false(phone.is_zero_restored);
	arena_clear(&arena);
}

static void
knows_zones(void **state)
{
	static const struct {
		const char *zone;
		const char *country;
	} cases[] = {
	    {"Asia/Tokyo", "JP"},
	    {"Japan", "JP"},
	    {"America/New_York", "US"},
	    {"US/Pacific", "US"},
	    {"Europe/London", "GB"},
	    {"Africa/Cairo", "EG"},
	    {"Europe/Zurich", "CH"},
	    {"UTC", ""},
	    {"Asia/Tokio", ""},
	    {"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_true(span_is(
		    phone_country(span_of(cases[i].zone)), cases[i].country));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_japanese),
	    cmocka_unit_test(reads_other_countries),
	    cmocka_unit_test(tells_a_lost_zero),
	    cmocka_unit_test(knows_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
