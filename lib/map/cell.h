#ifndef MAP_CELL_H
#define MAP_CELL_H

/*
 * The text of a row's cells as a mapping reads it: pieces joined, blanks and
 * spreadsheet guards taken off, values mapped, unknown words emptied. Only
 * lib/map includes this.
 */

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "map/bind.h"

#define CELL_VALUES_MAX 256 /* of one repeating field in one row */

/* Where a row's text is taken from. */
struct cell {
	const struct span *cells;
	size_t n_cells;
	const json_t *top; /* the record; NULL = CSV */
	const json_t *at;  /* the element that paths begin at */
	const char *twice; /* a key that was read and stands twice, or NULL */
	struct arena *arena;
	bool is_held;          /* texts have to outlive the input's row */
	bool is_continued;     /* another row has what this one leaves empty */
	struct words *unknown; /* is it a word for "no value"? */
	struct span texts[CELL_VALUES_MAX]; /* what cell_list gives */
};

enum cell_state {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_KIND, /* "=return": a kind of event */
	CELL_FAULT,
};

/**
 * cell_read(cell, op, text, kind, err): one value.
 * cell_list(cell, op, texts, count, err): all values of a repeating field,
 * none of them empty; -1 for a fault. ${texts} is borrowed
 * until the next cell_list.
 * cell_clean(cell, text): blanks and guards off; empty when it is a word for
 * "no value".
 */
enum cell_state cell_read(
    struct cell *, const struct bind_op *, struct span *, int *, struct err *);
int cell_list(struct cell *, const struct bind_op *, struct span **, size_t *,
    struct err *);
struct span cell_clean(struct cell *, struct span);

/**
 * cell_holds(cell, when): do all its conditions hold?
 */
bool cell_holds(struct cell *, const struct bind_when *);

#endif
