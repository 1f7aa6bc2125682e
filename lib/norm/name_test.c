#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/name.h"

static void
check(struct span got, const char *expected, const char *text)
{
	if (!span_is(got, expected))
		fail_msg("'%s' gives '%.*s', not '%s'", text, (int)got.len,
		    got.data == NULL ? "" : got.data, expected);
}

static void
splits_full_names(void **state)
{
	static const struct {
		const char *text;
		const char *family;
		const char *given;
		const char *full;
		const char *suffix;
	} cases[] = {
	    {"山田 太郎", "山田", "太郎", "山田太郎", ""},
	    {"山田　太郎", "山田", "太郎", "山田太郎", ""},
	    {"山田太郎", "山田", "太郎", "山田太郎", ""},
	    {"山田 太郎 様", "山田", "太郎", "山田太郎", ""},
	    {"山田太郎様", "山田", "太郎", "山田太郎", ""},
	    {"ﾔﾏﾀﾞﾀﾛｳ", "ヤマダ", "タロウ", "ヤマダタロウ", ""},
	    {"鬯鬯鬯", "", "", "鬯鬯鬯", ""},
	    {"鈴木さん", "", "", "鈴木", ""},
	    {"鈴木先生", "", "", "鈴木", ""},
	    {"鈴木 一郎 君", "鈴木", "一郎", "鈴木一郎", ""},
	    {"鵜殿", "", "", "鵜殿", ""},
	    {"鈴木さん様", "", "", "鈴木", ""},
	    {"鈴木様 一郎様", "鈴木", "一郎", "鈴木一郎", ""},
	    {"Smith, Dr. John", "smith", "john", "smithjohn", ""},
	    {"様", "", "", "様", ""},
	    {"ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ", "タロウ", "ヤマダタロウ", ""},
	    {"やまだ たろう", "ヤマダ", "タロウ", "ヤマダタロウ", ""},
	    {"ジョン・スミス", "", "", "ジョンスミス", ""},
	    {"김 철수", "김", "철수", "김철수", ""},
	    {"Taro Yamada", "yamada", "taro", "yamadataro", ""},
	    {"YAMADA, Taro", "yamada", "taro", "yamadataro", ""},
	    {"Mr. John Smith", "smith", "john", "smithjohn", ""},
	    {"Dr.John Smith", "smith", "john", "smithjohn", ""},
	    {"Prof. Dr. J. R. Smith", "smith", "j r", "smithjr", ""},
	    {"John Smith Jr.", "smith", "john", "smithjohn", "jr"},
	    {"John Smith, Sr", "smith", "john", "smithjohn", "sr"},
	    {"John Smith III", "smith", "john", "smithjohn", "iii"},
	    {"Smith, John, Jr.", "smith", "john", "smithjohn", "jr"},
	    {"Jane Roe, Ph.D.", "roe", "jane", "roejane", ""},
	    {"Mr", "", "", "mr", ""},
	    {"Alexander Seton, 3rd Earl of Dunfermline", "seton", "alexander",
		"setonalexander", ""},
	    {"Sir James Hill, 1st Baronet", "hill", "james", "hilljames", ""},
	    {"Capt. Robert Hill, OBE", "hill", "robert", "hillrobert", ""},
	    {"John Smith 3rd", "smith", "john", "smithjohn", "iii"},
	    {"Ludwig van Beethoven", "vanbeethoven", "ludwig",
		"vanbeethovenludwig", ""},
	    {"Mary Ann O'Brien", "obrien", "mary ann", "obrienmaryann", ""},
	    {"Mary O’Brien", "obrien", "mary", "obrienmary", ""},
	    {"Sir", "", "", "sir", ""},
	    {"Taro", "", "", "taro", ""},
	    {"", "", "", "", ""},
	    {"  ", "", "", "", ""},
	    {"\xff", "", "", "", ""},
	    /* N03 */
	    {"Robert'); DROP TABLE", "table", "robert); drop",
		"tablerobert);drop", ""},
	};
	struct span none = {NULL, 0};
	struct arena arena = {0};
	struct name name;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		name_parse(span_of(cases[i].text), none, none, &name, &arena);
		check(name.family, cases[i].family, cases[i].text);
		check(name.given, cases[i].given, cases[i].text);
		check(name.full, cases[i].full, cases[i].text);
		check(name.suffix, cases[i].suffix, cases[i].text);
	}
	arena_clear(&arena);
}

static void
takes_parts(void **state)
{
	struct arena arena = {0};
	struct name name;

	(void)state;
	name_parse(span_of("ignored here"), span_of("髙橋"), span_of("花子様"),
	    &name, &arena);
	check(name.family, "高橋", "family");
	check(name.given, "花子", "given");
	check(name.full, "高橋花子", "full");
	name_parse(span_of(""), span_of("Smith Jr."), span_of("Dr. John"),
	    &name, &arena);
	check(name.family, "smith", "family");
	check(name.given, "john", "given");
	check(name.suffix, "jr", "suffix");
	name_parse(span_of(""), span_of("山田"), span_of(""), &name, &arena);
	check(name.family, "山田", "family");
	check(name.given, "", "given");
	check(name.full, "山田", "full");
	/* A title is no name, where there is another. */
	name_parse(span_of("Sir James Hill"), span_of("Hill"), span_of("Sir"),
	    &name, &arena);
	check(name.family, "hill", "family");
	check(name.given, "james", "given");
	name_parse(span_of(""), span_of("Hill"), span_of("Sir"), &name, &arena);
	check(name.family, "hill", "family");
	check(name.given, "", "given");
	name_parse(span_of("Sir Adam, Baronet"), span_of("Baronet"),
	    span_of("Sir"), &name, &arena);
	check(name.family, "", "family");
	check(name.given, "", "given");
	check(name.full, "adam", "full");
	name_parse(span_of(""), span_of("Lord"), span_of("Sir"), &name, &arena);
	check(name.family, "lord", "family");
	check(name.given, "", "given");
	name_parse(span_of(""), span_of(""), span_of("Sir"), &name, &arena);
	check(name.given, "sir", "given");
	name_parse(
	    span_of("田中 Mr."), span_of(""), span_of(""), &name, &arena);
	check(name.family, "田中", "family");
	check(name.given, "", "given");
	check(name.full, "田中", "full");
	name_parse(
	    span_of("Smith, Mrs"), span_of(""), span_of(""), &name, &arena);
	check(name.family, "smith", "family");
	check(name.given, "", "given");
	check(name.full, "smith", "full");
	arena_clear(&arena);
}

/* N01: variant kanji have one key. */
static void
folds_variants(void **state)
{
	static const char *const pairs[][2] = {{"髙橋 一", "高橋 一"},
	    {"山﨑 一", "山崎 一"}, {"渡邊 一", "渡辺 一"},
	    {"渡邉 一", "渡辺 一"}, {"齋藤 一", "斎藤 一"},
	    {"ﾔﾏﾀﾞ ﾊﾅｺ", "やまだ はなこ"}};
	struct span none = {NULL, 0};
	struct arena arena = {0};
	struct name a;
	struct name b;

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		name_parse(span_of(pairs[i][0]), none, none, &a, &arena);
		name_parse(span_of(pairs[i][1]), none, none, &b, &arena);
		assert_true(span_eq(a.full, b.full));
		assert_true(a.full.len > 0);
	}
	arena_clear(&arena);
}

static void
tells_who_may_be_one(void **state)
{
	static const struct {
		const char *a;
		const char *b;
		bool expected;
	} cases[] = {
	    {"山田 太郎", "山田 太郎", true}, {"山田 太郎", "山田 花子", false},
	    {"山田 花子", "佐藤 花子", true}, /* married */
	    {"山田 健", "山田 健一", false},  /* brothers */
	    {"山田 太郎", "", true}, {"", "", true},
	    {"山田 太郎", "ヤマダ タロウ", true},
	    {"山田 太郎", "Taro Yamada", true},
	    {"ヤマダ タロウ", "ヤマダ ハナコ", false},
	    {"山田太郎", "山田 太郎", true}, {"山田太郎", "山田 花子", false},
	    {"山田太郎", "佐藤 太郎", true}, {"山田太郎", "佐藤花子", false},
	    {"山田太郎", "山田", true}, {"山田太郎様", "山田太郎", true},
	    {"ヤマダタロウ", "ヤマダハナコ", false},
	    {"ヤマダタロウ", "やまだ たろう", true},
	    {"John Smith", "J. Smith", true},
	    {"John Smith", "John R. Smith", true},
	    {"J. R. Smith", "John Robert Smith", true},
	    {"J. R. Smith", "John Paul Smith", false},
	    {"Mary-Ann Smith", "Maryann Smith", true},
	    {"Mary Ann Smith", "Mary Smith", true},
	    {"Chris Smith", "Christopher Smith", true},
	    {"John Smith", "Jane Smith", false},
	    {"Jane Smith", "Jane Doe", true},
	    {"John Smith Jr.", "John Smith Sr.", false},
	    {"John Smith Jr.", "John Smith II", true},
	    {"John Smith Jr.", "John Smith", true},
	    {"yamataro", "Taro Yamada", true}, /* a nickname */
	};
	struct span none = {NULL, 0};
	struct arena arena = {0};
	struct name a;
	struct name b;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		name_parse(span_of(cases[i].a), none, none, &a, &arena);
		name_parse(span_of(cases[i].b), none, none, &b, &arena);
		if (name_agrees(&a, &b) != cases[i].expected ||
		    name_agrees(&b, &a) != cases[i].expected)
			fail_msg("'%s' and '%s'", cases[i].a, cases[i].b);
	}
	/* Family names alone. */
	name_parse(none, span_of("山田"), none, &a, &arena);
	name_parse(none, span_of("佐藤"), none, &b, &arena);
	assert_false(name_agrees(&a, &b));
	name_parse(none, span_of("佐藤"), span_of("花子"), &b, &arena);
	assert_false(name_agrees(&a, &b));
	name_parse(none, none, span_of("花子"), &a, &arena);
	assert_true(name_agrees(&a, &b));
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(splits_full_names),
	    cmocka_unit_test(takes_parts),
	    cmocka_unit_test(folds_variants),
	    cmocka_unit_test(tells_who_may_be_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
