#ifndef INPUT_RECORDS_H
#define INPUT_RECORDS_H

/*
 * The records of a JSON text, found by brackets and strings alone, so that
 * one that is wrong does not take the others with it, and that memory does
 * not grow with the file: the elements of an array at the top, objects one
 * after another, the elements of the array at a path inside an envelope (or
 * of several envelopes one after another), or one record a line.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "input/input.h"
#include "input/jsontext.h"
#include "input/window.h"

enum records_state {
	RECORDS_TOP,   /* between the values of the top level */
	RECORDS_FIRST, /* behind the bracket that opens the array */
	RECORDS_LATER, /* behind a comma of the array */
	RECORDS_LEAVE, /* behind the bracket that closes the array */
	RECORDS_LINES,
	RECORDS_AFTER, /* behind the only value of the top level */
};

struct records {
	struct window *window;
	struct jsontext value;
	struct buf shown;  /* a record whose bytes are no UTF-8 */
	struct span *path; /* of the root */
	size_t n_path;
	struct arena arena; /* of the path */
	enum records_state state;
	bool has_any; /* something stood at the top level before */
};

/**
 * records_open(records, window, options, err): ERR_DATA when there is
 * nothing in it. The records are the caller's and must be cleared after a
 * failure too.
 * records_next(records, row, event, fault, err): see input_next.
 */
int records_open(struct records *, struct window *,
    const struct input_options *, struct err *);
int records_next(struct records *, struct input_row *, enum input_event *,
    struct err *, struct err *);
void records_close(struct records *);

#endif
