#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kpi/tally.h"

/* Squares of values up to this add up 10^8 times before they could wrap. */
#define VALUE_MAX INT64_C(1000000000000000)
#define SQUARES_MAX ((num_i128)INT64_MAX << 62)

static struct span
bytes(const struct tally_key *key)
{
	return span_make((const char *)key, sizeof(*key));
}

struct tally_cell *
tally_cell(struct tally *tally, const struct tally_key *key, struct err *err)
{
	size_t before = tally->keys.count;
	uint32_t number;

	if (intern_add(&tally->keys, bytes(key), &number, err) != 0 ||
	    array_grow(&tally->cells, &tally->cap, tally->keys.count,
		sizeof(*tally->cells), err) != 0)
		return NULL;
	if (tally->keys.count > before)
		memset(&tally->cells[number], 0, sizeof(*tally->cells));
	return &tally->cells[number];
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

static void
add_cell(struct tally_cell *cell, const struct tally_cell *more)
{
	cell->hits += more->hits;
	cell->total += more->total;
	cell->sum += more->sum;
	cell->squares += more->squares;
	for (size_t i = 0; i < TALLY_LEFT_MAX; i++)
		cell->left[i] += more->left[i];
	if (more->digits != 0)
		cell->digits = more->digits;
}

int
tally_merge(struct tally *tally, const struct tally *other, struct err *err)
{
	for (size_t i = 0; i < other->keys.count; i++) {
		struct tally_key key = tally_key(other, i);
		struct tally_cell *cell = tally_cell(tally, &key, err);

		if (cell == NULL)
			return -1;
		if (cell->squares > SQUARES_MAX - other->cells[i].squares)
			return err_set(
			    err, ERR_DATA, "amounts are too large to add up");
		add_cell(cell, &other->cells[i]);
	}
	return 0;
}

void
tally_clear(struct tally *tally)
{
	intern_clear(&tally->keys);
	free(tally->cells);
	memset(tally, 0, sizeof(*tally));
}
