#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/intern.h"
#include "match/exact.h"

#define MOST 400

/*
 * A case writes records as words: "n:sato/ken" a name, "k:sato/ken" the same
 * in kana, "i:5" an id, "u:5" an id that is declared unique, "e:a" an e-mail,
 * "p:1" a phone; "!" behind a value says that it is blocked.
 */
enum { KIND_ID, KIND_UNIQUE, KIND_EMAIL, KIND_PHONE, KINDS };

static const struct exact_kind kinds[KINDS] = {
    {EXACT_ID, 5, false},
    {EXACT_ID, 5, true},
    {EXACT_EMAIL, 5, false},
    {EXACT_PHONE, 5, false},
};

struct setup {
	struct exact_input in;
	struct exact_record records[MOST];
	struct exact_value values[MOST * 4];
	uint32_t ids[MOST * 8];
	struct exact_name name[MOST];
	struct exact_names names[MOST];
	struct intern words;
	struct intern called;
	size_t n_ids;
};

static struct setup setup;

static struct name
name_of(const char *text, size_t len)
{
	const char *slash = memchr(text, '/', len);
	struct name name = {0};

	assert_non_null(slash);
	name.family = span_make(text, (size_t)(slash - text));
	name.given = span_make(slash + 1, len - (size_t)(slash - text) - 1);
	name.full = span_make(text, len);
	return name;
}

static void
add_value(struct exact_record *r, const char *word, size_t len)
{
	static const char letters[] = "iuep";
	const char *letter = strchr(letters, word[0]);
	struct err err = {0};
	uint32_t number;

	assert_non_null(letter);
	assert_int_equal(
	    intern_add(&setup.words, span_make(word, len), &number, &err), 0);
	setup.values[number].kind = (uint32_t)(letter - letters);
	setup.values[number].is_blocked = word[len - 1] == '!';
	setup.ids[setup.n_ids++] = number;
	r->count++;
}

static void
add_record(const char *text, uint64_t digest)
{
	struct exact_record *r = &setup.records[setup.in.n_records++];
	struct exact_name name = {0};
	struct err err = {0};
	const char *word, *names = NULL;
	size_t len;
	uint32_t number;

	*r = (struct exact_record){digest, EXACT_NONE, setup.n_ids, 0};
	for (word = text; *word != '\0'; word += len + (word[len] == ' ')) {
		len = strcspn(word, " ");
		if (word[0] == 'n')
			name.name = name_of(word + 2, len - 2);
		else if (word[0] == 'k')
			name.kana = name_of(word + 2, len - 2);
		else
			add_value(r, word, len);
		if (names == NULL && (word[0] == 'n' || word[0] == 'k'))
			names = word;
	}
	if (names == NULL)
		return;
	/* Names stand last in a case, so what is left is the set. */
	assert_int_equal(
	    intern_add(&setup.called, span_of(names), &number, &err), 0);
	setup.name[number] = name;
	setup.names[number].names = &setup.name[number];
	setup.names[number].n = 1;
	r->names = number;
}

static void
setup_begin(void)
{
	intern_clear(&setup.words);
	intern_clear(&setup.called);
	memset(&setup, 0, sizeof(setup));
}

static void
setup_match(struct exact_result *result)
{
	struct err err = {0};

	setup.in.records = setup.records;
	setup.in.kinds = kinds;
	setup.in.n_kinds = KINDS;
	setup.in.values = setup.values;
	setup.in.n_values = setup.words.count;
	setup.in.ids = setup.ids;
	setup.in.names = setup.names;
	setup.in.n_names = setup.called.count;
	assert_int_equal(exact_match(&setup.in, result, &err), 0);
}

struct match_case {
	const char *about;
	const char *records[8];
	const char *partition; /* a letter a record */
	size_t refused;
	size_t generic;
};

static const struct match_case cases[] = {
    {"nothing shared", {"e:a", "e:b", "p:1"}, "ABC", 0, 0},
    {"one e-mail", {"e:a n:sato/ken", "e:a n:mori/ai"}, "AA", 0, 0},
    {"one id", {"i:1", "i:2", "i:1"}, "ABA", 0, 0},
    {"another kind of value", {"i:1", "u:1", "p:1", "e:1"}, "ABCD", 0, 0},
    {"a chain", {"e:a i:1", "i:1 p:2", "p:2 e:c", "e:c"}, "AAAA", 0, 0},
    {"blocked", {"e:a!", "e:a!", "p:0!", "p:0!"}, "ABCD", 0, 0},
    {"blocked unique ids part nobody", {"e:a u:0!", "e:a u:1"}, "AA", 0, 0},
    {"one phone, one name", {"p:1 n:sato/ken", "p:1 n:sato/ken"}, "AA", 0, 0},
    {"one phone, no name", {"p:1", "p:1 n:sato/ken"}, "AA", 0, 0},
    {"a family's phone", {"p:1 n:sato/ken", "p:1 n:sato/hana"}, "AB", 0, 0},
    {"a family's phone and one record each elsewhere",
	{"p:1 n:sato/ken", "p:1 n:sato/hana", "p:1 n:sato/ken",
	    "p:1 n:sato/hana"},
	"ABAB", 0, 0},
    {"a call from a family's phone is nobody's",
	{"p:1 n:sato/ken", "p:1 n:sato/hana", "p:1"}, "ABC", 1, 0},
    {"and so is one with the family name alone",
	{"p:1 n:sato/ken", "p:1 n:sato/hana", "p:1 n:sato/"}, "ABC", 1, 0},
    {"a given name alone is enough",
	{"p:1 n:sato/ken", "p:1 n:sato/hana", "p:1 n:/hana"}, "ABB", 0, 0},
    {"a call between two phones brings nobody together",
	{"p:1 n:sato/ken", "p:2 n:sato/hana", "p:1 p:2"}, NULL, 1, 0},
    {"kana settles what kanji spell differently",
	{"p:1 n:sato/ken k:SA/KE", "p:1 n:satou/kenn k:SA/KE"}, "AA", 0, 0},
    {"kana parts as kanji do", {"p:1 k:SA/KE", "p:1 k:SA/HA"}, "AB", 0, 0},
    {"over the limit", {"p:1", "p:1", "p:1", "p:1", "p:1", "p:1", "e:a"},
	"ABCDEFG", 0, 1},
    {"at the limit", {"p:1", "p:1", "p:1", "p:1", "p:1"}, "AAAAA", 0, 0},
    {"unique ids part", {"e:a u:1", "e:a u:2"}, "AB", 1, 0},
    {"two unique ids of which one is shared", {"e:a u:1 u:2", "e:a u:2"}, "AA",
	0, 0},
    {"plain ids do not part", {"e:a i:1", "e:a i:2"}, "AA", 0, 0},
    {"who could be both is neither", {"e:a u:1", "e:a u:2", "e:a"}, "ABC", 2,
	0},
    {"unless the name says which",
	{"e:a u:1 n:sato/ken", "e:a u:2 n:mori/ai", "e:a n:mori/ai"}, "ABB", 1,
	0},
    {"a customer holds as a whole", {"e:a u:1", "e:a p:2", "p:2 u:2"}, "AAB", 1,
	0},
    {"an id is stronger than a phone", {"p:2 u:2", "i:7 p:2", "i:7 u:1"}, "ABB",
	1, 0},
    {"the same names settle a phone",
	{"e:a n:sato/ken", "e:a p:1 n:sato/kei", "p:1 n:sato/kei"}, "AAA", 0,
	0},
};

/* Do the clusters part the records as the letters do? */
static void
check_partition(
    const char *about, const struct exact_result *result, const char *letters)
{
	size_t i, j, n = strlen(letters);

	for (i = 0; i < n; i++)
		for (j = 0; j < i; j++)
			if ((letters[i] == letters[j]) !=
			    (result->cluster[i] == result->cluster[j]))
				fail_msg(
				    "%s: records %zu and %zu", about, j, i);
}

static void
test_cases(void **state)
{
	struct exact_result result;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		setup_begin();
		for (j = 0; j < 8 && cases[i].records[j] != NULL; j++)
			add_record(cases[i].records[j],
			    hash_64(1, span_of(cases[i].records[j])) + j);
		setup_match(&result);
		if (cases[i].partition != NULL)
			check_partition(
			    cases[i].about, &result, cases[i].partition);
		else /* one of the two joins, which one is the digest's */
			assert_int_equal(result.n_clusters, 2);
		if (result.n_refused != cases[i].refused ||
		    result.n_generic != cases[i].generic)
			fail_msg("%s: %zu refused, %zu generic", cases[i].about,
			    result.n_refused, result.n_generic);
		exact_clear(&result);
	}
}

static void
test_numbers(void **state)
{
	struct exact_result result;

	(void)state;
	setup_begin();
	add_record("e:a", 9);
	add_record("p:1", 8);
	add_record("e:a", 7);
	add_record("e:a p:2!", 6);
	setup_match(&result);
	assert_int_equal(result.n_clusters, 2);
	assert_int_equal(result.largest, 3);
	assert_int_equal(result.pairs, 3);
	assert_int_equal(result.cluster[0], 0);
	assert_int_equal(result.cluster[1], 1);
	assert_int_equal(result.n_links, 2);
	/* The smallest digest is the star's centre. */
	assert_int_equal(result.links[0].left, 3);
	assert_int_equal(result.links[0].right, 2);
	assert_int_equal(result.links[1].left, 3);
	assert_int_equal(result.links[1].right, 0);
	exact_clear(&result);
}

static void
test_generic(void **state)
{
	struct exact_result result;
	uint64_t i;

	(void)state;
	setup_begin();
	for (i = 0; i < 7; i++)
		add_record("e:a", i);
	setup_match(&result);
	assert_int_equal(result.n_generic, 1);
	assert_int_equal(result.generic[0].records, 7);
	assert_int_equal(result.generic[0].value, 0);
	assert_int_equal(result.largest, 1);
	exact_clear(&result);
}

static void
test_empty(void **state)
{
	struct exact_result result;

	(void)state;
	setup_begin();
	setup_match(&result);
	assert_int_equal(result.n_clusters, 0);
	assert_int_equal(result.n_links, 0);
	exact_clear(&result);
}

static uint64_t
next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Append a value of one kind, for one record in four. */
static void
make_value(struct buf *out, char letter, uint64_t r, uint64_t choices)
{
	if ((r & 3) == 0)
		buf_printf(out, "%s%c:%d", out->len > 0 ? " " : "", letter,
		    (int)((r >> 8) % choices));
}

/* A record of few families, so that values are shared in every way. */
static void
make_record(struct buf *out, uint64_t *state)
{
	static const char *const called[] = {"", " n:sato/ken", " n:sato/hana",
	    " n:mori/ai", " n:sato/", " n:mori/ken"};
	uint64_t r = next_random(state);

	buf_reset(out);
	make_value(out, 'e', r, 30);
	make_value(out, 'u', r >> 16, 12);
	make_value(out, 'i', r >> 32, 30);
	if (out->len == 0 || (r & 4) != 0)
		buf_printf(out, "%sp:%d", out->len > 0 ? " " : "",
		    (int)(r >> 48 & 31));
	buf_str(out, called[next_random(state) % 6]);
	assert_false(out->failed);
}

/* The same records in another order are parted in the same way. */
static void
check_shuffle(uint64_t seed)
{
	struct buf text[80] = {0};
	size_t place[80], cluster[80], i, j, swap;
	struct exact_result result;
	uint64_t state = seed;
	int round;

	for (i = 0; i < 80; i++) {
		make_record(&text[i], &state);
		place[i] = i;
	}
	for (round = 0; round < 4; round++) {
		setup_begin();
		for (i = 0; i < 80; i++)
			add_record(
			    buf_text(&text[place[i]]), hash_mix(7, place[i]));
		setup_match(&result);
		for (i = 0; i < 80 && round == 0; i++)
			cluster[i] = result.cluster[i];
		for (i = 0; i < 80; i++)
			for (j = 0; j < i; j++)
				assert_int_equal(
				    result.cluster[i] == result.cluster[j],
				    cluster[place[i]] == cluster[place[j]]);
		exact_clear(&result);
		for (i = 79; i > 0; i--) {
			j = next_random(&state) % (i + 1);
			swap = place[i];
			place[i] = place[j];
			place[j] = swap;
		}
	}
	for (i = 0; i < 80; i++)
		buf_clear(&text[i]);
}

/* No customer holds a pair that a unique id contradicts. */
static void
check_sound(uint64_t seed)
{
	struct buf text[80] = {0};
	int64_t unique[80];
	struct exact_result result;
	uint64_t state = seed;
	const char *u;
	size_t i, j;

	setup_begin();
	for (i = 0; i < 80; i++) {
		make_record(&text[i], &state);
		u = strstr(buf_text(&text[i]), "u:");
		unique[i] = u == NULL ? -1 : strtol(u + 2, NULL, 10);
		add_record(buf_text(&text[i]), hash_mix(seed, i));
	}
	setup_match(&result);
	for (i = 0; i < 80; i++)
		for (j = 0; j < i; j++)
			if (unique[i] >= 0 && unique[j] >= 0 &&
			    unique[i] != unique[j])
				assert_int_not_equal(
				    result.cluster[i], result.cluster[j]);
	exact_clear(&result);
	for (i = 0; i < 80; i++)
		buf_clear(&text[i]);
}

static void
test_properties(void **state)
{
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= 60; seed++) {
		check_shuffle(seed * 7919);
		check_sound(seed * 104729);
	}
}

/* Records that are one by their source, first to second, and what becomes of
 * the others. */
static void
test_musts(void **state)
{
	static const struct {
		const char *about;
		const char *records[4];
		struct exact_must musts[2];
		size_t n;
		const char *partition;
	} musts[] = {
	    {"nothing shared", {"e:a", "e:b"}, {{0, 1, 0}}, 1, "AA"},
	    {"unique ids do not part", {"e:a u:1", "e:a u:2"}, {{0, 1, 0}}, 1,
		"AA"},
	    {"nor do they make others doubtful", {"e:a u:1", "e:a u:2", "e:a"},
		{{0, 1, 0}}, 1, "AAA"},
	    {"nor do names", {"p:1 n:sato/ken", "p:1 n:mori/ai", "p:1"},
		{{0, 1, 0}}, 1, "AAA"},
	    {"a chain, and a circle", {"e:a", "e:b", "e:c"},
		{{0, 1, 0}, {1, 2, 0}}, 2, "AAA"},
	    {"both bring their links", {"e:a", "e:b", "e:a", "e:b"},
		{{0, 1, 0}}, 1, "AAAA"},
	};
	struct exact_result result;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(musts) / sizeof(musts[0]); i++) {
		setup_begin();
		for (j = 0; j < 4 && musts[i].records[j] != NULL; j++)
			add_record(musts[i].records[j], j);
		setup.in.musts = musts[i].musts;
		setup.in.n_musts = musts[i].n;
		setup_match(&result);
		check_partition(musts[i].about, &result, musts[i].partition);
		assert_true(result.n_links >= musts[i].n);
		assert_int_equal(result.links[0].left, 0);
		assert_int_equal(result.links[0].right, 1);
		assert_int_equal(result.n_refused, 0);
		exact_clear(&result);
	}
}

/* What was decided of the first records, and what becomes of all. */
static void
test_decisions(void **state)
{
	static const struct {
		const char *about;
		const char *records[4];
		struct decided_pair pairs[2];
		size_t n;
		struct exact_must musts[1];
		size_t n_musts;
		const char *partition;
		enum exact_verdict last;
	} rulings[] = {
	    {"nothing shared, but the same", {"e:a", "e:b"}, {{1, 0, true}}, 1,
		{{0}}, 0, "AA", EXACT_LINKED},
	    {"whatever contradicts it", {"e:a u:1", "e:b u:2"}, {{0, 1, true}},
		1, {{0}}, 0, "AA", EXACT_LINKED},
	    {"an e-mail, but different", {"e:a", "e:a"}, {{0, 1, false}}, 1,
		{{0}}, 0, "AB", EXACT_DECIDED},
	    {"not by way of others", {"e:a", "e:b", "e:a e:b"}, {{0, 1, false}},
		1, {{0}}, 0, "ABA", EXACT_DECIDED},
	    {"nor by the word of the source", {"e:a", "e:b"}, {{0, 1, false}},
		1, {{0, 1, 0}}, 1, "AB", EXACT_DECIDED},
	    {"nor by way of what is the same", {"e:a", "e:b", "e:b"},
		{{0, 1, true}, {0, 2, false}}, 2, {{0}}, 0, "AAB",
		EXACT_DECIDED},
	};
	struct exact_result result;
	struct decided decided;
	struct err err = {0};
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(rulings) / sizeof(rulings[0]); i++) {
		setup_begin();
		for (j = 0; j < 4 && rulings[i].records[j] != NULL; j++)
			add_record(rulings[i].records[j], j);
		assert_int_equal(decided_make(&decided, j, rulings[i].pairs,
				     rulings[i].n, NULL, 0, &err),
		    0);
		setup.in.decided = &decided;
		setup.in.musts = rulings[i].musts;
		setup.in.n_musts = rulings[i].n_musts;
		setup_match(&result);
		check_partition(
		    rulings[i].about, &result, rulings[i].partition);
		if (result.n_links > 0 &&
		    result.links[result.n_links - 1].verdict != rulings[i].last)
			fail_msg("%s: verdict %d", rulings[i].about,
			    (int)result.links[result.n_links - 1].verdict);
		exact_clear(&result);
		decided_clear(&decided);
	}
}

static int
teardown(void **state)
{
	(void)state;
	intern_clear(&setup.words);
	intern_clear(&setup.called);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_generic),
	    cmocka_unit_test(test_empty),
	    cmocka_unit_test(test_properties),
	    cmocka_unit_test(test_musts),
	    cmocka_unit_test(test_decisions),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
