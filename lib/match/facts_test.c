#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/facts.h"

static struct facts facts;
static struct model model;

static void
begin(void)
{
	struct err err = {0};

	memset(&facts, 0, sizeof(facts));
	assert_int_equal(model_read_default(&model, &err), 0);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
}

static void
finish(void)
{
	struct err err = {0};

	assert_int_equal(facts_finish(&facts, &err), 0);
}

static void
done(void)
{
	facts_clear(&facts);
	model_clear(&model);
}

static void
add(const struct canon_record *said, size_t n_said,
    const struct canon_value *values, size_t n_values, const char *native_id)
{
	struct facts_record record = {.digest = hash_mix(3, facts.n_records),
	    .source_name = SPAN("shop"),
	    .native_id = span_of(native_id),
	    .said = said,
	    .n_said = n_said,
	    .values = values,
	    .n_values = n_values};
	struct err err = {0};

	assert_int_equal(facts_add(&facts, &record, &err), 0);
}

static void
add_field(enum canon_field field, const char *text)
{
	struct canon_record said = {0};

	said.field[field] = span_of(text);
	add(&said, 1, NULL, 0, "");
}

static const struct {
	enum canon_field field;
	const char *raw;
	int column;
	const char *text;
} cases[] = {
    {CANON_F_FULL_NAME, "Dr. John Ronald Smith Jr.", FACTS_GIVEN, "john"},
    {CANON_F_FULL_NAME, "Dr. John Ronald Smith Jr.", FACTS_FAMILY, "smith"},
    {CANON_F_FULL_NAME, "John Ronald Smith Jr.", FACTS_SUFFIX, "jr"},
    {CANON_F_FULL_NAME, "山田太郎", FACTS_FAMILY, "山田"},
    {CANON_F_GIVEN_NAME, "Mary Ann", FACTS_GIVEN, "mary"},
    {CANON_F_GIVEN_NAME, "Mary Ann", FACTS_OTHER, "ann"},
    /* Kana are their own reading. */
    {CANON_F_GIVEN_NAME, "たろう", FACTS_GIVEN_KANA, "タロウ"},
    {CANON_F_GIVEN_NAME, "太郎", FACTS_GIVEN_KANA, ""},
    /* Of whom nobody knows the name. */
    {CANON_F_FAMILY_NAME, "Unknown", FACTS_FAMILY, ""},
    {CANON_F_BIRTH_DATE, "1980-05-17", FACTS_BIRTH, "1980-05-17"},
    {CANON_F_BIRTH_DATE, "1900-01-01", FACTS_BIRTH, ""},
    {CANON_F_POSTCODE, "150-0001", FACTS_POSTCODE, "1500001"},
    {CANON_F_STREET, "12 Main St", FACTS_TOWN, "main street"},
    {CANON_F_STREET, "12 Main St", FACTS_LOT, "12"},
    {CANON_F_COMPANY, "株式会社ミライ", FACTS_COMPANY, "ミライ"},
};

static void
test_fields(void **state)
{
	struct span text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		add_field(cases[i].field, cases[i].raw);
		finish();
		text = facts_text(&facts, cases[i].column, 0);
		if (!span_is(text, cases[i].text))
			fail_msg("'%s' gives '%.*s', not '%s'", cases[i].raw,
			    (int)text.len, text.data, cases[i].text);
		done();
	}
}

static void
test_dates(void **state)
{
	static const struct {
		const char *raw;
		struct facts_dates dates;
	} dates[] = {
	    {"1980-05-17", {1980, 5, 17}},
	    {"1980-05", {1980, 5, 0}},
	    {"1980", {1980, 0, 0}},
	};
	const struct facts_dates *got;
	size_t i;

	(void)state;
	begin();
	for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
		add_field(CANON_F_BIRTH_DATE, dates[i].raw);
	finish();
	for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		got =
		    &facts.dates[facts_value(&facts, FACTS_BIRTH, (uint32_t)i) -
			1];
		assert_int_equal(got->year, dates[i].dates.year);
		assert_int_equal(got->month, dates[i].dates.month);
		assert_int_equal(got->day, dates[i].dates.day);
	}
	done();
}

/* Each text once, with how many records have it, and what is known of it. */
static void
test_values(void **state)
{
	static const char *const givens[] = {"Anna", "ANNA", "Yusuf", "Yousuf"};
	const struct facts_value *value;
	size_t i;

	(void)state;
	begin();
	for (i = 0; i < 4; i++)
		add_field(CANON_F_GIVEN_NAME, givens[i]);
	add_field(CANON_F_GIVEN_NAME, "太郎");
	finish();
	value = facts.pool[FACTS_GIVEN].values;
	assert_int_equal(facts.pool[FACTS_GIVEN].names.count, 4);
	assert_int_equal(facts_value(&facts, FACTS_GIVEN, 0),
	    facts_value(&facts, FACTS_GIVEN, 1));
	assert_int_equal(value[0].count, 2);
	assert_true(value[0].is_western);
	assert_int_equal(value[1].count, 1);
	assert_false(value[1].is_western);
	assert_int_equal(value[1].sound, value[2].sound);
	assert_int_not_equal(value[0].sound, value[1].sound);
	assert_int_equal(value[0].script, FACTS_ALPHABET);
	assert_int_equal(value[3].script, FACTS_HAN);
	assert_int_equal(facts_value(&facts, FACTS_FAMILY, 0), 0);
	done();
}

/* What a later statement does not say an earlier one does; another name or
 * address is a row of its own. */
static void
test_statements(void **state)
{
	struct canon_record said[3];
	uint32_t more;

	(void)state;
	memset(said, 0, sizeof(said));
	said[0].field[CANON_F_FAMILY_NAME] = span_of("Holm");
	said[0].field[CANON_F_GIVEN_NAME] = span_of("Anna");
	said[1].field[CANON_F_FAMILY_NAME] = span_of("Holm");
	said[1].field[CANON_F_GIVEN_NAME] = span_of("Anna");
	said[1].field[CANON_F_BIRTH_DATE] = span_of("1980-05-17");
	said[2].field[CANON_F_FAMILY_NAME] = span_of("Hansen");
	said[2].field[CANON_F_GIVEN_NAME] = span_of("Anna");
	begin();
	add(said, 3, NULL, 0, "");
	add(said, 1, NULL, 0, "");
	finish();
	assert_int_equal(facts.n_records, 2);
	assert_int_equal(facts.n_rows, 3);
	assert_true(span_is(facts_text(&facts, FACTS_BIRTH, 0), "1980-05-17"));
	more = facts_more(&facts, 0);
	assert_int_equal(more, 2);
	assert_true(span_is(facts_text(&facts, FACTS_FAMILY, more), "hansen"));
	assert_int_equal(facts_value(&facts, FACTS_BIRTH, more), 0);
	assert_int_equal(facts_record_of(&facts, more), 0);
	assert_int_equal(facts_record_of(&facts, 1), 1);
	assert_true(facts_more(&facts, more) == FACTS_NONE);
	assert_true(facts_more(&facts, 1) == FACTS_NONE);
	done();
}

static void
test_ids(void **state)
{
	struct canon_record said = {0};
	struct canon_value values[3] = {{0}};
	const uint32_t *items;
	uint32_t n;

	(void)state;
	values[0].field = CANON_F_EMAIL;
	values[0].normal = span_of("anna@mail.test");
	values[1] = values[0];
	values[2].field = CANON_F_ID;
	values[2].name = span_of("ssn");
	values[2].normal = span_of("412-55-9906");
	values[2].is_unique = true;
	begin();
	add(&said, 1, values, 3, "M1");
	assert_true(span_is(facts_last_id(&facts), "M1"));
	add(&said, 1, values, 1, "");
	assert_true(span_is(facts_last_id(&facts), ""));
	finish();
	/* One address, though it was said twice. */
	(void)facts_items(&facts, FACTS_EMAIL, 0, &n);
	assert_int_equal(n, 1);
	/* Its own number, and one of a space where each person has one. */
	items = facts_items(&facts, FACTS_ID, 0, &n);
	assert_int_equal(n, 2);
	assert_true((items[0] & FACTS_OWN) == 0);
	assert_true((items[1] & FACTS_OWN) != 0);
	assert_int_equal(facts.spaces.count, 2);
	assert_true(facts.is_unique[0]);
	assert_false(facts.is_unique[1]);
	(void)facts_items(&facts, FACTS_ID, 1, &n);
	assert_int_equal(n, 0);
	done();
}

static const char *const names[] = {"Anna", "Bert", "Carl", "Dora"};

static void
add_names(void)
{
	struct canon_record said = {0};
	size_t i;

	for (i = 0; i < 4; i++) {
		said.field[CANON_F_GIVEN_NAME] = span_of(names[i]);
		add(&said, 1, NULL, 0, names[i]);
	}
}

/* Rows that other threads make, and in another order, are the same. */
static void
test_order(void **state)
{
	static const uint32_t order[] = {2, 0, 3, 1};
	static const char *const wanted[] = {"carl", "anna", "dora", "bert"};
	struct err err = {0};
	uint32_t i;

	(void)state;
	begin();
	assert_int_equal(facts_share(&facts, &err), 0);
	add_names();
	assert_int_equal(facts_sort(&facts, order, &err), 0);
	finish();
	for (i = 0; i < 4; i++) {
		assert_true(
		    span_is(facts_text(&facts, FACTS_GIVEN, i), wanted[i]));
		assert_true(facts.digest[i] == hash_mix(3, order[i]));
	}
	facts_drop_rows(&facts);
	assert_null(facts.row);
	assert_int_equal(facts.pool[FACTS_GIVEN].names.count, 4);
	done();
}

static void
test_columns(void **state)
{
	static const struct {
		enum canon_field field;
		int column;
	} columns[] = {
	    {CANON_F_GIVEN_NAME, FACTS_GIVEN},
	    {CANON_F_FAMILY_KANA, FACTS_FAMILY_KANA},
	    {CANON_F_BIRTH_DATE, FACTS_BIRTH},
	    {CANON_F_POSTCODE, FACTS_POSTCODE},
	    {CANON_F_COMPANY, FACTS_COMPANY},
	    {CANON_F_AMOUNT, FACTS_COLUMNS},
	};
	int extra;
	size_t i;

	(void)state;
	begin();
	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		assert_int_equal(facts_column_of(&facts, columns[i].field, ""),
		    columns[i].column);
	/* One that the model names. */
	extra = facts_column_of(&facts, CANON_F_OCCUPATION, "");
	assert_true(extra >= FACTS_EXTRA && extra < FACTS_COLUMNS);
	add_field(CANON_F_OCCUPATION, "Printer");
	finish();
	assert_true(span_is(facts_text(&facts, extra, 0), "printer"));
	done();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_fields),
	    cmocka_unit_test(test_dates),
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_statements),
	    cmocka_unit_test(test_ids),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
