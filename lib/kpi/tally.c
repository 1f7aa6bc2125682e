#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kpi/tally.h"

/* Squares of values up to this add up 10^8 times before they could wrap. */
#define VALUE_MAX INT64_C(1000000000000000)
#define SQUARES_MAX ((num_i128)INT64_MAX << 62)
#define US_PER_MS INT64_C(1000)

static struct span
bytes(const struct tally_key *key)
{
	return span_make((const char *)key, sizeof(*key));
}

static size_t
recent_place(const struct tally_key *key)
{
	uint64_t mixed = key->row + key->currency + (uint64_t)key->name * 7 +
	    (uint64_t)key->by[0] * 3 + (uint64_t)key->by[1] * 5;

	return mixed % TALLY_RECENT;
}

static struct tally_cell *
add_cell(struct tally *tally, const struct tally_key *key, struct err *err)
{
	size_t before = tally->keys.count;
	size_t place = recent_place(key);
	uint32_t number;

	if (intern_add(&tally->keys, bytes(key), &number, err) != 0 ||
	    array_grow(&tally->cells, &tally->cap, tally->keys.count,
		sizeof(*tally->cells), err) != 0)
		return NULL;
	if (tally->keys.count > before)
		memset(&tally->cells[number], 0, sizeof(*tally->cells));
	tally->recent[place] = *key;
	tally->recent_numbers[place] = number + 1;
	return &tally->cells[number];
}

struct tally_cell *
tally_cell(struct tally *tally, const struct tally_key *key, struct err *err)
{
	size_t place = recent_place(key);
	uint32_t number = tally->recent_numbers[place];

	if (number > 0 && memcmp(&tally->recent[place], key, sizeof(*key)) == 0)
		return &tally->cells[number - 1];
	return add_cell(tally, key, err);
}

struct tally_cell *
tally_plain(struct tally *tally, size_t row, struct err *err)
{
	struct tally_key key;
	struct tally_cell *cell;

	if (row < TALLY_PLAIN && tally->plain[row] > 0)
		return &tally->cells[tally->plain[row] - 1];
	memset(&key, 0, sizeof(key));
	key.row = (uint32_t)row;
	cell = add_cell(tally, &key, err);
	if (cell != NULL && row < TALLY_PLAIN)
		tally->plain[row] = (uint32_t)(cell - tally->cells) + 1;
	return cell;
}

const struct tally_cell *
tally_find(const struct tally *tally, const struct tally_key *key)
{
	uint32_t number = intern_get(&tally->keys, bytes(key));

	return number == INTERN_NONE ? NULL : &tally->cells[number];
}

struct tally_key
tally_key(const struct tally *tally, size_t number)
{
	struct span name = intern_name(&tally->keys, (uint32_t)number);
	struct tally_key key;

	memcpy(&key, name.data, sizeof(key));
	return key;
}

int
tally_name(
    struct tally *tally, struct span text, int64_t *name, struct err *err)
{
	uint32_t number;

	if (intern_add(&tally->names, text, &number, err) != 0)
		return -1;
	*name = (int64_t)number + 1;
	return 0;
}

struct span
tally_text(const struct tally *tally, int64_t name)
{
	if (name == 0)
		return span_of(NULL);
	return intern_name(&tally->names, (uint32_t)(name - 1));
}

int
tally_add(struct tally_cell *cell, int64_t value, struct err *err)
{
	if (value > VALUE_MAX || value < -VALUE_MAX ||
	    cell->squares > SQUARES_MAX)
		return err_set(
		    err, ERR_DATA, "amounts are too large to add up");
	cell->total++;
	cell->sum += value;
	cell->squares += (num_i128)value * value;
	return 0;
}

static int
open_bag(struct tally_cell *cell, struct err *err)
{
	if (cell->bag == NULL)
		cell->bag = calloc(1, sizeof(*cell->bag));
	return cell->bag == NULL ? err_nomem(err) : 0;
}

int
tally_keep(struct tally_cell *cell, int64_t us, struct err *err)
{
	if (open_bag(cell, err) != 0 ||
	    tally_add(cell, num_round_div(us, US_PER_MS), err) != 0)
		return -1;
	return spread_add(cell->bag, us, err);
}

int
tally_sort(struct tally *tally, struct err *err)
{
	for (size_t i = 0; i < tally->keys.count; i++)
		if (tally->cells[i].bag != NULL &&
		    spread_sort(tally->cells[i].bag, err) != 0)
			return -1;
	return 0;
}

static int
merge_cell(
    struct tally_cell *cell, const struct tally_cell *more, struct err *err)
{
	if (cell->squares > SQUARES_MAX - more->squares)
		return err_set(
		    err, ERR_DATA, "amounts are too large to add up");
	cell->hits += more->hits;
	cell->total += more->total;
	cell->sum += more->sum;
	cell->squares += more->squares;
	for (size_t i = 0; i < TALLY_LEFT_MAX; i++)
		cell->left[i] += more->left[i];
	if (more->digits != 0)
		cell->digits = more->digits;
	if (more->bag == NULL)
		return 0;
	if (open_bag(cell, err) != 0)
		return -1;
	return spread_merge(cell->bag, more->bag, err);
}

/* The same name has another number in each tally. */
static int
rename_key(struct tally *tally, const struct tally *other,
    struct tally_key *key, struct err *err)
{
	if (key->name == 0)
		return 0;
	return tally_name(tally, tally_text(other, key->name), &key->name, err);
}

int
tally_merge(struct tally *tally, const struct tally *other, struct err *err)
{
	for (size_t i = 0; i < other->keys.count; i++) {
		struct tally_key key = tally_key(other, i);
		struct tally_cell *cell;

		if (rename_key(tally, other, &key, err) != 0)
			return -1;
		cell = tally_cell(tally, &key, err);
		if (cell == NULL ||
		    merge_cell(cell, &other->cells[i], err) != 0)
			return -1;
	}
	return 0;
}

void
tally_clear(struct tally *tally)
{
	for (size_t i = 0; i < tally->keys.count; i++) {
		if (tally->cells[i].bag != NULL)
			spread_clear(tally->cells[i].bag);
		free(tally->cells[i].bag);
	}
	intern_clear(&tally->keys);
	intern_clear(&tally->names);
	free(tally->cells);
	memset(tally, 0, sizeof(*tally));
}
