#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/keys.h"
#include "match/pairs.h"

#define PEOPLE 120

static const char *const families[] = {
    "Smith", "Smyth", "Jones", "佐藤", "Moreau"};
static const char *const givens[] = {
    "James", "Jim", "Anna", "陽子", "Irena", "Peter"};
static const char *const births[] = {
    "1970-03-04", "1970-04-03", "1982", "1968-10-21", ""};
static const char *const phones[] = {
    "+12125550188", "+819011112222", "+819011112223", "", ""};

#define PICK(from) (from)[(random >>= 5) % (sizeof(from) / sizeof(*(from)))]

static void
add(struct facts *facts, uint64_t number)
{
	struct canon_record said[2];
	struct canon_value value = {.field = CANON_F_PHONE};
	struct facts_record record = {.digest = hash_mix(7, number),
	    .source_name = SPAN("shop"),
	    .said = said,
	    .n_said = 1 + (number % 5 == 0),
	    .values = &value};
	struct err err = {0};
	size_t i;

	memset(said, 0, sizeof(said));
	for (i = 0; i < 2; i++) {
		uint64_t random = hash_mix(i, number);

		said[i].field[CANON_F_FAMILY_NAME] = span_of(PICK(families));
		said[i].field[CANON_F_GIVEN_NAME] = span_of(PICK(givens));
		said[i].field[CANON_F_BIRTH_DATE] = span_of(PICK(births));
		value.normal = span_of(PICK(phones));
	}
	record.n_values = value.normal.len > 0;
	assert_int_equal(facts_add(facts, &record, &err), 0);
}

/* ${n} people from number ${first} on. */
static void
make(struct facts *facts, const struct model *model, size_t first, size_t n)
{
	struct err err = {0};
	size_t i;

	assert_int_equal(facts_begin(facts, model, &err), 0);
	for (i = 0; i < n; i++)
		add(facts, first + i);
	assert_int_equal(facts_finish(facts, &err), 0);
}

/* All entries of all lists. */
struct kept {
	struct radix_entry *entries[KEYS_LISTS];
	size_t n[KEYS_LISTS];
};

static int
keep(void *context, int list, const struct radix_entry *entries, size_t n,
    struct err *err)
{
	struct kept *kept = context;
	size_t i;

	(void)err;
	for (i = 1; i < n; i++)
		assert_true(entries[i - 1].key < entries[i].key ||
		    (entries[i - 1].key == entries[i].key &&
			entries[i - 1].row != entries[i].row));
	kept->entries[list] = calloc(n + 1, sizeof(*entries));
	assert_non_null(kept->entries[list]);
	if (n > 0)
		memcpy(kept->entries[list], entries, n * sizeof(*entries));
	kept->n[list] = n;
	return 0;
}

static void
kept_clear(struct kept *kept)
{
	int list;

	for (list = 0; list < KEYS_LISTS; list++)
		free(kept->entries[list]);
}

/* The records that one person is held against. */
struct asked {
	const struct kept *kept;
	bool is_found[PEOPLE];
};

static int
ask(void *context, int list, const struct radix_entry *entry, size_t n,
    struct err *err)
{
	struct asked *asked = context;
	const struct kept *kept = asked->kept;
	size_t i;

	(void)err;
	assert_int_equal(n, 1);
	for (i = 0; i < kept->n[list]; i++)
		if (kept->entries[list][i].key == entry->key)
			asked->is_found[kept->entries[list][i].row] = true;
	return 0;
}

struct walked {
	const struct facts *facts;
	bool is_pair[PEOPLE][PEOPLE];
};

static void
see(void *context, uint32_t left, uint32_t right)
{
	struct walked *walked = context;
	uint32_t a = facts_record_of(walked->facts, left);
	uint32_t b = facts_record_of(walked->facts, right);

	walked->is_pair[a][b] = walked->is_pair[b][a] = true;
}

/* A person alone finds all records that the walk over all pairs gives it,
 * whatever the limits are. */
static void
test_as_pairs(void **state)
{
	static const struct {
		int block, phone;
	} limits[] = {{400, 20}, {400, 1000}, {8, 20}, {8, 1000}};
	struct walked *walked = calloc(1, sizeof(*walked));
	void *contexts[1] = {walked};
	struct facts facts, one;
	struct pairs pairs;
	struct err err = {0};
	struct model model;
	size_t turn, i, j, n_found;

	(void)state;
	assert_non_null(walked);
	for (turn = 0; turn < sizeof(limits) / sizeof(limits[0]); turn++) {
		struct kept kept = {{NULL}, {0}};

		assert_int_equal(model_read_default(&model, &err), 0);
		model.block_limit = limits[turn].block;
		model.limit_phone = limits[turn].phone;
		make(&facts, &model, 0, PEOPLE);
		memset(walked, 0, sizeof(*walked));
		walked->facts = &facts;
		assert_int_equal(pairs_init(&pairs, &facts, &model, &err), 0);
		assert_int_equal(
		    pairs_walk(&pairs, 1, 1, see, contexts, &err), 0);
		assert_int_equal(
		    keys_all(&facts, &model, keep, &kept, &err), 0);
		for (i = 0, n_found = 0; i < PEOPLE; i++) {
			struct asked asked = {.kept = &kept};

			make(&one, &model, i, 1);
			assert_int_equal(
			    keys_of(&one, &model, 0, ask, &asked, &err), 0);
			facts_clear(&one);
			for (j = 0; j < PEOPLE; j++) {
				n_found += asked.is_found[j];
				assert_true(i == j || asked.is_found[j] ||
				    !walked->is_pair[i][j]);
			}
		}
		/* Not everybody is held against everybody. */
		assert_true(n_found < PEOPLE * PEOPLE);
		kept_clear(&kept);
		pairs_clear(&pairs);
		facts_clear(&facts);
		model_clear(&model);
	}
	free(walked);
}

/* Of a value on too many records there are so many that this is seen. */
static void
test_too_many(void **state)
{
	struct kept kept = {{NULL}, {0}};
	struct facts facts;
	struct model model;
	struct err err = {0};
	size_t i;
	int r;

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	model.limit_phone = 3;
	make(&facts, &model, 0, PEOPLE);
	assert_int_equal(keys_all(&facts, &model, keep, &kept, &err), 0);
	for (r = 0; r < model.n_rules; r++) {
		if (model.rule[r].repeats != CANON_F_PHONE)
			continue;
		/* Three numbers, each on many. */
		assert_int_equal(kept.n[2 * r], 3 * 4);
		for (i = 0; i < kept.n[2 * r]; i += 4)
			assert_int_equal(kept.entries[2 * r][i].key,
			    kept.entries[2 * r][i + 3].key);
	}
	kept_clear(&kept);
	facts_clear(&facts);
	model_clear(&model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_as_pairs),
	    cmocka_unit_test(test_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
