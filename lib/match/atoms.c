#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "match/atoms.h"
#include "text/utf8.h"

int
atoms_columns(
    const struct facts *facts, const struct model_atom *atom, int columns[4])
{
	if (atom->part == MODEL_NAMES || atom->part == MODEL_SOUNDS) {
		columns[0] = FACTS_GIVEN;
		columns[1] = FACTS_FAMILY;
		columns[2] = FACTS_GIVEN_KANA;
		columns[3] = FACTS_FAMILY_KANA;
		return 4;
	}
	columns[0] = facts_column_of(facts, atom->field, atom->attribute);
	columns[1] = FACTS_COLUMNS;
	if (columns[0] == FACTS_GIVEN)
		columns[1] = FACTS_GIVEN_KANA;
	if (columns[0] == FACTS_FAMILY)
		columns[1] = FACTS_FAMILY_KANA;
	return columns[0] == FACTS_COLUMNS ? 0
	    : columns[1] == FACTS_COLUMNS  ? 1
					   : 2;
}

static uint32_t
digest(uint64_t seed, struct span text)
{
	return text.len == 0 ? 0 : (uint32_t)hash_64(seed, text) | 1;
}

static struct span
first_codes(struct span text, int n)
{
	const char *at = text.data;
	const char *end = text.data + text.len;

	for (; n > 0 && at < end; n--)
		(void)utf8_next(&at, end);
	return span_make(text.data, (size_t)(at - text.data));
}

/* The digits of a text in order of size; the same for transpositions. */
static uint32_t
digest_digits(struct span text)
{
	char sorted[64];
	size_t i, n = 0;
	int digit;

	for (digit = '0'; digit <= '9'; digit++)
		for (i = 0; i < text.len && n < sizeof(sorted); i++)
			if (text.data[i] == digit)
				sorted[n++] = text.data[i];
	return n < 4 ? 0 : digest(1, span_make(sorted, n));
}

/* Parts of a date; 0 when one of them is not known. */
static uint32_t
digest_date(enum model_part part, const struct facts_dates *date)
{
	char text[32];
	bool is_known = true;

	if (part == MODEL_YEAR) {
		is_known = date->year != 0;
		snprintf(text, sizeof(text), "y%d", date->year);
	} else if (part == MODEL_YEAR_MONTH) {
		is_known = date->year != 0 && date->month != 0;
		snprintf(text, sizeof(text), "%d-%d", date->year, date->month);
	} else if (part == MODEL_MONTH_DAY) {
		is_known = date->month != 0 && date->day != 0;
		snprintf(text, sizeof(text), "-%d-%d", date->month, date->day);
	} else {
		is_known = date->year != 0 && date->day != 0;
		snprintf(text, sizeof(text), "%d--%d", date->year, date->day);
	}
	return is_known ? digest(2, span_of(text)) : 0;
}

static uint32_t
digest_value(const struct facts *facts, const struct model_atom *atom,
    int column, uint32_t value)
{
	const struct facts_pool *pool = &facts->pool[column];
	struct span text = intern_name(&pool->names, value - 1);

	switch (atom->part) {
	case MODEL_SOUND:
		return pool->values[value - 1].sound;
	case MODEL_START:
		return digest(3, first_codes(text, 4));
	case MODEL_INITIAL:
		return digest(4, first_codes(text, 1));
	case MODEL_YEAR:
	case MODEL_YEAR_MONTH:
	case MODEL_MONTH_DAY:
	case MODEL_YEAR_DAY:
		return column == FACTS_BIRTH
		    ? digest_date(atom->part, &facts->dates[value - 1])
		    : digest(5, first_codes(text, 7));
	case MODEL_DIGITS:
		return digest_digits(text);
	case MODEL_VALUE:
	case MODEL_NAMES:
	case MODEL_SOUNDS:
	case MODEL_PARTS:
	default:
		/* A date as far as it is known may be shared by many. */
		if (column == FACTS_BIRTH && facts->dates[value - 1].day == 0)
			return 0;
		return digest(0, text);
	}
}

/* The digests of a part of a column, made once. NONE where nobody has it. */
static int
find_table(struct atoms *atoms, enum model_part part, int column,
    uint32_t *found, struct err *err)
{
	const struct facts *facts = atoms->facts;
	struct atoms_table *table = &atoms->table[atoms->n_tables];
	struct model_atom atom = {.part = part};
	size_t n, i;
	int t;

	*found = FACTS_NONE;
	if (column == FACTS_COLUMNS || facts->place[column] == FACTS_NONE)
		return 0;
	for (t = 0; t < atoms->n_tables; t++)
		if (atoms->table[t].column == column &&
		    atoms->table[t].part == part) {
			*found = (uint32_t)t;
			return 0;
		}
	n = facts->pool[column].names.count;
	*table = (struct atoms_table){column, part, NULL};
	table->digest = malloc((n + 1) * sizeof(*table->digest));
	if (table->digest == NULL)
		return err_nomem(err);
	table->digest[0] = 0;
	for (i = 0; i < n; i++)
		table->digest[i + 1] =
		    digest_value(facts, &atom, column, (uint32_t)i + 1);
	*found = (uint32_t)atoms->n_tables++;
	return 0;
}

/* Where a name stands and, by its sound, its reading. */
static int
find_name(struct atoms *atoms, enum model_part part, int column, int kana,
    struct atoms_name *name, struct err *err)
{
	const uint32_t *place = atoms->facts->place;

	name->place = column == FACTS_COLUMNS ? FACTS_NONE : place[column];
	name->kana_place = name->kana_table = FACTS_NONE;
	if (find_table(atoms, part, column, &name->table, err) == -1)
		return -1;
	if (part != MODEL_SOUND || kana == FACTS_COLUMNS)
		return 0;
	name->kana_place = place[kana];
	return find_table(atoms, part, kana, &name->kana_table, err);
}

static int
make_one(struct atoms *atoms, const struct model_atom *atom,
    struct atoms_one *one, struct err *err)
{
	enum model_part part = atom->part;
	int columns[4] = {
	    FACTS_COLUMNS, FACTS_COLUMNS, FACTS_COLUMNS, FACTS_COLUMNS};

	(void)atoms_columns(atoms->facts, atom, columns);
	one->is_both = part == MODEL_NAMES || part == MODEL_SOUNDS;
	if (!one->is_both)
		return find_name(
		    atoms, part, columns[0], columns[1], &one->name, err);
	part = part == MODEL_NAMES ? MODEL_VALUE : MODEL_SOUND;
	if (find_name(atoms, part, FACTS_GIVEN, FACTS_GIVEN_KANA, &one->name,
		err) == -1)
		return -1;
	return find_name(
	    atoms, part, FACTS_FAMILY, FACTS_FAMILY_KANA, &one->family, err);
}

/* Tell the plain ones from the others; those that nobody has are neither. */
static void
sort_out(struct atoms *atoms)
{
	const struct atoms_one *one;
	int i;

	for (i = 0; i < atoms->n; i++) {
		one = &atoms->one[i];
		if (one->is_both || one->name.kana_table != FACTS_NONE)
			atoms->other[atoms->n_other++] = i;
		else if (one->name.table != FACTS_NONE)
			atoms->plain[atoms->n_plain++] = (struct atoms_plain){
			    atoms->table[one->name.table].digest,
			    one->name.place, i};
	}
}

int
atoms_init(struct atoms *atoms, const struct facts *facts,
    const struct model *model, struct err *err)
{
	int i;

	memset(atoms, 0, sizeof(*atoms));
	atoms->facts = facts;
	atoms->n = model->n_atoms;
	for (i = 0; i < model->n_atoms; i++)
		if (make_one(atoms, &model->atom[i], &atoms->one[i], err) == -1)
			return -1;
	sort_out(atoms);
	return 0;
}

void
atoms_clear(struct atoms *atoms)
{
	int i;

	for (i = 0; i < atoms->n_tables; i++)
		free(atoms->table[i].digest);
	memset(atoms, 0, sizeof(*atoms));
}

/* The digest of a name: that of its kana where it is asked for and known. */
static uint32_t
name_of(const struct atoms *atoms, const struct atoms_name *name,
    const uint32_t *value)
{
	if (name->kana_table != FACTS_NONE && value[name->kana_place] != 0)
		return atoms->table[name->kana_table]
		    .digest[value[name->kana_place]];
	return name->table == FACTS_NONE
	    ? 0
	    : atoms->table[name->table].digest[value[name->place]];
}

/* Two names in either order. */
static uint32_t
both(uint32_t a, uint32_t b)
{
	if (a == 0 || b == 0)
		return 0;
	return (uint32_t)(a < b ? hash_mix(a, b) : hash_mix(b, a)) | 1;
}

static uint32_t
one_of(const struct atoms *atoms, const struct atoms_one *one,
    const uint32_t *value)
{
	uint32_t name = name_of(atoms, &one->name, value);

	return one->is_both ? both(name, name_of(atoms, &one->family, value))
			    : name;
}

static const uint32_t *
values_of(const struct atoms *atoms, uint32_t row)
{
	return facts_row(atoms->facts, row);
}

void
atoms_first(const struct atoms *atoms, uint32_t row, int n, uint32_t *out)
{
	const uint32_t *value = values_of(atoms, row);
	const struct atoms_plain *plain = atoms->plain;
	int i;

	for (i = 0; i < atoms->n_plain && plain[i].number < n; i++)
		out[plain[i].number] = plain[i].digest[value[plain[i].place]];
	for (i = 0; i < atoms->n_other && atoms->other[i] < n; i++)
		out[atoms->other[i]] =
		    one_of(atoms, &atoms->one[atoms->other[i]], value);
}

void
atoms_of(const struct atoms *atoms, uint32_t row, uint32_t *out)
{
	atoms_first(atoms, row, atoms->n, out);
}

void
atoms_fetch(const struct atoms *atoms, uint32_t row, int n)
{
	const uint32_t *value = values_of(atoms, row);
	const struct atoms_plain *plain = atoms->plain;
	int i;

	for (i = 0; i < atoms->n_plain && plain[i].number < n; i++)
		__builtin_prefetch(&plain[i].digest[value[plain[i].place]]);
}

void
atoms_block(const struct atoms *atoms, uint32_t row, size_t n, uint32_t *out,
    size_t width)
{
	const struct facts *facts = atoms->facts;
	const struct atoms_plain *plain;
	const uint32_t *value;
	uint32_t *to;
	size_t k;
	int i;

	for (i = 0; i < atoms->n_plain; i++) {
		plain = &atoms->plain[i];
		to = out + (size_t)plain->number * width;
		value = facts_row(facts, row) + plain->place;
		for (k = 0; k < n; k++, value += facts->stride)
			to[k] = plain->digest[*value];
	}
	for (i = 0; i < atoms->n_other; i++) {
		to = out + (size_t)atoms->other[i] * width;
		value = facts_row(facts, row);
		for (k = 0; k < n; k++, value += facts->stride)
			to[k] =
			    one_of(atoms, &atoms->one[atoms->other[i]], value);
	}
}

uint32_t
atoms_key(const struct atoms *atoms, uint32_t mask, uint32_t row)
{
	const uint32_t *value = values_of(atoms, row);
	uint64_t key = 1;
	uint32_t digest;

	for (; mask != 0; mask &= mask - 1) {
		digest = one_of(atoms, &atoms->one[__builtin_ctz(mask)], value);
		if (digest == 0)
			return 0;
		key = hash_mix(key, digest);
	}
	return (uint32_t)key | 1;
}

/* The atoms of the mask, if all of them are a table and a place. */
static bool
find_plain(
    const struct atoms *atoms, uint32_t mask, struct atoms_plain *found, int *n)
{
	const struct atoms_one *one;
	int i;

	for (*n = 0; mask != 0; mask &= mask - 1) {
		i = __builtin_ctz(mask);
		one = &atoms->one[i];
		if (one->is_both || one->name.kana_table != FACTS_NONE ||
		    one->name.table == FACTS_NONE)
			return false;
		found[(*n)++] = (struct atoms_plain){
		    atoms->table[one->name.table].digest, one->name.place, i};
	}
	return true;
}

/* Whether a row has a key is hard to foretell, so nothing branches on it. */
static size_t
plain_keys(const struct atoms *atoms, const struct atoms_plain *plain,
    int n_plain, struct radix_entry *out)
{
	const struct facts *facts = atoms->facts;
	const uint32_t *value = facts->row;
	uint32_t row, digest;
	size_t n = 0;
	uint64_t key;
	bool is_known;
	int i;

	for (row = 0; row < facts->n_rows; row++, value += facts->stride) {
		key = 1;
		is_known = true;
		for (i = 0; i < n_plain; i++) {
			digest = plain[i].digest[value[plain[i].place]];
			is_known &= digest != 0;
			key = hash_mix(key, digest);
		}
		out[n] = (struct radix_entry){(uint32_t)key | 1, row};
		n += is_known;
	}
	return n;
}

void
atoms_keys_of(const struct atoms *atoms, uint32_t mask,
    struct radix_entry *entry, size_t n)
{
	struct atoms_plain plain[MODEL_ATOMS_MAX];
	const uint32_t *value;
	uint64_t key;
	size_t i;
	int n_plain, p;

	if (!find_plain(atoms, mask, plain, &n_plain)) {
		for (i = 0; i < n; i++)
			entry[i].key = atoms_key(atoms, mask, entry[i].row);
		return;
	}
	for (i = 0; i < n; i++) {
		value = values_of(atoms, entry[i].row);
		for (key = 1, p = 0; p < n_plain; p++)
			key = hash_mix(
			    key, plain[p].digest[value[plain[p].place]]);
		entry[i].key = (uint32_t)key | 1;
	}
}

size_t
atoms_keys(const struct atoms *atoms, uint32_t mask, struct radix_entry *out)
{
	struct atoms_plain plain[MODEL_ATOMS_MAX];
	uint32_t row, key;
	size_t n = 0;
	int n_plain;

	if (find_plain(atoms, mask, plain, &n_plain))
		return plain_keys(atoms, plain, n_plain, out);
	for (row = 0; row < atoms->facts->n_rows; row++) {
		key = atoms_key(atoms, mask, row);
		if (key != 0)
			out[n++] = (struct radix_entry){key, row};
	}
	return n;
}
