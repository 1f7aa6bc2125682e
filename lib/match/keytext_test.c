#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/keytext.h"

static const char json[] =
    "{\"comparisons\": [{\"field\": \"city\"}],"
    "\"rules\": [\"email\", \"id\", \"sound(family_name) + city\","
    "\"names(full_name) / year(birth_date)\"]}";

static const struct {
	int rule;
	uint32_t row, n;
	const char *text;
} cases[] = {
    /* The value that is on so many records, or else on most. */
    {0, 0, 2, "both@x.test"},
    {0, 0, 1, "one@x.test"},
    {0, 0, 7, "both@x.test"},
    {0, 1, 2, "both@x.test"},
    {1, 1, 1, "crm:8"},
    {2, 0, 2, "family_name=smith + city=salem"},
    {2, 1, 2, "family_name=smyth + city="},
    {3, 0, 2, "full_name=ann smith"},
};

static void
add(struct facts *facts, uint64_t number, const char *native,
    const char *family, const char *city, const char *const *emails, size_t n)
{
	struct canon_record *said = calloc(1, sizeof(*said));
	struct canon_value values[2] = {0};
	struct facts_record record = {.digest = hash_mix(7, number),
	    .source_name = SPAN("crm"),
	    .native_id = span_of(native),
	    .said = said,
	    .n_said = 1,
	    .values = values,
	    .n_values = n};
	struct err err = {0};
	size_t i;

	assert_non_null(said);
	for (i = 0; i < n; i++) {
		values[i].field = CANON_F_EMAIL;
		values[i].normal = span_of(emails[i]);
	}
	said->field[CANON_F_GIVEN_NAME] = span_of("Ann");
	said->field[CANON_F_FAMILY_NAME] = span_of(family);
	said->field[CANON_F_CITY] = span_of(city);
	said->values = values;
	said->n_values = n;
	assert_int_equal(facts_add(facts, &record, &err), 0);
	free(said);
}

static void
test_cases(void **state)
{
	static const char *const first[] = {"one@x.test", "both@x.test"};
	static const char *const second[] = {"both@x.test"};
	struct model *model = calloc(1, sizeof(*model));
	struct facts *facts = calloc(1, sizeof(*facts));
	struct buf text = {0};
	struct err err = {0};
	size_t i;

	(void)state;
	assert_non_null(model);
	assert_non_null(facts);
	assert_int_equal(model_read(model, span_of(json), &err), 0);
	assert_int_equal(facts_begin(facts, model, &err), 0);
	add(facts, 1, "7", "Smith", "Salem", first, 2);
	add(facts, 2, "8", "Smyth", "", second, 1);
	assert_int_equal(facts_finish(facts, &err), 0);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&text);
		assert_int_equal(keytext_of(model, facts, cases[i].rule,
				     cases[i].row, cases[i].n, &text, &err),
		    0);
		assert_string_equal(buf_get(&text).data, cases[i].text);
	}
	buf_clear(&text);
	facts_clear(facts);
	model_clear(model);
	free(facts);
	free(model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
