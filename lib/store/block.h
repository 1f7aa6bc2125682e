#ifndef STORE_BLOCK_H
#define STORE_BLOCK_H

/*
 * The events of some customers, in the order of journeys, column by column:
 * what the journey stream is read from. Numbers are int64, CANON_NO_INT where
 * nothing is known; a text is a number of the column's words, 0 = empty. A
 * column that nobody asked for, or in which nothing is known, is not there.
 *
 * As bytes, the same on every machine, a column of numbers is its least value,
 * a unit, and what each value is above the least, in units, by 0, 1, 2, 4 or 8
 * bytes; a column of texts is its words and a column of their numbers.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/intern.h"
#include "base/span.h"

enum block_number {
	BLOCK_AT,     /* occurred_at */
	BLOCK_SOURCE, /* id */
	BLOCK_SHAPE,  /* id: channel, kind, outcome and currency */
	BLOCK_QUANTITY,
	BLOCK_AMOUNT,
	BLOCK_DIRECTION,
	BLOCK_ENDED,
	BLOCK_FIRST_REPLY,
	BLOCK_RESOLVED,
	BLOCK_UPDATED,
	BLOCK_CSAT,
	BLOCK_NPS,
	BLOCK_CES,
	BLOCK_HANDLE,
	BLOCK_WAIT,
	BLOCK_REOPENS,
	BLOCK_TRANSFERS,
	BLOCK_REPLIES,
	BLOCK_AUTOMATED,
	BLOCK_CONTEXT,
	BLOCK_SCALE,
	BLOCK_NUMBERS,
};

enum block_text {
	BLOCK_RECORD, /* its id at its source */
	BLOCK_EVENT_ID,
	BLOCK_CASE,
	BLOCK_TOPIC,
	BLOCK_PRODUCT,
	BLOCK_HANDOVER,
	BLOCK_AGENT,
	BLOCK_TEAM,
	BLOCK_CAMPAIGN,
	BLOCK_LOCATION,
	BLOCK_DEVICE,
	BLOCK_TEXT,
	BLOCK_ATTRS, /* as the store has them */
	BLOCK_TEXTS,
};

/* Columns by number: numbers, then texts, then who they belong to. */
#define BLOCK_COLUMN_TEXT(text) (BLOCK_NUMBERS + (int)(text))
#define BLOCK_COLUMNS (BLOCK_NUMBERS + (int)BLOCK_TEXTS)
#define BLOCK_CUSTOMERS BLOCK_COLUMNS    /* their numbers */
#define BLOCK_COUNTS (BLOCK_COLUMNS + 1) /* events of each */
#define BLOCK_PARTS (BLOCK_COLUMNS + 2)

#define BLOCK_BIT(column) (UINT64_C(1) << (column))
#define BLOCK_TEXT_BIT(text) BLOCK_BIT(BLOCK_COLUMN_TEXT(text))
#define BLOCK_ALL (BLOCK_BIT(BLOCK_COLUMNS) - 1)

/* One event. */
struct block_row {
	int64_t customer; /* number; 0 = nobody's */
	int64_t numbers[BLOCK_NUMBERS];
	struct span texts[BLOCK_TEXTS];
};

struct block_values {
	int64_t *items;
	size_t n; /* filled, while a block is being made */
	size_t cap;
	bool is_known; /* else nothing is known in any row */
};

struct block_words {
	uint32_t *items; /* numbers of words */
	size_t n;        /* filled, while a block is being made */
	size_t cap;
	const struct span *words;
	size_t n_words;
	bool is_known;
	struct intern intern; /* the words of a block that is being made */
	struct span *read;    /* the words by number */
	size_t read_cap;
};

/* A zeroed block is empty and ready. */
struct block {
	int64_t *customers;
	uint32_t *counts; /* events of each customer, one after the other */
	size_t n_customers, customers_cap, counts_cap;
	size_t n_events;
	struct block_values numbers[BLOCK_NUMBERS];
	struct block_words texts[BLOCK_TEXTS];
	int64_t *scratch;
	size_t scratch_cap;
};

/**
 * block_add(block, row, err): the next event; rows of a customer follow each
 * other. Texts are copied. block_add_packed(block, from, err): the same of
 * bytes that block_pack_owned made.
 * block_seal(block, err): no more rows come; words can be read.
 * block_reset(block): empty, memory is kept.
 */
int block_add(struct block *, const struct block_row *, struct err *);
int block_add_packed(struct block *, const char *, struct err *);
int block_seal(struct block *, struct err *);
void block_reset(struct block *);
void block_clear(struct block *);

/**
 * block_number(block, column, at), block_text(block, column, at): of one row.
 */
static inline int64_t
block_number(const struct block *block, enum block_number column, size_t at)
{
	return block->numbers[column].is_known
	    ? block->numbers[column].items[at]
	    : INT64_MIN;
}

static inline struct span
block_text(const struct block *block, enum block_text column, size_t at)
{
	static const struct span none = {"", 0};

	return block->texts[column].is_known
	    ? block->texts[column].words[block->texts[column].items[at]]
	    : none;
}

/**
 * block_part_is_known(block, part): is there anything to keep?
 * block_write(block, part, buf, err): append the part's bytes.
 * block_read(block, part, bytes, err): of a block that was reset; texts borrow
 * from the bytes;
 * BLOCK_CUSTOMERS and BLOCK_COUNTS come first. ERR_DATA for bytes that are
 * none. block_damaged(err): word that; always -1.
 */
bool block_part_is_known(const struct block *, int);
int block_write(const struct block *, int, struct buf *, struct err *);
int block_read(struct block *, int, struct span, struct err *);
int block_damaged(struct err *);

#define BLOCK_OWNED_MORE ((size_t)30)

/**
 * block_pack_body(row, columns, buf): append all of the row but its customer
 * and record; only of these columns, by bits, is something known.
 * block_pack_owned(customer, record, body, buf): append a row of these, at
 * most BLOCK_OWNED_MORE bytes longer than both.
 * block_unpack_row(from, row): of bytes that block_pack_owned made; texts are
 * borrowed. block_peek_row(from, customer, at_us): only these of it. Both
 * return the first byte behind.
 */
void block_pack_body(const struct block_row *, uint64_t, struct buf *);
void block_pack_owned(int64_t, struct span, struct span, struct buf *);
const char *block_unpack_row(const char *, struct block_row *);
const char *block_peek_row(const char *, int64_t *, int64_t *);

#endif
