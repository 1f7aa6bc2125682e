#ifndef KPI_TALLY_H
#define KPI_TALLY_H

/*
 * What a figure has counted: cells of integers by row, currency, name and
 * values of the dimensions. Tallies of parts add up to the tally of the whole,
 * whatever the parts and their order: there are only integers and bags of
 * exact values.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/intern.h"
#include "base/num.h"
#include "base/span.h"
#include "journey/spread.h"
#include "kpi/by.h"

#define TALLY_LEFT_MAX 4

struct tally_key {
	uint32_t row;
	uint32_t currency; /* 0 = no money */
	int64_t name;      /* of tally_name; 0 = none */
	int64_t by[BY_MAX];
};

struct tally_cell {
	int64_t hits;                 /* the numerator of a share */
	int64_t total;                /* the denominator */
	num_i128 sum;                 /* of values whose mean is asked for */
	num_i128 squares;             /* of the same */
	int64_t left[TALLY_LEFT_MAX]; /* left out, by reason */
	struct spread_bag *bag;       /* see tally_keep; NULL = empty */
	int8_t digits;                /* minor digits of the currency */
};

#define TALLY_RECENT 16
#define TALLY_PLAIN 64

/* A zeroed struct tally is ready. */
struct tally {
	struct intern keys;       /* bytes of struct tally_key */
	struct intern names;      /* made from data: a topic, "ec & store" */
	struct tally_cell *cells; /* by number of the key */
	size_t cap;
	/* What was asked for last is mostly asked for next. */
	struct tally_key recent[TALLY_RECENT];
	uint32_t recent_numbers[TALLY_RECENT]; /* + 1; 0 = none */
	/* Rows without money, name or dimensions; the same. */
	uint32_t plain[TALLY_PLAIN];
};

/**
 * tally_cell(tally, key, err): the key's cell, made if it was not there; NULL
 * when memory ran out. Borrowed until the next call.
 * tally_plain(tally, row, err): the cell of the row whose key has nothing else.
 * tally_find(tally, key): the same, NULL if there is none.
 * tally_key(tally, number): the key of cells[number]; there are keys.count.
 * tally_name(tally, text, name, err): what stands for the text in a key of this
 * tally. tally_text(tally, name): the text again; empty for 0.
 */
struct tally_cell *
tally_cell(struct tally *, const struct tally_key *, struct err *);
struct tally_cell *tally_plain(struct tally *, size_t, struct err *);
const struct tally_cell *
tally_find(const struct tally *, const struct tally_key *);
struct tally_key tally_key(const struct tally *, size_t);
int tally_name(struct tally *, struct span, int64_t *, struct err *);
struct span tally_text(const struct tally *, int64_t);

/**
 * tally_add(cell, value, err): one more value, |value| at most 10^15, else
 * ERR_DATA.
 * tally_keep(cell, us, err): one more length of time, in microseconds, of which
 * a median or another rank will be asked for: it is kept as it is, and added
 * in milliseconds.
 * tally_sort(tally, err): all that was kept, before ranks are asked for.
 * tally_merge(tally, other, err): add all cells of the other.
 */
int tally_add(struct tally_cell *, int64_t, struct err *);
int tally_keep(struct tally_cell *, int64_t, struct err *);
int tally_sort(struct tally *, struct err *);
int tally_merge(struct tally *, const struct tally *, struct err *);
void tally_clear(struct tally *);

#endif
