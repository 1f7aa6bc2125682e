#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "match/survivorship.h"

/* What is read, and what is written of it; NULL: the reason is in it. */
static const struct {
	const char *text, *written, *why;
} cases[] = {
    {"{}", "{}", NULL},
    {"{\"email\": \"newest\"}", "{}", NULL},
    {"{\"phone\": \"oldest\", \"email\": \"union\"}",
	"{\"email\": \"union\", \"phone\": \"oldest\"}", NULL},
    {"{\"address\": {\"source priority\": [\"crm\", \"e\\\"c\"]}}",
	"{\"address\": {\"source priority\": [\"crm\", \"e\\\"c\"]}}", NULL},
    {"{\"birth_date\": \"most frequent\"}",
	"{\"birth_date\": \"most frequent\"}", NULL},
    {"{\"full_name\": \"longest\"}", "{\"full_name\": \"longest\"}", NULL},
    {"[]", NULL, "not an object"},
    {"{\"email\": \"best\"}", NULL, "no strategy 'best'"},
    {"{\"email\": 1}", NULL, "neither a strategy"},
    {"{\"email\": {\"source priority\": []}}", NULL, "neither a strategy"},
    {"{\"email\": {\"source priority\": [1]}}", NULL, "a source is"},
    {"{\"email\": {\"source priority\": [\"a\"], \"b\": 1}}", NULL,
	"neither a strategy"},
    {"{\"email\": \"source priority\"}", NULL, "names no sources"},
    {"{\"city\": \"newest\"}", NULL, "together with 'address'"},
    {"{\"amount\": \"newest\"}", NULL, "no field of a customer: 'amount'"},
    {"{\"opt_out\": \"newest\"}", NULL, "no field of a customer"},
    {"{\"full_name\": \"union\"}", NULL, "no union"},
};

static void
test_cases(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct survivorship survivorship = {0};
		json_t *json = json_loads(cases[i].text, 0, NULL);
		struct buf out = {0};
		struct err err = {0};
		int rc = survivorship_read(&survivorship, json, &err);

		survivorship_write(&survivorship, &out);
		if (cases[i].written != NULL &&
		    (rc != 0 || strcmp(buf_text(&out), cases[i].written) != 0))
			fail_msg("%s: %s %s", cases[i].text, buf_text(&out),
			    err.msg);
		if (cases[i].written == NULL &&
		    (rc == 0 || err.code != ERR_CONFIG ||
			strstr(err.msg, cases[i].why) == NULL))
			fail_msg("%s: %s", cases[i].text, err.msg);
		survivorship_clear(&survivorship);
		buf_clear(&out);
		json_decref(json);
	}
}

/* Every field of a unit is of that unit alone. */
static void
test_units(void **state)
{
	int held[CANON_F_PERSON_LAST + 1] = {0};
	enum canon_field first, last;
	int unit, field;

	(void)state;
	for (unit = 0; unit < SURVIVORSHIP_UNITS; unit++) {
		survivorship_fields(
		    (enum survivorship_unit)unit, &first, &last);
		for (field = (int)first; field <= (int)last; field++)
			held[field]++;
	}
	for (field = 0; field <= CANON_F_PERSON_LAST; field++)
		assert_true(held[field] <= 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
