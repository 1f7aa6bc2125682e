#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "norm/lines.h"
#include "norm/nametable.h"
#include "text/fold.h"

static void
splits_names(void **state)
{
	static const struct {
		const char *full;
		const char *family; /* NULL = not split */
		const char *given;
	} cases[] = {
	    {"山田太郎", "山田", "太郎"},
	    {"佐藤愛", "佐藤", "愛"},
	    {"林誠", "林", "誠"},
	    {"林光子", "林", "光子"},
	    {"原田実", "原田", "実"},
	    {"森健一郎", "森", "健一郎"},
	    {"森田健一", "森田", "健一"},
	    {"佐々木希", "佐々木", "希"},
	    {"長谷川京子", "長谷川", "京子"},
	    {"五十嵐大輔", "五十嵐", "大輔"},
	    {"髙橋一郎", "高橋", "一郎"},
	    {"山田たろう", "山田", "タロウ"},
	    {"山田さくら", "山田", "サクラ"},
	    {"やまだたろう", "ヤマダ", "タロウ"},
	    {"スズキイチロウ", "スズキ", "イチロウ"},
	    {"長谷川", NULL, NULL},
	    {"山田", NULL, NULL},
	    {"スズキ", NULL, NULL},
	    {"鬯", NULL, NULL},
	    {"鬯鬯鬯", NULL, NULL},
	    {"", NULL, NULL},
	    {"taro", NULL, NULL},
	    {"山田taro", NULL, NULL},
	    {"山田 太郎", NULL, NULL},
	    {"山田太郎山田太郎山田太郎山田太郎", NULL, NULL},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span full = fold_key(span_of(cases[i].full), &arena);
		struct span family = {NULL, 0};
		struct span given = {NULL, 0};
		bool is_split = nametable_split(full, &family, &given);

		if (is_split != (cases[i].family != NULL) ||
		    (is_split &&
			(!span_is(family, cases[i].family) ||
			    !span_is(given, cases[i].given))))
			fail_msg("'%s' gives '%.*s' '%.*s'", cases[i].full,
			    (int)family.len, family.data, (int)given.len,
			    given.data);
	}
	arena_clear(&arena);
}

/* The next line's key and, of kanji, what stands behind it. */
static bool
next_key(struct span *table, struct span *key)
{
	size_t len;

	while (table->len > 0) {
		len = strcspn(table->data, "\n");
		*key = span_make(table->data, strcspn(table->data, "\t\n"));
		table->data += len + 1;
		table->len -= len + 1;
		/* Kana end with U+30FF: E3 83 BF. */
		if (memcmp(key->data, "\xe3\x83\xbf", 3) > 0)
			return true;
	}
	return false;
}

struct rate {
	uint64_t pairs;
	uint64_t right;
};

static void
try_pair(struct span family, struct span given, struct rate *plain,
    struct rate *weighted)
{
	char full[128];
	struct span got_family = {NULL, 0};
	struct span got_given;
	bool is_right;

	assert_true(family.len + given.len < sizeof(full));
	memcpy(full, family.data, family.len);
	memcpy(full + family.len, given.data, given.len);
	is_right = nametable_split(span_make(full, family.len + given.len),
		       &got_family, &got_given) &&
	    got_family.len == family.len;
	plain->pairs++;
	plain->right += is_right;
	weighted->pairs += nametable_population(family);
	weighted->right += is_right ? nametable_population(family) : 0;
}

/* Every surname with every so manieth given name: each given name is met. */
static void
splits_made_up_pairs(void **state)
{
	enum { STEP = 701 };
	struct span families = lines_table("surnames");
	struct span family;
	struct rate plain = {0, 0};
	struct rate weighted = {0, 0};
	size_t shift = 0;

	(void)state;
	while (next_key(&families, &family)) {
		struct span givens = lines_table("givennames");
		struct span given;
		size_t i = shift++;

		while (next_key(&givens, &given)) {
			if (i++ % STEP == 0)
				try_pair(family, given, &plain, &weighted);
		}
	}
	print_message("%llu pairs, %.2f %% right, by people %.2f %%\n",
	    (unsigned long long)plain.pairs,
	    100.0 * (double)plain.right / (double)plain.pairs,
	    100.0 * (double)weighted.right / (double)weighted.pairs);
	assert_true(plain.pairs > 50000);
	assert_true(plain.right * 100 >= plain.pairs * 95);
	assert_true(weighted.right * 100 >= weighted.pairs * 97);
}

static void
looks_names_up(void **state)
{
	(void)state;
	assert_true(nametable_population(span_of("佐藤")) > 1000000);
	assert_true(nametable_population(span_of("サトウ")) >=
	    nametable_population(span_of("佐藤")));
	assert_int_equal(nametable_population(span_of("太郎")), 0);
	assert_int_equal(nametable_population(span_of("")), 0);
	assert_int_equal(nametable_population(span_of("\xff")), 0);
	assert_true(nametable_is_given(span_of("太郎")));
	assert_true(nametable_is_given(span_of("タロウ")));
	assert_false(nametable_is_given(span_of("佐藤")));
	assert_true(nametable_family_reads(span_of("佐藤"), span_of("サトウ")));
	assert_false(
	    nametable_family_reads(span_of("佐藤"), span_of("スズキ")));
	assert_false(
	    nametable_family_reads(span_of("サトウ"), span_of("サトウ")));
	assert_true(nametable_given_reads(span_of("翔"), span_of("ショウ")));
	assert_true(nametable_given_reads(span_of("太郎"), span_of("タロウ")));
	assert_false(nametable_given_reads(span_of("太郎"), span_of("ジロウ")));
	assert_false(nametable_given_reads(span_of(""), span_of("")));
}

static void
knows_short_forms(void **state)
{
	static const struct {
		const char *a;
		const char *b;
		bool expected;
	} cases[] = {
	    {"bill", "william", true},
	    {"william", "bill", true},
	    {"bill", "will", true},
	    {"bob", "robert", true},
	    {"bob", "rob", true},
	    {"bob", "jim", false},
	    {"liz", "elizabeth", true},
	    {"taro", "hanako", false},
	    {"", "", false},
	    {"robert", "robert", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (nametable_is_short(span_of(cases[i].a),
			span_of(cases[i].b)) != cases[i].expected)
			fail_msg("%s %s", cases[i].a, cases[i].b);
	}
}

/* 真 is read マ, シン, サナ and more; no name that it begins is read ケ. */
static void
tells_impossible_readings(void **state)
{
	static const struct {
		const char *kanji;
		const char *kana;
		bool expected;
	} cases[] = {
	    {"真愛", "マイ", true},
	    {"真愛", "マナ", true},
	    {"真愛", "シンアイ", true},
	    {"真愛", "ケイト", false},
	    {"翔", "ショウ", true},
	    {"健二", "ウララ", false},
	    /* Of a kanji that hardly any name begins with nobody knows. */
	    {"鼎", "ウララ", true},
	    {"", "ウララ", true},
	    {"真愛", "", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (nametable_given_may_read(span_of(cases[i].kanji),
			span_of(cases[i].kana)) != cases[i].expected)
			fail_msg("%s %s", cases[i].kanji, cases[i].kana);
	}
}

static void
knows_western_names(void **state)
{
	(void)state;
	assert_true(nametable_is_western(span_of("alfred")));
	assert_true(nametable_is_western(span_of("bill")));
	assert_true(nametable_is_western(span_of("william")));
	assert_false(nametable_is_western(span_of("wiliam")));
	assert_false(nametable_is_western(span_of("太郎")));
	assert_false(nametable_is_western(span_of("")));
}

static void
add_name(void *context, struct span name)
{
	struct buf *out = context;

	buf_span(out, name);
	buf_char(out, ' ');
}

static void
lists_long_forms(void **state)
{
	struct buf out = {0};

	(void)state;
	assert_true(nametable_long(span_of("abbe"), add_name, &out));
	assert_false(nametable_long(span_of("no such name"), add_name, &out));
	assert_true(
	    span_is(buf_get(&out), "abbigail abbigale abigail abigale "));
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(splits_names),
	    cmocka_unit_test(splits_made_up_pairs),
	    cmocka_unit_test(looks_names_up),
	    cmocka_unit_test(lists_long_forms),
	    cmocka_unit_test(knows_short_forms),
	    cmocka_unit_test(tells_impossible_readings),
	    cmocka_unit_test(knows_western_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
