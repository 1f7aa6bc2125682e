#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "norm/block.h"
#include "norm/phone.h"
#include "text/fold.h"

struct word_case {
	const char *text;
	bool expected;
};

static void
check(bool (*is_blocked)(struct span), const struct word_case *cases,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (is_blocked(span_of(cases[i].text)) != cases[i].expected)
			fail_msg("'%s'", cases[i].text);
	}
}

#define COUNT(cases) (sizeof(cases) / sizeof((cases)[0]))

static void
knows_unknown(void **state)
{
	static const struct word_case cases[] = {
	    {"", true},
	    {" ", true},
	    {"null", true},
	    {"NULL", true},
	    {"(null)", true},
	    {"N/A", true},
	    {"n/a", true},
	    {"#N/A", true},
	    {"Ｎ／Ａ", true},
	    {"(not set)", true},
	    {"not set", true},
	    {"unknown", true},
	    {"-", true},
	    {"--", true},
	    {"―", true},
	    {"ー", true},
	    {"なし", true},
	    {"ナシ", true},
	    {"ﾅｼ", true},
	    {"無し", true},
	    {"不明", true},
	    {"未設定", true},
	    {"該当なし", true},
	    {"undefined", true},
	    {"#VALUE!", true},
	    {"\\N", true},
	    {"none", true},
	    {"0", false},
	    {"-1", false},
	    {"NA", false},
	    {"Null", true},
	    {"Nullmann", false},
	    {"なしえ", false},
	    {"不明瞭", false},
	    {"テスト", false},
	    {"\xff", false},
	};

	(void)state;
	check(block_is_unknown, cases, COUNT(cases));
}

/* M06 */
static void
blocks_emails(void **state)
{
	static const struct word_case cases[] = {
	    {"", true},
	    {"test@sato.jp", true},
	    {"noreply@sato.jp", true},
	    {"no-reply@sato.jp", true},
	    {"info@sato.jp", true},
	    {"dummy@sato.jp", true},
	    {"taro@example.com", true},
	    {"taro@example.co.jp", true},
	    {"taro@mail.example.org", true},
	    {"taro@sato.invalid", true},
	    {"taro@a.test", false},
	    {"taro@sato.jp", false},
	    {"tester@sato.jp", false},
	    {"taro@myexample.com", false},
	    {"taro@test.com", false},
	    {"information@sato.jp", false},
	    {"taro@sato.example.jp", true},
	    {"testa@sato.jp", false},
	};

	(void)state;
	check(block_is_email, cases, COUNT(cases));
}

/* P04 */
static void
blocks_phones(void **state)
{
	static const struct word_case cases[] = {
	    {"000-0000-0000", true},
	    {"090-0000-0000", true},
	    {"1234567890", true},
	    {"03-0000-0000", true},
	    {"0123456789", true},
	    {"9876543210", true},
	    {"111-1111-1111", true},
	    {"090-1111-1111", true},
	    {"06-6000-0000", true},
	    {"090-1234-5678", false},
	    {"03-1234-5678", false},
	    {"090-1000-0001", false},
	    {"0120-000-123", false},
	};
	struct arena arena = {0};
	struct phone phone;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(phone_parse(
		    span_of(cases[i].text), span_of("JP"), &phone, &arena));
		if (block_is_phone(phone.e164) != cases[i].expected)
			fail_msg("'%s'", cases[i].text);
	}
	assert_true(block_is_phone(span_of("")));
	assert_true(block_is_phone(span_of("+")));
	assert_true(block_is_phone(span_of("+911234567890")));
	arena_clear(&arena);
}

static void
blocks_ids(void **state)
{
	static const struct word_case cases[] = {
	    {"", true},
	    {"0", true},
	    {"-1", true},
	    {"0000", true},
	    {"００", true},
	    {"null", true},
	    {"guest", true},
	    {"Guest", true},
	    {"ゲスト", true},
	    {"非会員", true},
	    {"不明", true},
	    {"00000000-0000-0000-0000-000000000000", true},
	    {"999999", true},
	    {"1234567890", true},
	    {"1", false},
	    {"99", false},
	    {"00123", false},
	    {"A-1", false},
	    {"-2", false},
	    {"1111", false},
	    {"guest-17", false},
	};

	(void)state;
	check(block_is_id, cases, COUNT(cases));
}

/* N04, as they come and as fold_key gives them. */
static void
blocks_names(void **state)
{
	static const struct word_case cases[] = {
	    {"", true},
	    {"テスト", true},
	    {"テスト 太郎", true},
	    {"てすと", true},
	    {"test", true},
	    {"Test User", true},
	    {"test1", true},
	    {"名無し", true},
	    {"名無しさん", true},
	    {"非通知", true},
	    {"公衆電話", true},
	    {"不明", true},
	    {"なし", true},
	    {"N/A", true},
	    {"unknown", true},
	    {"ダミー", true},
	    {"ｹﾞｽﾄ", true},
	    {"guest 12", true},
	    {"お客様", true},
	    {"削除済み", true},
	    {"退会", true},
	    {"ああああ", true},
	    {"xxx", true},
	    {"12345", true},
	    {"ああア", true},
	    {"林 林 林", true},
	    {"ＴＥＳＴ", true},
	    {"匿名希望", true},
	    {"通知不可能", true},
	    {"表示圏外", true},
	    {"氏名未登録", true},
	    {"姓名", true},
	    {"本人", true},
	    {"ユーザー", true},
	    {"会員", true},
	    {"ふめい", true},
	    {"サンプル", true},
	    {"該当なし", true},
	    {"データなし", true},
	    {"customer", true},
	    {"defaultuser", true},
	    {"firstname lastname", true},
	    {"dummy", true},
	    {"sample", true},
	    {"anonymous", true},
	    {"null", true},
	    {"nil", true},
	    {"none", true},
	    {"山田 太郎", false},
	    {"Testa", false},
	    {"林林", false},
	    {"Ana", false},
	    {"Anna Test", false},
	    {"奈々", false},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct span key = fold_key(span_of(cases[i].text), &arena);

		if (block_is_name(key) != cases[i].expected)
			fail_msg("'%s'", cases[i].text);
	}
	arena_clear(&arena);
}

static void
blocks_persons(void **state)
{
	static const struct {
		const char *family, *given, *full;
		bool expected;
	} cases[] = {
	    {"unknown", "unknown", "unknown unknown", true},
	    {"user", "test", "test user", true},
	    {"不明", "不明", "不明 不明", true},
	    {"姓", "名", "姓 名", true},
	    {"匿名", "希望", "匿名 希望", true},
	    {"name", "no", "no name", true},
	    {"", "unknown", "unknown", true},
	    {"会員", "", "会員", true},
	    {"氏名不明", "", "氏名不明", true},
	    {"ゆーざー", "", "ゆーざー", true},
	    {"テスト", "太郎", "", false},
	    {"テスト", "太郎", "テスト 太郎", true},
	    {"", "", "", false},
	    {"guest", "christopher", "christopher guest", false},
	    {"test", "anna", "anna test", false},
	    {"本人", "太郎", "本人 太郎", false},
	    {"佐藤", "不明", "佐藤 不明", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (block_is_person(span_of(cases[i].family),
			span_of(cases[i].given),
			span_of(cases[i].full)) != cases[i].expected)
			fail_msg("'%s'", cases[i].full);
}

static void
blocks_births(void **state)
{
	static const struct word_case cases[] = {
	    {"1900-01-01", true},
	    {"1899-12-30", true},
	    {"0000-00-00", true},
	    {"0001-01-01", true},
	    {"1111-11-11", true},
	    {"9999-12-31", true},
	    {"1970-01-01", false},
	    {"1900-01-02", false},
	    {"1900", false},
	    {"", false},
	};

	(void)state;
	check(block_is_birth, cases, COUNT(cases));
}

static void
blocks_postcodes(void **state)
{
	static const struct word_case cases[] = {
	    {"0000000", true},
	    {"99999", true},
	    {"1111111", false},
	    {"9999998", false},
	    {"00", false},
	    {"", false},
	};

	(void)state;
	check(block_is_postcode, cases, COUNT(cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(knows_unknown),
	    cmocka_unit_test(blocks_emails),
	    cmocka_unit_test(blocks_phones),
	    cmocka_unit_test(blocks_ids),
	    cmocka_unit_test(blocks_names),
	    cmocka_unit_test(blocks_persons),
	    cmocka_unit_test(blocks_births),
	    cmocka_unit_test(blocks_postcodes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
