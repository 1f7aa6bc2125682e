#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/match.h"

struct person {
	const char *family, *given, *birth, *phone, *email, *street, *postcode;
	int entity;
};

/* One of each trap; a world of plain people is put around them. */
static const struct person traps[] = {
    /* Twins at home on one landline. */
    {"佐久間", "一郎", "1990-04-12", "+81335550101", "", "本町1-2-3",
	"100-0001", 1},
    {"佐久間", "恵子", "1990-04-12", "+81335550101", "", "本町1-2-3",
	"100-0001", 2},
    /* Father and son of one name. */
    {"Pemberton", "George", "1950-01-30", "+12125550188", "", "12 Main St",
	"10001", 3},
    {"Pemberton", "George", "1982-11-07", "+12125550188", "", "12 Main St",
	"10001", 4},
    /* A couple. */
    {"Whitfield", "Anna", "1970-03-04", "+12125550177", "", "9 Oak Ave",
	"10002", 5},
    {"Whitfield", "Peter", "1968-10-21", "+12125550177", "", "9 Oak Ave",
	"10002", 6},
    /* One person with a typing error and a short form. */
    {"Ashworth", "William", "1975-08-19", "", "wash75@mail.test", "4 Elm Rd",
	"10003", 7},
    {"Ashwroth", "Bill", "1975-08-19", "", "wash75@mail.test", "", "10003", 7},
    /* Names in the wrong fields. */
    {"Kowalski", "Irena", "1961-02-03", "", "", "7 Lake St", "10004", 8},
    {"Irena", "Kowalski", "1961-02-03", "", "", "7 Lake St", "10004", 8},
};

#define N_TRAPS (sizeof(traps) / sizeof(traps[0]))
#define N_PLAIN 200

static struct canon_record said;
static struct canon_value values[2];

/* Make the statement of a person; borrowed until the next. */
static void
say(const struct person *p)
{
	size_t n = 0;

	memset(&said, 0, sizeof(said));
	said.field[CANON_F_FAMILY_NAME] = span_of(p->family);
	said.field[CANON_F_GIVEN_NAME] = span_of(p->given);
	said.field[CANON_F_BIRTH_DATE] = span_of(p->birth);
	said.field[CANON_F_STREET] = span_of(p->street);
	said.field[CANON_F_POSTCODE] = span_of(p->postcode);
	memset(values, 0, sizeof(values));
	if (p->phone[0] != '\0') {
		values[n].field = CANON_F_PHONE;
		values[n++].normal = span_of(p->phone);
	}
	if (p->email[0] != '\0') {
		values[n].field = CANON_F_EMAIL;
		values[n++].normal = span_of(p->email);
	}
	said.values = values;
	said.n_values = n;
}

static void
add_own(struct facts *facts, const struct person *p, uint64_t number,
    const char *native_id)
{
	static const struct span source = SPAN("shop");
	struct facts_record record = {.digest = hash_mix(7, number),
	    .source_name = source,
	    .native_id = span_of(native_id),
	    .said = &said,
	    .n_said = 1,
	    .values = values};
	struct err err = {0};

	say(p);
	record.n_values = said.n_values;
	assert_int_equal(facts_add(facts, &record, &err), 0);
}

static void
add(struct facts *facts, const struct person *p, uint64_t number)
{
	add_own(facts, p, number, "");
}

static void
add_plain(struct facts *facts, uint64_t number)
{
	static const char *const families[] = {"Smith", "Jones", "Brown",
	    "Miller", "Taylor", "Moore", "White", "Clark", "Hall", "Green"};
	static const char *const givens[] = {"James", "Mary", "Robert", "Linda",
	    "Thomas", "Karen", "Daniel", "Susan", "Mark"};
	/* Every person twice, and in couples. */
	int who = (int)number / 2, home = (int)number / 4;
	char birth[32], street[32], phone[32];
	struct person p = {families[home % 10], givens[who % 9], birth, phone,
	    "", street, "20001", 0};
	struct buf text = {0};

	buf_printf(&text, "%d-%02d-%02d", 1940 + who * 7 % 60, 1 + who * 5 % 12,
	    1 + who * 11 % 28);
	memcpy(birth, buf_text(&text), text.len + 1);
	buf_reset(&text);
	buf_printf(&text, "%d Park Ave", home * 13 % 500);
	memcpy(street, buf_text(&text), text.len + 1);
	buf_reset(&text);
	buf_printf(&text, "+8133123%04d", home * 97 % 9973);
	memcpy(phone, buf_text(&text), text.len + 1);
	buf_clear(&text);
	add(facts, &p, 1000 + number);
}

/* The world; ${turn} says at which record it begins. */
static void
make(struct facts *facts, struct model *model, size_t turn)
{
	size_t i, at, n = N_TRAPS + N_PLAIN;
	struct err err = {0};

	assert_int_equal(model_read_default(model, &err), 0);
	assert_int_equal(facts_begin(facts, model, &err), 0);
	for (i = 0; i < n; i++) {
		at = (i * 11 + turn) % n;
		if (at < N_TRAPS)
			add(facts, &traps[at], at);
		else
			add_plain(facts, at - N_TRAPS);
	}
	assert_int_equal(facts_finish(facts, &err), 0);
}

struct world {
	struct facts facts;
	struct model model;
	struct match_result result;
};

static void
run(struct world *world, size_t turn, int n_threads)
{
	/* Keys that were counted and keys that were not give the same. */
	struct pairs counted = {0}, *keeps = n_threads == 1 ? NULL : &counted;
	struct match_options options = {
	    .n_threads = n_threads, .counted = keeps};
	struct err err = {0};

	memset(world, 0, sizeof(*world));
	make(&world->facts, &world->model, turn);
	assert_int_equal(
	    match_train(&world->model, &world->facts, n_threads, keeps, &err),
	    0);
	assert_true(counted.is_counted == (n_threads > 1));
	assert_int_equal(match_run(&world->model, &world->facts, &options,
			     &world->result, &err),
	    0);
	assert_false(counted.is_counted);
}

static void
clear(struct world *world)
{
	match_clear(&world->result);
	facts_clear(&world->facts);
	model_clear(&world->model);
}

static uint32_t
find(const struct world *world, uint64_t number)
{
	uint32_t i;

	for (i = 0; i < world->facts.n_records; i++)
		if (world->facts.digest[i] == hash_mix(7, number))
			return i;
	fail();
	return 0;
}

static void
test_traps(void **state)
{
	struct world world;
	size_t i, j;

	(void)state;
	run(&world, 0, 1);
	for (i = 0; i < N_TRAPS; i++)
		for (j = 0; j < N_TRAPS; j++)
			assert_int_equal(
			    world.result.cluster[find(&world, i)] ==
				world.result.cluster[find(&world, j)],
			    traps[i].entity == traps[j].entity);
	clear(&world);
}

/* The same partition and weights, whatever the order and threads. */
static void
test_order_and_threads(void **state)
{
	struct world first, other;
	struct buf a = {0}, b = {0};
	struct err err = {0};
	size_t i, turn;

	(void)state;
	run(&first, 0, 1);
	assert_int_equal(model_write(&first.model, &a, &err), 0);
	for (turn = 1; turn < 8; turn++) {
		run(&other, turn * 29, 1 + (int)turn % 3);
		buf_reset(&b);
		assert_int_equal(model_write(&other.model, &b, &err), 0);
		assert_string_equal(buf_text(&a), buf_text(&b));
		assert_int_equal(
		    first.result.n_clusters, other.result.n_clusters);
		assert_int_equal(first.result.n_links, other.result.n_links);
		assert_int_equal(first.result.pairs, other.result.pairs);
		for (i = 0; i < first.result.n_links; i++)
			assert_int_equal(
			    first.result.cluster[first.result.links[i].left] ==
				first.result
				    .cluster[first.result.links[i].right],
			    first.result.links[i].verdict == MATCH_LINKED);
		clear(&other);
	}
	buf_clear(&a);
	buf_clear(&b);
	clear(&first);
}

static void
test_explanation_adds_up(void **state)
{
	struct match_reasons reasons = {0};
	struct world world;
	struct err err = {0};
	int64_t sum;
	size_t i, k;

	(void)state;
	run(&world, 0, 1);
	assert_true(world.result.n_links > 50);
	for (i = 0; i < world.result.n_links; i++) {
		assert_int_equal(
		    match_explain(&world.model, &world.facts,
			world.result.links[i].left, world.result.links[i].right,
			&reasons, &err),
		    0);
		for (k = 0, sum = 0; k + 1 < reasons.n; k++)
			sum += reasons.row[k].weight;
		assert_string_equal(reasons.row[k].comparison, "sum");
		assert_int_equal(sum, reasons.row[k].weight);
		assert_int_equal(sum, world.result.links[i].weight);
	}
	match_reasons_clear(&reasons);
	clear(&world);
}

/* A decision outweighs what the records say. */
static void
test_decisions(void **state)
{
	struct world world;
	struct decided decided;
	struct decided_pair pairs[2];
	struct match_options options = {.n_threads = 1, .decided = &decided};
	struct match_result result;
	struct err err = {0};

	(void)state;
	run(&world, 0, 1);
	pairs[0] =
	    (struct decided_pair){find(&world, 6), find(&world, 7), false};
	pairs[1] =
	    (struct decided_pair){find(&world, 4), find(&world, 8), true};
	assert_int_equal(decided_make(&decided, world.facts.n_records, pairs, 2,
			     NULL, 0, &err),
	    0);
	assert_int_equal(
	    match_run(&world.model, &world.facts, &options, &result, &err), 0);
	assert_int_not_equal(
	    result.cluster[find(&world, 6)], result.cluster[find(&world, 7)]);
	assert_int_equal(
	    result.cluster[find(&world, 4)], result.cluster[find(&world, 8)]);
	match_clear(&result);
	decided_clear(&decided);
	clear(&world);
}

/* Twins, father and son, a couple: one household each, not one customer. */
static void
test_households(void **state)
{
	static const uint64_t homes[][2] = {{0, 1}, {2, 3}, {4, 5}};
	struct world world;
	const struct match_result *result = &world.result;
	size_t i;

	(void)state;
	run(&world, 0, 1);
	for (i = 0; i < sizeof(homes) / sizeof(homes[0]); i++) {
		uint32_t a = result->cluster[find(&world, homes[i][0])];
		uint32_t b = result->cluster[find(&world, homes[i][1])];

		assert_int_not_equal(a, b);
		assert_int_not_equal(result->household[a], UINT32_MAX);
		assert_int_equal(result->household[a], result->household[b]);
		assert_true(result->household[a] < result->n_households);
	}
	assert_int_equal(
	    result->household[result->cluster[find(&world, 8)]], UINT32_MAX);
	clear(&world);
}

/* A number on more records than the limit links nobody, and is reported. */
static void
test_generic(void **state)
{
	struct match_options options = {.n_threads = 1};
	struct match_result result;
	struct facts facts = {0};
	struct model model;
	struct err err = {0};
	char family[] = "Aardwolf";
	struct person p = {family, "", "", "+81355500100", "", "", "", 0};
	uint64_t i;

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	for (i = 0; i < 21; i++) {
		family[0] = (char)('A' + i);
		add(&facts, &p, i);
	}
	assert_int_equal(facts_finish(&facts, &err), 0);
	assert_int_equal(match_train(&model, &facts, 1, NULL, &err), 0);
	assert_int_equal(match_run(&model, &facts, &options, &result, &err), 0);
	assert_int_equal(result.n_clusters, 21);
	assert_int_equal(result.n_generic, 1);
	assert_int_equal(result.generic[0].list, FACTS_PHONE);
	assert_int_equal(result.generic[0].records, 21);
	assert_true(span_is(intern_name(&facts.list[FACTS_PHONE].pool.names,
				result.generic[0].value),
	    "+81355500100"));
	match_clear(&result);
	facts_clear(&facts);
	model_clear(&model);
}

/* What stands for an unknown name or date is no evidence for anybody. */
static void
test_placeholders(void **state)
{
	static const struct person nobody[] = {
	    {"Unknown", "Unknown", "1900-01-01", "", "", "", "000-0000", 0},
	    {"User", "Test", "9999-12-31", "", "", "", "999-9999", 0},
	    {"不明", "不明", "0000-00-00", "", "", "", "0000000", 0},
	    {"テスト", "太郎", "1899-12-30", "", "", "", "", 0},
	    {"姓", "名", "1111-11-11", "", "", "", "", 0},
	};
	static const struct person half = {
	    "Smith", "Unknown", "1900-01-02", "", "", "", "", 0};
	struct facts facts = {0};
	struct model model;
	struct err err = {0};
	size_t i;
	int c;

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	for (i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++)
		add(&facts, &nobody[i], i);
	for (c = 0; c < FACTS_COLUMNS; c++)
		assert_int_equal(facts.pool[c].names.count, 0);
	add(&facts, &half, i);
	assert_int_equal(facts.pool[FACTS_FAMILY].names.count, 1);
	assert_int_equal(facts.pool[FACTS_GIVEN].names.count, 0);
	assert_int_equal(facts.pool[FACTS_BIRTH].names.count, 1);
	assert_int_equal(facts_finish(&facts, &err), 0);
	facts_clear(&facts);
	model_clear(&model);
}

/* Where the own id of a source is unique, the source is free of duplicates. */
static void
test_one_record_per_source(void **state)
{
	static const struct person twice[] = {
	    {"Ashworth", "William", "1975-08-19", "", "wash75@mail.test",
		"4 Elm Rd", "10003", 1},
	    {"Ashworth", "William", "1975-08-19", "", "wash75@mail.test",
		"4 Elm Rd", "10003", 1}};
	struct match_options options = {.n_threads = 1};
	struct match_result result;
	struct facts facts;
	struct model model;
	struct err err = {0};
	int is_unique;

	(void)state;
	for (is_unique = 0; is_unique < 2; is_unique++) {
		memset(&facts, 0, sizeof(facts));
		assert_int_equal(model_read_default(&model, &err), 0);
		model.n_spaces = is_unique;
		model.space[0] = (struct model_space){"shop", true};
		assert_int_equal(facts_begin(&facts, &model, &err), 0);
		add_own(&facts, &twice[0], 1, "1");
		add_own(&facts, &twice[1], 2, "2");
		assert_int_equal(facts_finish(&facts, &err), 0);
		assert_int_equal(match_train(&model, &facts, 1, NULL, &err), 0);
		assert_int_equal(
		    match_run(&model, &facts, &options, &result, &err), 0);
		assert_int_equal(result.n_clusters, 1 + is_unique);
		match_clear(&result);
		facts_clear(&facts);
		model_clear(&model);
	}
}

/* A trained model is written, read back, and gives the same. */
static void
test_model_is_kept(void **state)
{
	struct match_options options = {.n_threads = 1};
	struct match_result result;
	struct model model;
	struct world world;
	struct buf text = {0};
	struct err err = {0};

	(void)state;
	run(&world, 0, 1);
	assert_int_equal(model_write(&world.model, &text, &err), 0);
	assert_int_equal(model_read(&model, buf_get(&text), &err), 0);
	assert_true(model.is_trained);
	assert_int_equal(
	    match_run(&model, &world.facts, &options, &result, &err), 0);
	assert_int_equal(result.n_links, world.result.n_links);
	assert_memory_equal(result.cluster, world.result.cluster,
	    world.facts.n_records * sizeof(uint32_t));
	match_clear(&result);
	model_clear(&model);
	buf_clear(&text);
	clear(&world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_traps),
	    cmocka_unit_test(test_order_and_threads),
	    cmocka_unit_test(test_explanation_adds_up),
	    cmocka_unit_test(test_decisions),
	    cmocka_unit_test(test_households),
	    cmocka_unit_test(test_generic),
	    cmocka_unit_test(test_placeholders),
	    cmocka_unit_test(test_one_record_per_source),
	    cmocka_unit_test(test_model_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
