#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "map/profile.h"

#define VALUES 6

static size_t
fill(const char *const *texts, struct span *values)
{
	size_t n = 0;

	while (n < VALUES && texts[n] != NULL) {
		values[n] = span_of(texts[n]);
		n++;
	}
	return n;
}

static void
shapes_are_counted(void **state)
{
	static const struct {
		const char *texts[VALUES];
		enum profile_shape shape;
		int share;
	} cases[] = {
	    {{"a@mail.test", "b@mail.test"}, PROFILE_EMAIL, 100},
	    {{"a@mail.test", "at home", "", "N/A"}, PROFILE_EMAIL, 50},
	    {{"090-1234-5678", "０３－３３３３－４４４４"}, PROFILE_PHONE, 100},
	    {{"+17755550154", "(775) 555-0154"}, PROFILE_PHONE, 100},
	    {{"12345678901", "2026-01-05 10:00:00"}, PROFILE_PHONE, 0},
	    {{"530-0001", "5300001", "〒100-0001"}, PROFILE_POSTCODE, 100},
	    {{"10:30:00", "2:30:00 PM"}, PROFILE_CLOCK, 100},
	    {{"https://a.test/"}, PROFILE_URL, 100},
	    {{"0012", "7"}, PROFILE_WHOLE, 100},
	    {{"1,234", "-$0.95", "12.50"}, PROFILE_NUMBER, 100},
	    {{"￥1,234", "1,234円", "$5.00", "5"}, PROFILE_YEN, 75},
	    {{"JPY", "USD"}, PROFILE_CURRENCY, 100},
	    {{"サトウ", "ﾊﾅｺ", "さとう"}, PROFILE_KANA, 100},
	    {{"佐藤", "ﾊﾅｺ"}, PROFILE_KANJI, 50},
	    {{"男性", "女性", "回答しない"}, PROFILE_GENDER, 100},
	    {{"yes", "no", "0"}, PROFILE_FLAG, 100},
	    {{"", "N/A"}, PROFILE_NUMBER, 0},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span values[VALUES];
		struct profile profile;
		size_t n = fill(cases[i].texts, values);
		int share;

		assert_int_equal(profile_make(values, n, &profile, &arena), 0);
		share = profile_share(&profile, cases[i].shape);
		if (share != cases[i].share)
			fail_msg("'%s': %d of 100 are %s", cases[i].texts[0],
			    share, profile_name(cases[i].shape));
	}
	arena_clear(&arena);
}

static void
formats_are_found(void **state)
{
	static const struct {
		const char *texts[VALUES];
		const char *format;
		const char *other;
		bool is_date_only;
	} cases[] = {
	    {{"2026-01-05", "2026-02-06"}, "", NULL, true},
	    {{"2026-01-05T10:00:00+09:00"}, "", NULL, false},
	    {{"令和6年5月1日"}, "", NULL, true},
	    {{"0000-00-00", "2026-01-05"}, "", NULL, true},
	    {{"01/05/2026", "02/06/2026"}, "%m/%d/%Y", "%d/%m/%Y", true},
	    {{"01/05/2026", "02/16/2026"}, "%m/%d/%Y", NULL, true},
	    {{"01/05/2026", "16/02/2026"}, "%d/%m/%Y", NULL, true},
	    {{"8/22/2026 2:30 PM"}, "%m/%d/%Y %I:%M %p", NULL, false},
	    {{"05.06.2026"}, "%m.%d.%Y", "%d.%m.%Y", true},
	    {{"Tue, 31 Aug 2010 20:36:29 +0000"}, "rfc2822", NULL, false},
	    {{"1731000000", "1731000900"}, "epoch_s", NULL, false},
	    {{"1731000000123"}, "epoch_ms", NULL, false},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span values[VALUES];
		struct profile profile;
		size_t n = fill(cases[i].texts, values);

		assert_int_equal(profile_make(values, n, &profile, &arena), 0);
		assert_string_equal(profile.format, cases[i].format);
		if (cases[i].other == NULL)
			assert_null(profile.other);
		else
			assert_string_equal(profile.other, cases[i].other);
		assert_int_equal(profile.is_date_only, cases[i].is_date_only);
		assert_int_equal(profile_share(&profile, PROFILE_DATE), 100);
	}
	arena_clear(&arena);
}

static void
words_are_gathered(void **state)
{
	struct arena arena = {0};
	struct span values[PROFILE_WORDS + 1];
	char room[PROFILE_WORDS + 1];
	struct profile profile;

	(void)state;
	for (size_t i = 0; i <= PROFILE_WORDS; i++) {
		room[i] = (char)('A' + i);
		values[i] = span_make(room + i, 1);
	}
	assert_int_equal(
	    profile_make(values, PROFILE_WORDS, &profile, &arena), 0);
	assert_int_equal(profile.n_words, PROFILE_WORDS);
	assert_int_equal(
	    profile_make(values, PROFILE_WORDS + 1, &profile, &arena), 0);
	assert_int_equal(profile.n_words, 0);
	assert_int_equal(profile.distinct, PROFILE_WORDS + 1);
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shapes_are_counted),
	    cmocka_unit_test(formats_are_found),
	    cmocka_unit_test(words_are_gathered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
