#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/lot.h"
#include "text/fold.h"

static void
reads_lots(void **state)
{
	static const struct {
		const char *text;
		const char *town;
		const char *block;
		const char *building;
	} cases[] = {
	    {"神南1-2-3", "神南", "1-2-3", ""},
	    {"神南二十一丁目三番四号", "神南", "21-3-4", ""},
	    {"神南 1 丁目 2 番 3 号", "神南", "1", "丁目2番3"},
	    {"神南1丁目 2番 3号", "神南", "1-2-3", ""},
	    {"神南1番地の2", "神南", "1-2", ""},
	    {"神南22番地の3", "神南", "22-3", ""},
	    {"神南1番", "神南", "1", ""},
	    {"神南１～２", "神南", "1-2", ""},
	    {"神南001-02", "神南", "1-2", ""},
	    {"神南1-2-3-101", "神南", "1-2-3", "101"},
	    {"神南1-2-3-4", "神南", "1-2-3-4", ""},
	    {"神南1-2-3号-101", "神南", "1-2-3", "101"},
	    {"神南1-2 101号室", "神南", "1-2", "101"},
	    {"神南1-2-101号室", "神南", "1-2", "101"},
	    {"神南1-2ヒルズA棟", "神南", "1-2", "ヒルズa棟"},
	    {"神南1-2(ヒルズ)", "神南", "1-2", "ヒルズ"},
	    {"神南1-2、3", "神南", "1-2", "3"},
	    {"神南1-2以下未定", "神南", "1-2", ""},
	    {"神南A棟802-5", "神南", "", "a棟802-5"},
	    {"神南団地5号棟101", "神南団地", "", "5号棟101"},
	    {"四谷三丁目", "四谷", "3", ""},
	    {"三田2-3", "三田", "2-3", ""},
	    {"三の丸1-2", "3ノ丸", "1-2", ""},
	    {"北1条西2丁目3", "北1条西", "2-3", ""},
	    {"北一条西2丁目3", "北1条西", "2-3", ""},
	    {"大字神南字上原12", "神南上原", "12", ""},
	    {"大文字町12", "大文字町", "12", ""},
	    {"桜が丘12", "桜ケ丘", "12", ""},
	    {"桜ヶ丘12", "桜ケ丘", "12", ""},
	    {"ひばりが丘12", "ヒバリガ丘", "12", ""},
	    {"主計町一番一号", "主計町", "1-1", ""},
	    {"神南1-999999999999", "神南", "1", "999999999999"},
	    {"神南1-2-3-4-5-6-7-8-9-10", "神南", "1-2-3-4-5-6-7-8", "9-10"},
	    {"神南", "神南", "", ""},
	    {"5", "", "5", ""},
	    {"", "", "", ""},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span text = fold_key(span_of(cases[i].text), &arena);
		struct lot got;

		assert_true(lot_parse(text, false, &got, &arena));
		if (!span_is(got.town, cases[i].town) ||
		    !span_is(got.block, cases[i].block) ||
		    !span_is(got.building, cases[i].building))
			fail_msg("'%s' gives '%.*s' '%.*s' '%.*s'",
			    cases[i].text, (int)got.town.len, got.town.data,
			    (int)got.block.len, got.block.data,
			    (int)got.building.len, got.building.data);
	}
	arena_clear(&arena);
}

static void
leaves_out_streets_of_kyoto(void **state)
{
	static const char *const cases[][2] = {
	    {"寺町通御池上る上本能寺前町488", "上本能寺前町"},
	    {"烏丸通四条下ル水銀屋町620", "水銀屋町"},
	    {"今出川通烏丸東入ル玄武町601", "玄武町"},
	    {"今出川通烏丸東入玄武町601", "玄武町"},
	    {"寺町通御池上る488", "寺町通御池上ル"},
	    {"上本能寺前町488", "上本能寺前町"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span text = fold_key(span_of(cases[i][0]), &arena);
		struct lot got;

		assert_true(lot_parse(text, true, &got, &arena));
		assert_true(span_is(got.town, cases[i][1]));
	}
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_lots),
	    cmocka_unit_test(leaves_out_streets_of_kyoto),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
