#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "match/atoms.h"
#include "match/keys.h"

struct maker {
	const struct facts *facts;
	const struct model *model;
	struct atoms atoms;
	struct radix_entry *entry, *spare; /* of the rule at hand */
	size_t n, cap, spare_cap;
	struct radix_entry *over; /* its second keys */
	size_t n_over, over_cap;
	keys_take *take;
	void *context;
};

static enum facts_list
list_of(enum canon_field field)
{
	return field == CANON_F_EMAIL ? FACTS_EMAIL
	    : field == CANON_F_PHONE  ? FACTS_PHONE
				      : FACTS_ID;
}

/* By key; equal ones stay in their order, which is that of their records but
 * for further rows. They change places with the spare ones. */
static int
sort_entries(struct maker *maker, struct radix_entry **entry, size_t *cap,
    size_t n, struct err *err)
{
	struct radix_entry *from = *entry;
	size_t from_cap = *cap;

	if (array_grow(&maker->spare, &maker->spare_cap, n + 1,
		sizeof(*maker->spare), err) == -1)
		return -1;
	radix_sort(from, maker->spare, n);
	*entry = maker->spare;
	*cap = maker->spare_cap;
	maker->spare = from;
	maker->spare_cap = from_cap;
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

static uint32_t
second_key(const struct maker *maker, const struct model_rule *rule,
    uint32_t key, uint32_t row)
{
	uint32_t second = atoms_key(&maker->atoms, rule->split, row);

	return second == 0 ? 0 : (uint32_t)hash_mix(key, second) | 1;
}

/* --- rules of one field that repeats --- */

static uint32_t
item_key(const struct facts_pool *pool, uint32_t item)
{
	return (uint32_t)hash_64(7, intern_name(&pool->names, item)) | 1;
}

static int
collect_items(struct maker *maker, enum facts_list which, uint32_t record,
    struct err *err)
{
	const struct facts_pool *pool = &maker->facts->list[which].pool;
	const uint32_t *item;
	uint32_t i, n;

	item = facts_items(maker->facts, which, record, &n);
	if (array_grow(&maker->entry, &maker->cap, maker->n + n + 1,
		sizeof(*maker->entry), err) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (!pool->values[item[i] & FACTS_ITEM].is_blocked)
			maker->entry[maker->n++] = (struct radix_entry){
			    item_key(pool, item[i] & FACTS_ITEM), record};
	return 0;
}

/* Of a value on too many records one more than says so is enough. */
static void
shorten_runs(struct maker *maker, size_t most)
{
	size_t i, j, end, to = 0;

	for (i = 0; i < maker->n; i = end) {
		end = run_end(maker->entry, i, maker->n);
		for (j = i; j < end && j - i < most; j++)
			maker->entry[to++] = maker->entry[j];
	}
	maker->n = to;
}

static int
make_list(struct maker *maker, int r, struct err *err)
{
	enum canon_field field = maker->model->rule[r].repeats;
	uint32_t record;

	for (record = 0; record < maker->facts->n_records; record++)
		if (collect_items(maker, list_of(field), record, err) == -1)
			return -1;
	if (sort_entries(maker, &maker->entry, &maker->cap, maker->n, err) ==
	    -1)
		return -1;
	shorten_runs(maker, (size_t)model_limit(maker->model, field) + 1);
	return maker->take(maker->context, 2 * r, maker->entry, maker->n, err);
}

/* --- rules of parts --- */

static int
collect_rows(
    struct maker *maker, const struct model_rule *rule, struct err *err)
{
	if (array_grow(&maker->entry, &maker->cap, maker->facts->n_rows + 1,
		sizeof(*maker->entry), err) == -1)
		return -1;
	maker->n = atoms_keys(&maker->atoms, rule->atoms, maker->entry);
	return 0;
}

/* Runs that are too long go on by their second key. */
static int
part_runs(struct maker *maker, const struct model_rule *rule, struct err *err)
{
	size_t limit = (size_t)maker->model->block_limit;
	size_t i, j, end, to = 0;
	uint32_t key;

	for (i = 0; i < maker->n; i = end) {
		end = run_end(maker->entry, i, maker->n);
		for (j = i; j < end && end - i <= limit; j++)
			maker->entry[to++] = maker->entry[j];
		if (end - i <= limit || rule->split == 0)
			continue;
		if (array_grow(&maker->over, &maker->over_cap,
			maker->n_over + (end - i), sizeof(*maker->over),
			err) == -1)
			return -1;
		for (j = i; j < end; j++) {
			key = second_key(maker, rule, maker->entry[j].key,
			    maker->entry[j].row);
			if (key != 0)
				maker->over[maker->n_over++] =
				    (struct radix_entry){
					key, maker->entry[j].row};
		}
	}
	maker->n = to;
	return 0;
}

static void
drop_long(struct maker *maker)
{
	size_t limit = (size_t)maker->model->block_limit;
	size_t i, j, end, to = 0;

	for (i = 0; i < maker->n_over; i = end) {
		end = run_end(maker->over, i, maker->n_over);
		for (j = i; j < end && end - i <= limit; j++)
			maker->over[to++] = maker->over[j];
	}
	maker->n_over = to;
}

/* Rows become records, each key of one once. */
static size_t
name_records(const struct facts *facts, struct radix_entry *entry, size_t n)
{
	size_t i, to = 0;

	for (i = 0; i < n; i++) {
		entry[i].row = facts_record_of(facts, entry[i].row);
		if (to > 0 && entry[to - 1].key == entry[i].key &&
		    entry[to - 1].row == entry[i].row)
			continue;
		entry[to++] = entry[i];
	}
	return to;
}

static int
make_rule(struct maker *maker, int r, struct err *err)
{
	const struct model_rule *rule = &maker->model->rule[r];
	const struct facts *facts = maker->facts;

	maker->n = maker->n_over = 0;
	if (rule->repeats != CANON_F_NONE)
		return make_list(maker, r, err);
	if (collect_rows(maker, rule, err) == -1 ||
	    sort_entries(maker, &maker->entry, &maker->cap, maker->n, err) ==
		-1 ||
	    part_runs(maker, rule, err) == -1 ||
	    sort_entries(maker, &maker->over, &maker->over_cap, maker->n_over,
		err) == -1)
		return -1;
	drop_long(maker);
	maker->n = name_records(facts, maker->entry, maker->n);
	maker->n_over = name_records(facts, maker->over, maker->n_over);
	if (maker->take(maker->context, 2 * r, maker->entry, maker->n, err) ==
	    -1)
		return -1;
	return maker->take(
	    maker->context, 2 * r + 1, maker->over, maker->n_over, err);
}

static void
maker_clear(struct maker *maker)
{
	atoms_clear(&maker->atoms);
	free(maker->entry);
	free(maker->spare);
	free(maker->over);
}

/* Room for the longest list at once: to grow by and by takes twice as much. */
static int
make_room(struct maker *maker, struct err *err)
{
	const struct facts *facts = maker->facts;
	size_t n = facts->n_rows, i;

	for (i = 0; i < FACTS_LISTS; i++)
		if (facts->list[i].n > n)
			n = facts->list[i].n;
	if (array_grow(&maker->entry, &maker->cap, n + 1, sizeof(*maker->entry),
		err) == -1)
		return -1;
	return array_grow(&maker->spare, &maker->spare_cap, n + 1,
	    sizeof(*maker->spare), err);
}

int
keys_all(const struct facts *facts, const struct model *model, keys_take *take,
    void *context, struct err *err)
{
	struct maker maker = {
	    .facts = facts, .model = model, .take = take, .context = context};
	int status = atoms_init(&maker.atoms, facts, model, err);
	int r;

	if (status == 0)
		status = make_room(&maker, err);
	for (r = 0; status == 0 && r < model->n_rules; r++)
		status = make_rule(&maker, r, err);
	maker_clear(&maker);
	return status;
}

/* --- one record --- */

static int
give_row(struct maker *maker, int r, uint32_t row, struct err *err)
{
	const struct model_rule *rule = &maker->model->rule[r];
	struct radix_entry entry = {0};

	entry.key = atoms_key(&maker->atoms, rule->atoms, row);
	if (entry.key == 0)
		return 0;
	if (maker->take(maker->context, 2 * r, &entry, 1, err) == -1)
		return -1;
	if (rule->split != 0)
		entry.key = second_key(maker, rule, entry.key, row);
	if (rule->split == 0 || entry.key == 0)
		return 0;
	return maker->take(maker->context, 2 * r + 1, &entry, 1, err);
}

static int
give_items(struct maker *maker, int r, uint32_t record, struct err *err)
{
	size_t i;

	maker->n = 0;
	if (collect_items(maker, list_of(maker->model->rule[r].repeats), record,
		err) == -1)
		return -1;
	for (i = 0; i < maker->n; i++)
		if (maker->take(
			maker->context, 2 * r, &maker->entry[i], 1, err) == -1)
			return -1;
	return 0;
}

int
keys_of(const struct facts *facts, const struct model *model, uint32_t record,
    keys_take *take, void *context, struct err *err)
{
	struct maker maker = {
	    .facts = facts, .model = model, .take = take, .context = context};
	int status = atoms_init(&maker.atoms, facts, model, err);
	uint32_t row;
	int r;

	for (r = 0; status == 0 && r < model->n_rules; r++) {
		if (model->rule[r].repeats != CANON_F_NONE) {
			status = give_items(&maker, r, record, err);
			continue;
		}
		for (row = record; status == 0 && row != FACTS_NONE;
		     row = facts_more(facts, row))
			status = give_row(&maker, r, row, err);
	}
	maker_clear(&maker);
	return status;
}
