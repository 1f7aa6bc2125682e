#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "flow/veil.h"

static const struct out_column columns[] = {{"cell", OUT_TEXT}};

static struct pseudonym *
make_key(void)
{
	struct err err = {0};
	struct pseudonym *key =
	    pseudonym_new(span_of("0123456789abcdef0123456789abcdef"), &err);

	assert_non_null(key);
	return key;
}

/* What a cell says: the second line of the CSV. */
struct cell {
	char *text;
	size_t size;
	FILE *stream;
	struct out *out;
};

static struct out *
cell_begin(struct cell *cell)
{
	static const struct out_options options = {.format = OUT_TSV};
	struct err err = {0};

	cell->stream = open_memstream(&cell->text, &cell->size);
	assert_non_null(cell->stream);
	cell->out = out_new(cell->stream, &options, columns, 1, &err);
	assert_non_null(cell->out);
	return cell->out;
}

static void
cell_is(struct cell *cell, const char *expected)
{
	struct err err = {0};
	char *end;

	assert_int_equal(out_end_row(cell->out, &err), 0);
	assert_int_equal(out_finish(cell->out, &err), 0);
	assert_int_equal(fclose(cell->stream), 0);
	end = strrchr(cell->text, '\n');
	*end = '\0';
	assert_string_equal(strchr(cell->text, '\n') + 1, expected);
	free(cell->text);
}

/* The rules that a slip would make dangerous. */
static void
test_rules(void **state)
{
	static const enum canon_field out[] = {CANON_F_FULL_NAME,
	    CANON_F_FAMILY_NAME, CANON_F_GIVEN_NAME, CANON_F_MIDDLE_NAME,
	    CANON_F_FULL_KANA, CANON_F_FAMILY_KANA, CANON_F_GIVEN_KANA,
	    CANON_F_COMPANY, CANON_F_DEPARTMENT, CANON_F_EMAIL, CANON_F_PHONE,
	    CANON_F_CITY, CANON_F_STREET, CANON_F_BUILDING, CANON_F_POSTCODE,
	    CANON_F_ADDRESS, CANON_F_BIRTH_MONTH, CANON_F_BIRTH_DAY,
	    CANON_F_BIRTH_PLACE, CANON_F_NATIONALITY, CANON_F_OCCUPATION,
	    CANON_F_ATTR, CANON_F_TEXT, CANON_F_EVENT_ATTR};
	static const enum canon_field veiled[] = {CANON_F_CUSTOMER_ID,
	    CANON_F_ID, CANON_F_MERGED_INTO, CANON_F_EVENT_ID, CANON_F_CASE_ID,
	    CANON_F_AGENT, CANON_F_CAMPAIGN, CANON_F_LOCATION, CANON_F_DEVICE};
	struct pseudonym *key = make_key();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(out) / sizeof(out[0]); i++) {
		assert_true(veil_hides(key, out[i]));
		assert_false(veil_hides(NULL, out[i]));
	}
	for (i = 0; i < sizeof(veiled) / sizeof(veiled[0]); i++)
		assert_true(veil_of(veiled[i]) == VEIL_ID ||
		    veil_of(veiled[i]) == VEIL_OWN);
	assert_int_equal(veil_of(CANON_F_BIRTH_DATE), VEIL_YEAR);
	pseudonym_free(key);
}

static const struct birth_case {
	const char *date, *expected;
} births[] = {
    {"1980-05-17", "1980"},
    {"1980-05", "1980"},
    {"1980", "1980"},
    {"", ""},
    {"1936-01-01", ""},
    {"1937-12-31", "1937"},
    {"19800517", ""},
    {"17.5.1980", ""},
    {"198", ""},
    {"born in may", ""},
};

static void
test_births(void **state)
{
	int64_t as_of_us = INT64_C(1767225600) * 1000000; /* 2026-01-01 */
	struct pseudonym *key = make_key();
	struct cell cell;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(births) / sizeof(births[0]); i++) {
		veil_birth(
		    key, cell_begin(&cell), span_of(births[i].date), as_of_us);
		cell_is(&cell, births[i].expected);
		veil_birth(
		    NULL, cell_begin(&cell), span_of(births[i].date), as_of_us);
		cell_is(&cell, births[i].date);
	}
	veil_birth(
	    key, cell_begin(&cell), span_of("1880-01-01"), CANON_NO_TIME);
	cell_is(&cell, "1880");
	pseudonym_free(key);
}

/* Each way to write an id, without a key. */
static void
test_as_it_is(void **state)
{
	static const struct span source = SPAN("ec"), id = SPAN("u7"),
				 none = {NULL, 0};
	struct cell cell;

	(void)state;
	veil_customer(NULL, cell_begin(&cell), 12);
	cell_is(&cell, "C000000012");
	veil_customer(NULL, cell_begin(&cell), 0);
	cell_is(&cell, "");
	veil_circle(NULL, cell_begin(&cell), CIRCLE_HOUSEHOLD, 3);
	cell_is(&cell, "H000000003");
	veil_native(NULL, cell_begin(&cell), source, id);
	cell_is(&cell, "u7");
	veil_record(NULL, cell_begin(&cell), source, id);
	cell_is(&cell, "ec:u7");
	veil_record(NULL, cell_begin(&cell), source, none);
	cell_is(&cell, "");
	veil_names(NULL, cell_begin(&cell), span_of("ec:u7 | shop:1"));
	cell_is(&cell, "ec:u7 | shop:1");
	veil_event(NULL, cell_begin(&cell), source, span_of("o:1"), true);
	cell_is(&cell, "ec:o:1");
	veil_value(NULL, cell_begin(&cell), "agent", none, span_of("Oda"));
	cell_is(&cell, "Oda");
}

/* The values are those of Python's hmac. */
static void
test_pseudonyms(void **state)
{
	static const struct span ec = SPAN("ec"), u7 = SPAN("u7"),
				 none = {NULL, 0};
	struct pseudonym *key = make_key();
	struct cell cell;

	(void)state;
	veil_customer(key, cell_begin(&cell), 1);
	cell_is(&cell, "Cb37f967cc187ff8f41494aa206db893d");
	veil_circle(key, cell_begin(&cell), CIRCLE_ACCOUNT, 1);
	cell_is(&cell, "Acdbf5303b3499129ec48583340acfbe1");
	veil_native(key, cell_begin(&cell), ec, u7);
	cell_is(&cell, "1bb71309c7072ce0c0b8e94da040c5c9");
	veil_record(key, cell_begin(&cell), ec, u7);
	cell_is(&cell, "ec:1bb71309c7072ce0c0b8e94da040c5c9");
	veil_names(key, cell_begin(&cell), span_of("ec:u7 | shop:u7"));
	cell_is(&cell,
	    "ec:1bb71309c7072ce0c0b8e94da040c5c9 | "
	    "shop:85c7340c8ba9b80254d019b97f194348");
	veil_event(key, cell_begin(&cell), ec, u7, true);
	cell_is(&cell, "ec:ed98a1b916d80e5c1ff018d2e2369afa");
	veil_value(key, cell_begin(&cell), "agent", none, span_of("Oda"));
	cell_is(&cell, "287882cf626844be4094ff72087034af");
	veil_value(key, cell_begin(&cell), "case_id", ec, u7);
	cell_is(&cell, "d7a4ba16935d9d585677d99474e17105");
	pseudonym_free(key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rules),
	    cmocka_unit_test(test_births),
	    cmocka_unit_test(test_as_it_is),
	    cmocka_unit_test(test_pseudonyms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
