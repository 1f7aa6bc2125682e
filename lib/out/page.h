#ifndef OUT_PAGE_H
#define OUT_PAGE_H

/*
 * Lines for a person to read on a terminal: put together piece by piece from
 * left to right, in columns, and cut to the width. What comes from data is
 * made visible as in a table (out/out.h), and cannot break out of its line.
 */

#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "out/out.h"

#define PAGE_WIDTH 80 /* where the terminal does not say */

enum page_style {
	PAGE_PLAIN,
	PAGE_BOLD,
	PAGE_DIM,
	PAGE_RED,
	PAGE_GREEN,
	PAGE_YELLOW,
	PAGE_BLUE,
	PAGE_MAGENTA,
	PAGE_CYAN,
};

/* Set up by page_init; then everything in it is the page's. */
struct page {
	FILE *stream;
	const struct out_options *options; /* borrowed */
	struct buf line;
	struct buf plain; /* the piece at hand, in one line */
	struct buf shown; /* the same as it may be seen */
	size_t width;
	size_t used; /* columns of the line */
	size_t last; /* where its last character begins, in bytes */
	bool is_cut; /* nothing more fits */
};

/**
 * page_init(page, stream, options): an empty line.
 * page_put(page, style, text): append; ends of lines and tabs become blanks,
 * and what does not fit an ellipsis.
 * page_str(page, style, text): the same of a string.
 * page_to(page, column): blanks up to the column (from 0), at least one if
 * something stands there already.
 * page_rule(page): a line across fills what is left.
 * page_end(page, err): the line goes out, and the next begins.
 */
void page_init(struct page *, FILE *, const struct out_options *);
void page_put(struct page *, enum page_style, struct span);
void page_str(struct page *, enum page_style, const char *);
void page_to(struct page *, size_t);
void page_rule(struct page *);
int page_end(struct page *, struct err *);
void page_clear(struct page *);

#endif
