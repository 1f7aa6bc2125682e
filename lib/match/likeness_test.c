#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "match/levels.h"
#include "match/likeness.h"

static struct edit_masks masks;

struct text_case {
	const char *a, *b;
	int level;
};

static const struct text_case given[] = {
    {"john", "john", NAME_EXACT},
    {"william", "bill", NAME_SHORT},
    {"j", "john", NAME_INITIAL},
    {"margaret", "margarte", NAME_NEAR},
    {"lucas", "luas", NAME_NEAR},
    {"tim", "tims", NAME_CLOSE},
    {"john", "mary", NAME_ELSE},
    {"太郎", "次郎", NAME_FAR},
    {"豊", "茂", NAME_ELSE},
    {"ミホ", "ミカ", NAME_FAR},
    {"サクラ", "サクタ", NAME_CLOSE},
    {"ヨウコ", "yoko", NAME_READING},
    {"太郎", "john", 0},
};

static const struct text_case emails[] = {
    {"a.b12@x.test", "a.b12@x.test", EMAIL_EXACT},
    {"kk7781@x.test", "kk7781@y.test", EMAIL_LOCAL},
    {"john.smith@x.test", "john.smith@y.test", EMAIL_NAME},
    {"abcde12@x.test", "abcd12@x.test", EMAIL_NEAR},
    {"abcde12@x.test", "abcde13@x.test", EMAIL_ELSE},
    {"john.smith@x.test", "mohn.smith@x.test", EMAIL_ELSE},
};

static const struct text_case phones[] = {
    {"+819012345678", "+819012345678", TEL_EXACT},
    {"+819012345678", "+441912345678", TEL_END},
    {"+819012345678", "+819012345687", TEL_DIGIT},
    {"+819012345678", "+819012345679", TEL_DIGIT},
    {"+819012345678", "+819087654321", TEL_ELSE},
};

static const struct text_case words[] = {
    {"edward", "edward", OTHER_EXACT},
    {"e", "edward", OTHER_INITIAL},
    {"earl of devon", "devon", OTHER_SOME},
    {"edward", "maurice", OTHER_ELSE},
};

static void
test_texts(void **state)
{
	static const struct span names[] = {SPAN("john"), SPAN("smith")};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(given) / sizeof(given[0]); i++) {
		assert_int_equal(likeness_name(span_of(given[i].a),
				     span_of(given[i].b), true, &masks),
		    given[i].level);
		assert_int_equal(likeness_name(span_of(given[i].b),
				     span_of(given[i].a), true, &masks),
		    given[i].level);
	}
	for (i = 0; i < sizeof(emails) / sizeof(emails[0]); i++)
		assert_int_equal(likeness_email(span_of(emails[i].a),
				     span_of(emails[i].b), names, 2, &masks),
		    emails[i].level);
	for (i = 0; i < sizeof(phones) / sizeof(phones[0]); i++)
		assert_int_equal(likeness_phone(span_of(phones[i].a),
				     span_of(phones[i].b), &masks),
		    phones[i].level);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_int_equal(likeness_words(span_of(words[i].a),
				     span_of(words[i].b), &masks),
		    words[i].level);
}

struct date_case {
	struct facts_dates a, b;
	int level;
};

static const struct date_case dates[] = {
    {{1980, 5, 17}, {1980, 5, 17}, BIRTH_EXACT},
    {{1980, 5, 7}, {1980, 7, 5}, BIRTH_TURNED},
    {{1980, 5, 17}, {1980, 5, 71}, BIRTH_DIGIT},
    {{1980, 5, 17}, {1981, 5, 17}, BIRTH_DIGIT},
    {{1980, 5, 17}, {1980, 5, 23}, BIRTH_TWO},
    {{1980, 5, 0}, {1980, 5, 17}, BIRTH_PART_MONTH},
    {{1980, 0, 0}, {1980, 5, 17}, BIRTH_PART_YEAR},
    {{1986, 12, 29}, {1976, 12, 31}, BIRTH_NEAR},
    {{1993, 10, 2}, {1992, 9, 1}, BIRTH_NEAR},
    {{1980, 5, 17}, {1981, 5, 19}, BIRTH_NEAR},
    {{1980, 5, 17}, {1980, 6, 20}, BIRTH_NEAR},
    {{1980, 5, 17}, {1985, 5, 27}, BIRTH_NEAR},
    {{1980, 5, 17}, {1982, 6, 21}, BIRTH_ELSE},
    {{1980, 5, 17}, {1980, 11, 2}, BIRTH_SAME_YEAR},
    {{1980, 5, 17}, {1951, 11, 2}, BIRTH_ELSE},
    {{1980, 0, 0}, {1951, 11, 2}, BIRTH_ELSE},
    {{0, 0, 0}, {1951, 11, 2}, 0},
};

static void
test_dates(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		assert_int_equal(
		    likeness_date(&dates[i].a, &dates[i].b), dates[i].level);
		assert_int_equal(
		    likeness_date(&dates[i].b, &dates[i].a), dates[i].level);
	}
}

static void
test_postcodes(void **state)
{
	static const struct {
		const char *a, *b;
		bool expected;
	} cases[] = {
	    {"nw17hw", "nw17by", true},
	    {"nw17hw", "nw57hw", false},
	    {"m11ae", "m11af", true},
	    {"k1a0b1", "k1a1b1", true},
	    {"1540027", "1540028", false},
	    {"94107", "94110", false},
	    {"a1", "a1", false},
	    {"", "", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    likeness_is_area(
			likeness_hint_postcode(span_of(cases[i].a)),
			likeness_hint_postcode(span_of(cases[i].b))),
		    cases[i].expected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_texts),
	    cmocka_unit_test(test_dates),
	    cmocka_unit_test(test_postcodes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
