#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "map/compose.h"

static const struct {
	const char *header;
	enum synonym_topic topic;
	enum canon_field expected; /* of the best rule, or none */
} cases[] = {
    {"First agent reply", SYNONYM_CASE, CANON_F_FIRST_REPLY_AT},
    {"応答日時", SYNONYM_CALL, CANON_F_FIRST_REPLY_AT},
    {"応答日時", SYNONYM_ORDER, CANON_F_NONE},
    {"切断日時", SYNONYM_CALL, CANON_F_ENDED_AT},
    {"Booked on", SYNONYM_ORDER, CANON_F_OCCURRED_AT},
    {"booklet on", SYNONYM_ORDER, CANON_F_NONE},
    {"入会年月日", SYNONYM_PERSON, CANON_F_REGISTERED_AT},
    {"待ち秒数", SYNONYM_CALL, CANON_F_WAIT_SECONDS},
    {"Handling time (s)", SYNONYM_CASE, CANON_F_HANDLE_SECONDS},
    {"ご依頼主名", SYNONYM_ORDER, CANON_F_FULL_NAME},
    {"ご依頼主名カナ", SYNONYM_ORDER, CANON_F_FULL_KANA},
    {"会員ランク名", SYNONYM_PERSON, CANON_F_NONE},
    {"会員ステータス(名称)", SYNONYM_PERSON, CANON_F_STATUS},
    {"ログインID", SYNONYM_ORDER, CANON_F_CUSTOMER_ID},
    {"NextContactId", SYNONYM_CALL, CANON_F_NONE},
    {"取引合計", SYNONYM_ORDER, CANON_F_AMOUNT},
    {"取引手数料合計", SYNONYM_ORDER, CANON_F_NONE},
    {"Order #", SYNONYM_ORDER, CANON_F_EVENT_ID},
    {"指名スタッフ", SYNONYM_ORDER, CANON_F_AGENT},
    {"日本", SYNONYM_ORDER, CANON_F_NONE},
    {"", SYNONYM_ORDER, CANON_F_NONE},
};

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct synonym_match matches[COMPOSE_MATCHES];
		struct synonym_header header;
		struct arena arena = {0};
		enum canon_field best = CANON_F_NONE;
		int score = 0;
		size_t n;

		assert_true(synonym_read(
		    span_of(cases[i].header), false, &header, &arena));
		n = compose_find(header.words, cases[i].topic, matches);
		for (size_t m = 0; m < n; m++)
			if (matches[m].score > score) {
				score = matches[m].score;
				best = matches[m].field;
			}
		if (best != cases[i].expected)
			fail_msg("%s: %s", cases[i].header,
			    best == CANON_F_NONE ? "-"
						 : canon_field_name(best));
		arena_clear(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
