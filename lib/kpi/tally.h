#ifndef KPI_TALLY_H
#define KPI_TALLY_H

/*
 * What a figure has counted: cells of integers by row, currency and values of
 * the dimensions. Tallies of parts add up to the tally of the whole.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/intern.h"
#include "base/num.h"
#include "kpi/by.h"

#define TALLY_LEFT_MAX 4

struct tally_key {
	uint32_t row;
	uint32_t currency; /* 0 = no money */
	int64_t by[BY_MAX];
};

struct tally_cell {
	int64_t hits;                 /* the numerator of a share */
	int64_t total;                /* the denominator */
	num_i128 sum;                 /* of values whose mean is asked for */
	num_i128 squares;             /* of the same */
	int64_t left[TALLY_LEFT_MAX]; /* left out, by reason */
	int8_t digits;                /* minor digits of the currency */
};

/* A zeroed struct tally is ready. */
struct tally {
	struct intern keys;       /* bytes of struct tally_key */
	struct tally_cell *cells; /* by number of the key */
	size_t cap;
};

/**
 * tally_cell(tally, key, err): the key's cell, made if it was not there; NULL
 * when memory ran out. Borrowed until the next call.
 * tally_find(tally, key): the same, NULL if there is none.
 * tally_key(tally, number): the key of cells[number].
 */
struct tally_cell *
tally_cell(struct tally *, const struct tally_key *, struct err *);
const struct tally_cell *
tally_find(const struct tally *, const struct tally_key *);
struct tally_key tally_key(const struct tally *, size_t);

/**
 * tally_add(cell, value, err): one more value, |value| at most 10^15, else
 * ERR_DATA.
 * tally_merge(tally, other, err): add all cells of the other.
 */
int tally_add(struct tally_cell *, int64_t, struct err *);
int tally_merge(struct tally *, const struct tally *, struct err *);
void tally_clear(struct tally *);

#endif
