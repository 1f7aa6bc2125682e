#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "match/atoms.h"
#include "match/pairs.h"

#define RADIX_BITS 11
#define RADIX (1 << RADIX_BITS)
/* So many pairs of a rule are fine however few the records; and the limit is
 * not lowered below this. */
#define PAIRS_LEAST 200000
#define LIMIT_LEAST 20
#define CHUNK 2048 /* entries that a thread takes at once */

struct entry {
	uint32_t key;
	uint32_t row;
};

/* One rule on its way: its keys, sorted, in two parts: those that are walked
 * as they are, then those that were split. */
struct sorted {
	int rule;
	struct entry *entry, *spare;
	size_t cap, spare_cap;
	size_t n, n_plain;
	struct pairs *pairs;
	struct err err;
	int status;
};

struct walk {
	struct pairs *pairs;
	const struct sorted *sorted;
	uint32_t sample;
	pairs_found found;
	atomic_size_t next;
	atomic_ullong given;
};

struct walker {
	struct walk *walk;
	void *context;
};

static uint32_t
key_of(const struct pairs *pairs, uint32_t mask, uint32_t row)
{
	const uint32_t *atom =
	    pairs->atom + (size_t)row * (size_t)pairs->n_atoms;
	uint64_t key = 1;
	int i;

	for (; mask != 0; mask &= mask - 1) {
		i = __builtin_ctz(mask);
		if (atom[i] == 0)
			return 0;
		key = hash_mix(key, atom[i]);
	}
	return (uint32_t)key | 1;
}

static void
sort_entries(struct sorted *s, struct entry *entry, size_t n)
{
	struct entry *from = entry, *to = s->spare, *swap;
	size_t count[RADIX];
	size_t i, sum, here;
	int pass;

	for (pass = 0; pass < 3; pass++) {
		int shift = pass * RADIX_BITS;

		memset(count, 0, sizeof(count));
		for (i = 0; i < n; i++)
			count[from[i].key >> shift & (RADIX - 1)]++;
		for (i = 0, sum = 0; i < RADIX; i++) {
			here = count[i];
			count[i] = sum;
			sum += here;
		}
		for (i = 0; i < n; i++)
			to[count[from[i].key >> shift & (RADIX - 1)]++] =
			    from[i];
		swap = from;
		from = to;
		to = swap;
	}
	if (n > 0)
		memcpy(entry, from, n * sizeof(*entry));
}

static bool
is_over(const struct pairs_over *over, uint32_t key)
{
	size_t low = 0, high = over->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (over->key[middle] == key)
			return true;
		if (over->key[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static const struct facts_items *
list_of(const struct pairs *pairs, enum canon_field field)
{
	int which = field == CANON_F_EMAIL ? FACTS_EMAIL
	    : field == CANON_F_PHONE       ? FACTS_PHONE
					   : FACTS_ID;

	return &pairs->facts->list[which];
}

static int
collect_list(struct sorted *s, const struct facts_items *list, struct err *err)
{
	size_t n_records = s->pairs->facts->n_records;
	uint32_t i, record, value;

	if (array_grow(
		&s->entry, &s->cap, list->n + 1, sizeof(*s->entry), err) == -1)
		return -1;
	for (record = 0; record < n_records; record++)
		for (i = list->first[record]; i < list->first[record + 1];
		     i++) {
			value = list->item[i] & ~FACTS_OWN;
			if (facts_is_void(&list->pool.values[value]) ||
			    list->pool.values[value].count < 2)
				continue;
			s->entry[s->n++] = (struct entry){
			    (uint32_t)hash_64(
				7, intern_name(&list->pool.names, value)) |
				1,
			    record};
		}
	return 0;
}

static int
collect(struct sorted *s, struct err *err)
{
	const struct pairs *pairs = s->pairs;
	const struct model_rule *rule = &pairs->model->rule[s->rule];
	uint32_t row, key;

	s->n = 0;
	if (rule->repeats != CANON_F_NONE)
		return collect_list(s, list_of(pairs, rule->repeats), err);
	if (array_grow(&s->entry, &s->cap, pairs->facts->n_rows + 1,
		sizeof(*s->entry), err) == -1)
		return -1;
	for (row = 0; row < pairs->facts->n_rows; row++) {
		key = key_of(pairs, rule->atoms, row);
		if (key != 0)
			s->entry[s->n++] = (struct entry){key, row};
	}
	return 0;
}

static size_t
run_end(const struct entry *entry, size_t start, size_t n)
{
	size_t end = start + 1;

	while (end < n && entry[end].key == entry[start].key)
		end++;
	return end;
}

/* The largest limit of records a key that keeps the pairs in bounds. */
static uint32_t
find_limit(const struct pairs *pairs, const struct entry *entry, size_t n)
{
	const struct model *model = pairs->model;
	uint64_t most =
	    (uint64_t)model->pairs_per_record * pairs->facts->n_records +
	    PAIRS_LEAST;
	uint32_t limit = (uint32_t)model->block_limit;
	uint64_t total;
	size_t i, end;

	for (;; limit /= 2) {
		total = 0;
		for (i = 0; i < n; i = end) {
			end = run_end(entry, i, n);
			if (end - i <= limit)
				total += (end - i) * (end - i - 1) / 2;
		}
		if (total <= most || limit <= LIMIT_LEAST)
			return limit;
	}
}

static int
over_add(struct pairs_over *over, uint32_t key, struct err *err)
{
	if (array_grow(&over->key, &over->cap, over->n + 1, sizeof(*over->key),
		err) == -1)
		return -1;
	over->key[over->n++] = key;
	return 0;
}

static void
count_run(struct pairs_count *count, const struct entry *entry, size_t n)
{
	count->pairs += n * (n - 1) / 2;
	count->keys += n > 1;
	if (n > count->largest) {
		count->largest = (uint32_t)n;
		count->largest_row = entry->row;
	}
}

static void
count_left_out(struct pairs_count *count, const struct entry *entry, size_t n)
{
	count->left_out++;
	if (n > count->worst) {
		count->worst = (uint32_t)n;
		count->worst_row = entry->row;
	}
}

/* Part the runs: short ones to the front, members of the others, with their
 * second key, behind. Runs of one are dropped. */
static int
part_runs(struct sorted *s, struct err *err)
{
	struct pairs *pairs = s->pairs;
	struct pairs_count *count = &pairs->count[s->rule];
	uint32_t split = pairs->model->rule[s->rule].split;
	size_t i, j, end, to = 0, n_over = 0;
	uint32_t key;

	for (i = 0; i < s->n; i = end) {
		end = run_end(s->entry, i, s->n);
		if (end - i <= count->limit) {
			count_run(count, &s->entry[i], end - i);
			for (j = i; j < end && end - i > 1; j++)
				s->entry[to++] = s->entry[j];
			continue;
		}
		count_left_out(count, &s->entry[i], end - i);
		if (over_add(&pairs->over[s->rule], s->entry[i].key, err) == -1)
			return -1;
		for (j = i; j < end && split != 0; j++) {
			key = key_of(pairs, split, s->entry[j].row);
			if (key != 0)
				s->spare[n_over++] = (struct entry){
				    (uint32_t)hash_mix(s->entry[j].key, key) |
					1,
				    s->entry[j].row};
		}
	}
	s->n_plain = to;
	if (n_over > 0)
		memcpy(s->entry + to, s->spare, n_over * sizeof(*s->entry));
	s->n = to + n_over;
	return 0;
}

static int
part_split(struct sorted *s, struct err *err)
{
	struct pairs *pairs = s->pairs;
	struct pairs_count *count = &pairs->count[s->rule];
	size_t i, j, end, to = s->n_plain;
	uint32_t limit;

	sort_entries(s, s->entry + s->n_plain, s->n - s->n_plain);
	limit = find_limit(pairs, s->entry + s->n_plain, s->n - s->n_plain);
	for (i = s->n_plain; i < s->n; i = end) {
		end = run_end(s->entry, i, s->n);
		if (end - i <= limit) {
			count_run(count, &s->entry[i], end - i);
			for (j = i; j < end && end - i > 1; j++)
				s->entry[to++] = s->entry[j];
			continue;
		}
		if (over_add(&pairs->over_split[s->rule], s->entry[i].key,
			err) == -1)
			return -1;
	}
	s->n = to;
	return 0;
}

static int
prepare(struct sorted *s, struct err *err)
{
	struct pairs *pairs = s->pairs;

	assert(pairs->count != NULL);
	pairs->count[s->rule] = (struct pairs_count){0};
	pairs->over[s->rule].n = pairs->over_split[s->rule].n = 0;
	if (collect(s, err) == -1 ||
	    array_grow(&s->spare, &s->spare_cap, s->n + 1, sizeof(*s->spare),
		err) == -1)
		return -1;
	sort_entries(s, s->entry, s->n);
	pairs->count[s->rule].limit = find_limit(pairs, s->entry, s->n);
	if (part_runs(s, err) == -1)
		return -1;
	return part_split(s, err);
}

static void *
prepare_thread(void *context)
{
	struct sorted *s = context;

	s->status = prepare(s, &s->err);
	return NULL;
}

/* Which parts are known and equal, one bit each. */
static uint32_t
equal_atoms(const struct pairs *pairs, uint32_t a, uint32_t b)
{
	const uint32_t *x = pairs->atom + (size_t)a * (size_t)pairs->n_atoms;
	const uint32_t *y = pairs->atom + (size_t)b * (size_t)pairs->n_atoms;
	uint32_t mask = 0;
	int i;

	for (i = 0; i < pairs->n_atoms; i++)
		mask |= (uint32_t)(x[i] == y[i] && x[i] != 0) << i;
	return mask;
}

static bool
shares_item(const struct pairs *pairs, int rule, uint32_t a, uint32_t b)
{
	const struct facts_items *list =
	    list_of(pairs, pairs->model->rule[rule].repeats);
	uint32_t i, j, x;

	for (i = list->first[a]; i < list->first[a + 1]; i++)
		for (j = list->first[b]; j < list->first[b + 1]; j++) {
			x = list->item[i] & ~FACTS_OWN;
			if (x == (list->item[j] & ~FACTS_OWN) &&
			    !facts_is_void(&list->pool.values[x]) &&
			    list->pool.values[x].count <=
				pairs->count[rule].limit)
				return true;
		}
	return false;
}

/* Does the rule give this pair of rows? */
static bool
gives(const struct pairs *pairs, int number, uint32_t equal, uint32_t a,
    uint32_t b)
{
	const struct model_rule *rule = &pairs->model->rule[number];
	uint32_t key;

	if (rule->repeats != CANON_F_NONE)
		return shares_item(pairs, number,
		    facts_record_of(pairs->facts, a),
		    facts_record_of(pairs->facts, b));
	if ((equal & rule->atoms) != rule->atoms)
		return false;
	if (pairs->over[number].n == 0)
		return true;
	key = key_of(pairs, rule->atoms, a);
	if (!is_over(&pairs->over[number], key))
		return true;
	if (rule->split == 0 || (equal & rule->split) != rule->split)
		return false;
	return !is_over(&pairs->over_split[number],
	    (uint32_t)hash_mix(key, key_of(pairs, rule->split, a)) | 1);
}

static bool
was_given(
    const struct pairs *pairs, int rule, uint32_t equal, uint32_t a, uint32_t b)
{
	const struct model_rule *rules = pairs->model->rule;
	int i;

	/* Keys first: they are cheaper than lists. */
	for (i = 0; i < rule; i++)
		if (rules[i].repeats == CANON_F_NONE &&
		    (equal & rules[i].atoms) == rules[i].atoms &&
		    gives(pairs, i, equal, a, b))
			return true;
	for (i = 0; i < rule; i++)
		if (rules[i].repeats != CANON_F_NONE &&
		    gives(pairs, i, equal, a, b))
			return true;
	return false;
}

uint32_t
pairs_untouched(const struct pairs *pairs, uint32_t a, uint32_t b)
{
	uint32_t equal = equal_atoms(pairs, a, b), untouched = 0;
	int i;

	for (i = 0; i < pairs->model->n_rules; i++)
		if ((pairs->free[i] & ~untouched) != 0 &&
		    gives(pairs, i, equal, a, b))
			untouched |= pairs->free[i];
	return untouched;
}

/* All pairs of one run; how many were given. */
static uint64_t
walk_run(
    const struct walk *walk, void *context, const struct entry *run, size_t n)
{
	const struct pairs *pairs = walk->pairs;
	const struct model_rule *rule = &pairs->model->rule[walk->sorted->rule];
	const struct facts *facts = pairs->facts;
	uint64_t given = 0;
	uint32_t a, b, equal;
	size_t i, j;

	for (i = 0; i < n; i++)
		for (j = i + 1; j < n; j++) {
			a = run[i].row;
			b = run[j].row;
			if (facts_record_of(facts, a) ==
			    facts_record_of(facts, b))
				continue;
			equal = equal_atoms(pairs, a, b);
			if ((equal & rule->atoms) != rule->atoms ||
			    was_given(pairs, walk->sorted->rule, equal, a, b))
				continue;
			given++;
			walk->found(context, a, b);
		}
	return given;
}

static void *
walk_thread(void *argument)
{
	struct walker *walker = argument;
	struct walk *walk = walker->walk;
	const struct entry *entry = walk->sorted->entry;
	size_t n = walk->sorted->n, i, end, stop;
	uint64_t given = 0;

	while ((i = atomic_fetch_add(&walk->next, CHUNK)) < n) {
		stop = i + CHUNK < n ? i + CHUNK : n;
		/* A run belongs to the chunk in which it begins. */
		while (i > 0 && i < stop && entry[i].key == entry[i - 1].key &&
		    i != walk->sorted->n_plain)
			i++;
		for (; i < stop; i = end) {
			end = run_end(entry, i,
			    i < walk->sorted->n_plain ? walk->sorted->n_plain
						      : n);
			if (walk->sample > 1 &&
			    hash_mix(
				entry[i].key, (uint64_t)walk->sorted->rule) %
				    walk->sample !=
				0)
				continue;
			given +=
			    walk_run(walk, walker->context, entry + i, end - i);
		}
	}
	atomic_fetch_add(&walk->given, given);
	return NULL;
}

/* Run a function in several threads, one of them this one. */
static int
in_threads(
    void *(*run)(void *), void *arguments, size_t size, int n, struct err *err)
{
	pthread_t threads[64];
	int i, started = 1, status = 0;

	for (; started < n; started++)
		if (pthread_create(&threads[started], NULL, run,
			(char *)arguments + (size_t)started * size) != 0) {
			status =
			    err_set(err, ERR_SYSTEM, "cannot start a thread");
			break;
		}
	run(arguments);
	for (i = 1; i < started; i++)
		pthread_join(threads[i], NULL);
	return status;
}

static int
walk_rule(struct pairs *pairs, const struct sorted *sorted, int n_threads,
    uint32_t sample, pairs_found found, void *const *contexts, struct err *err)
{
	struct walk walk = {
	    .pairs = pairs, .sorted = sorted, .sample = sample, .found = found};
	struct walker walkers[64];
	int i;

	atomic_init(&walk.next, 0);
	atomic_init(&walk.given, 0);
	for (i = 0; i < n_threads; i++)
		walkers[i] = (struct walker){&walk, contexts[i]};
	if (in_threads(
		walk_thread, walkers, sizeof(walkers[0]), n_threads, err) == -1)
		return -1;
	pairs->count[sorted->rule].given = atomic_load(&walk.given);
	return 0;
}

int
pairs_walk(struct pairs *pairs, int n_threads, uint32_t sample,
    pairs_found found, void *const *contexts, struct err *err)
{
	struct sorted *sorted =
	    calloc((size_t)n_threads, sizeof(struct sorted));
	int n_rules = pairs->model->n_rules;
	int first, i, n, status = 0;

	if (sorted == NULL)
		return err_nomem(err);
	for (first = 0; first < n_rules && status == 0; first += n) {
		n = n_rules - first < n_threads ? n_rules - first : n_threads;
		for (i = 0; i < n; i++) {
			sorted[i].rule = first + i;
			sorted[i].pairs = pairs;
		}
		status =
		    in_threads(prepare_thread, sorted, sizeof(*sorted), n, err);
		for (i = 0; i < n && status == 0; i++)
			if (sorted[i].status == -1) {
				*err = sorted[i].err;
				status = -1;
			}
		for (i = 0; i < n && status == 0 && found != NULL; i++)
			status = walk_rule(pairs, &sorted[i], n_threads, sample,
			    found, contexts, err);
	}
	for (i = 0; i < n_threads; i++) {
		free(sorted[i].entry);
		free(sorted[i].spare);
	}
	free(sorted);
	return status;
}

/* Does the comparison look at one of the columns? */
static bool
looks_at(
    const struct facts *facts, const struct model_comparison *c, int column)
{
	switch (c->kind) {
	case MODEL_GIVEN:
		return column == FACTS_GIVEN || column == FACTS_GIVEN_KANA;
	case MODEL_FAMILY:
		return column == FACTS_FAMILY || column == FACTS_FAMILY_KANA;
	case MODEL_OTHER:
		return column == FACTS_OTHER;
	case MODEL_AREA:
		return column >= FACTS_POSTCODE && column <= FACTS_REGION;
	case MODEL_STREET:
		return column == FACTS_TOWN || column == FACTS_LOT;
	case MODEL_DATE:
	case MODEL_TEXT:
	case MODEL_EXACT:
		return facts_column_of(facts, c->field, c->attribute) == column;
	case MODEL_EMAIL:
	case MODEL_PHONE:
	case MODEL_ID:
	case MODEL_KINDS:
	default:
		return false;
	}
}

static uint32_t
free_of(const struct pairs *pairs, const struct model_rule *rule)
{
	const struct model *model = pairs->model;
	uint32_t mask, free = (UINT32_C(1) << model->n_comparisons) - 1;
	enum canon_field field = rule->repeats;
	int columns[4];
	int c, i, n;

	for (c = 0; c < model->n_comparisons; c++)
		if ((field == CANON_F_EMAIL &&
			model->comparison[c].kind == MODEL_EMAIL) ||
		    (field == CANON_F_PHONE &&
			model->comparison[c].kind == MODEL_PHONE) ||
		    (field == CANON_F_ID &&
			model->comparison[c].kind == MODEL_ID))
			free &= ~(UINT32_C(1) << c);
	for (mask = rule->atoms; mask != 0; mask &= mask - 1) {
		n = atoms_columns(
		    pairs->facts, &model->atom[__builtin_ctz(mask)], columns);
		for (i = 0; i < n; i++)
			for (c = 0; c < model->n_comparisons; c++)
				if (looks_at(pairs->facts,
					&model->comparison[c], columns[i]))
					free &= ~(UINT32_C(1) << c);
	}
	return free;
}

int
pairs_init(struct pairs *pairs, const struct facts *facts,
    const struct model *model, struct err *err)
{
	int i;

	memset(pairs, 0, sizeof(*pairs));
	pairs->facts = facts;
	pairs->model = model;
	pairs->n_atoms = model->n_atoms;
	pairs->atom = atoms_make(facts, model, err);
	if (pairs->atom == NULL)
		return -1;
	for (i = 0; i < model->n_rules; i++)
		pairs->free[i] = free_of(pairs, &model->rule[i]);
	return 0;
}

void
pairs_clear(struct pairs *pairs)
{
	int i;

	free(pairs->atom);
	for (i = 0; i < MODEL_RULES_MAX; i++) {
		free(pairs->over[i].key);
		free(pairs->over_split[i].key);
	}
	memset(pairs, 0, sizeof(*pairs));
}
