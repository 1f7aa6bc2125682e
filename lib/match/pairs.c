#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/threads.h"
#include "match/pairs.h"
#include "match/radix.h"

/* So many pairs of a rule are fine however few the records; and the limit is
 * not lowered below this. */
#define PAIRS_LEAST 200000
#define LIMIT_LEAST 20
#define AHEAD 32       /* entries that are fetched before their turn */
#define AHEAD_VALUES 8 /* and those whose values are */
#define CHUNK 2048     /* entries that a thread takes at once */

/* One rule on its way: its keys, sorted, in two parts: those that are walked
 * as they are, then those that were split. */
struct sorted {
	int rule;
	uint32_t sample;
	struct radix_entry *entry, *spare;
	size_t cap, spare_cap;
	size_t n, n_plain;
	struct pairs *pairs;
	struct err err;
	int status;
};

/* What agrees is seen in four parts at once. */
typedef uint32_t lanes __attribute__((vector_size(16)));

#define LANES (MODEL_ATOMS_MAX / 4)

/* A row of the run that is walked. */
struct seat {
	union {
		lanes lane[LANES];
		uint32_t atom[MODEL_ATOMS_MAX];
	} of;
	uint32_t known; /* of the atoms, one bit each */
	uint32_t row, record;
	uint32_t item[FACTS_LISTS];
};

/* Which rules take a pair that agrees in these parts: as it is, and by their
 * second key. */
struct verdict {
	uint64_t mask; /* the parts, + 1 */
	uint64_t whole, parted;
};

#define VERDICTS 1024

struct walk {
	struct pairs *pairs;
	const struct sorted *sorted;
	pairs_found found;
	int n_atoms; /* those that this rule and the earlier ones look at */
	atomic_size_t next;
	atomic_ullong given;
};

struct walker {
	struct walk *walk;
	void *context;
	struct seat *seat;
	size_t seats_cap;
	struct verdict verdict[VERDICTS];
};

static void
set_bit(uint64_t *bits, uint32_t row)
{
	bits[row / 64] |= UINT64_C(1) << row % 64;
}

static bool
has_bit(const uint64_t *bits, uint32_t row)
{
	return (bits[row / 64] >> row % 64 & 1) != 0;
}

/* The row of the lowest bit. */
static uint32_t
bit_of(size_t word, uint64_t bits)
{
	return (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(bits);
}

static enum facts_list
list_of(enum canon_field field)
{
	return field == CANON_F_EMAIL ? FACTS_EMAIL
	    : field == CANON_F_PHONE  ? FACTS_PHONE
				      : FACTS_ID;
}

static bool
is_sampled(const struct sorted *s, uint32_t key)
{
	return s->sample <= 1 ||
	    hash_mix(key, (uint64_t)s->rule) % s->sample == 0;
}

/* Room for so many entries, and as many to be sorted. */
static int
make_room(struct sorted *s, size_t n, struct err *err)
{
	if (array_grow(&s->entry, &s->cap, n + AHEAD, sizeof(*s->entry), err) ==
	    -1)
		return -1;
	return array_grow(
	    &s->spare, &s->spare_cap, n + 1, sizeof(*s->spare), err);
}

static int
collect_list(struct sorted *s, enum facts_list which, struct err *err)
{
	const struct facts *facts = s->pairs->facts;
	const struct facts_items *list = &facts->list[which];
	const uint32_t *item;
	uint32_t i, n, record;
	uint64_t key;

	if (make_room(s, list->n, err) == -1)
		return -1;
	for (record = 0; record < facts->n_records; record++) {
		item = facts_items(facts, which, record, &n);
		for (i = 0; i < n; i++) {
			if ((item[i] & FACTS_SHARED) == 0)
				continue;
			key = hash_64(7,
			    intern_name(
				&list->pool.names, item[i] & FACTS_ITEM));
			s->spare[s->n++] =
			    (struct radix_entry){(uint32_t)key | 1, record};
		}
	}
	return 0;
}

/* All keys, into what is to be sorted. */
static int
collect(struct sorted *s, struct err *err)
{
	const struct pairs *pairs = s->pairs;
	const struct model_rule *rule = &pairs->model->rule[s->rule];

	if (rule->repeats != CANON_F_NONE)
		return collect_list(s, list_of(rule->repeats), err);
	if (make_room(s, pairs->facts->n_rows, err) == -1)
		return -1;
	s->n = atoms_keys(&pairs->atoms, rule->atoms, s->spare);
	return 0;
}

static size_t
run_end(const struct radix_entry *entry, size_t start, size_t n)
{
	size_t end = start + 1;

	while (end < n && entry[end].key == entry[start].key)
		end++;
	return end;
}

/* The largest limit of records a key that keeps the pairs in bounds. */
static uint32_t
find_limit(const struct pairs *pairs, const struct radix_entry *entry, size_t n)
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

/* That of a trained model stays, whatever comes to the records. */
static uint32_t
choose_limit(const struct pairs *pairs, uint32_t known,
    const struct radix_entry *entry, size_t n)
{
	return known > 0 ? known : find_limit(pairs, entry, n);
}

static void
count_run(struct pairs_count *count, const struct radix_entry *entry, size_t n)
{
	count->pairs += n * (n - 1) / 2;
	count->keys += n > 1;
	if (n > count->largest) {
		count->largest = (uint32_t)n;
		count->largest_row = entry->row;
	}
}

static void
count_left_out(
    struct pairs_count *count, const struct radix_entry *entry, size_t n)
{
	count->left_out++;
	if (n > count->worst) {
		count->worst = (uint32_t)n;
		count->worst_row = entry->row;
	}
}

/* A row of a run that is not held against the others of it. Rules are counted
 * in several threads, and most rows are marked by another rule. */
static void
mark_lost(struct pairs *pairs, uint32_t row)
{
	_Atomic uint64_t *word = &pairs->lost[row / 64];
	uint64_t bit = UINT64_C(1) << row % 64;

	if ((atomic_load_explicit(word, memory_order_relaxed) & bit) == 0)
		(void)atomic_fetch_or_explicit(word, bit, memory_order_relaxed);
}

/* A run that is walked goes to its place, and its rows are marked. Runs of
 * one are dropped. */
static void
keep_run(struct sorted *s, uint64_t *bits, size_t from, size_t end, size_t *to)
{
	size_t i;

	count_run(&s->pairs->count[s->rule], &s->entry[from], end - from);
	for (i = from; i < end && end - from > 1; i++) {
		set_bit(bits, s->entry[i].row);
		s->entry[(*to)++] = s->entry[i];
	}
}

static uint32_t
split_key(const struct pairs *pairs, int rule, uint32_t key, uint32_t row)
{
	uint32_t second =
	    atoms_key(&pairs->atoms, pairs->model->rule[rule].split, row);

	return second == 0 ? 0 : (uint32_t)hash_mix(key, second) | 1;
}

/* The members of a run that is too long, with their second key, behind those
 * that are to be sorted; those that have none are lost. */
static size_t
split_run(struct sorted *s, size_t from, size_t end, size_t n_over)
{
	struct pairs *pairs = s->pairs;
	bool is_split = pairs->model->rule[s->rule].split != 0;
	uint32_t key;
	size_t i;

	for (i = from; i < end; i++) {
		key = !is_split ? 0
				: split_key(pairs, s->rule, s->entry[i].key,
				      s->entry[i].row);
		if (key == 0) {
			mark_lost(pairs, s->entry[i].row);
			continue;
		}
		s->spare[n_over++] = (struct radix_entry){key, s->entry[i].row};
	}
	return n_over;
}

/* Part the runs: short ones to the front, members of the others, with their
 * second key, to what is to be sorted. */
static void
part_runs(struct sorted *s)
{
	struct pairs *pairs = s->pairs;
	struct pairs_count *count = &pairs->count[s->rule];
	size_t i, end, to = 0, n_over = 0;

	for (i = 0; i < s->n; i = end) {
		end = run_end(s->entry, i, s->n);
		if (end - i <= count->limit) {
			keep_run(s, pairs->whole[s->rule], i, end, &to);
			continue;
		}
		count_left_out(count, &s->entry[i], end - i);
		n_over = split_run(s, i, end, n_over);
	}
	s->n_plain = to;
	s->n = to + n_over;
}

static void
part_split(struct sorted *s)
{
	struct pairs *pairs = s->pairs;
	size_t i, end, to = s->n_plain;
	uint32_t limit;

	radix_sort(s->spare, s->entry + s->n_plain, s->n - s->n_plain);
	limit = choose_limit(pairs, pairs->model->rule[s->rule].split_limit,
	    s->entry + s->n_plain, s->n - s->n_plain);
	pairs->count[s->rule].split_limit = limit;
	for (i = s->n_plain; i < s->n; i = end) {
		end = run_end(s->entry, i, s->n);
		if (end - i <= limit)
			keep_run(s, pairs->parted[s->rule], i, end, &to);
		for (; end - i > limit && i < end; i++)
			mark_lost(pairs, s->entry[i].row);
	}
	s->n = to;
}

/* Up to how many records a value of a list gives pairs, once its keys are
 * counted. */
static void
mark_list(struct pairs *pairs, int rule)
{
	enum facts_list which = list_of(pairs->model->rule[rule].repeats);
	const struct facts_pool *pool = &pairs->facts->list[which].pool;
	struct pairs_list *list = &pairs->list[which];
	size_t i;

	if (list->rule != -1)
		return;
	list->rule = rule;
	list->limit = pairs->count[rule].limit;
	for (i = 0; i < pool->names.count && !list->is_limited; i++)
		list->is_limited = pool->values[i].count > list->limit &&
		    !facts_is_void(&pool->values[i]);
}

/* All keys of a rule, and which of them are walked. */
static int
prepare(struct sorted *s, struct err *err)
{
	struct pairs *pairs = s->pairs;

	pairs->count[s->rule] = (struct pairs_count){0};
	s->n = 0;
	if (collect(s, err) == -1)
		return -1;
	radix_sort(s->spare, s->entry, s->n);
	pairs->count[s->rule].limit = choose_limit(
	    pairs, pairs->model->rule[s->rule].limit, s->entry, s->n);
	part_runs(s);
	part_split(s);
	return 0;
}

static size_t
list_marked(const uint64_t *bits, size_t n_words, struct radix_entry *entry)
{
	size_t word, n = 0;
	uint64_t left;

	for (word = 0; word < n_words; word++)
		for (left = bits[word]; left != 0; left &= left - 1)
			entry[n++].row = bit_of(word, left);
	return n;
}

/* The rows whose bit is set, with their keys, sorted behind those that are
 * there: those of the first or those of the second key. */
static void
collect_marked(struct sorted *s, const uint64_t *bits, bool is_split)
{
	const struct pairs *pairs = s->pairs;
	const struct model_rule *rule = &pairs->model->rule[s->rule];
	struct radix_entry *spare = s->spare;
	size_t n = list_marked(bits, pairs->facts->n_rows / 64 + 1, spare);
	size_t i, to = 0;

	atoms_keys_of(&pairs->atoms, rule->atoms, spare, n);
	for (i = 0; i < n; i++) {
		if (is_split)
			spare[i].key = split_key(
			    pairs, s->rule, spare[i].key, spare[i].row);
		spare[to] = spare[i];
		to += is_sampled(s, spare[i].key);
	}
	radix_sort(spare, s->entry + s->n, to);
	s->n += to;
}

/* The same, once it is known which rows have a key that others have. */
static int
prepare_again(struct sorted *s, struct err *err)
{
	const struct pairs *pairs = s->pairs;

	s->n = 0;
	if (make_room(s, pairs->facts->n_rows, err) == -1)
		return -1;
	collect_marked(s, pairs->whole[s->rule], false);
	s->n_plain = s->n;
	collect_marked(s, pairs->parted[s->rule], true);
	return 0;
}

/* Behind the last there are entries that may be fetched. */
static void
pad(struct sorted *s)
{
	memset(&s->entry[s->n], 0, AHEAD * sizeof(*s->entry));
}

static void *
prepare_thread(void *context)
{
	struct sorted *s = context;
	bool is_list;

	assert(s->pairs != NULL);
	is_list = s->pairs->model->rule[s->rule].repeats != CANON_F_NONE;
	s->status = s->pairs->is_counted && !is_list ? prepare_again(s, &s->err)
						     : prepare(s, &s->err);
	if (s->status == 0)
		pad(s);
	return NULL;
}

/* Which parts are known and equal, one bit each. */
static uint32_t
equal_atoms(const struct seat *a, const struct seat *b, size_t n_lanes)
{
	static const lanes bit[LANES] = {{1u << 0, 1u << 1, 1u << 2, 1u << 3},
	    {1u << 4, 1u << 5, 1u << 6, 1u << 7},
	    {1u << 8, 1u << 9, 1u << 10, 1u << 11},
	    {1u << 12, 1u << 13, 1u << 14, 1u << 15},
	    {1u << 16, 1u << 17, 1u << 18, 1u << 19},
	    {1u << 20, 1u << 21, 1u << 22, 1u << 23},
	    {1u << 24, 1u << 25, 1u << 26, 1u << 27},
	    {1u << 28, 1u << 29, 1u << 30, 1u << 31}};
	lanes found = {0};
	size_t i;

	for (i = 0; i < n_lanes; i++)
		found |= (lanes)(a->of.lane[i] == b->of.lane[i]) & bit[i];
	return (found[0] | found[1] | found[2] | found[3]) & a->known;
}

/* So many parts at once are all of them. */
static size_t
lanes_of(int n_atoms)
{
	return ((size_t)n_atoms + 3) / 4;
}

static void
take_seat(
    const struct pairs *pairs, uint32_t row, int n_atoms, struct seat *seat)
{
	int i;

	memset(&seat->of, 0, lanes_of(n_atoms) * sizeof(lanes));
	atoms_first(&pairs->atoms, row, n_atoms, seat->of.atom);
	seat->known = 0;
	for (i = 0; i < n_atoms; i++)
		seat->known |= (uint32_t)(seat->of.atom[i] != 0) << i;
	seat->row = row;
	seat->record = facts_record_of(pairs->facts, row);
	memcpy(seat->item, facts_row(pairs->facts, seat->record) + FACTS_ITEMS,
	    sizeof(seat->item));
}

/* Can the value of an item give a pair? */
static bool
is_live(const struct pairs *pairs, enum facts_list which, uint32_t item)
{
	const struct pairs_list *list = &pairs->list[which];

	return (item & FACTS_SHARED) != 0 &&
	    (!list->is_limited ||
		pairs->facts->list[which]
			.pool.values[item & FACTS_ITEM]
			.count <= list->limit);
}

static bool
shares_item(
    const struct pairs *pairs, enum facts_list which, uint32_t a, uint32_t b)
{
	uint32_t n_left, n_right, i, j;
	const uint32_t *left = facts_items(pairs->facts, which, a, &n_left);
	const uint32_t *right = facts_items(pairs->facts, which, b, &n_right);

	for (i = 0; i < n_left; i++)
		for (j = 0; j < n_right; j++)
			if (((left[i] ^ right[j]) & FACTS_ITEM) == 0 &&
			    is_live(pairs, which, left[i]))
				return true;
	return false;
}

/* Does a list give this pair? */
static bool
gives_item(const struct pairs *pairs, enum facts_list which,
    const struct seat *a, const struct seat *b)
{
	uint32_t x = a->item[which], y = b->item[which];

	if (x == FACTS_NONE || y == FACTS_NONE)
		return false;
	if (((x | y) & FACTS_MANY) != 0)
		return shares_item(pairs, which, a->record, b->record);
	return ((x ^ y) & FACTS_ITEM) == 0 && is_live(pairs, which, x);
}

/* Rules that take pairs that agree in these parts, if their keys are not on
 * too many records. */
static void
find_verdict(const struct model *model, uint32_t mask, struct verdict *verdict)
{
	const struct model_rule *rule;
	uint32_t both;
	int i;

	*verdict = (struct verdict){.mask = (uint64_t)mask + 1};
	for (i = 0; i < model->n_rules; i++) {
		rule = &model->rule[i];
		both = rule->atoms | rule->split;
		if (rule->repeats != CANON_F_NONE ||
		    (mask & rule->atoms) != rule->atoms)
			continue;
		verdict->whole |= UINT64_C(1) << i;
		if (rule->split != 0 && (mask & both) == both)
			verdict->parted |= UINT64_C(1) << i;
	}
}

/* Is the row marked for one of the rules? */
static bool
is_marked(uint64_t *const *bits, uint64_t rules, uint32_t row)
{
	for (; rules != 0; rules &= rules - 1)
		if (has_bit(bits[__builtin_ctzll(rules)], row))
			return true;
	return false;
}

static const struct verdict *
verdict_of(struct walker *walker, uint32_t mask)
{
	struct verdict *verdict =
	    &walker->verdict[mask * UINT32_C(2654435761) >> 22];

	if (verdict->mask != (uint64_t)mask + 1)
		find_verdict(walker->walk->pairs->model, mask, verdict);
	return verdict;
}

/* Did an earlier rule give this pair, which agrees in these parts? */
static bool
was_given(struct walker *walker, uint32_t mask, const struct seat *a,
    const struct seat *b)
{
	const struct pairs *pairs = walker->walk->pairs;
	int rule = walker->walk->sorted->rule;
	uint64_t earlier = (UINT64_C(1) << rule) - 1;
	const struct verdict *verdict = verdict_of(walker, mask);
	int i;

	if (is_marked(pairs->whole, verdict->whole & earlier, a->row) ||
	    is_marked(pairs->parted, verdict->parted & earlier, a->row))
		return true;
	for (i = 0; i < FACTS_LISTS; i++)
		if (pairs->list[i].rule != -1 && pairs->list[i].rule < rule &&
		    gives_item(pairs, (enum facts_list)i, a, b))
			return true;
	return false;
}

uint64_t
pairs_rules(const struct pairs *pairs, uint32_t a, uint32_t b)
{
	const struct model *model = pairs->model;
	struct seat x, y;
	struct verdict verdict;
	uint64_t rules = 0;
	bool gives;
	int i;

	take_seat(pairs, a, pairs->atoms.n, &x);
	take_seat(pairs, b, pairs->atoms.n, &y);
	find_verdict(
	    model, equal_atoms(&x, &y, lanes_of(pairs->atoms.n)), &verdict);
	for (i = 0; i < model->n_rules; i++) {
		if (model->rule[i].repeats != CANON_F_NONE)
			gives = gives_item(
			    pairs, list_of(model->rule[i].repeats), &x, &y);
		else
			gives = ((verdict.whole >> i & 1) != 0 &&
				    has_bit(pairs->whole[i], a)) ||
			    ((verdict.parted >> i & 1) != 0 &&
				has_bit(pairs->parted[i], a));
		rules |= (uint64_t)gives << i;
	}
	return rules;
}

uint32_t
pairs_untouched(const struct pairs *pairs, uint32_t a, uint32_t b)
{
	uint64_t rules = pairs_rules(pairs, a, b);
	uint32_t untouched = 0;
	int i;

	for (i = 0; i < pairs->model->n_rules; i++)
		if (rules >> i & 1)
			untouched |= pairs->free[i];
	return untouched;
}

/* Rows of a run lie anywhere, and so does what is known of their values: ask
 * for them before. */
static void
fetch_ahead(const struct walk *walk, const struct radix_entry *entry)
{
	const struct pairs *pairs = walk->pairs;
	uint32_t row = entry[AHEAD_VALUES].row;

	facts_fetch(pairs->facts, entry[AHEAD].row);
	atoms_fetch(&pairs->atoms, row, walk->n_atoms);
	if (pairs->ahead != NULL)
		pairs->ahead(pairs->ahead_context, row);
}

/* All pairs of one run; how many were given. */
static uint64_t
walk_run(struct walker *walker, const struct radix_entry *run, size_t n)
{
	const struct walk *walk = walker->walk;
	const struct pairs *pairs = walk->pairs;
	uint32_t atoms = pairs->model->rule[walk->sorted->rule].atoms, equal;
	size_t n_lanes = lanes_of(walk->n_atoms);
	const struct seat *a, *b;
	uint64_t given = 0;
	size_t i, j;

	for (i = 0; i < n; i++) {
		fetch_ahead(walk, &run[i]);
		take_seat(pairs, run[i].row, walk->n_atoms, &walker->seat[i]);
	}
	for (i = 0; i < n; i++)
		for (j = i + 1; j < n; j++) {
			a = &walker->seat[i];
			b = &walker->seat[j];
			if (a->record == b->record)
				continue;
			equal = equal_atoms(a, b, n_lanes);
			if ((equal & atoms) != atoms ||
			    was_given(walker, equal, a, b))
				continue;
			given++;
			walk->found(walker->context, a->row, b->row);
		}
	return given;
}

static void *
walk_thread(void *argument)
{
	struct walker *walker = argument;
	struct walk *walk = walker->walk;
	const struct sorted *s;
	size_t i, end, stop;
	uint64_t given = 0;

	assert(walk != NULL);
	s = walk->sorted;
	while ((i = atomic_fetch_add(&walk->next, CHUNK)) < s->n) {
		stop = i + CHUNK < s->n ? i + CHUNK : s->n;
		/* A run belongs to the chunk in which it begins. */
		while (i > 0 && i < stop &&
		    s->entry[i].key == s->entry[i - 1].key && i != s->n_plain)
			i++;
		for (; i < stop; i = end) {
			end = run_end(
			    s->entry, i, i < s->n_plain ? s->n_plain : s->n);
			if (is_sampled(s, s->entry[i].key))
				given +=
				    walk_run(walker, s->entry + i, end - i);
		}
	}
	atomic_fetch_add(&walk->given, given);
	return NULL;
}

/* The parts that a rule and the earlier ones look at, up to the last. */
static int
count_atoms(const struct model *model, int rule)
{
	uint32_t mask = 0;
	int i;

	for (i = 0; i <= rule; i++)
		mask |= model->rule[i].atoms | model->rule[i].split;
	return mask == 0 ? 0 : 32 - __builtin_clz(mask);
}

static int
walk_rule(struct pairs *pairs, const struct sorted *sorted, int n_threads,
    pairs_found found, struct walker *walkers, struct err *err)
{
	struct walk walk = {.pairs = pairs,
	    .sorted = sorted,
	    .found = found,
	    .n_atoms = count_atoms(pairs->model, sorted->rule)};
	int i;

	atomic_init(&walk.next, 0);
	atomic_init(&walk.given, 0);
	for (i = 0; i < n_threads; i++) {
		walkers[i].walk = &walk;
		if (array_grow(&walkers[i].seat, &walkers[i].seats_cap,
			(size_t)pairs->count[sorted->rule].largest + 1,
			sizeof(struct seat), err) == -1)
			return -1;
	}
	if (threads_run(
		walk_thread, walkers, sizeof(walkers[0]), n_threads, err) == -1)
		return -1;
	pairs->count[sorted->rule].given = atomic_load(&walk.given);
	return 0;
}

/* The keys of the next rules, as many as there are threads. */
static int
prepare_rules(struct pairs *pairs, struct sorted *sorted, int first, int n,
    struct err *err)
{
	int i;

	for (i = 0; i < n; i++) {
		sorted[i].rule = first + i;
		sorted[i].pairs = pairs;
	}
	if (threads_run(prepare_thread, sorted, sizeof(*sorted), n, err) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		if (sorted[i].status == -1) {
			*err = sorted[i].err;
			return -1;
		}
		if (pairs->model->rule[first + i].repeats != CANON_F_NONE)
			mark_list(pairs, first + i);
	}
	return 0;
}

static int
walk_rules(struct pairs *pairs, int n_threads, pairs_found found,
    struct sorted *sorted, struct walker *walkers, struct err *err)
{
	int n_rules = pairs->model->n_rules;
	int first, i, n;

	for (first = 0; first < n_rules; first += n) {
		n = n_rules - first < n_threads ? n_rules - first : n_threads;
		if (prepare_rules(pairs, sorted, first, n, err) == -1)
			return -1;
		for (i = 0; i < n && found != NULL; i++)
			if (walk_rule(pairs, &sorted[i], n_threads, found,
				walkers, err) == -1)
				return -1;
	}
	pairs->is_counted = true;
	return 0;
}

int
pairs_walk(struct pairs *pairs, int n_threads, uint32_t sample,
    pairs_found found, void *const *contexts, struct err *err)
{
	struct sorted *sorted =
	    calloc((size_t)n_threads, sizeof(struct sorted));
	struct walker *walkers =
	    calloc((size_t)n_threads, sizeof(struct walker));
	int i, status = -1;

	if (sorted == NULL || walkers == NULL) {
		err_nomem(err);
		goto free_all;
	}
	for (i = 0; i < n_threads; i++) {
		sorted[i].sample = sample;
		walkers[i].context = contexts == NULL ? NULL : contexts[i];
	}
	status = walk_rules(pairs, n_threads, found, sorted, walkers, err);
	for (i = 0; i < n_threads; i++) {
		free(sorted[i].entry);
		free(sorted[i].spare);
		free(walkers[i].seat);
	}
free_all:
	free(sorted);
	free(walkers);
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

static int
make_bits(struct pairs *pairs, int rule, struct err *err)
{
	size_t n_words = pairs->facts->n_rows / 64 + 1;

	pairs->whole[rule] = calloc(n_words, sizeof(uint64_t));
	pairs->parted[rule] = calloc(n_words, sizeof(uint64_t));
	if (pairs->whole[rule] == NULL || pairs->parted[rule] == NULL)
		return err_nomem(err);
	pairs->free[rule] = free_of(pairs, &pairs->model->rule[rule]);
	return 0;
}

int
pairs_init(struct pairs *pairs, const struct facts *facts,
    const struct model *model, struct err *err)
{
	int i;

	memset(pairs, 0, sizeof(*pairs));
	pairs->facts = facts;
	pairs->model = model;
	for (i = 0; i < FACTS_LISTS; i++)
		pairs->list[i].rule = -1;
	if (atoms_init(&pairs->atoms, facts, model, err) == -1)
		return -1;
	pairs->lost = calloc(facts->n_rows / 64 + 1, sizeof(*pairs->lost));
	if (pairs->lost == NULL)
		return err_nomem(err);
	for (i = 0; i < model->n_rules; i++)
		if (make_bits(pairs, i, err) == -1)
			return -1;
	return 0;
}

/* Which rows are in a run that is walked, of any rule. */
static uint64_t
walked_word(const struct pairs *pairs, size_t word)
{
	uint64_t bits = 0;
	int r;

	for (r = 0; r < pairs->model->n_rules; r++)
		bits |= pairs->whole[r][word] | pairs->parted[r][word];
	return bits;
}

/* Records of which no row is in a run that is walked, and one in a run that
 * nobody walks. */
static void
count_alone(
    const struct pairs *pairs, bool *is_settled, struct pairs_alone *alone)
{
	const struct facts *facts = pairs->facts;
	size_t word, n_words = facts->n_rows / 64 + 1;
	uint32_t row, record, best = 0;
	uint64_t bits;

	for (word = 0; word < n_words; word++)
		for (bits = walked_word(pairs, word); bits != 0;
		     bits &= bits - 1)
			is_settled[facts_record_of(facts, bit_of(word, bits))] =
			    true;
	for (word = 0; word < n_words; word++)
		for (bits = pairs->lost[word]; bits != 0; bits &= bits - 1) {
			row = bit_of(word, bits);
			record = facts_record_of(facts, row);
			if (is_settled[record])
				continue;
			is_settled[record] = true;
			if (alone->records++ > 0 &&
			    facts->digest[record] >= facts->digest[best])
				continue;
			best = record;
			alone->row = row;
		}
}

/* On how many records is the value of a list that is on most? */
static uint32_t
count_value(const struct facts *facts, enum facts_list which, uint32_t record)
{
	const struct facts_value *values = facts->list[which].pool.values;
	uint32_t i, n, most = 0;
	const uint32_t *item = facts_items(facts, which, record, &n);

	for (i = 0; i < n; i++)
		if (values[item[i] & FACTS_ITEM].count > most)
			most = values[item[i] & FACTS_ITEM].count;
	return most;
}

/* On how many rows is the key that a row has by a rule? */
static uint32_t
count_alike(const struct pairs *pairs, int r, uint32_t row)
{
	const struct model_rule *rule = &pairs->model->rule[r];
	const struct facts *facts = pairs->facts;
	uint32_t i, n = 0, key;

	if (rule->repeats != CANON_F_NONE)
		return count_value(
		    facts, list_of(rule->repeats), facts_record_of(facts, row));
	key = atoms_key(&pairs->atoms, rule->atoms, row);
	for (i = 0; key != 0 && i < facts->n_rows; i++)
		n += atoms_key(&pairs->atoms, rule->atoms, i) == key;
	return n;
}

int
pairs_find_alone(
    const struct pairs *pairs, struct pairs_alone *alone, struct err *err)
{
	bool *is_settled = calloc(pairs->facts->n_records + 1, 1);
	uint32_t rows;
	int r;

	memset(alone, 0, sizeof(*alone));
	if (is_settled == NULL)
		return err_nomem(err);
	count_alone(pairs, is_settled, alone);
	free(is_settled);
	for (r = 0; alone->records > 0 && r < pairs->model->n_rules; r++) {
		rows = count_alike(pairs, r, alone->row);
		if (rows <= alone->rows)
			continue;
		alone->rows = rows;
		alone->rule = r;
	}
	return 0;
}

void
pairs_clear(struct pairs *pairs)
{
	int i;

	atoms_clear(&pairs->atoms);
	free(pairs->lost);
	for (i = 0; i < MODEL_RULES_MAX; i++) {
		free(pairs->whole[i]);
		free(pairs->parted[i]);
	}
	memset(pairs, 0, sizeof(*pairs));
}
