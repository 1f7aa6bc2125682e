#ifndef MAP_SAMPLE_H
#define MAP_SAMPLE_H

/*
 * The beginning of an export of which nothing is known: what encoding and
 * type it has, where its header is, and its first rows column by column.
 * Unlike lib/input it never refuses what it can make something of; it is for
 * proposals, never for an import. Only lib/map includes this.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "input/input.h"

#define SAMPLE_BYTES 1048576 /* of the file, unpacked */
#define SAMPLE_ROWS 1000
#define SAMPLE_COLUMNS 500 /* more are not looked at */

struct sample_column {
	struct span name;    /* as a mapping names it: "NAME#2", a JSON path */
	struct span *values; /* SAMPLE_ROWS; empty where a row has none */
};

struct sample {
	struct arena arena;
	struct buf text; /* decoded */
	enum input_type type;
	char encoding[32];
	bool is_encoding_said;
	bool is_cut; /* there is more of the file */
	/* CSV, TSV */
	char delimiter;
	bool has_header;
	size_t n_preamble;       /* rows above the header */
	struct span header_name; /* a cell of the header, as it came */
	struct span zone_key;    /* of a preamble row that gives a zone */
	/* JSON */
	struct span root;
	struct sample_column *columns;
	size_t n_columns;
	size_t n_rows;
};

/**
 * sample_read(sample, path, options, err): read the beginning of ${path} ("-"
 * is standard input). What ${options} say is not guessed. ERR_DATA when
 * nothing can be made of it. The sample is the caller's and must be cleared
 * after a failure too.
 * sample_column(sample, name, err): the column of this name, made if it is
 * not there; NULL when there are too many (no error) or memory ran out.
 */
int sample_read(
    struct sample *, const char *, const struct input_options *, struct err *);
struct sample_column *sample_column(struct sample *, struct span, struct err *);
void sample_clear(struct sample *);

#endif
