#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/compare.h"
#include "match/train.h"

struct person {
	const char *family, *given, *family_kana, *given_kana, *birth;
	const char *street, *city, *postcode, *email, *phone, *id;
};

static struct facts facts;
static struct model model;
static struct compare compare;
static struct compare_thread *thread;

static void
say(struct canon_record *said, enum canon_field field, const char *text)
{
	said->field[field] = text == NULL ? span_make(NULL, 0) : span_of(text);
}

static void
add(const struct person *p)
{
	static const enum canon_field kinds[] = {
	    CANON_F_EMAIL, CANON_F_PHONE, CANON_F_ID};
	const char *texts[] = {p->email, p->phone, p->id};
	struct canon_record said = {0};
	struct canon_value values[3] = {{0}};
	struct facts_record record = {.source_name = SPAN("shop"),
	    .said = &said,
	    .n_said = 1,
	    .values = values};
	struct err err = {0};
	size_t i;

	say(&said, CANON_F_FAMILY_NAME, p->family);
	say(&said, CANON_F_GIVEN_NAME, p->given);
	say(&said, CANON_F_FAMILY_KANA, p->family_kana);
	say(&said, CANON_F_GIVEN_KANA, p->given_kana);
	say(&said, CANON_F_BIRTH_DATE, p->birth);
	say(&said, CANON_F_STREET, p->street);
	say(&said, CANON_F_CITY, p->city);
	say(&said, CANON_F_POSTCODE, p->postcode);
	for (i = 0; i < 3; i++) {
		if (texts[i] == NULL)
			continue;
		values[record.n_values].field = kinds[i];
		values[record.n_values].name = span_of("ssn");
		values[record.n_values++].normal = span_of(texts[i]);
	}
	record.digest = hash_mix(3, facts.n_records);
	assert_int_equal(facts_add(&facts, &record, &err), 0);
}

/* Two people among others, of whom three are called Raisin. */
static void
weigh(const struct person *a, const struct person *b, struct compare_pair *pair)
{
	static const struct person others[] = {
	    {.family = "Raisin", .given = "Ann", .city = "Oslo"},
	    {.family = "Raisin", .given = "Eve", .city = "Oslo"},
	    {.family = "Raisin", .given = "Tom", .city = "Oslo"},
	    {.family = "Holm", .given = "Kai", .birth = "1970-01-02"},
	};
	struct err err = {0};
	size_t i;

	memset(&facts, 0, sizeof(facts));
	assert_int_equal(model_read_default(&model, &err), 0);
	train_shares(&model, 1000);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	add(a);
	add(b);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		add(&others[i]);
	assert_int_equal(facts_finish(&facts, &err), 0);
	assert_int_equal(compare_init(&compare, &facts, &model, &err), 0);
	thread = compare_thread_new();
	assert_non_null(thread);
	compare_records(&compare, thread, 0, 1, pair);
}

static void
done(void)
{
	free(thread);
	compare_clear(&compare);
	facts_clear(&facts);
	model_clear(&model);
}

static const struct {
	struct person a, b;
	enum model_kind kind;
	int level;
} cases[] = {
    {{.given = "Anna"}, {.given = "Anna"}, MODEL_GIVEN, NAME_EXACT},
    {{.given = "Anna"}, {.family = "Holm"}, MODEL_GIVEN, 0},
    {{.given = "William"}, {.given = "Bill"}, MODEL_GIVEN, NAME_SHORT},
    /* They sound alike. */
    {{.given = "Geoffrey"}, {.given = "Jafar"}, MODEL_GIVEN, NAME_FAR},
    {{.given = "Geoffrey"}, {.given = "Norman"}, MODEL_GIVEN, NAME_ELSE},
    /* Kanji and their reading; where the kanji are others, a reading that is
     * near is another name's. */
    {{.given = "健二", .given_kana = "ケンジ"},
	{.given = "賢治", .given_kana = "ケンジ"}, MODEL_GIVEN, NAME_CLOSE},
    {{.given = "佳政", .given_kana = "ヨシマサ"},
	{.given = "佳将", .given_kana = "ヨシマサ"}, MODEL_GIVEN, NAME_CLOSE},
    {{.given = "佳政", .given_kana = "ヨシマサ"},
	{.given = "ヨシマサ", .given_kana = "ヨシマサ"}, MODEL_GIVEN,
	NAME_READING},
    {{.given = "亜衣花", .given_kana = "アイカ"},
	{.given = "結衣香", .given_kana = "ユイカ"}, MODEL_GIVEN, NAME_FAR},
    {{.given = "太郎"}, {.given = "タロウ"}, MODEL_GIVEN, NAME_READING},
    {{.given = "真愛"}, {.given = "ケイト"}, MODEL_GIVEN, NAME_ELSE},
    /* Names in the wrong fields. */
    {{.family = "Kowalski", .given = "Irena"},
	{.family = "Irena", .given = "Kowalski"}, MODEL_GIVEN, NAME_SWAPPED},
    {{.family = "Raisin", .given = "Catherine"}, {.given = "Raisin"},
	MODEL_FAMILY, NAME_SWAPPED},
    {{.family = "Raisin", .given = "Catherine"}, {.given = "Raisin"},
	MODEL_GIVEN, 0},
    {{.birth = "1986-12-29"}, {.birth = "1976-12-31"}, MODEL_DATE, BIRTH_NEAR},
    {{.birth = "1986"}, {.birth = "1986-12-31"}, MODEL_DATE, BIRTH_PART_YEAR},
    {{.postcode = "NW1 7HW"}, {.postcode = "NW1 7BY"}, MODEL_AREA, AREA_NEAR},
    {{.postcode = "94107"}, {.postcode = "94110"}, MODEL_AREA, AREA_ELSE},
    {{.postcode = "94107"}, {.postcode = "94170"}, MODEL_AREA, AREA_NEAR},
    {{.postcode = "94107", .city = "Oslo"}, {.postcode = "94107"}, MODEL_AREA,
	AREA_CODE},
    {{.city = "Oslo"}, {.city = "Oslo"}, MODEL_AREA, AREA_CITY},
    {{.postcode = "94107", .city = "Oslo"},
	{.postcode = "94107", .city = "Oslo"}, MODEL_AREA, AREA_EXACT},
    {{.street = "54 Pine Avenue"}, {.street = "54 Pine Avenue"}, MODEL_STREET,
	STREET_EXACT},
    {{.street = "54 Pine Avenue"}, {.street = "7 Pine Avenue"}, MODEL_STREET,
	STREET_TOWN},
    /* A usual number says no more than a street, a whole lot does. */
    {{.street = "54 Pine Avenue"}, {.street = "54 Harbor Street"}, MODEL_STREET,
	STREET_TOWN},
    {{.street = "6-13-18"}, {.city = "名古屋市中区", .street = "栄6-13-18"},
	MODEL_STREET, STREET_NUMBER},
    {{.street = "54 Pine Avenue"}, {.street = "7 Harbor Street"}, MODEL_STREET,
	STREET_ELSE},
    {{.email = "a.raisin75@mail.test"}, {.email = "a.raisin75@web.test"},
	MODEL_EMAIL, EMAIL_LOCAL},
    {{.phone = "+819011112222"}, {.phone = "+819011112222"}, MODEL_PHONE,
	TEL_EXACT},
    {{.phone = "+81335550101"}, {.phone = "+81335550101"}, MODEL_PHONE,
	TEL_HOME},
    {{.id = "412-55-9906"}, {.id = "412-55-9906"}, MODEL_ID, ID_EXACT},
    {{.id = "412-55-9906"}, {.id = "412-55-9916"}, MODEL_ID, ID_NEAR},
};

static void
test_levels(void **state)
{
	struct compare_pair pair;
	int level;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		weigh(&cases[i].a, &cases[i].b, &pair);
		level = pair.level[compare.of_kind[cases[i].kind]];
		if (level != cases[i].level)
			fail_msg("case %d: level %d, not %d", (int)i, level,
			    cases[i].level);
		done();
	}
}

#define HOME                                                             \
	.street = "54 Pine Avenue", .city = "Oslo", .postcode = "94107", \
	.phone = "+12125550101"

static const struct {
	struct person a, b;
	enum caution why;
} careful[] = {
    {{.family = "Holm", .given = "Ida", .birth = "1990-04-12", HOME},
	{.family = "Holm", .given = "Ida", .birth = "1990-04-12", HOME},
	CAUTION_NONE},
    /* Twins. */
    {{.family = "Holm", .given = "Winifred", .birth = "1990-04-12", HOME},
	{.family = "Holm", .given = "Alfred", .birth = "1990-04-12", HOME},
	CAUTION_NAMESAKE},
    {{.family = "佐久間", .given = "一郎", .birth = "1990-04-12", HOME},
	{.family = "佐久間", .given = "恵子", .birth = "1990-04-12", HOME},
	CAUTION_NAMESAKE},
    /* One name from another alphabet, a form of one, an initial. */
    {{.family = "Holm", .given = "Tan", .birth = "1990-04-12", HOME},
	{.family = "Holm", .given = "Ton", .birth = "1990-04-12", HOME},
	CAUTION_NONE},
    {{.family = "Holm", .given = "Robert", .birth = "1990-04-12", HOME},
	{.family = "Holm", .given = "Robbie", .birth = "1990-04-12", HOME},
	CAUTION_NONE},
    {{.family = "Holm", .given = "J", .birth = "1990-04-12", HOME},
	{.family = "Holm", .given = "Iuliia", .birth = "1990-04-12", HOME},
	CAUTION_NONE},
    /* Father and son; with one number of social security one is misread. */
    {{.family = "Holm", .given = "Jon", .birth = "1950-01-30", HOME},
	{.family = "Holm", .given = "Jon", .birth = "1982-11-07", HOME},
	CAUTION_GENERATION},
    {{.family = "Holm",
	 .given = "Jon",
	 .birth = "1950-01-30",
	 .id = "412-55-9906",
	 HOME},
	{.family = "Holm",
	    .given = "Jon",
	    .birth = "1982-11-07",
	    .id = "412-55-9906",
	    HOME},
	CAUTION_NONE},
    {{.family = "Holm Sr.", .given = "Jon", HOME},
	{.family = "Holm Jr.", .given = "Jon", HOME}, CAUTION_SUFFIX},
    /* A family at home. */
    {{.family = "Holm", HOME}, {.family = "Holm", HOME}, CAUTION_NOBODY},
};

static void
test_cautions(void **state)
{
	struct compare_pair pair;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(careful) / sizeof(careful[0]); i++) {
		weigh(&careful[i].a, &careful[i].b, &pair);
		if (pair.why != careful[i].why)
			fail_msg("case %d: %s, not %s", (int)i,
			    caution_name(pair.why),
			    caution_name(careful[i].why));
		assert_true((pair.caution > 0) == (pair.why != CAUTION_NONE));
		done();
	}
}

/* A reading that nobody can tell weighs little, one that cannot be all. */
static void
test_doubtful_readings(void **state)
{
	static const struct person kanji = {.given = "真愛"};
	static const struct person may = {.given = "マナ"};
	static const struct person cannot = {.given = "ケイト"};
	struct compare_pair pair;
	int given;

	(void)state;
	weigh(&kanji, &may, &pair);
	given = compare.of_kind[MODEL_GIVEN];
	assert_int_equal(pair.level[given], NAME_ELSE);
	assert_true(pair.frequency[given] > 0);
	done();
	weigh(&kanji, &cannot, &pair);
	assert_int_equal(pair.level[given], NAME_ELSE);
	assert_int_equal(pair.frequency[given], 0);
	done();
}

/* A rare value says more than a usual one; the sum is that of its parts. */
static void
test_sums(void **state)
{
	static const struct person rare = {.family = "Quill", .city = "Bodo"};
	struct compare_pair many, few;
	int32_t sum;
	int area, c;

	(void)state;
	weigh(&rare, &rare, &few);
	compare_records(&compare, thread, 2, 4, &many);
	area = compare.of_kind[MODEL_AREA];
	assert_true(few.frequency[area] > many.frequency[area]);
	sum = compare.prior - few.household - few.caution;
	for (c = 0; c < model.n_comparisons; c++)
		if (few.level[c] != 0)
			sum +=
			    compare.weight[c][few.level[c]] + few.frequency[c];
	assert_int_equal(few.weight, sum);
	done();
}

#define PEOPLE 300

/* One of some texts, the same of a person at every call: mostly the first. */
static const char *
pick(const char *const *texts, size_t n, uint64_t person)
{
	uint64_t at = hash_mix(person, hash_64(0, span_of(texts[0]))) % 32;

	return texts[at < n ? at : 0];
}

#define PICK(texts) pick((texts), sizeof(texts) / sizeof(*(texts)), i)

static void
add_people(void)
{
	static const char *const family[] = {
	    "Holm", "Holmes", "Ito", "伊藤", "伊東", "Raisin", "Ann", NULL};
	static const char *const family_kana[] = {
	    "イトウ", "イトオ", "ホルム", NULL, NULL};
	static const char *const given[] = {
	    "Ann", "Anne", "Jon", "John", "健一", "健二", "ケンイチ", NULL};
	static const char *const given_kana[] = {
	    "ケンイチ", "ケンジ", "アン", NULL, NULL};
	static const char *const birth[] = {
	    "1970-01-02", "1970-02-01", "1971-01-02", "1970", NULL};
	static const char *const street[] = {
	    "3 High Street", "5 High Street", "3 Hig Street", "本町1-2", NULL};
	static const char *const city[] = {"Oslo", "Bodo", "Osla", NULL};
	static const char *const code[] = {"0150", "0151", "8001", NULL};
	static const char *const email[] = {
	    "ann@x.example", "ann@y.example", "jon1@x.example", NULL, NULL};
	static const char *const phone[] = {
	    "+4722000001", "+4722000010", "+4791000001", NULL};
	uint64_t i;

	for (i = 0; i < PEOPLE; i++)
		add(&(struct person){.family = PICK(family),
		    .given = PICK(given),
		    .family_kana = PICK(family_kana),
		    .given_kana = PICK(given_kana),
		    .birth = PICK(birth),
		    .street = PICK(street),
		    .city = PICK(city),
		    .postcode = PICK(code),
		    .email = PICK(email),
		    .phone = PICK(phone)});
}

/* A pair that just weighs enough weighs what it weighs anyway. */
static void
check_pair(uint32_t a, uint32_t b)
{
	struct compare_pair whole, pair;

	compare_fetch(&compare, a);
	compare_fetch_pair(&compare, thread, a, b);
	thread->least = INT32_MIN;
	compare_records(&compare, thread, a, b, &whole);
	thread->least = whole.weight;
	compare_records(&compare, thread, a, b, &pair);
	assert_int_equal(pair.weight, whole.weight);
	thread->least = whole.weight + 1;
	compare_records(&compare, thread, a, b, &pair);
	assert_true(pair.weight < thread->least);
}

static void
test_least(void **state)
{
	struct err err = {0};
	uint32_t a, b;

	(void)state;
	memset(&facts, 0, sizeof(facts));
	assert_int_equal(model_read_default(&model, &err), 0);
	train_shares(&model, 1000);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	add_people();
	assert_int_equal(facts_finish(&facts, &err), 0);
	assert_int_equal(compare_init(&compare, &facts, &model, &err), 0);
	thread = compare_thread_new();
	assert_non_null(thread);
	for (a = 0; a < PEOPLE; a++)
		for (b = a + 1; b < PEOPLE; b++)
			check_pair(a, b);
	done();
}

static void
test_logarithms(void **state)
{
	(void)state;
	assert_int_equal(compare_log2(1), 0);
	assert_int_equal(compare_log2(8), 3000);
	assert_int_equal(compare_log2(0.5), -1000);
	assert_int_equal(compare_log_sum(0), 1000);
	assert_int_equal(compare_log_sum(-13000), 0);
	assert_int_equal(compare_log_sum(30000), 30000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_levels),
	    cmocka_unit_test(test_cautions),
	    cmocka_unit_test(test_doubtful_readings),
	    cmocka_unit_test(test_sums),
	    cmocka_unit_test(test_least),
	    cmocka_unit_test(test_logarithms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
