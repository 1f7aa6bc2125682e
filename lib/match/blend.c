#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "match/blend.h"
#include "match/pack.h"
#include "match/reading.h"

#define POOLS (FACTS_COLUMNS + FACTS_LISTS)

struct blending {
	struct facts *facts;
	const struct facts *others;
	const struct blend_place *places;
	struct blend *blend;
	bool keeps_past;
	uint32_t *value[POOLS]; /* the number of each value of the others */
	uint32_t *space;
	size_t n_records, n_rows, width; /* as they will be */
	size_t n_past;
	uint32_t *rows;
	uint32_t *row_record;
};

static struct facts_pool *
pool_at(struct facts *facts, int at)
{
	return at < FACTS_COLUMNS ? &facts->pool[at]
				  : &facts->list[at - FACTS_COLUMNS].pool;
}

static const struct facts_pool *
other_pool(const struct facts *facts, int at)
{
	return at < FACTS_COLUMNS ? &facts->pool[at]
				  : &facts->list[at - FACTS_COLUMNS].pool;
}

/* --- dictionaries --- */

static int
add_spaces(struct blending *b, struct err *err)
{
	struct facts *facts = b->facts;
	const struct facts *others = b->others;
	size_t before = facts->spaces.count;
	uint32_t i;

	b->space = malloc((others->spaces.count + 1) * sizeof(*b->space));
	if (b->space == NULL)
		return err_nomem(err);
	for (i = 0; i < others->spaces.count; i++) {
		if (intern_add(&facts->spaces, intern_name(&others->spaces, i),
			&b->space[i], err) == -1 ||
		    array_grow(&facts->is_unique, &facts->unique_cap,
			facts->spaces.count, sizeof(bool), err) == -1)
			return -1;
		if (b->space[i] >= before) {
			facts->is_unique[b->space[i]] = others->is_unique[i];
		} else if (others->is_unique[i] &&
		    !facts->is_unique[b->space[i]]) {
			facts->is_unique[b->space[i]] = true;
			b->blend->is_unique_new = true;
		}
	}
	return 0;
}

static int
add_date(struct facts *facts, uint32_t number, const struct facts_dates *date,
    struct err *err)
{
	struct facts_dates *grown =
	    realloc(facts->dates, ((size_t)number + 2) * sizeof(*grown));

	if (grown == NULL)
		return err_nomem(err);
	facts->dates = grown;
	facts->dates[number] = *date;
	return 0;
}

static int
add_values(struct blending *b, int at, struct err *err)
{
	struct facts_pool *to = pool_at(b->facts, at);
	const struct facts_pool *from = other_pool(b->others, at);
	uint32_t *map = malloc((from->names.count + 1) * sizeof(*map));
	size_t before;
	uint32_t i;

	b->value[at] = map;
	if (map == NULL)
		return err_nomem(err);
	for (i = 0; i < from->names.count; i++) {
		before = to->names.count;
		if (intern_add(&to->names, intern_name(&from->names, i),
			&map[i], err) == -1)
			return -1;
		if (map[i] < before)
			continue;
		if (map[i] >= FACTS_VALUES_MAX)
			return err_set(
			    err, ERR_DATA, "more values than can be matched");
		if (array_grow(&to->values, &to->values_cap, before + 1,
			sizeof(*to->values), err) == -1)
			return -1;
		to->values[map[i]] = from->values[i];
		if (at == FACTS_COLUMNS + FACTS_ID)
			to->values[map[i]].space =
			    (uint16_t)b->space[from->values[i].space];
		if (at == FACTS_BIRTH &&
		    add_date(b->facts, map[i], &b->others->dates[i], err) == -1)
			return -1;
	}
	return 0;
}

static int
add_dictionaries(struct blending *b, struct err *err)
{
	int at;

	if (add_spaces(b, err) == -1)
		return -1;
	for (at = 0; at < POOLS; at++)
		if (add_values(b, at, err) == -1)
			return -1;
	/* Columns that nobody knew anything of. */
	b->width = b->facts->width;
	for (at = 0; at < FACTS_COLUMNS; at++)
		if (b->facts->place[at] == FACTS_NONE &&
		    b->others->place[at] != FACTS_NONE)
			b->facts->place[at] = (uint32_t)b->width++;
	return 0;
}

/* --- numbers --- */

static int
number_records(struct blending *b, struct err *err)
{
	size_t n = b->facts->n_records, n_others = b->others->n_records;
	struct blend *blend = b->blend;
	size_t i, k = 0;
	uint32_t to = 0;

	blend->moved = malloc((n + 1) * sizeof(*blend->moved));
	blend->came = malloc((n_others + 1) * sizeof(*blend->came));
	if (blend->moved == NULL || blend->came == NULL)
		return err_nomem(err);
	for (i = 0; i <= n; i++) {
		while (k < n_others && b->places[k].at == i &&
		    !b->places[k].replaces)
			blend->came[k++] = to++;
		if (i == n)
			break;
		if (k < n_others && b->places[k].at == i)
			blend->came[k++] = to;
		blend->moved[i] = to++;
	}
	b->n_records = to;
	if (k < n_others || to >= FACTS_VALUES_MAX - 1)
		return err_set(
		    err, ERR_DATA, "more records than can be matched");
	return 0;
}

/* Which of the records that were there are replaced, a bit each. */
static int
mark_replaced(const struct blending *b, uint64_t **made, struct err *err)
{
	uint64_t *bits = calloc(b->facts->n_records / 64 + 1, sizeof(*bits));
	size_t k;

	*made = bits;
	if (bits == NULL)
		return err_nomem(err);
	for (k = 0; k < b->others->n_records; k++)
		if (b->places[k].replaces)
			bits[b->places[k].at / 64] |= UINT64_C(1)
			    << b->places[k].at % 64;
	return 0;
}

static bool
is_marked(const uint64_t *bits, size_t i)
{
	return (bits[i / 64] >> i % 64 & 1) != 0;
}

/* --- rows --- */

static void
copy_row(const struct blending *b, size_t from, size_t to)
{
	size_t width = b->facts->width;

	if (width > 0)
		memcpy(b->rows + to * b->width, b->facts->value + from * width,
		    width * sizeof(uint32_t));
	if (b->width > width)
		memset(b->rows + to * b->width + width, 0,
		    (b->width - width) * sizeof(uint32_t));
}

static void
translate_row(const struct blending *b, size_t from, size_t to)
{
	const uint32_t *row = b->others->value + from * b->others->width;
	uint32_t *out = b->rows + to * b->width;
	uint32_t value;
	int c;

	memset(out, 0, b->width * sizeof(*out));
	for (c = 0; c < FACTS_COLUMNS; c++) {
		if (b->others->place[c] == FACTS_NONE)
			continue;
		value = row[b->others->place[c]];
		if (value != 0)
			out[b->facts->place[c]] = b->value[c][value - 1] + 1;
	}
}

/* Further rows: those of records that stay, then those of the others. */
static void
add_further(struct blending *b, const uint64_t *replaced)
{
	const struct facts *facts = b->facts, *others = b->others;
	size_t i, record;

	for (i = facts->n_records; i < facts->n_rows; i++) {
		record = facts->row_record[i - facts->n_records];
		if (is_marked(replaced, record))
			continue;
		copy_row(b, i, b->n_rows);
		b->row_record[b->n_rows++ - b->n_records] =
		    b->blend->moved[record];
	}
	for (i = others->n_records; i < others->n_rows; i++) {
		record = others->row_record[i - others->n_records];
		translate_row(b, i, b->n_rows);
		b->row_record[b->n_rows++ - b->n_records] =
		    b->blend->came[record];
	}
}

/* What replaced records said. */
static void
add_past(struct blending *b, const uint64_t *replaced)
{
	const struct facts *facts = b->facts;
	size_t i, record;

	for (i = 0; i < facts->n_rows && b->keeps_past; i++) {
		record = i < facts->n_records
		    ? i
		    : facts->row_record[i - facts->n_records];
		if (!is_marked(replaced, record))
			continue;
		copy_row(b, i, b->n_rows);
		b->row_record[b->n_rows++ - b->n_records] =
		    b->blend->moved[record];
		b->blend->n_past++;
	}
}

/* Further rows hang on their records, the last in front. */
static int
chain_rows(struct blending *b, struct err *err)
{
	size_t n_rows = b->n_rows - b->blend->n_past, i;
	uint32_t *more = malloc((b->n_rows + 1) * sizeof(*more)), record;

	if (more == NULL)
		return err_nomem(err);
	memset(more, 0xff, (b->n_rows + 1) * sizeof(*more));
	for (i = b->n_records; i < n_rows; i++) {
		record = b->row_record[i - b->n_records];
		more[i] = more[record];
		more[record] = (uint32_t)i;
	}
	free(b->facts->more);
	b->facts->more = more;
	return 0;
}

static int
make_rows(struct blending *b, const uint64_t *replaced, struct err *err)
{
	struct facts *facts = b->facts;
	size_t most = facts->n_rows + b->others->n_rows;
	size_t i;

	b->rows = malloc((most * b->width + 1) * sizeof(*b->rows));
	b->row_record = calloc(most + 1, sizeof(*b->row_record));
	if (b->rows == NULL || b->row_record == NULL)
		return err_nomem(err);
	b->n_rows = b->n_records;
	for (i = 0; i < facts->n_records; i++)
		if (!is_marked(replaced, i))
			copy_row(b, i, b->blend->moved[i]);
	for (i = 0; i < b->others->n_records; i++)
		translate_row(b, i, b->blend->came[i]);
	add_further(b, replaced);
	add_past(b, replaced);
	if (chain_rows(b, err) == -1)
		return -1;
	free(facts->value);
	free(facts->row_record);
	facts->value = b->rows;
	facts->row_record = b->row_record;
	b->rows = b->row_record = NULL;
	facts->value_cap = most * b->width + 1;
	facts->width = b->width;
	return 0;
}

/* --- lists, and what else there is of a record --- */

/* From whom the next record comes: of the others, if *${k} goes on. */
static bool
is_other(const struct blending *b, size_t to, size_t *k)
{
	if (*k == b->others->n_records || b->blend->came[*k] != to)
		return false;
	++*k;
	return true;
}

static int
make_list(
    struct blending *b, int which, const uint64_t *replaced, struct err *err)
{
	struct facts_items *list = &b->facts->list[which];
	const struct facts_items *other = &b->others->list[which];
	const uint32_t *map = b->value[FACTS_COLUMNS + which];
	uint32_t *first = malloc((b->n_records + 1) * sizeof(*first));
	uint32_t *item = malloc((list->n + other->n + 1) * sizeof(*item));
	size_t to, k = 0, i = 0, at = 0;
	uint32_t j;

	if (first == NULL || item == NULL) {
		free(first);
		free(item);
		return err_nomem(err);
	}
	for (to = 0; to < b->n_records; to++) {
		first[to] = (uint32_t)at;
		if (is_other(b, to, &k)) {
			for (j = other->first[k - 1]; j < other->first[k]; j++)
				item[at++] = map[other->item[j] & FACTS_ITEM] |
				    (other->item[j] & FACTS_OWN);
			i += i < b->facts->n_records &&
			    is_marked(replaced, i) && b->blend->moved[i] == to;
			continue;
		}
		for (j = list->first[i]; j < list->first[i + 1]; j++)
			item[at++] = list->item[j];
		i++;
	}
	first[b->n_records] = (uint32_t)at;
	free(list->first);
	free(list->item);
	list->first = first;
	list->item = item;
	list->first_cap = b->n_records + 1;
	list->item_cap = list->n + other->n + 1;
	list->n = at;
	return 0;
}

static int
make_records(struct blending *b, struct err *err)
{
	struct facts *facts = b->facts;
	uint64_t *digest = malloc((b->n_records + 1) * sizeof(*digest));
	uint32_t *source = malloc((b->n_records + 1) * sizeof(*source));
	size_t i;

	if (digest == NULL || source == NULL) {
		free(digest);
		free(source);
		return err_nomem(err);
	}
	for (i = 0; i < facts->n_records; i++) {
		digest[b->blend->moved[i]] = facts->digest[i];
		source[b->blend->moved[i]] = facts->source[i];
	}
	for (i = 0; i < b->others->n_records; i++) {
		digest[b->blend->came[i]] = b->others->digest[i];
		source[b->blend->came[i]] = b->others->source[i];
	}
	free(facts->digest);
	free(facts->source);
	facts->digest = digest;
	facts->source = source;
	facts->n_records = b->n_records;
	facts->n_rows = b->n_rows;
	return 0;
}

static int
blend_all(struct blending *b, struct err *err)
{
	uint64_t *replaced = NULL;
	int status = -1, which;

	if (add_dictionaries(b, err) == 0 && number_records(b, err) == 0 &&
	    mark_replaced(b, &replaced, err) == 0)
		status = make_rows(b, replaced, err);
	for (which = 0; which < FACTS_LISTS && status == 0; which++)
		status = make_list(b, which, replaced, err);
	if (status == 0)
		status = make_records(b, err);
	free(replaced);
	return status;
}

int
blend_add(struct facts *facts, const struct facts *others,
    const struct blend_place *places, bool keeps_past, struct blend *blend,
    struct err *err)
{
	struct blending b = {.facts = facts,
	    .others = others,
	    .places = places,
	    .blend = blend,
	    .keeps_past = keeps_past};
	int status, at;

	memset(blend, 0, sizeof(*blend));
	status = blend_all(&b, err);
	for (at = 0; at < POOLS; at++)
		free(b.value[at]);
	free(b.space);
	free(b.rows);
	free(b.row_record);
	return status;
}

void
blend_clear(struct blend *blend)
{
	free(blend->moved);
	free(blend->came);
	memset(blend, 0, sizeof(*blend));
}

/* --- finishing --- */

int
blend_count(const struct facts *facts, enum facts_list which, uint32_t **counts,
    struct err *err)
{
	const struct facts_items *list = &facts->list[which];
	size_t i;

	*counts = calloc(list->pool.names.count + 1, sizeof(**counts));
	if (*counts == NULL)
		return err_nomem(err);
	for (i = 0; i < list->n; i++)
		(*counts)[list->item[i] & FACTS_ITEM]++;
	return 0;
}

/* Whether others have a value, and how many, is of now; what it weighs is of
 * the model: the two change places. */
static void
swap_counts(struct facts_pool *pool, uint32_t *counts)
{
	uint32_t count;
	size_t i;

	for (i = 0; i < pool->names.count; i++) {
		count = pool->values[i].count;
		pool->values[i].count = counts[i];
		counts[i] = count;
	}
}

static int
count_lists(struct facts *facts, const struct model *model,
    uint32_t *counts[FACTS_LISTS], struct err *err)
{
	static const enum canon_field fields[] = {
	    CANON_F_EMAIL, CANON_F_PHONE, CANON_F_ID};
	struct facts_pool *pool;
	size_t i;
	int which;

	for (which = 0; which < FACTS_LISTS; which++) {
		if (blend_count(facts, (enum facts_list)which, &counts[which],
			err) == -1)
			return -1;
		pool = &facts->list[which].pool;
		swap_counts(pool, counts[which]);
		for (i = 0; i < pool->names.count; i++)
			pool->values[i].is_generic = pool->values[i].count >
			    (uint32_t)model_limit(model, fields[which]);
	}
	return 0;
}

static uint32_t
open_value(const struct facts *facts, int column, size_t row)
{
	return facts->place[column] == FACTS_NONE
	    ? 0
	    : facts->value[row * facts->width + facts->place[column]];
}

int
blend_readings(const struct facts *facts, struct reading *given,
    struct reading *family, struct err *err)
{
	size_t i;

	for (i = 0; i < facts->n_records; i++)
		if (reading_add(given, open_value(facts, FACTS_GIVEN, i),
			open_value(facts, FACTS_GIVEN_KANA, i), err) == -1 ||
		    reading_add(family, open_value(facts, FACTS_FAMILY, i),
			open_value(facts, FACTS_FAMILY_KANA, i), err) == -1)
			return -1;
	return 0;
}

int
blend_finish(struct facts *facts, const struct model *model, struct err *err)
{
	uint32_t *counts[FACTS_LISTS] = {NULL};
	int which, at, status = -1;

	/* Only a family name is looked up by its text later on. */
	for (at = 0; at < POOLS; at++)
		if (at != FACTS_FAMILY)
			intern_seal(&pool_at(facts, at)->names);

	if (count_lists(facts, model, counts, err) == 0 &&
	    blend_readings(
		facts, &facts->given_reading, &facts->family_reading, err) == 0)
		status = pack_rows(facts, err);
	for (which = 0; which < FACTS_LISTS; which++) {
		if (status == 0)
			swap_counts(&facts->list[which].pool, counts[which]);
		free(counts[which]);
	}
	return status;
}
