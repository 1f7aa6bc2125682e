#ifndef OUT_WRITER_H
#define OUT_WRITER_H

/*
 * What a format implements: the room's inside. A new format is one file with
 * one struct writer, named in out.c.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "out/out.h"

enum writer_cell_kind { WRITER_NULL, WRITER_TEXT, WRITER_NUMBER };

/* A cell of the row being written: its text lies in out->text. */
struct writer_cell {
	enum writer_cell_kind kind;
	size_t at;
	size_t len;
	int64_t value; /* WRITER_NUMBER: value / 10^digits */
	int digits;
	bool is_rate; /* a fraction, whatever the column is */
};

struct out {
	FILE *stream;
	struct out_options options;
	const struct writer *writer;
	const struct out_column *columns;
	size_t n_columns;
	struct writer_cell *cells; /* n_columns */
	size_t n_cells;            /* given so far in this row */
	struct buf text;           /* texts of this row's cells */
	struct buf line;           /* scratch: what goes to the stream */
	uint64_t n_rows;
	bool has_begun;
	void *state;         /* the writer's own; freed by its end */
	struct aside *aside; /* rows that have keys wait here; else NULL */
	uint64_t key;        /* of the row being written */
};

struct writer {
	/* begin: the header. row: one row. end: what closes the answer;
	 * is_good is false when it is thrown away, then only memory is given
	 * back. -1: memory or, found out by the caller, the stream. */
	int (*begin)(struct out *, struct err *);
	int (*row)(struct out *, struct err *);
	int (*end)(struct out *, bool is_good, struct err *);
	/* remark: a line between rows; NULL: there are none. */
	int (*remark)(struct out *, struct span, struct err *);
};

extern const struct writer table_writer;
extern const struct writer delimited_writer;
extern const struct writer objects_writer;
extern const struct writer markdown_writer;

/**
 * writer_text(out, i): the text of cell ${i}; empty when it has none.
 */
struct span writer_text(const struct out *, size_t);

/**
 * writer_visible(text, is_utf8, buf):
 * Append text as a person may see it: controls, C1, bidirectional marks and
 * stray bytes as visible escapes; without ${is_utf8}, "?" for what is not
 * ASCII.
 */
void writer_visible(struct span, bool, struct buf *);

/**
 * writer_cut(text, width): as much of it as fits into so many columns.
 */
struct span writer_cut(struct span, size_t);

/**
 * writer_flush(out, err): send out->line to the stream and empty it.
 */
int writer_flush(struct out *, struct err *);

#endif
