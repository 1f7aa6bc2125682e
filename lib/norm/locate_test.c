#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/locate.h"
#include "text/fold.h"

static void
finds_cities(void **state)
{
	static const struct {
		const char *text;
		const char *prefecture;
		const char *city;
		const char *rest;
	} cases[] = {
	    {"東京都渋谷区神南1", "東京都", "渋谷区", "神南1"},
	    {"東京都 渋谷区 神南 1", "東京都", "渋谷区", " 神南 1"},
	    {"東 京 都渋 谷 区神南1", "東京都", "渋谷区", "神南1"},
	    {"渋谷区神南1", "東京都", "渋谷区", "神南1"},
	    {"東京渋谷区神南1", "東京都", "渋谷区", "神南1"},
	    {"大阪市北区梅田1", "大阪府", "大阪市北区", "梅田1"},
	    {"大阪大阪市北区梅田1", "大阪府", "大阪市北区", "梅田1"},
	    {"大阪府北区梅田1", "大阪府", "北区", "梅田1"},
	    {"福岡県博多区住吉1", "福岡県", "福岡市博多区", "住吉1"},
	    {"鹿児島市山下町", "鹿児島県", "鹿児島市", "山下町"},
	    {"福島石川郡石川町1", "福島県", "石川郡石川町", "1"},
	    {"石川町1", "福島県", "石川郡石川町", "1"},
	    {"千葉市川市八幡1", "千葉県", "市川市", "八幡1"},
	    {"千葉市中央区1", "千葉県", "千葉市中央区", "1"},
	    {"千葉県巿川巿1", "千葉県", "市川市", "1"},
	    {"アキル野市二宮1", "東京都", "アキル埜市", "二宮1"},
	    {"北海道余市郡余市町1", "北海道", "余市郡余市町", "1"},
	    {"北海道余市町1", "北海道", "余市郡余市町", "1"},
	    {"東京都三宅村1", "東京都", "三宅島三宅村", "1"},
	    /* Two of one name. */
	    {"府中市1", "", "府中市", "1"},
	    {"広島県府中市1", "広島県", "府中市", "1"},
	    {"広島県安芸郡府中町1", "広島県", "安芸郡府中町", "1"},
	    {"日高町1", "", "", "日高町1"},
	    {"北海道日高町1", "北海道", "沙流郡日高町", "1"},
	    {"中央区1", "", "中央区", "1"},
	    /* Not in the table. */
	    {"埼玉県大宮市1", "埼玉県", "大宮市", "1"},
	    {"大宮市1", "", "大宮市", "1"},
	    {"静岡県浜松市中区1", "静岡県", "浜松市中区", "1"},
	    {"千葉県香取郡栗源町1", "千葉県", "香取郡栗源町", "1"},
	    {"千葉県栗源町1", "千葉県", "栗源町", "1"},
	    {"神南1", "", "", "神南1"},
	    {"東京都", "東京都", "", ""},
	    {"", "", "", ""},
	    {"1-2", "", "", "1-2"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span text = fold_key(span_of(cases[i].text), &arena);
		struct locate got;

		assert_true(locate_parse(text, &got, &arena));
		if (!span_is(got.prefecture, cases[i].prefecture) ||
		    !span_is(got.city, cases[i].city) ||
		    !span_is(got.rest, cases[i].rest))
			fail_msg("'%s' gives '%.*s' '%.*s' '%.*s'",
			    cases[i].text, (int)got.prefecture.len,
			    got.prefecture.data, (int)got.city.len,
			    got.city.data, (int)got.rest.len, got.rest.data);
	}
	arena_clear(&arena);
}

/* Each is spelled as its key. */
static void
knows_all_prefectures(void **state)
{
	static const char *const capitals[] = {"北海道札幌市", "青森県青森市",
	    "岩手県盛岡市", "宮城県仙台市", "秋田県秋田市", "山形県山形市",
	    "福島県福島市", "茨城県水戸市", "栃木県宇都宮市", "群馬県前橋市",
	    "埼玉県さいたま市", "千葉県千葉市", "東京都新宿区",
	    "神奈川県横浜市", "新潟県新潟市", "富山県富山市", "石川県金沢市",
	    "福井県福井市", "山梨県甲府市", "長野県長野市", "岐阜県岐阜市",
	    "静岡県静岡市", "愛知県名古屋市", "三重県津市", "滋賀県大津市",
	    "京都府京都市", "大阪府大阪市", "兵庫県神戸市", "奈良県奈良市",
	    "和歌山県和歌山市", "鳥取県鳥取市", "島根県松江市", "岡山県岡山市",
	    "広島県広島市", "山口県山口市", "徳島県徳島市", "香川県高松市",
	    "愛媛県松山市", "高知県高知市", "福岡県福岡市", "佐賀県佐賀市",
	    "長崎県長崎市", "熊本県熊本市", "大分県大分市", "宮崎県宮崎市",
	    "鹿児島県鹿児島市", "沖縄県那覇市"};
	struct arena arena = {0};

	(void)state;
	assert_int_equal(sizeof(capitals) / sizeof(capitals[0]), 47);
	for (size_t i = 0; i < 47; i++) {
		struct span text = fold_key(span_of(capitals[i]), &arena);
		struct locate whole;
		struct locate city;

		assert_true(locate_parse(text, &whole, &arena));
		assert_true(whole.prefecture.len >= 9);
		assert_true(whole.city.len > 0);
		assert_int_equal(
		    whole.prefecture.len + whole.city.len, text.len);
		text.data += whole.prefecture.len;
		text.len -= whole.prefecture.len;
		assert_true(locate_parse(text, &city, &arena));
		if (!span_eq(whole.prefecture, city.prefecture))
			fail_msg("%s", capitals[i]);
	}
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_cities),
	    cmocka_unit_test(knows_all_prefectures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
