#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/compare.h"
#include "match/pairs.h"

#define PEOPLE 90
#define THREADS 3

static const char *const families[] = {
    "Smith", "Smyth", "Jones", "佐藤", "Moreau", "Kowalski"};
static const char *const givens[] = {
    "James", "Jim", "Anna", "陽子", "Irena", "Peter", "Paul"};
static const char *const births[] = {
    "1970-03-04", "1970-04-03", "1982", "1968-10-21", ""};
static const char *const streets[] = {
    "12 Main St", "9 Oak Ave", "7 Lake St", ""};
static const char *const phones[] = {
    "+12125550188", "+12125550177", "+819011112222", "+819011112223", ""};
static const char *const mails[] = {
    "anna75@mail.test", "anna75@web.test", "jim@post.test", "", ""};

#define PICK(from) (from)[(random >>= 5) % (sizeof(from) / sizeof(*(from)))]

/* A record of a small world; some were stated twice. */
static void
add(struct facts *facts, uint64_t number)
{
	static const struct span source = SPAN("shop");
	struct canon_record said[2];
	struct canon_value values[3];
	struct facts_record record = {.digest = hash_mix(7, number),
	    .source_name = source,
	    .said = said,
	    .n_said = 1 + (number % 5 == 0),
	    .values = values};
	struct err err = {0};
	size_t i, n = 0;

	memset(said, 0, sizeof(said));
	memset(values, 0, sizeof(values));
	for (i = 0; i < 2; i++) {
		uint64_t random = hash_mix(i, number);

		said[i].field[CANON_F_FAMILY_NAME] = span_of(PICK(families));
		said[i].field[CANON_F_GIVEN_NAME] = span_of(PICK(givens));
		said[i].field[CANON_F_BIRTH_DATE] = span_of(PICK(births));
		said[i].field[CANON_F_STREET] = span_of(PICK(streets));
		values[n].field = CANON_F_PHONE;
		values[n].normal = span_of(PICK(phones));
		n += values[n].normal.len > 0;
		if (i == 0) {
			values[n].field = CANON_F_EMAIL;
			values[n].normal = span_of(PICK(mails));
			n += values[n].normal.len > 0;
		}
	}
	record.n_values = n;
	assert_int_equal(facts_add(facts, &record, &err), 0);
}

/* ${n} people, the one with number ${turn} first. */
static void
make(struct facts *facts, struct model *model, size_t n, size_t turn)
{
	struct err err = {0};
	size_t i;

	memset(model, 0, sizeof(*model));
	assert_int_equal(model_read_default(model, &err), 0);
	assert_int_equal(facts_begin(facts, model, &err), 0);
	for (i = 0; i < n; i++)
		add(facts, (i + turn) % n);
	assert_int_equal(facts_finish(facts, &err), 0);
}

/* How often each pair of rows was given, in one thread. */
struct seen {
	uint8_t *times;
	size_t n;
};

static void
see(void *context, uint32_t a, uint32_t b)
{
	struct seen *seen = context;

	seen->times[a * seen->n + b]++;
	seen->times[b * seen->n + a]++;
}

static bool
shares(
    const struct facts *facts, enum canon_field field, uint32_t a, uint32_t b)
{
	enum facts_list which = field == CANON_F_EMAIL ? FACTS_EMAIL
	    : field == CANON_F_PHONE                   ? FACTS_PHONE
						       : FACTS_ID;
	uint32_t n_left, n_right, i, j;
	const uint32_t *left =
	    facts_items(facts, which, facts_record_of(facts, a), &n_left);
	const uint32_t *right =
	    facts_items(facts, which, facts_record_of(facts, b), &n_right);

	for (i = 0; i < n_left; i++)
		for (j = 0; j < n_right; j++)
			if ((left[i] & FACTS_ITEM) == (right[j] & FACTS_ITEM) &&
			    ((left[i] | right[j]) & FACTS_VOID) == 0)
				return true;
	return false;
}

/* Does a rule give this pair of rows? As it is said, without any key. */
static bool
gives(const struct pairs *pairs, const struct model_rule *rule, uint32_t a,
    uint32_t b)
{
	uint32_t x[MODEL_ATOMS_MAX] = {0}, y[MODEL_ATOMS_MAX] = {0};
	int i;

	if (rule->repeats != CANON_F_NONE)
		return shares(pairs->facts, rule->repeats, a, b);
	atoms_of(&pairs->atoms, a, x);
	atoms_of(&pairs->atoms, b, y);
	for (i = 0; i < pairs->atoms.n; i++)
		if ((rule->atoms >> i & 1) != 0 && (x[i] == 0 || x[i] != y[i]))
			return false;
	return true;
}

static bool
expected(const struct pairs *pairs, uint32_t a, uint32_t b)
{
	int i;

	if (facts_record_of(pairs->facts, a) ==
	    facts_record_of(pairs->facts, b))
		return false;
	for (i = 0; i < pairs->model->n_rules; i++)
		if (gives(pairs, &pairs->model->rule[i], a, b))
			return true;
	return false;
}

/* No two rows come twice, and two records by any of their rows if a rule gives
 * any of these. */
static void
check_seen(const struct pairs *pairs, const struct seen *seen)
{
	static bool is_given[PEOPLE][PEOPLE], is_expected[PEOPLE][PEOPLE];
	const struct facts *facts = pairs->facts;
	uint32_t a, b, left, right;
	int t, times;

	memset(is_given, 0, sizeof(is_given));
	memset(is_expected, 0, sizeof(is_expected));
	for (a = 0; a < facts->n_rows; a++)
		for (b = 0; b < facts->n_rows; b++) {
			for (t = 0, times = 0; t < THREADS; t++)
				times += seen[t].times[a * seen[t].n + b];
			assert_in_range(times, 0, 1);
			left = facts_record_of(facts, a);
			right = facts_record_of(facts, b);
			is_given[left][right] |= times == 1;
			is_expected[left][right] |= expected(pairs, a, b);
		}
	assert_memory_equal(is_given, is_expected, sizeof(is_given));
}

/* Each pair that a rule gives comes once, and no other; also when walked
 * again, which takes another way, and in several threads. */
static void
test_each_once(void **state)
{
	struct model model;
	struct facts facts;
	struct pairs pairs;
	struct err err = {0};
	struct seen seen[THREADS];
	void *contexts[THREADS];
	int t, n_threads;

	(void)state;
	make(&facts, &model, PEOPLE, 0);
	assert_true(facts.n_rows > PEOPLE);
	assert_int_equal(pairs_init(&pairs, &facts, &model, &err), 0);
	for (n_threads = 1; n_threads <= THREADS; n_threads++) {
		for (t = 0; t < THREADS; t++) {
			seen[t].n = facts.n_rows;
			seen[t].times = calloc(seen[t].n, seen[t].n);
			assert_non_null(seen[t].times);
			contexts[t] = &seen[t];
		}
		assert_int_equal(
		    pairs_walk(&pairs, n_threads, 1, see, contexts, &err), 0);
		check_seen(&pairs, seen);
		for (t = 0; t < THREADS; t++)
			free(seen[t].times);
	}
	pairs_clear(&pairs);
	facts_clear(&facts);
	model_clear(&model);
}

static void
count(void *context, uint32_t a, uint32_t b)
{
	(void)a;
	(void)b;
	++*(uint64_t *)context;
}

/* Many who are alike in all cost a bounded number of pairs each. */
static void
test_hostile(void **state)
{
	static const struct span source = SPAN("shop");
	struct canon_record said = {0};
	struct canon_value phone = {.field = CANON_F_PHONE};
	struct facts_record record = {.source_name = source,
	    .said = &said,
	    .n_said = 1,
	    .values = &phone,
	    .n_values = 1};
	struct model model = {0};
	struct facts facts;
	struct pairs pairs;
	struct err err = {0};
	uint64_t given = 0, left_out = 0;
	struct pairs_alone alone;
	void *contexts[] = {&given};
	size_t i, n = 6000;
	int r;

	(void)state;
	phone.normal = span_of("+81335550101");
	said.field[CANON_F_FULL_NAME] = span_of("George Pemberton");
	assert_int_equal(model_read_default(&model, &err), 0);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	for (i = 0; i < n; i++) {
		record.digest = hash_mix(3, i);
		assert_int_equal(facts_add(&facts, &record, &err), 0);
	}
	assert_int_equal(facts_finish(&facts, &err), 0);
	assert_int_equal(pairs_init(&pairs, &facts, &model, &err), 0);
	assert_int_equal(pairs_walk(&pairs, 1, 1, count, contexts, &err), 0);
	for (r = 0; r < model.n_rules; r++)
		left_out += pairs.count[r].worst == n;
	/* None is walked, and that is told. */
	assert_int_equal(given, 0);
	assert_true(left_out > 0);
	assert_int_equal(pairs_find_alone(&pairs, &alone, &err), 0);
	assert_int_equal(alone.records, n);
	assert_int_equal(alone.rows, n);
	pairs_clear(&pairs);
	facts_clear(&facts);
	model_clear(&model);
}

/* Whoever needs no exact weight below a bound gets a weight below it, and all
 * others the same as without. */
static void
test_bounded_weights(void **state)
{
	struct compare_thread *plain = compare_thread_new();
	struct compare_thread *bounded = compare_thread_new();
	struct compare_pair x, y;
	struct model model;
	struct facts facts;
	struct compare compare;
	struct err err = {0};
	uint32_t a, b;
	size_t low = 0, high = 0;

	(void)state;
	assert_true(plain != NULL && bounded != NULL);
	make(&facts, &model, PEOPLE, 0);
	model.match_share = model.household_share = 0.01;
	assert_int_equal(compare_init(&compare, &facts, &model, &err), 0);
	bounded->least = -2000;
	for (a = 0; a < PEOPLE; a++)
		for (b = 0; b < PEOPLE; b++) {
			if (a == b)
				continue;
			compare_records(&compare, plain, a, b, &x);
			compare_records(&compare, bounded, a, b, &y);
			if (x.weight < bounded->least) {
				assert_true(y.weight < bounded->least);
				assert_true(y.weight >= x.weight);
				low++;
				continue;
			}
			assert_memory_equal(x.level, y.level, sizeof(x.level));
			assert_int_equal(x.weight, y.weight);
			high++;
		}
	assert_true(low > 0 && high > 0);
	compare_clear(&compare);
	facts_clear(&facts);
	model_clear(&model);
	free(plain);
	free(bounded);
}

static void
assert_same_text(struct span a, struct span b)
{
	assert_int_equal(a.len, b.len);
	if (a.len > 0)
		assert_memory_equal(a.data, b.data, a.len);
}

/* All that is known of a record is where its number is after sorting. */
static void
assert_same_record(const struct facts *f, const struct facts *g, uint32_t r)
{
	uint32_t n, m, i, x = r, y = r;
	const uint32_t *left, *right;
	int c;

	assert_int_equal(f->digest[r], g->digest[r]);
	for (; x != FACTS_NONE && y != FACTS_NONE;
	     x = facts_more(f, x), y = facts_more(g, y))
		for (c = 0; c < FACTS_COLUMNS; c++)
			assert_same_text(
			    facts_text(f, c, x), facts_text(g, c, y));
	assert_int_equal(x, y);
	for (c = 0; c < FACTS_LISTS; c++) {
		left = facts_items(f, (enum facts_list)c, r, &n);
		right = facts_items(g, (enum facts_list)c, r, &m);
		assert_int_equal(n, m);
		for (i = 0; i < n; i++)
			assert_same_text(intern_name(&f->list[c].pool.names,
					     left[i] & FACTS_ITEM),
			    intern_name(
				&g->list[c].pool.names, right[i] & FACTS_ITEM));
	}
}

static void
test_sorted_facts(void **state)
{
	struct model model;
	struct facts facts, turned;
	uint32_t order[PEOPLE], i;
	struct err err = {0};

	(void)state;
	make(&facts, &model, PEOPLE, 0);
	assert_int_equal(facts_begin(&turned, &model, &err), 0);
	for (i = 0; i < PEOPLE; i++) {
		add(&turned, (i + 31) % PEOPLE);
		order[(i + 31) % PEOPLE] = i;
	}
	assert_int_equal(facts_sort(&turned, order, &err), 0);
	assert_int_equal(facts_finish(&turned, &err), 0);
	for (i = 0; i < PEOPLE; i++)
		assert_same_record(&facts, &turned, i);
	facts_clear(&facts);
	facts_clear(&turned);
	model_clear(&model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_once),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_bounded_weights),
	    cmocka_unit_test(test_sorted_facts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
