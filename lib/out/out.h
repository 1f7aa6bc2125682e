#ifndef OUT_OUT_H
#define OUT_OUT_H

/*
 * A writer of rows in the format that was asked for; commands never mention
 * one. CSV, TSV, JSON and JSON lines are the API: RFC 4180, RFC 8259, UTF-8,
 * LF, header, fixed order. A table is for people: aligned by display width,
 * control characters, C1 and bidirectional marks made visible, numbers to the
 * right, rates as percent, wide cells cut with an ellipsis to fit.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/span.h"
#include "privacy/redact.h"

enum out_format {
	OUT_TABLE,
	OUT_CSV,
	OUT_TSV,
	OUT_JSON,
	OUT_JSONL,
	OUT_MD,
};

/* NULL-terminated, in the order of enum out_format, for options. */
extern const char *const out_format_names[];

enum out_type {
	OUT_TEXT,
	OUT_INT,  /* integers, and decimals by out_fixed */
	OUT_RATE, /* a fraction by out_fixed with 6 digits; percent in a table
		   */
};

struct out_column {
	const char *name;
	enum out_type type;
};

struct out_options {
	enum out_format format;
	bool is_color; /* the caller has looked at the terminal */
	bool is_utf8;  /* box and ellipsis characters may be used */
	bool is_excel; /* --for=excel: BOM, CRLF, formulas guarded */
	bool has_keys; /* rows go out at the end, in the order of out_key */
	int width;     /* columns of the terminal; 0 = do not cut */
	struct redact *redact; /* masks contacts in all texts; NULL: nothing
				  does. Borrowed */
};

struct out;

/**
 * out_new(stream, options, columns, n, err): the header goes out with the
 * first row or at the end. Columns are borrowed.
 * out_start(out, err): send the header ahead, where the format has one before
 * its rows, and flush it: a full disk is found before the work is done.
 * out_text, out_int, out_fixed (value / 10^digits), out_null: the next cell.
 * out_rate: a fraction by value / 10^6 in a column that is not all rates.
 * An empty text is written like a null: empty in CSV, null in JSON.
 * out_key: the row's place, where the options say that rows have keys: they
 * go out by it, those of one key in the order in which they came.
 * out_fail: the next cell, for which there was no memory: the row fails.
 * out_end_row: all cells of the row must have been given (assert).
 * out_remark(out, text, err): between two rows that have no keys; in a table a
 * line of its own, over all columns; other formats leave it out.
 * out_finish: the end ("]", the table itself), flush and check (ERR_IO);
 * frees. out_free: frees without finishing; NULL is allowed.
 */
struct out *out_new(FILE *, const struct out_options *,
    const struct out_column *, size_t, struct err *);
int out_start(struct out *, struct err *);
void out_text(struct out *, struct span);
void out_int(struct out *, int64_t);
void out_fixed(struct out *, int64_t, int);
void out_rate(struct out *, int64_t);
void out_null(struct out *);
void out_fail(struct out *);
void out_key(struct out *, uint64_t);
int out_end_row(struct out *, struct err *);
int out_remark(struct out *, struct span, struct err *);
int out_finish(struct out *, struct err *);
void out_free(struct out *);

#endif
