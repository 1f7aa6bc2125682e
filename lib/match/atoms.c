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

static uint32_t
value_at(const struct facts *facts, int column, size_t row)
{
	if (column == FACTS_COLUMNS || facts->column[column] == NULL)
		return 0;
	return facts->column[column][row];
}

/* The code of a name: of its kana where that is known. */
static uint32_t
sound_at(const struct facts *facts, int column, int kana, size_t row)
{
	uint32_t reading = value_at(facts, kana, row);
	uint32_t value = value_at(facts, column, row);

	if (reading != 0)
		return facts->pool[kana].values[reading - 1].sound;
	return value == 0 ? 0 : facts->pool[column].values[value - 1].sound;
}

/* Two names in either order. */
static uint32_t
both(uint32_t a, uint32_t b)
{
	if (a == 0 || b == 0)
		return 0;
	return (uint32_t)(a < b ? hash_mix(a, b) : hash_mix(b, a)) | 1;
}

static int
make_names(const struct facts *facts, const struct model_atom *atom, int at,
    int n_atoms, uint32_t *atoms)
{
	uint32_t given, family;
	size_t row;

	for (row = 0; row < facts->n_rows; row++) {
		if (atom->part == MODEL_SOUNDS) {
			given =
			    sound_at(facts, FACTS_GIVEN, FACTS_GIVEN_KANA, row);
			family = sound_at(
			    facts, FACTS_FAMILY, FACTS_FAMILY_KANA, row);
		} else {
			given = digest(
			    0, facts_text(facts, FACTS_GIVEN, (uint32_t)row));
			family = digest(
			    0, facts_text(facts, FACTS_FAMILY, (uint32_t)row));
		}
		atoms[row * (size_t)n_atoms + (size_t)at] = both(given, family);
	}
	return 0;
}

static int
make_one(const struct facts *facts, const struct model_atom *atom, int at,
    int n_atoms, uint32_t *atoms, struct err *err)
{
	int columns[4];
	int n = atoms_columns(facts, atom, columns);
	uint32_t *digests, value;
	size_t i, row;

	if (atom->part == MODEL_NAMES || atom->part == MODEL_SOUNDS)
		return make_names(facts, atom, at, n_atoms, atoms);
	if (n == 0 || facts->column[columns[0]] == NULL)
		return 0;
	digests = malloc(
	    (facts->pool[columns[0]].names.count + 1) * sizeof(*digests));
	if (digests == NULL)
		return err_nomem(err);
	digests[0] = 0;
	for (i = 0; i < facts->pool[columns[0]].names.count; i++)
		digests[i + 1] =
		    digest_value(facts, atom, columns[0], (uint32_t)i + 1);
	for (row = 0; row < facts->n_rows; row++) {
		value = value_at(facts, columns[0], row);
		atoms[row * (size_t)n_atoms + (size_t)at] =
		    atom->part == MODEL_SOUND && n == 2
		    ? sound_at(facts, columns[0], columns[1], row)
		    : digests[value];
	}
	free(digests);
	return 0;
}

uint32_t *
atoms_make(
    const struct facts *facts, const struct model *model, struct err *err)
{
	uint32_t *atoms =
	    calloc(facts->n_rows * (size_t)model->n_atoms + 1, sizeof(*atoms));
	int i;

	if (atoms == NULL) {
		err_nomem(err);
		return NULL;
	}
	for (i = 0; i < model->n_atoms; i++)
		if (make_one(facts, &model->atom[i], i, model->n_atoms, atoms,
			err) == -1) {
			free(atoms);
			return NULL;
		}
	return atoms;
}
