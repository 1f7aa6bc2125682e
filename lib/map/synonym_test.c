#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "map/synonym.h"

static void
words_are_split(void **state)
{
	static const struct {
		const char *name;
		bool is_path;
		const char *words;
		const char *legend;
		int part;
		enum synonym_party party;
	} cases[] = {
	    {"会員ID", false, "会員 id", "", 0, SYNONYM_CUSTOMER},
	    {"ＴＥＬ", false, "tel", "", 0, SYNONYM_CUSTOMER},
	    {"お名前(姓)", false, "お名前 姓", "", 0, SYNONYM_CUSTOMER},
	    {"住所2", false, "住所 2", "", 2, SYNONYM_CUSTOMER},
	    {"送料#2", false, "送料", "", 0, SYNONYM_CUSTOMER},
	    {"billing_first-name", false, "billing first name", "", 0,
		SYNONYM_CUSTOMER},
	    {"flag (0:no, 1:yes)", false, "flag", "0:no, 1:yes", 0,
		SYNONYM_CUSTOMER},
	    {"externalContactId", true, "external contact id", "", 0,
		SYNONYM_CUSTOMER},
	    {"AWSContactID", true, "aws contact id", "", 0, SYNONYM_CUSTOMER},
	    {"event_params[key=page].value", true, "event params page value",
		"", 0, SYNONYM_CUSTOMER},
	    {"a[0].b[*]", true, "a b", "", 0, SYNONYM_CUSTOMER},
	    {"配送先_お名前(姓)", false, "配送先 お名前 姓", "", 0,
		SYNONYM_RECEIVER},
	    {"Shipping Phone", false, "shipping phone", "", 0,
		SYNONYM_RECEIVER},
	    {"担当者名", false, "担当者名", "", 0, SYNONYM_STAFF},
	    {"", false, "", "", 0, SYNONYM_CUSTOMER},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct synonym_header header;

		assert_true(synonym_read(
		    span_of(cases[i].name), cases[i].is_path, &header, &arena));
		if (!span_is(header.words, cases[i].words))
			fail_msg("'%s' gives '%.*s'", cases[i].name,
			    (int)header.words.len, header.words.data);
		assert_true(span_is(header.legend, cases[i].legend));
		assert_int_equal(header.part, cases[i].part);
		assert_int_equal(header.party, cases[i].party);
	}
	arena_clear(&arena);
}

static void
words_are_found(void **state)
{
	static const struct {
		const char *name;
		enum synonym_topic topic;
		enum canon_field field;
	} cases[] = {
	    {"メールアドレス", SYNONYM_PERSON, CANON_F_EMAIL},
	    {"注文者名字フリガナ", SYNONYM_ORDER, CANON_F_FAMILY_KANA},
	    {"注文者名前フリガナ", SYNONYM_ORDER, CANON_F_GIVEN_KANA},
	    {"注文者住所:都道府県", SYNONYM_ORDER, CANON_F_REGION},
	    {"電話番号(請求先)", SYNONYM_ORDER, CANON_F_PHONE},
	    {"携帯電話番号", SYNONYM_PERSON, CANON_F_PHONE},
	    {"会社名", SYNONYM_PERSON, CANON_F_COMPANY},
	    {"名", SYNONYM_PERSON, CANON_F_GIVEN_NAME},
	    {"氏名", SYNONYM_PERSON, CANON_F_FULL_NAME},
	    {"生年月日", SYNONYM_PERSON, CANON_F_BIRTH_DATE},
	    {"id", SYNONYM_PERSON, CANON_F_CUSTOMER_ID},
	    {"id", SYNONYM_CASE, CANON_F_EVENT_ID},
	    {"Created at", SYNONYM_PERSON, CANON_F_REGISTERED_AT},
	    {"Created at", SYNONYM_ORDER, CANON_F_OCCURRED_AT},
	    {"default_address_zip", SYNONYM_PERSON, CANON_F_POSTCODE},
	    {"Order Total", SYNONYM_ORDER, CANON_F_AMOUNT},
	    {"Subtotal", SYNONYM_ORDER, CANON_F_EVENT_ATTR},
	    {"consideration", SYNONYM_ORDER, CANON_F_NONE},
	    {"品名コード表", SYNONYM_PERSON, CANON_F_NONE},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct synonym_match matches[SYNONYM_MATCHES];
		struct synonym_header header;
		enum canon_field found = CANON_F_NONE;

		assert_true(synonym_read(
		    span_of(cases[i].name), false, &header, &arena));
		if (synonym_find(&header, cases[i].topic, matches) > 0)
			found = matches[0].field;
		if (found != cases[i].field)
			fail_msg("'%s' is '%s'", cases[i].name,
			    canon_field_name(found));
	}
	arena_clear(&arena);
}

static void
topics_are_told(void **state)
{
	static const struct {
		const char *name;
		int points;
		enum synonym_topic topic;
	} cases[] = {
	    {"注文ID", 3, SYNONYM_ORDER},
	    {"最終購入日", 0, SYNONYM_PERSON},
	    {"入会日", -1, SYNONYM_PERSON},
	    {"Requester id", 3, SYNONYM_CASE},
	    {"Total Spent", 0, SYNONYM_PERSON},
	    {"name", 0, SYNONYM_PERSON},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct synonym_header header;
		enum synonym_topic topic;

		assert_true(synonym_read(
		    span_of(cases[i].name), false, &header, &arena));
		assert_int_equal(
		    synonym_topic(&header, &topic), cases[i].points);
		assert_int_equal(topic, cases[i].topic);
	}
	arena_clear(&arena);
}

static void
values_are_understood(void **state)
{
	static const struct {
		enum canon_field field;
		const char *text;
		const char *meaning;
	} cases[] = {
	    {CANON_F_OUTCOME, "注文取消し", "cancelled"},
	    {CANON_F_OUTCOME, "Cancelled", "cancelled"},
	    {CANON_F_OUTCOME, "発送済み", NULL},
	    {CANON_F_OUTCOME, "未解決", "unresolved"},
	    {CANON_F_CHANNEL, "Web form", "form"},
	    {CANON_F_CHANNEL, "online", NULL},
	    {CANON_F_STATUS, "名寄せ", "merged"},
	    {CANON_F_EVENT, "Refund", "return"},
	    {CANON_F_OPT_OUT, "希望しない", "yes"},
	    {CANON_F_OPT_OUT, "希望", "no"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *found = synonym_value(
		    cases[i].field, span_of(cases[i].text), &arena);

		if (cases[i].meaning == NULL)
			assert_null(found);
		else
			assert_string_equal(found, cases[i].meaning);
	}
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_are_split),
	    cmocka_unit_test(words_are_found),
	    cmocka_unit_test(topics_are_told),
	    cmocka_unit_test(values_are_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
