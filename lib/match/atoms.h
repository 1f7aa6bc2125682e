#ifndef MATCH_ATOMS_H
#define MATCH_ATOMS_H

/*
 * The parts of blocking keys as 32-bit digests, one for each of the model's
 * atoms; 0 where a part is not known. They follow from a row's values by
 * tables, one entry a value, so that they cost no memory a row.
 */

#include "match/facts.h"
#include "match/radix.h"

#define ATOMS_TABLES_MAX (4 * MODEL_ATOMS_MAX)

/* The digests of one part of the values of one column. */
struct atoms_table {
	int column;
	enum model_part part;
	uint32_t *digest; /* of value + 1; that of 0 is 0 */
};

/* A name, and how it is read; a table is NONE where there is none. */
struct atoms_name {
	uint32_t place, table;
	uint32_t kana_place, kana_table;
};

struct atoms_one {
	struct atoms_name name; /* or any other field */
	struct atoms_name family;
	bool is_both; /* given and family name in either order */
};

/* Most atoms are a table and a place. */
struct atoms_plain {
	const uint32_t *digest;
	uint32_t place;
	int number;
};

struct atoms {
	const struct facts *facts;
	struct atoms_one one[MODEL_ATOMS_MAX];
	int n;
	struct atoms_plain plain[MODEL_ATOMS_MAX];
	int n_plain;
	int other[MODEL_ATOMS_MAX]; /* numbers of those that are not */
	int n_other;
	struct atoms_table table[ATOMS_TABLES_MAX];
	int n_tables;
};

/**
 * atoms_init(atoms, facts, model, err): the facts are finished.
 * atoms_of(atoms, row, out): all of a row, atoms.n digests; the caller put 0
 * there before.
 * atoms_first(atoms, row, n, out): only the first n.
 * atoms_fetch(atoms, row, n): ask for the memory of these.
 * atoms_block(atoms, row, n, out, width): all of ${n} rows from this one on;
 * those of atom ${a} begin at out[a * width].
 * atoms_key(atoms, mask, row): one digest of those in the mask; 0 when one of
 * them is not known.
 * atoms_keys(atoms, mask, out): the same of all rows that have one, in their
 * order; how many. ${out} has room for one more than there are rows.
 * atoms_keys_of(atoms, mask, entries, n): fill the keys of rows that have one.
 * atoms_columns(facts, atom, columns): which columns it is made of, at most
 * four; how many.
 */
int atoms_init(
    struct atoms *, const struct facts *, const struct model *, struct err *);
void atoms_clear(struct atoms *);
void atoms_of(const struct atoms *, uint32_t, uint32_t *);
void atoms_first(const struct atoms *, uint32_t, int, uint32_t *);
void atoms_fetch(const struct atoms *, uint32_t, int);
void atoms_block(const struct atoms *, uint32_t, size_t, uint32_t *, size_t);
uint32_t atoms_key(const struct atoms *, uint32_t, uint32_t);
size_t atoms_keys(const struct atoms *, uint32_t, struct radix_entry *);
void
atoms_keys_of(const struct atoms *, uint32_t, struct radix_entry *, size_t);
int atoms_columns(const struct facts *, const struct model_atom *, int[4]);

#endif
