#ifndef FLOW_SHEET_H
#define FLOW_SHEET_H

/*
 * Small tables that people fill in, such as decisions: a few columns are
 * wanted, by name, and all others are passed over.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"

#define SHEET_COLUMNS_MAX 8

struct sheet_row {
	const char *path;
	uint64_t line;
	const struct span *cells; /* as the columns were asked for */
};

/**
 * sheet_read(path, columns, n, each, context, err): CSV, or what the name of
 * the file says; "-" is standard input. In JSON a column is a member, which a
 * row may lack. ${each} gets ${context} and every row,
 * borrowed for the call; it returns 0, or -1 with its error, to which the
 * place is added. ERR_NOINPUT, ERR_DATA (a column is not there, a broken row).
 */
int sheet_read(const char *, const char *const *, size_t,
    int (*)(void *, const struct sheet_row *, struct err *), void *,
    struct err *);

#endif
