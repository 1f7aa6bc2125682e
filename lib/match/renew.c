#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/threads.h"
#include "match/renew.h"

#define NONE UINT32_MAX
#define FILTER_LEAST 4096 /* bits */
#define FILTER_MOST ((size_t)1 << 22)
#define FILTER_BITS 8   /* of each row */
#define CHUNK 64        /* dirty records that a thread takes at once */
#define ROWS_CHUNK 8192 /* the same of rows, */
#define BLOCK 1024      /* and so many of them key by key */
/* Of so many records, in parts of ten, it is better to match all anew. */
#define DIRTY_MOST 4

/* A run of equal keys that a dirty record has, or had. */
struct renew_run {
	uint32_t rule;
	uint32_t within; /* of a second key the run of the first, or NONE */
	uint32_t total;  /* rows that have it */
	uint32_t fresh;  /* of those, rows of records that came or changed */
	uint32_t past;   /* rows that had it */
	uint32_t first;  /* where its rows are; those of a run that is too
			    large are nowhere */
	bool was_walked, is_walked;
};

/* A row of a run. */
struct seat {
	uint32_t run, row;
};

/* How many rows of a run there are, and of how many they are not asked for. */
struct count {
	uint32_t total, most;
};

/* What one thread counts. */
struct counter {
	struct renew *renew;
	atomic_size_t *next;
	size_t n_rows;
	struct count *count; /* of each run that is counted */
	uint32_t *atom;      /* of a block; those of each part side by side */
	uint64_t *marked; /* which of them a key may be made of, a bit each */
	uint32_t *hit;    /* rows of the block that may be asked for, */
	uint32_t *key;    /* and their keys */
	struct seat *seat;
	size_t n_seats, seats_cap;
	struct err err;
	int status;
};

/* Pairs on their way out. */
struct walker {
	struct renew *renew;
	atomic_size_t *next;
	pairs_found found;
	void *context;
	uint32_t *near; /* candidates of one record */
	size_t n_near, near_cap;
	struct err err;
	int status;
};

static enum facts_list
list_of(enum canon_field field)
{
	return field == CANON_F_EMAIL ? FACTS_EMAIL
	    : field == CANON_F_PHONE  ? FACTS_PHONE
				      : FACTS_ID;
}

static size_t
live_rows(const struct renew *renew)
{
	return renew->facts->n_rows - renew->in->n_past;
}

static void
mark_dirty(struct renew *renew, uint32_t record)
{
	if (renew->is_dirty[record])
		return;
	renew->is_dirty[record] = true;
	renew->dirty[renew->n_dirty++] = record;
}

/* --- values that are on too many records now, or no more --- */

/* Of those that were there; bits of ${turned}. */
static bool
find_turned(const struct renew *renew, struct trust *turned)
{
	static const enum canon_field fields[] = {
	    CANON_F_EMAIL, CANON_F_PHONE, CANON_F_ID};
	const struct facts_value *values;
	bool is_any = false;
	uint32_t limit;
	size_t i;
	int which;

	for (which = 0; which < FACTS_LISTS; which++) {
		values = renew->facts->list[which].pool.values;
		limit = (uint32_t)model_limit(renew->model, fields[which]);
		for (i = 0; i < renew->in->n_values[which]; i++) {
			if (values[i].is_blocked ||
			    values[i].is_generic ==
				(renew->in->count[which][i] > limit))
				continue;
			turned->own[which][i / 8] |=
			    (unsigned char)(1U << i % 8);
			is_any = true;
		}
	}
	return is_any;
}

static bool
has_bit(const struct trust *bits, int which, uint32_t item)
{
	uint32_t value = item & FACTS_ITEM;

	return (bits->own[which][value / 8] >> value % 8 & 1) != 0;
}

static bool
bears_any(const struct facts *facts, const struct trust *bits, uint32_t record)
{
	const uint32_t *items;
	uint32_t n, i;
	int which;

	for (which = 0; which < FACTS_LISTS; which++) {
		items = facts_items(facts, (enum facts_list)which, record, &n);
		for (i = 0; i < n; i++)
			if (has_bit(bits, which, items[i]))
				return true;
	}
	return false;
}

static int
mark_turned(struct renew *renew, struct err *err)
{
	const struct facts *facts = renew->facts;
	struct trust turned;
	uint32_t i;
	int status = trust_begin(&turned, facts, err);

	if (status == 0 && find_turned(renew, &turned))
		for (i = 0; i < facts->n_records; i++)
			if (bears_any(facts, &turned, i))
				mark_dirty(renew, i);
	trust_clear(&turned);
	return status;
}

/* --- names of which is known now how they are read, or no more --- */

/* A name in kanji and a reading, values + 1, and on how many rows they are of
 * those whose comparison hangs on knowing it. */
struct turn {
	uint32_t kanji, kana;
	size_t n_kanji, n_kana;
};

struct turns {
	struct turn *turn;
	size_t n, cap;
	int column, kana;
};

static int
collect_turns(struct turns *turns, const struct reading *in,
    const struct reading *other, struct err *err)
{
	uint32_t kanji, kana;
	size_t i;

	for (i = 0; i < in->seen.cap; i++) {
		if (!in->seen.is_used[i])
			continue;
		kanji = (uint32_t)(in->seen.keys[i] >> 32);
		kana = (uint32_t)in->seen.keys[i];
		if (reading_knows(other, kanji, kana))
			continue;
		if (array_grow(&turns->turn, &turns->cap, turns->n + 1,
			sizeof(*turns->turn), err) == -1)
			return -1;
		turns->turn[turns->n++] =
		    (struct turn){.kanji = kanji, .kana = kana};
	}
	return 0;
}

static bool
is_kanji_alone(const struct facts *f, const struct turns *turns, uint32_t row,
    uint32_t kanji)
{
	return facts_value(f, turns->column, row) == kanji &&
	    facts_value(f, turns->kana, row) == 0;
}

/* The pairs that a turn changes are of one that knows the name in kanji alone
 * and one that has the reading: the fewer of the two are looked at again. */
static int
mark_turns(struct renew *renew, struct turns *turns, struct err *err)
{
	const struct facts *f = renew->facts;
	size_t n_kanji = f->pool[turns->column].names.count;
	size_t n_kana = f->pool[turns->kana].names.count, i;
	uint32_t *alone = calloc(n_kanji + 1, sizeof(*alone));
	uint32_t *read = calloc(n_kana + 1, sizeof(*read));
	uint32_t row;
	int status = -1;

	if (alone == NULL || read == NULL) {
		err_nomem(err);
		goto free_all;
	}
	for (row = 0; row < live_rows(renew); row++) {
		if (facts_value(f, turns->kana, row) == 0)
			alone[facts_value(f, turns->column, row)]++;
		read[facts_value(f, turns->kana, row)]++;
	}
	for (i = 0; i < turns->n; i++) {
		turns->turn[i].n_kanji = alone[turns->turn[i].kanji];
		turns->turn[i].n_kana = read[turns->turn[i].kana];
	}
	memset(alone, 0, (n_kanji + 1) * sizeof(*alone));
	memset(read, 0, (n_kana + 1) * sizeof(*read));
	for (i = 0; i < turns->n; i++)
		if (turns->turn[i].n_kanji <= turns->turn[i].n_kana)
			alone[turns->turn[i].kanji] = 1;
		else
			read[turns->turn[i].kana] = 1;
	for (row = 0; row < live_rows(renew); row++)
		if (read[facts_value(f, turns->kana, row)] != 0 ||
		    (alone[facts_value(f, turns->column, row)] != 0 &&
			is_kanji_alone(
			    f, turns, row, facts_value(f, turns->column, row))))
			mark_dirty(renew, facts_record_of(f, row));
	status = 0;
free_all:
	free(alone);
	free(read);
	return status;
}

static int
mark_readings(struct renew *renew, int column, int kana,
    const struct reading *before, const struct reading *now, struct err *err)
{
	struct turns turns = {.column = column, .kana = kana};
	int status = -1;

	if (collect_turns(&turns, now, before, err) == 0 &&
	    collect_turns(&turns, before, now, err) == 0)
		status = turns.n == 0 ? 0 : mark_turns(renew, &turns, err);
	free(turns.turn);
	return status;
}

/* --- bearers --- */

/* Values of dirty records. */
static int
want_values(struct renew *renew, struct err *err)
{
	const struct facts *facts = renew->facts;
	const uint32_t *items;
	uint32_t n, i;
	size_t k;
	int which;

	if (trust_begin(&renew->wanted, facts, err) == -1)
		return -1;
	for (k = 0; k < renew->n_dirty; k++)
		for (which = 0; which < FACTS_LISTS; which++) {
			items = facts_items(
			    facts, (enum facts_list)which, renew->dirty[k], &n);
			for (i = 0; i < n; i++)
				if ((items[i] & FACTS_SHARED) != 0)
					renew->wanted
					    .own[which]
						[(items[i] & FACTS_ITEM) / 8] |=
					    (unsigned char)(1U
						<< (items[i] & FACTS_ITEM) % 8);
		}
	return 0;
}

static int
find_bearers(struct renew *renew, enum facts_list which, struct err *err)
{
	const struct facts *facts = renew->facts;
	size_t n = facts->list[which].pool.names.count, total = 0, v;
	struct renew_bearers *bearers = &renew->bearers[which];
	const uint32_t *items;
	uint32_t r, n_items, i;

	bearers->first = calloc(n + 2, sizeof(*bearers->first));
	if (bearers->first == NULL)
		return err_nomem(err);
	for (r = 0; r < facts->n_records; r++) {
		items = facts_items(facts, which, r, &n_items);
		for (i = 0; i < n_items; i++)
			if (has_bit(&renew->wanted, (int)which, items[i])) {
				bearers->first[(items[i] & FACTS_ITEM) + 2]++;
				total++;
			}
	}
	bearers->record = malloc((total + 1) * sizeof(*bearers->record));
	if (bearers->record == NULL)
		return err_nomem(err);
	for (v = 2; v < n + 2; v++)
		bearers->first[v] += bearers->first[v - 1];
	for (r = 0; r < facts->n_records; r++) {
		items = facts_items(facts, which, r, &n_items);
		for (i = 0; i < n_items; i++)
			if (has_bit(&renew->wanted, (int)which, items[i]))
				bearers->record[bearers->first[(items[i] &
								   FACTS_ITEM) +
				    1]++] = r;
	}
	return 0;
}

static int
compare_pairs(const void *left, const void *right)
{
	uint64_t a, b;

	memcpy(&a, left, sizeof(a));
	memcpy(&b, right, sizeof(b));
	return (a > b) - (a < b);
}

/* The pairs of those bearers of a value that are not dirty themselves. */
static int
pair_bearers(
    struct renew *renew, const uint32_t *record, size_t n, struct err *err)
{
	size_t i, j;

	for (i = 0; i < n; i++)
		for (j = i + 1; j < n; j++) {
			if (renew->is_dirty[record[i]] ||
			    renew->is_dirty[record[j]])
				continue;
			if (array_grow(&renew->pair, &renew->pairs_cap,
				renew->n_pairs + 1, sizeof(*renew->pair),
				err) == -1)
				return -1;
			renew->pair[renew->n_pairs++] =
			    (uint64_t)record[i] << 32 | record[j];
		}
	return 0;
}

/* Bearers stand in the order of their numbers. A value on more records than
 * can be one person's own was that neither before nor now. */
static int
find_others(struct renew *renew, enum facts_list which, struct err *err)
{
	const struct renew_bearers *bearers = &renew->bearers[which];
	size_t n = renew->in->n_values[which], v, count;

	for (v = 0; v < n; v++) {
		count = bearers->first[v + 1] - bearers->first[v];
		if (count < 2 ||
		    (count > TRUST_BEARERS_MAX &&
			renew->in->count[which][v] > TRUST_BEARERS_MAX))
			continue;
		if (pair_bearers(renew, bearers->record + bearers->first[v],
			count, err) == -1)
			return -1;
	}
	return 0;
}

static void
sort_others(struct renew *renew)
{
	size_t i, to = 0;

	if (renew->n_pairs == 0)
		return;
	qsort(renew->pair, renew->n_pairs, sizeof(*renew->pair), compare_pairs);
	for (i = 0; i < renew->n_pairs; i++)
		if (to == 0 || renew->pair[i] != renew->pair[to - 1])
			renew->pair[to++] = renew->pair[i];
	renew->n_pairs = to;
}

static void
clear_bearers(struct renew *renew)
{
	int which;

	trust_clear(&renew->wanted);
	for (which = 0; which < FACTS_LISTS; which++) {
		free(renew->bearers[which].first);
		free(renew->bearers[which].record);
	}
	memset(renew->bearers, 0, sizeof(renew->bearers));
}

static int
make_bearers(struct renew *renew, struct err *err)
{
	int which;

	clear_bearers(renew);
	if (want_values(renew, err) == -1)
		return -1;
	for (which = 0; which < FACTS_LISTS; which++)
		if (find_bearers(renew, (enum facts_list)which, err) == -1)
			return -1;
	return 0;
}

/* --- keys --- */

/* The digest of some parts, of all that a row has: atoms_key. */
static uint32_t
key_of(const uint32_t *atom, uint32_t mask)
{
	uint64_t key = 1;
	uint32_t digest;

	for (; mask != 0; mask &= mask - 1) {
		digest = atom[__builtin_ctz(mask)];
		if (digest == 0)
			return 0;
		key = hash_mix(key, digest);
	}
	return (uint32_t)key | 1;
}

static uint32_t
second_of(const uint32_t *atom, uint32_t mask, uint32_t key)
{
	uint32_t second = mask == 0 ? 0 : key_of(atom, mask);

	return second == 0 ? 0 : (uint32_t)hash_mix(key, second) | 1;
}

static void
take_atoms(
    const struct renew *renew, uint32_t row, uint32_t out[MODEL_ATOMS_MAX])
{
	memset(out, 0, MODEL_ATOMS_MAX * sizeof(*out));
	atoms_of(&renew->atoms, row, out);
}

/* The place of a key, or where it belongs. The last bit is always set. */
static inline struct renew_slot *
find_slot(const struct renew_keys *keys, uint32_t key)
{
	size_t at = key >> 1 & (keys->n_slots - 1);

	while (keys->slot[at].key != 0 && keys->slot[at].key != key)
		at = (at + 1) & (keys->n_slots - 1);
	return &keys->slot[at];
}

static inline uint32_t
find_run(const struct renew_keys *keys, uint32_t key)
{
	const struct renew_slot *slot;

	if (keys->n == 0)
		return NONE;
	slot = find_slot(keys, key);
	return slot->key == 0 ? NONE : slot->run;
}

static int
grow_slots(struct renew_keys *keys, struct err *err)
{
	struct renew_keys grown = {
	    .n_slots = keys->n_slots == 0 ? 1024 : keys->n_slots * 2};
	size_t i;

	if (keys->n * 2 < keys->n_slots)
		return 0;
	grown.slot = calloc(grown.n_slots, sizeof(*grown.slot));
	if (grown.slot == NULL)
		return err_nomem(err);
	for (i = 0; i < keys->n_slots; i++)
		if (keys->slot[i].key != 0)
			*find_slot(&grown, keys->slot[i].key) = keys->slot[i];
	free(keys->slot);
	keys->slot = grown.slot;
	keys->n_slots = grown.n_slots;
	return 0;
}

static void
set_bit(const struct renew *renew, uint64_t *filter, uint32_t key)
{
	uint32_t bit = key >> 1 & renew->filter_mask;

	filter[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* The run of a key, new if need be. */
static int
put_run(struct renew *renew, struct renew_keys *keys, uint32_t key,
    const struct renew_run *run, uint32_t *number, struct err *err)
{
	struct renew_slot *slot;

	if (grow_slots(keys, err) == -1)
		return -1;
	slot = find_slot(keys, key);
	if (slot->key == 0) {
		if (array_grow(&renew->run, &renew->runs_cap, renew->n_runs + 1,
			sizeof(*renew->run), err) == -1)
			return -1;
		*slot = (struct renew_slot){key, (uint32_t)renew->n_runs};
		renew->run[renew->n_runs++] = *run;
		keys->n++;
	}
	*number = slot->run;
	set_bit(renew, keys->filter, key);
	return 0;
}

static bool
passes(const struct renew *renew, const uint64_t *filter, uint32_t key)
{
	uint32_t bit = key >> 1 & renew->filter_mask;

	return (filter[bit / 64] >> bit % 64 & 1) != 0;
}

enum tense { PRESENT, FRESH, PAST };

static void
count_run(struct renew *renew, uint32_t run, enum tense tense)
{
	if (tense == FRESH)
		renew->run[run].fresh++;
	else if (tense == PAST)
		renew->run[run].past++;
}

/* The runs of one row. */
static int
put_row(struct renew *renew, uint32_t row, enum tense tense, struct err *err)
{
	const struct model_rule *rule = renew->model->rule;
	struct renew_run run = {0};
	uint32_t atom[MODEL_ATOMS_MAX], key, number, i;

	take_atoms(renew, row, atom);
	for (i = 0; i < (uint32_t)renew->atoms.n; i++)
		set_bit(renew, renew->part[i], atom[i]);
	for (i = 0; i < (uint32_t)renew->model->n_rules; i++) {
		if (rule[i].repeats != CANON_F_NONE)
			continue;
		key = key_of(atom, rule[i].atoms);
		if (key == 0)
			continue;
		run.rule = i;
		run.within = NONE;
		if (put_run(renew, &renew->first[i], key, &run, &number, err) ==
		    -1)
			return -1;
		count_run(renew, number, tense);
		run.within = number;
		key = second_of(atom, rule[i].split, key);
		if (key == 0)
			continue;
		if (put_run(renew, &renew->second[i], key, &run, &number,
			err) == -1)
			return -1;
		count_run(renew, number, tense);
	}
	return 0;
}

static int
make_filters(struct renew *renew, size_t n_rows, struct err *err)
{
	size_t bits = FILTER_LEAST;
	int i;

	while (bits < FILTER_MOST && bits < n_rows * FILTER_BITS)
		bits *= 2;
	renew->filter_mask = (uint32_t)bits - 1;
	for (i = 0; i < renew->atoms.n; i++) {
		free(renew->part[i]);
		renew->part[i] = calloc(bits / 64, sizeof(uint64_t));
		if (renew->part[i] == NULL)
			return err_nomem(err);
	}
	for (i = 0; i < renew->model->n_rules; i++) {
		if (renew->model->rule[i].repeats == CANON_F_NONE)
			renew->parts |= renew->model->rule[i].atoms;
		free(renew->first[i].filter);
		free(renew->second[i].filter);
		renew->first[i].filter = calloc(bits / 64, sizeof(uint64_t));
		renew->second[i].filter = calloc(bits / 64, sizeof(uint64_t));
		if (renew->first[i].filter == NULL ||
		    renew->second[i].filter == NULL)
			return err_nomem(err);
	}
	return 0;
}

/* The runs of dirty records from the given one on. */
static int
put_rows(struct renew *renew, size_t from, struct err *err)
{
	const struct facts *facts = renew->facts;
	enum tense tense;
	uint32_t row;
	size_t i;

	if (make_filters(renew, renew->n_dirty - from, err) == -1)
		return -1;
	for (i = from; i < renew->n_dirty; i++) {
		tense = renew->in->is_new[renew->dirty[i]] ? FRESH : PRESENT;
		for (row = renew->dirty[i]; row != FACTS_NONE;
		     row = facts_more(facts, row))
			if (put_row(renew, row, tense, err) == -1)
				return -1;
	}
	for (row = (uint32_t)live_rows(renew); row < facts->n_rows && from == 0;
	     row++)
		if (put_row(renew, row, PAST, err) == -1)
			return -1;
	return 0;
}

/* --- counting all rows --- */

/* Rows of runs that are far too large are not asked for. */
static uint32_t
most_rows(const struct renew *renew, const struct renew_run *run)
{
	const struct model_rule *rule = &renew->model->rule[run->rule];

	return (run->within == NONE ? rule->limit : rule->split_limit) +
	    run->fresh;
}

/* A row of a run that is asked for. */
static inline void
count_seat(struct counter *c, uint32_t run, uint32_t row)
{
	struct count *count;

	if (run == NONE || run < c->renew->n_counted)
		return;
	count = &c->count[run - c->renew->n_counted];
	if (count->total++ <= count->most)
		c->seat[c->n_seats++] = (struct seat){run, row};
}

/* Which rows of a block have a part that a key is made of, a bit each: of most
 * rows one part or another is of no key at all. */
static void
mark_parts(struct counter *c, size_t n_rows)
{
	const struct renew *renew = c->renew;
	uint32_t parts = renew->parts, bit;
	const uint32_t *digest;
	const uint64_t *filter;
	uint64_t *out;
	size_t i;
	int part;

	for (; parts != 0; parts &= parts - 1) {
		part = __builtin_ctz(parts);
		digest = c->atom + (size_t)part * BLOCK;
		filter = renew->part[part];
		out = c->marked + (size_t)part * (BLOCK / 64);
		memset(out, 0, BLOCK / 8);
		for (i = 0; i < n_rows; i++) {
			bit = digest[i] >> 1 & renew->filter_mask;
			out[i / 64] |= (filter[bit / 64] >> bit % 64 & 1)
			    << i % 64;
		}
	}
}

/* The rows of a block whose key passes the filter, and those keys. */
static size_t
find_hits(struct counter *c, const struct renew_keys *keys, uint32_t mask)
{
	const uint32_t *digest[MODEL_ATOMS_MAX];
	const uint64_t *marked[MODEL_ATOMS_MAX];
	uint64_t rows, key, is_known;
	int n_parts = 0, k;
	size_t n = 0, word;
	uint32_t i;

	for (; mask != 0; mask &= mask - 1) {
		size_t part = (size_t)__builtin_ctz(mask);

		digest[n_parts] = c->atom + part * BLOCK;
		marked[n_parts++] = c->marked + part * (BLOCK / 64);
	}
	for (word = 0; word < BLOCK / 64; word++) {
		rows = n_parts == 0 ? 0 : UINT64_MAX;
		for (k = 0; k < n_parts; k++)
			rows &= marked[k][word];
		for (; rows != 0; rows &= rows - 1) {
			i = (uint32_t)word * 64 +
			    (uint32_t)__builtin_ctzll(rows);
			key = is_known = 1;
			for (k = 0; k < n_parts; k++) {
				is_known &= digest[k][i] != 0;
				key = hash_mix(key, digest[k][i]);
			}
			c->hit[n] = i;
			c->key[n] = (uint32_t)key | 1;
			n += is_known != 0 &&
			    passes(c->renew, keys->filter, (uint32_t)key | 1);
		}
	}
	return n;
}

/* Those which are in a run of the first key may be in one of the second. */
static void
count_hits(struct counter *c, int rule, uint32_t first_row, size_t n_hits)
{
	const struct renew *renew = c->renew;
	const struct renew_keys *first = &renew->first[rule];
	const struct renew_keys *second = &renew->second[rule];
	uint32_t split = renew->model->rule[rule].split, mask, key, run;
	uint64_t digest;
	size_t i;

	for (i = 0; i < n_hits; i++) {
		run = find_run(first, c->key[i]);
		if (run == NONE)
			continue;
		count_seat(c, run, first_row + c->hit[i]);
		if (split == 0 || second->n == 0)
			continue;
		digest = 1;
		for (mask = split; mask != 0; mask &= mask - 1) {
			key = c->atom[(size_t)__builtin_ctz(mask) * BLOCK +
			    c->hit[i]];
			if (key == 0)
				break;
			digest = hash_mix(digest, key);
		}
		if (mask != 0)
			continue;
		key = (uint32_t)hash_mix(c->key[i], (uint32_t)digest | 1) | 1;
		if (passes(renew, second->filter, key))
			count_seat(
			    c, find_run(second, key), first_row + c->hit[i]);
	}
}

static int
count_block(struct counter *c, uint32_t row, size_t n_rows)
{
	const struct model *model = c->renew->model;
	size_t n_hits;
	int i;

	atoms_block(&c->renew->atoms, row, n_rows, c->atom, BLOCK);
	mark_parts(c, n_rows);
	for (i = 0; i < model->n_rules; i++) {
		if (model->rule[i].repeats != CANON_F_NONE ||
		    c->renew->first[i].n == 0)
			continue;
		n_hits =
		    find_hits(c, &c->renew->first[i], model->rule[i].atoms);
		if (array_grow(&c->seat, &c->seats_cap, c->n_seats + 2 * n_hits,
			sizeof(*c->seat), &c->err) == -1)
			return -1;
		count_hits(c, i, row, n_hits);
	}
	return 0;
}

static void *
count_thread(void *argument)
{
	struct counter *c = argument;
	size_t row, end, n;

	assert(c->renew != NULL);
	while ((row = atomic_fetch_add(c->next, ROWS_CHUNK)) < c->n_rows) {
		end =
		    row + ROWS_CHUNK < c->n_rows ? row + ROWS_CHUNK : c->n_rows;
		for (; row < end && c->status == 0; row += n) {
			n = end - row < BLOCK ? end - row : BLOCK;
			c->status = count_block(c, (uint32_t)row, n);
		}
	}
	return NULL;
}

static int
begin_counter(struct counter *c, struct renew *renew, atomic_size_t *next,
    struct err *err)
{
	size_t n = renew->n_runs - renew->n_counted, i;

	c->renew = renew;
	c->next = next;
	c->n_rows = live_rows(renew);
	c->count = calloc(n + 1, sizeof(*c->count));
	c->atom = calloc((size_t)MODEL_ATOMS_MAX * BLOCK, sizeof(*c->atom));
	c->marked =
	    calloc((size_t)MODEL_ATOMS_MAX * (BLOCK / 64), sizeof(*c->marked));
	c->hit = malloc((BLOCK + 1) * sizeof(*c->hit));
	c->key = malloc((BLOCK + 1) * sizeof(*c->key));
	if (c->count == NULL || c->atom == NULL || c->marked == NULL ||
	    c->hit == NULL || c->key == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		c->count[i].most =
		    most_rows(renew, &renew->run[renew->n_counted + i]);
	return 0;
}

static void
clear_counter(struct counter *c)
{
	free(c->count);
	free(c->atom);
	free(c->marked);
	free(c->hit);
	free(c->key);
	free(c->seat);
}

/* The rows of each run, side by side. */
static int
seat_rows(
    struct renew *renew, const struct counter *counters, int n, struct err *err)
{
	size_t total = renew->n_seats, from = renew->n_counted, i, at;
	struct renew_run *run;
	uint32_t *grown;
	int t;

	for (i = from; i < renew->n_runs; i++) {
		run = &renew->run[i];
		for (t = 0; t < n; t++)
			run->total += counters[t].count[i - from].total;
		run->first = (uint32_t)total;
		if (run->total <= most_rows(renew, run))
			total += run->total;
	}
	if (total >= NONE)
		return err_set(
		    err, ERR_DATA, "more records than can be matched");
	grown = realloc(renew->row, (total + 1) * sizeof(*grown));
	if (grown == NULL)
		return err_nomem(err);
	renew->row = grown;
	renew->n_seats = total;
	for (t = 0; t < n; t++)
		for (at = 0; at < counters[t].n_seats; at++) {
			run = &renew->run[counters[t].seat[at].run];
			if (run->total <= most_rows(renew, run))
				grown[run->first++] = counters[t].seat[at].row;
		}
	for (i = from; i < renew->n_runs; i++) {
		run = &renew->run[i];
		if (run->total <= most_rows(renew, run))
			run->first -= run->total;
	}
	renew->n_counted = renew->n_runs;
	return 0;
}

static int
count_rows(struct renew *renew, int n_threads, struct err *err)
{
	struct counter *counters = calloc((size_t)n_threads, sizeof(*counters));
	atomic_size_t next;
	int t, status = -1;

	if (counters == NULL)
		return err_nomem(err);
	atomic_init(&next, 0);
	for (t = 0; t < n_threads; t++)
		if (begin_counter(&counters[t], renew, &next, err) == -1)
			goto free_all;
	status = threads_run(
	    count_thread, counters, sizeof(*counters), n_threads, err);
	for (t = 0; t < n_threads && status == 0; t++)
		if (counters[t].status == -1) {
			*err = counters[t].err;
			status = -1;
		}
	if (status == 0)
		status = seat_rows(renew, counters, n_threads, err);
free_all:
	for (t = 0; t < n_threads; t++)
		clear_counter(&counters[t]);
	free(counters);
	return status;
}

/* --- limits --- */

static void
judge_run(const struct renew *renew, struct renew_run *run)
{
	const struct model_rule *rule = &renew->model->rule[run->rule];
	uint32_t before = run->total - run->fresh + run->past;
	const struct renew_run *first;

	if (run->within == NONE) {
		run->was_walked = before <= rule->limit;
		run->is_walked = run->total <= rule->limit;
		return;
	}
	first = &renew->run[run->within];
	run->was_walked = !first->was_walked && before <= rule->split_limit;
	run->is_walked = !first->is_walked && run->total <= rule->split_limit;
}

/* Runs of first keys have their numbers before those of their second keys. */
static void
judge_runs(struct renew *renew)
{
	size_t i;

	for (i = 0; i < renew->n_runs; i++)
		judge_run(renew, &renew->run[i]);
}

static bool
shares_item(const struct renew *renew, int which, uint32_t a, uint32_t b)
{
	uint32_t n_left, n_right, i, j;
	const uint32_t *left =
	    facts_items(renew->facts, (enum facts_list)which, a, &n_left);
	const uint32_t *right =
	    facts_items(renew->facts, (enum facts_list)which, b, &n_right);

	for (i = 0; i < n_left; i++)
		for (j = 0; j < n_right; j++)
			if (((left[i] ^ right[j]) & FACTS_ITEM) == 0 &&
			    (left[i] & FACTS_SHARED) != 0)
				return true;
	return false;
}

/* Have they an e-mail address, telephone number or id in common? */
static bool
shares_any(const struct renew *renew, uint32_t a, uint32_t b)
{
	int which;

	for (which = 0; which < FACTS_LISTS; which++)
		if (shares_item(renew, which, a, b))
			return true;
	return false;
}

/* Was it walked and is not any more? */
static bool
is_left(const struct renew_run *run)
{
	return run->was_walked && !run->is_walked;
}

/* Are there pairs that nobody walked before? Those of a second key were walked
 * as long as the first was. */
static bool
is_entered(const struct renew *renew, const struct renew_run *run)
{
	return run->is_walked && !run->was_walked &&
	    (run->within == NONE || !renew->run[run->within].was_walked);
}

/* Who is in a run that is not walked any more; a bit of ${left}. */
static bool
mark_runs(struct renew *renew, uint64_t *left)
{
	const struct renew_run *run;
	bool is_any = false;
	uint32_t record;
	size_t i, j;

	for (i = 0; i < renew->n_runs; i++) {
		run = &renew->run[i];
		if (!is_left(run) && !is_entered(renew, run))
			continue;
		for (j = 0; j < run->total; j++) {
			record = facts_record_of(
			    renew->facts, renew->row[run->first + j]);
			if (is_left(run))
				left[record / 64] |= UINT64_C(1) << record % 64;
			else
				mark_dirty(renew, record);
		}
		is_any |= is_left(run);
	}
	return is_any;
}

static bool
is_in(const uint64_t *bits, uint32_t record)
{
	return (bits[record / 64] >> record % 64 & 1) != 0;
}

/* Links that may have come from such a run alone. */
static void
mark_links(struct renew *renew, const uint64_t *left)
{
	uint32_t a, b;
	size_t i;

	for (i = 0; i < renew->in->n_links; i++) {
		a = (uint32_t)(renew->in->links[i] >> 32);
		b = (uint32_t)renew->in->links[i];
		if (is_in(left, a) && is_in(left, b) && !renew->is_dirty[a] &&
		    !renew->is_dirty[b] && !shares_any(renew, a, b))
			mark_dirty(renew, a);
	}
}

static int
mark_crossing(struct renew *renew, struct err *err)
{
	uint64_t *left =
	    calloc(renew->facts->n_records / 64 + 1, sizeof(*left));

	if (left == NULL)
		return err_nomem(err);
	if (mark_runs(renew, left))
		mark_links(renew, left);
	free(left);
	return 0;
}

static bool
has_list_rule(const struct renew *renew, int which)
{
	int i;

	for (i = 0; i < renew->model->n_rules; i++)
		if (renew->model->rule[i].repeats != CANON_F_NONE &&
		    (int)list_of(renew->model->rule[i].repeats) == which)
			return true;
	return false;
}

/* What a pair weighs must hang on no count of now, nor may the limits, and
 * those who share a value that says anything must be a pair. */
static bool
is_settled(const struct renew *renew)
{
	const struct model *model = renew->model;
	const struct facts *facts = renew->facts;
	const struct model_rule *rule;
	int i;

	for (i = 0; i < model->n_rules; i++) {
		rule = &model->rule[i];
		if (rule->limit == 0 || rule->split_limit == 0 ||
		    (rule->repeats != CANON_F_NONE &&
			(uint32_t)model_limit(model, rule->repeats) >=
			    rule->limit))
			return false;
	}

	for (i = 0; i < FACTS_COLUMNS + FACTS_LISTS; i++)
		if (!facts->frozen[i].is_frozen &&
		    (i >= FACTS_COLUMNS || facts->place[i] != FACTS_NONE))
			return false;
	for (i = 0; i < FACTS_LISTS; i++)
		if (!has_list_rule(renew, i))
			return false;
	return true;
}

/* --- beginning --- */

static int
find_runs(struct renew *renew, size_t from, int n_threads, struct err *err)
{
	if (put_rows(renew, from, err) == -1 ||
	    count_rows(renew, n_threads, err) == -1)
		return -1;
	judge_runs(renew);
	return 0;
}

static int
find_dirty(struct renew *renew, struct err *err)
{
	const struct facts *facts = renew->facts;
	uint32_t i;
	int which;

	renew->is_dirty = calloc(facts->n_records + 1, sizeof(bool));
	renew->dirty = malloc((facts->n_records + 1) * sizeof(*renew->dirty));
	if (renew->is_dirty == NULL || renew->dirty == NULL)
		return err_nomem(err);
	for (i = 0; i < facts->n_records; i++)
		if (renew->in->is_new[i])
			mark_dirty(renew, i);
	if (mark_turned(renew, err) == -1 ||
	    mark_readings(renew, FACTS_GIVEN, FACTS_GIVEN_KANA,
		renew->in->given, &facts->given_reading, err) == -1 ||
	    mark_readings(renew, FACTS_FAMILY, FACTS_FAMILY_KANA,
		renew->in->family, &facts->family_reading, err) == -1 ||
	    make_bearers(renew, err) == -1)
		return -1;
	for (which = 0; which < FACTS_LISTS; which++)
		if (find_others(renew, (enum facts_list)which, err) == -1)
			return -1;
	sort_others(renew);
	return 0;
}

static bool
is_too_much(const struct renew *renew)
{
	return renew->n_dirty * 10 > renew->facts->n_records * DIRTY_MOST;
}

int
renew_begin(struct renew *renew, const struct facts *facts,
    const struct model *model, const struct renew_input *in, int n_threads,
    struct err *err)
{
	size_t before;

	renew->facts = facts;
	renew->model = model;
	renew->in = in;
	if (atoms_init(&renew->atoms, facts, model, err) == -1 ||
	    find_dirty(renew, err) == -1)
		return -1;
	if (is_too_much(renew) || !is_settled(renew))
		return 0;
	before = renew->n_dirty;
	if (find_runs(renew, 0, n_threads, err) == -1 ||
	    mark_crossing(renew, err) == -1)
		return -1;
	if (is_too_much(renew))
		return 0;
	if (renew->n_dirty > before &&
	    (find_runs(renew, before, n_threads, err) == -1 ||
		make_bearers(renew, err) == -1))
		return -1;
	renew->is_possible = true;
	return 0;
}

void
renew_rest(struct renew *renew)
{
	int i;

	atoms_clear(&renew->atoms);
	clear_bearers(renew);
	for (i = 0; i < MODEL_RULES_MAX; i++) {
		free(renew->first[i].filter);
		free(renew->first[i].slot);
		free(renew->second[i].filter);
		free(renew->second[i].slot);
	}
	for (i = 0; i < MODEL_ATOMS_MAX; i++) {
		free(renew->part[i]);
		renew->part[i] = NULL;
	}
	memset(renew->first, 0, sizeof(renew->first));
	memset(renew->second, 0, sizeof(renew->second));
	free(renew->run);
	renew->run = NULL;
	free(renew->row);
	renew->row = NULL;
}

void
renew_clear(struct renew *renew)
{
	renew_rest(renew);
	free(renew->is_dirty);
	free(renew->dirty);
	free(renew->pair);
	memset(renew, 0, sizeof(*renew));
}

/* --- walking --- */

static int
compare_numbers(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* Who stands near this record: with the run of each of its keys that is
 * walked. */
static int
add_near(struct walker *w, const uint32_t *record, size_t n)
{
	if (array_grow(&w->near, &w->near_cap, w->n_near + n + 1,
		sizeof(*w->near), &w->err) == -1)
		return -1;
	if (n > 0)
		memcpy(w->near + w->n_near, record, n * sizeof(*record));
	w->n_near += n;
	return 0;
}

static const struct renew_run *
walked_run(const struct renew *renew, int rule, const uint32_t *atom)
{
	const struct model_rule *r = &renew->model->rule[rule];
	uint32_t key = key_of(atom, r->atoms), run;

	if (r->repeats != CANON_F_NONE || key == 0)
		return NULL;
	run = find_run(&renew->first[rule], key);
	if (run == NONE || renew->run[run].is_walked)
		return run == NONE ? NULL : &renew->run[run];
	key = second_of(atom, r->split, key);
	if (key == 0)
		return NULL;
	run = find_run(&renew->second[rule], key);
	return run == NONE || !renew->run[run].is_walked ? NULL
							 : &renew->run[run];
}

static int
add_runs(struct walker *w, uint32_t row)
{
	const struct renew *renew = w->renew;
	const struct renew_run *run;
	uint32_t atom[MODEL_ATOMS_MAX];
	int i;

	take_atoms(renew, row, atom);
	for (i = 0; i < renew->model->n_rules; i++) {
		run = walked_run(renew, i, atom);
		if (run != NULL &&
		    add_near(w, renew->row + run->first, run->total) == -1)
			return -1;
	}
	return 0;
}

static int
add_bearers(struct walker *w, uint32_t record)
{
	const struct renew *renew = w->renew;
	const struct renew_bearers *bearers;
	const uint32_t *items;
	uint32_t n, i, value;
	int which;

	for (which = 0; which < FACTS_LISTS; which++) {
		bearers = &renew->bearers[which];
		items = facts_items(
		    renew->facts, (enum facts_list)which, record, &n);
		for (i = 0; i < n; i++) {
			value = items[i] & FACTS_ITEM;
			if ((items[i] & FACTS_SHARED) != 0 &&
			    add_near(w, bearers->record + bearers->first[value],
				bearers->first[value + 1] -
				    bearers->first[value]) == -1)
				return -1;
		}
	}
	return 0;
}

static int
walk_record(struct walker *w, uint32_t record)
{
	const struct renew *renew = w->renew;
	uint32_t row, other, before = NONE;
	size_t i;

	w->n_near = 0;
	for (row = record; row != FACTS_NONE;
	     row = facts_more(renew->facts, row))
		if (add_runs(w, row) == -1)
			return -1;
	for (i = 0; i < w->n_near; i++)
		w->near[i] = facts_record_of(renew->facts, w->near[i]);
	if (add_bearers(w, record) == -1)
		return -1;
	if (w->n_near > 0)
		qsort(w->near, w->n_near, sizeof(*w->near), compare_numbers);
	for (i = 0; i < w->n_near; i++) {
		other = w->near[i];
		if (other == before || other == record ||
		    (other < record && renew->is_dirty[other]))
			continue;
		before = other;
		w->found(w->context, record, other);
	}
	return 0;
}

static void *
walk_thread(void *argument)
{
	struct walker *w = argument;
	struct renew *renew;
	size_t i, end;

	assert(w->renew != NULL);
	renew = w->renew;
	while ((i = atomic_fetch_add(w->next, CHUNK)) < renew->n_dirty) {
		end = i + CHUNK < renew->n_dirty ? i + CHUNK : renew->n_dirty;
		for (; i < end && w->status == 0; i++)
			w->status = walk_record(w, renew->dirty[i]);
	}
	return NULL;
}

int
renew_walk(struct renew *renew, int n_threads, pairs_found found,
    void *const *contexts, struct err *err)
{
	struct walker *walkers = calloc((size_t)n_threads, sizeof(*walkers));
	atomic_size_t next;
	size_t i;
	int t, status;

	if (walkers == NULL)
		return err_nomem(err);
	atomic_init(&next, 0);
	for (t = 0; t < n_threads; t++) {
		walkers[t].renew = renew;
		walkers[t].next = &next;
		walkers[t].found = found;
		walkers[t].context = contexts[t];
	}
	status =
	    threads_run(walk_thread, walkers, sizeof(*walkers), n_threads, err);
	for (t = 0; t < n_threads; t++) {
		if (status == 0 && walkers[t].status == -1) {
			*err = walkers[t].err;
			status = -1;
		}
		free(walkers[t].near);
	}
	free(walkers);
	for (i = 0; i < renew->n_pairs && status == 0; i++)
		if (!renew->is_dirty[renew->pair[i] >> 32] &&
		    !renew->is_dirty[(uint32_t)renew->pair[i]])
			found(contexts[0], (uint32_t)(renew->pair[i] >> 32),
			    (uint32_t)renew->pair[i]);
	return status;
}

/* Do the parts of both rows agree, and is the run walked? */
static bool
gives_rows(const struct renew *renew, uint32_t a, uint32_t b)
{
	const struct model_rule *rule = renew->model->rule;
	uint32_t x[MODEL_ATOMS_MAX], y[MODEL_ATOMS_MAX], equal = 0, parts;
	const struct renew_run *run;
	int i;

	take_atoms(renew, a, x);
	take_atoms(renew, b, y);
	for (i = 0; i < MODEL_ATOMS_MAX; i++)
		equal |= (uint32_t)(x[i] != 0 && x[i] == y[i]) << i;
	for (i = 0; i < renew->model->n_rules; i++) {
		if (rule[i].repeats != CANON_F_NONE ||
		    (equal & rule[i].atoms) != rule[i].atoms)
			continue;
		run = walked_run(renew, i, x);
		if (run == NULL)
			continue;
		parts =
		    rule[i].atoms | (run->within == NONE ? 0 : rule[i].split);
		if ((equal & parts) == parts)
			return true;
	}
	return false;
}

bool
renew_gives(const struct renew *renew, uint32_t a, uint32_t b)
{
	uint32_t x, y, swap;

	if (shares_any(renew, a, b))
		return true;
	/* Of a dirty record all runs are known. */
	if (!renew->is_dirty[a]) {
		swap = a;
		a = b;
		b = swap;
	}
	for (x = a; x != FACTS_NONE; x = facts_more(renew->facts, x))
		for (y = b; y != FACTS_NONE; y = facts_more(renew->facts, y))
			if (gives_rows(renew, x, y))
				return true;
	return false;
}

bool
renew_is_again(const struct renew *renew, uint32_t a, uint32_t b)
{
	uint64_t pair = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;

	if (renew->is_dirty[a] || renew->is_dirty[b])
		return true;
	return renew->n_pairs > 0 &&
	    bsearch(&pair, renew->pair, renew->n_pairs, sizeof(pair),
		compare_pairs) != NULL;
}
