#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/fold.h"

struct fold_case {
	const char *text;
	const char *folded;
};

static void
check(struct span (*fold)(struct span, struct arena *),
    const struct fold_case *cases, size_t count)
{
	struct arena arena = {0};

	for (size_t i = 0; i < count; i++) {
		struct span once = fold(span_of(cases[i].text), &arena);
		struct span twice = fold(once, &arena);

		if (!span_is(once, cases[i].folded))
			fail_msg("'%s' became '%.*s', not '%s'", cases[i].text,
			    (int)once.len, once.data, cases[i].folded);
		assert_true(span_eq(once, twice));
	}
	arena_clear(&arena);
}

#define CHECK(fold, cases) \
	check((fold), (cases), sizeof(cases) / sizeof((cases)[0]))

static void
test_nfkc(void **state)
{
	static const struct fold_case cases[] = {
	    {"", ""},
	    {"abc", "abc"},
	    {"  a  b\t\nc ", "a b c"},
	    {"山田　太郎", "山田 太郎"},
	    {"　山田　　太郎　", "山田 太郎"},
	    {"\xc2\xa0山\xe2\x80\x83田\xe2\x80\xa8", "山 田"},
	    {"ＡＢＣ１２３", "ABC123"},
	    {"ﾔﾏﾀﾞ ﾊﾟｸ", "ヤマダ パク"},
	    {"か\xe3\x82\x99", "が"},
	    {"e\xcc\x81", "é"},
	    {"㈱山田①", "(株)山田1"},
	    {"神\xef\xa8\x99", "神神"},
	    {"葛\xf3\xa0\x84\x80城", "葛城"},
	    {"a\xe2\x80\x8b\xef\xbb\xbf"
	     "b\xe2\x80\xae",
		"ab"},
	    {"\xe2\x80\x8b", ""},
	    {"\xe2\x80\x8b a", "a"},
	    {"髙﨑", "髙﨑"},
	    {"한국", "한국"},
	    {"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "한"},
	    {"ÄÖ", "ÄÖ"},
	    {"１～２", "1~2"},
	    {"3ー4", "3ー4"},
	};

	(void)state;
	CHECK(fold_nfkc, cases);
}

static void
test_name(void **state)
{
	static const struct fold_case cases[] = {
	    {"E-Mail", "e-mail"},
	    {"Ｅメール アドレス", "eメール アドレス"},
	    {"Straße", "strasse"},
	    {"ÄÖÜ", "äöü"},
	    {"お名前(姓)", "お名前(姓)"},
	    {"お名前（姓）", "お名前(姓)"},
	    {"ΣΑΣ", "σασ"},
	};

	(void)state;
	CHECK(fold_name, cases);
}

static void
test_kana(void **state)
{
	static const struct fold_case cases[] = {
	    {"やまだ たろう", "ヤマダ タロウ"},
	    {"ﾔﾏﾀﾞ", "ヤマダ"},
	    {"ゔぁいおりん", "ヴァイオリン"},
	    {"わ\xe3\x82\x99", "ヷ"},
	    {"か゛は゜", "ガパ"},
	    /* E11 half-width, E12 decomposed */
	    {"ｶﾞﾊﾟ", "ガパ"},
	    {"か\xe3\x82\x99は\xe3\x82\x9a", "ガパ"},
	    {"いすゞ", "イスヾ"},
	    {"さとー", "サトー"},
	    {"Yamada", "Yamada"},
	    {"\xe3\x82\x9f", "ヨリ"},
	};

	(void)state;
	CHECK(fold_kana, cases);
}

static void
test_key(void **state)
{
	static const struct fold_case cases[] = {
	    {"Yamada", "yamada"},
	    {"髙橋", "高橋"},
	    {"山﨑", "山崎"},
	    {"渡邊", "渡辺"},
	    {"渡邉", "渡辺"},
	    {"関ヶ原", "関ケ原"},
	    {"1-2-3", "1-2-3"},
	    {"１－２−３", "1-2-3"},
	    {"1‐2–3—4―5", "1-2-3-4-5"},
	    {"10〜12", "10-12"},
	    {"10～12", "10-12"},
	    {"3ー12ー4", "3-12-4"},
	    {"３ｰ１２", "3-12"},
	    {"3ー", "3ー"},
	    {"コーヒー3ー号", "コーヒー3ー号"},
	    {"さとう　花子", "サトウ 花子"},
	};

	(void)state;
	CHECK(fold_key, cases);
}

/* Each line is one name's kanji: the first form and its variants. */
static void
test_variants_meet(void **state)
{
	static const char *const classes[] = {
	    "高髙",
	    "崎﨑嵜碕",
	    "辺邊邉",
	    "斎齋斉齊",
	    "浜濱濵",
	    "広廣",
	    "沢澤",
	    "島嶋嶌",
	    "国國圀",
	    "竜龍",
	    "真眞",
	    "条條",
	    "桜櫻",
	    "瀬瀨",
	    "富冨",
	    "臘﨟",
	    "吉𠮷",
	    "徳德",
	    "恵惠",
	    "柳栁",
	    "桑桒",
	    "関關",
	    "滝瀧",
	    "静靜",
	    "清淸",
	    "黒黑",
	    "黄黃",
	    "郎郞",
	    "橋𣘺",
	    "曽曾",
	    "渕淵",
	    "館舘",
	    "峰峯",
	    "鶴靏",
	    "豊豐",
	    "寿壽",
	    "万萬",
	    "与與",
	    "弥彌",
	    "礼禮",
	    "栄榮",
	    "円圓",
	    "実實",
	    "児兒",
	    "顕顯",
	    "巌巖",
	    "桧檜",
	    "壺壷",
	    "蔵藏",
	    "学學",
	    "岩嵒",
	    "土圡",
	    "亀龜",
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		struct span all = fold_key(span_of(classes[i]), &arena);

		for (size_t at = 3; at < all.len; at += 3)
			if (memcmp(all.data, all.data + at, 3) != 0)
				fail_msg("%s became %.*s", classes[i],
				    (int)all.len, all.data);
	}
	arena_clear(&arena);
}

static void
test_different_names_stay_apart(void **state)
{
	static const char *const pairs[][2] = {
	    {"坂", "阪"},
	    {"畑", "畠"},
	    {"圭", "珪"},
	    {"弘", "広"},
	    {"宏", "広"},
	    {"恵", "慧"},
	    {"一", "壱"},
	    {"二", "弐"},
	    {"崎", "埼"},
	    {"界", "堺"},
	    {"英", "叡"},
	    {"生", "栖"},
	    {"彬", "斌"},
	    {"付", "附"},
	    {"琉", "瑠"},
	    {"退", "却"},
	    {"川", "河"},
	    {"の", "之"},
	    {"乃", "之"},
	    {"ケ", "箇"},
	    {"個", "箇"},
	    {"食", "喰"},
	    {"大", "太"},
	    {"杉", "椙"},
	    {"惣", "総"},
	    {"耀", "燿"},
	    {"旧", "臼"},
	    {"連", "聯"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct span one = fold_key(span_of(pairs[i][0]), &arena);
		struct span other = fold_key(span_of(pairs[i][1]), &arena);

		if (span_eq(one, other))
			fail_msg("%s = %s", pairs[i][0], pairs[i][1]);
	}
	arena_clear(&arena);
}

static void
test_trim(void **state)
{
	static const struct fold_case cases[] = {
	    {"", ""},
	    {" 　\t", ""},
	    {"\xef\xbb\xbf"
	     "a",
		"a"},
	    {"　山　田\xc2\xa0", "山　田"},
	    {"a", "a"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_true(span_is(
		    fold_trim(span_of(cases[i].text)), cases[i].folded));
}

/* Most values need nothing: then nothing is copied. */
static void
test_folded_is_not_copied(void **state)
{
	static const char *const texts[] = {
	    "yamada 12-3", "ヤマダ コーヒー", "山田 太郎", "㐂多", "한국 é"};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_ptr_equal(
		    fold_key(span_of(texts[i]), &arena).data, texts[i]);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_ptr_equal(
		    fold_nfkc(span_of(texts[i]), &arena).data, texts[i]);
	assert_int_equal(arena.used, 0);
	arena_clear(&arena);
}

static void
test_wrong_utf8_comes_back(void **state)
{
	struct arena arena = {0};
	struct span text = SPAN("A\xff"
				"e5");

	(void)state;
	assert_true(span_eq(fold_key(text, &arena), text));
	arena_clear(&arena);
}

/* Texts that do not fit on the stack, and one code point that becomes 18. */
static void
test_long(void **state)
{
	struct arena arena = {0};
	struct buf text = {0};
	struct buf want = {0};
	struct err err = {0};

	(void)state;
	for (int i = 0; i < 1000; i++) {
		buf_str(&text, "ﾀﾞＡ\xef\xb7\xba");
		buf_str(&want, "ダa");
		buf_span(&want, fold_nfkc(span_of("\xef\xb7\xba"), &arena));
	}
	assert_int_equal(buf_check(&text, &err), 0);
	assert_true(span_eq(fold_key(buf_get(&text), &arena), buf_get(&want)));
	buf_clear(&text);
	buf_clear(&want);
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_nfkc),
	    cmocka_unit_test(test_name),
	    cmocka_unit_test(test_kana),
	    cmocka_unit_test(test_key),
	    cmocka_unit_test(test_variants_meet),
	    cmocka_unit_test(test_different_names_stay_apart),
	    cmocka_unit_test(test_trim),
	    cmocka_unit_test(test_folded_is_not_copied),
	    cmocka_unit_test(test_wrong_utf8_comes_back),
	    cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
