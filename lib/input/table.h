#ifndef INPUT_TABLE_H
#define INPUT_TABLE_H

/*
 * The rows of a CSV or TSV text. Rules of quotes are libcsv's in its strict
 * modes; a line without any quote is split here, which is the same and takes
 * a fraction of the time. Rows lie in the window or in one buffer, so a row
 * costs no allocation.
 */

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "input/input.h"
#include "input/window.h"

/* A record as it lies in the window, from its ${at} on. */
struct table_record {
	struct window_line text; /* len without the last terminator */
	uint64_t line;           /* of its first byte */
	uint64_t n_lines;
	uint64_t open_line; /* of the last quote that opens in it */
	bool has_quote;
	bool is_cut; /* the file ends without a terminator */
};

struct table_preamble {
	struct span key; /* folded */
	struct span value;
};

struct table {
	struct window *window;
	char delimiter;
	char term;  /* LF, or CR where the file has no LF */
	char other; /* the one that does not end a line here */
	struct csv_parser parser;
	bool has_parser;
	struct span *cells; /* room for INPUT_COLUMNS_MAX + 1 */
	size_t n_cells;     /* may be more than there is room for */
	struct buf row;     /* the cells of a row with quotes */
	struct table_record record;
	size_t end_size;         /* of the first line's end: 1 or 2 */
	uint64_t other_end_line; /* the first line that ends otherwise; or 0 */
	bool is_pending;         /* the record was read, but not given out */
	uint64_t n_rows;         /* given out */
	uint64_t n_wide;         /* of which have as many cells too many as */
	uint64_t wide_line;      /* the first, which stands here */
	size_t wide_cells;
	struct span *header;
	size_t n_header;
	struct table_preamble *preamble;
	size_t n_preamble;
	size_t preamble_cap;
	struct arena arena; /* header and preamble */
	struct arena fold;  /* of one row while the header is looked for */
};

/**
 * table_open(table, window, options, err): read as far as the header. The
 * table is the caller's and must be cleared after a failure too.
 * table_next(table, row, event, fault, err): see input_next; ${fault} is set
 * for INPUT_BAD.
 * table_preamble(table, key): see input_preamble.
 * table_hint(table): see input_hint.
 */
int table_open(struct table *, struct window *, const struct input_options *,
    struct err *);
int table_next(struct table *, struct input_row *, enum input_event *,
    struct err *, struct err *);
struct span table_preamble(const struct table *, struct span);
const char *table_hint(const struct table *);
void table_close(struct table *);

#endif
