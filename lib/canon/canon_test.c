#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "canon/canon.h"

static void
test_words(void **state)
{
	static const struct {
		const char *(*name)(int);
		int (*of)(struct span);
		int last;
	} lists[] = {
	    {canon_channel_kind_name, canon_channel_kind_of,
		CANON_OTHER_CHANNEL},
	    {canon_group_name, canon_group_of, CANON_OTHER_GROUP},
	    {canon_kind_name, canon_kind_of, CANON_OTHER},
	    {canon_outcome_name, canon_outcome_of, CANON_CANCELLED},
	    {canon_direction_name, canon_direction_of, CANON_OUTBOUND},
	    {canon_scale_name, canon_scale_of, CANON_SCALE_GOOD_BAD},
	};
	struct span unknown = SPAN("nothing of it");

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		for (int n = 1; n <= lists[i].last; n++)
			assert_int_equal(
			    lists[i].of(span_of(lists[i].name(n))), n);
		assert_string_equal(lists[i].name(0), "");
		assert_string_equal(lists[i].name(-1), "");
		assert_string_equal(lists[i].name(lists[i].last + 1), "");
		assert_int_equal(lists[i].of(span_of("")), 0);
		assert_int_equal(lists[i].of(unknown), 0);
	}
}

/* The numbers are in stores: a word may not move. */
static void
test_numbers(void **state)
{
	(void)state;
	assert_string_equal(canon_channel_kind_name(1), "store");
	assert_string_equal(canon_channel_kind_name(3), "ec");
	assert_string_equal(canon_channel_kind_name(12), "sns");
	assert_string_equal(canon_channel_kind_name(16), "faq");
	assert_string_equal(canon_kind_name(5), "inquiry");
	assert_string_equal(canon_kind_name(11), "purchase");
	assert_string_equal(canon_kind_name(15), "survey");
	assert_string_equal(canon_outcome_name(6), "deflected");
	assert_string_equal(canon_direction_name(2), "outbound");
	assert_string_equal(canon_scale_name(1), "1-5");
	assert_string_equal(canon_scale_name(6), "good-bad");
	assert_int_equal(canon_kind_of(span_of("PurChase")), CANON_PURCHASE);
	assert_int_equal(canon_scale_of(span_of("5")), CANON_SCALE_1_5);
}

static void
test_groups(void **state)
{
	static const struct {
		const char *channel;
		int kind;
		int group;
	} cases[] = {
	    {"store", CANON_STORE, CANON_PHYSICAL},
	    {"kiosk", CANON_KIOSK, CANON_PHYSICAL},
	    {"EC", CANON_EC, CANON_ONLINE},
	    {"faq", CANON_FAQ, CANON_ONLINE},
	    {"phone", CANON_PHONE, CANON_CONTACT},
	    {"mail", CANON_MAIL, CANON_CONTACT},
	    {"ad", CANON_AD, CANON_MEDIA},
	    {"partner", CANON_PARTNER, CANON_PARTNER_GROUP},
	    {"other", CANON_OTHER_CHANNEL, CANON_OTHER_GROUP},
	    {"楽天市場", CANON_OTHER_CHANNEL, CANON_OTHER_GROUP},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int kind = canon_default_kind(span_of(cases[i].channel));

		assert_int_equal(kind, cases[i].kind);
		assert_int_equal(canon_group_of_kind(kind), cases[i].group);
	}
	for (int kind = 1; kind <= CANON_OTHER_CHANNEL; kind++)
		assert_int_not_equal(canon_group_of_kind(kind), 0);
	assert_int_equal(canon_group_of_kind(0), 0);
	assert_int_equal(canon_group_of_kind(99), 0);
}

static void
test_touch(void **state)
{
	(void)state;
	for (int kind = 1; kind <= CANON_OTHER; kind++)
		assert_int_equal(canon_is_touch(kind),
		    kind != CANON_IMPRESSION && kind != CANON_PAYMENT &&
			kind != CANON_OTHER);
	assert_false(canon_is_touch(0));
	assert_false(canon_is_touch(CANON_OTHER + 1));
}

static void
test_name(void **state)
{
	static const struct {
		struct span text;
		bool is_name;
	} cases[] = {
	    {SPAN("shop"), true},
	    {SPAN("店舗-1_a.b/c#2"), true},
	    {SPAN(""), false},
	    {SPAN("a b"), false},
	    {SPAN("a　b"), false},
	    {SPAN("a\xc2\xa0"), false},
	    {SPAN("a\tb"), false},
	    {SPAN("a\nb"), false},
	    {SPAN("a\0b"), false},
	    {SPAN("a:b"), false},
	    {SPAN("a,b"), false},
	    {SPAN("a>b"), false},
	    {SPAN("a&b"), false},
	    {SPAN("a|b"), false},
	    {SPAN("a+b"), false},
	    {SPAN("a\xff"), false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    canon_is_name(cases[i].text), cases[i].is_name);
}

static void
test_field(void **state)
{
	static const struct {
		const char *text;
		enum canon_field field;
		const char *name;
	} cases[] = {
	    {"email", CANON_F_EMAIL, ""},
	    {"email#2", CANON_F_EMAIL, ""},
	    {"phone#10", CANON_F_PHONE, ""},
	    {"id:line", CANON_F_ID, "line"},
	    {"id:line#2", CANON_F_ID, "line"},
	    {"attr:会員ランク", CANON_F_ATTR, "会員ランク"},
	    {"event_attr:delivery_fee", CANON_F_EVENT_ATTR, "delivery_fee"},
	    {"customer_id", CANON_F_CUSTOMER_ID, ""},
	    {"event_updated_at", CANON_F_EVENT_UPDATED_AT, ""},
	    {"email#", CANON_F_NONE, ""},
	    {"email#0", CANON_F_NONE, ""},
	    {"email#x", CANON_F_NONE, ""},
	    {"family_name#2", CANON_F_NONE, ""},
	    {"id", CANON_F_NONE, ""},
	    {"id:", CANON_F_NONE, ""},
	    {"id:a b", CANON_F_NONE, ""},
	    {"attr", CANON_F_NONE, ""},
	    {"email:work", CANON_F_NONE, ""},
	    {"Email", CANON_F_NONE, ""},
	    {"", CANON_F_NONE, ""},
	    {":x", CANON_F_NONE, ""},
	    {"#2", CANON_F_NONE, ""},
	    {"no_field", CANON_F_NONE, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum canon_field field;
		struct span name;
		bool is_one =
		    canon_field_of(span_of(cases[i].text), &field, &name);

		if (field != cases[i].field)
			fail_msg("%s is %d", cases[i].text, (int)field);
		assert_int_equal(is_one, field != CANON_F_NONE);
		if (is_one)
			assert_true(span_is(name, cases[i].name));
	}
}

static void
test_field_names(void **state)
{
	(void)state;
	for (int i = 1; i < CANON_F_COUNT; i++) {
		enum canon_field field = (enum canon_field)i;
		bool has_name = field == CANON_F_ID || field == CANON_F_ATTR ||
		    field == CANON_F_EVENT_ATTR;
		struct span name;
		enum canon_field found;

		assert_int_equal(
		    canon_field_of(
			span_of(canon_field_name(field)), &found, &name),
		    !has_name);
		if (has_name)
			assert_true(canon_field_repeats(field));
		else
			assert_int_equal(found, field);
	}
	assert_string_equal(canon_field_name(CANON_F_NONE), "");
	assert_true(canon_field_repeats(CANON_F_EMAIL));
	assert_false(canon_field_repeats(CANON_F_COMPANY));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_groups),
	    cmocka_unit_test(test_touch),
	    cmocka_unit_test(test_name),
	    cmocka_unit_test(test_field),
	    cmocka_unit_test(test_field_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
