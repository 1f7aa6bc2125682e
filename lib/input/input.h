#ifndef INPUT_INPUT_H
#define INPUT_INPUT_H

/*
 * A stream of rows from one export: CSV and TSV (libcsv), JSON and JSON lines
 * (jansson, one record at a time), plain or gzip, in any encoding, from a
 * file, a FIFO or standard input. Memory does not grow with the file.
 *
 * Structure errors, after which rows cannot be trusted, fail the file: an
 * unclosed quote (with the line of the opening quote), text after a closing
 * quote, a record over INPUT_RECORD_MAX or INPUT_LINES_MAX, rows that all have
 * the same number of cells too many, a file that ends inside a row, bytes
 * that are not UTF-8 where no encoding was said (with a hint), a file of
 * another type (gzip inside, xlsx, HTML, JSON named CSV). What concerns one
 * row alone is given out as INPUT_BAD: a wrong number of cells, bytes that do
 * not decode where the encoding was said, NUL and other control characters, a
 * JSON record that does not parse (\u0000, depth included), a row of empty
 * cells. A key that stands twice in one object of JSON refuses nothing here:
 * its value is one that input_json_twice knows, and no text. Every fault
 * carries its reason for programs.
 *
 * A file whose first column or member is "_line" holds rows that were rejected
 * before: UTF-8, its first line the header, whatever the options say.
 *
 * What Excel needs is taken off here: a first line "sep=;" (it says the
 * delimiter), ="0123" around a cell, and an apostrophe before a cell that
 * goes on with a digit or "+" (in the header: any apostrophe).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/span.h"
#include "canon/notice.h"

#define INPUT_FIELD_MAX 65536    /* bytes; longer: the row is bad */
#define INPUT_RECORD_MAX 1048576 /* bytes; longer: the file fails */
#define INPUT_LINES_MAX 1000     /* of one record of CSV; more: it fails */
#define INPUT_COLUMNS_MAX 10000
#define INPUT_DEPTH_MAX 64 /* of JSON */

struct input;

enum input_type {
	INPUT_AUTO, /* by the file's name (.gz taken off), else CSV */
	INPUT_CSV,
	INPUT_TSV,
	INPUT_JSON, /* an array, or objects one after another, or an envelope */
	INPUT_JSONL,
};

struct input_options {
	enum input_type type;
	const char *encoding; /* NULL: by BOM, else strict UTF-8 */
	char delimiter;       /* 0: by the type */
	int64_t skip;         /* lines before the header to pass over */
	bool has_no_header;   /* columns are then named 1, 2, 3 ... */
	const struct span *header_has; /* the header is the first row that has
				      all these cells (folded); rows before it
				      are the preamble */
	size_t n_header_has;
	struct span root; /* JSON: dotted path of the array of records
			     inside an envelope; empty: the top level */
};

struct input_row {
	uint64_t line;            /* of its first byte, 1-based */
	const struct span *cells; /* CSV; as many as the header has */
	size_t n_cells;
	const void *json; /* JSON: a json_t object, borrowed; or NULL */
	struct span raw;  /* JSON: the record's text. CSV: empty */
};

enum input_event {
	INPUT_ROW,   /* a row to map */
	INPUT_BLANK, /* a line without anything */
	INPUT_BAD,   /* a row that cannot be taken: see input_fault */
	INPUT_END,
};

/**
 * input_open(path, options, err):
 * Open the file and read as far as the header. ${path} "-" is standard input.
 * NULL with ERR_NOINPUT (cannot be opened or is a folder), ERR_DATA (empty:
 * no header; structure), ERR_CONFIG (encoding, delimiter). Borrowed options may
 * go away afterwards.
 */
struct input *
input_open(const char *, const struct input_options *, struct err *);

/**
 * input_header(input, count): the header cells as they came (Excel text
 * guards taken off); NULL and 0 for JSON. Borrowed as long as the input lives.
 * input_preamble(input, key): the second cell of the row above the header
 * whose first cell is ${key}; empty if there is none.
 * input_hint(input): what is to be said to a header of one cell that another
 * delimiter would part, beginning with ": "; else empty.
 * input_type(input), input_encoding(input): what it turned out to be.
 */
const struct span *input_header(const struct input *, size_t *);
struct span input_preamble(const struct input *, struct span);
const char *input_hint(const struct input *);
enum input_type input_type_of(const struct input *);
const char *input_encoding(const struct input *);

/**
 * input_next(input, row, event, err):
 * The next row, borrowed until the next call. -1: the file fails.
 * input_fault(input): after INPUT_BAD, what is wrong, with line, column and
 * reason; the row holds what could be read of it, for the file of rejects.
 */
int input_next(
    struct input *, struct input_row *, enum input_event *, struct err *);
const struct err *input_fault(const struct input *);

/**
 * input_notices(input): what was worth a warning so far: ends of lines, and
 * text that nobody wrote (in JSON only where it is not escaped).
 */
const struct notices *input_notices(const struct input *);

/**
 * input_json_text(json, room, text):
 * The text of a json_t that is no object or array: of a string, of a number
 * digit by digit as it stands in the file (19.99, 1e3, 20 digits), true,
 * false; empty for null and NULL. A number that is not an integer of up to 18
 * digits is kept as a string with U+0001 in front, which no other string
 * begins with; this takes it off. Borrowed from the json or from ${room}.
 * False for an object or array, and for a key that stands twice.
 * input_json_member(json, name): that of an object, or NULL. Borrowed.
 * input_json_twice(json): the key, where that is so, else NULL. Borrowed.
 * input_json_is_number(json): did it stand there as a number?
 */
#define INPUT_JSON_ROOM 24
bool input_json_text(const void *, char[INPUT_JSON_ROOM], struct span *);
const void *input_json_member(const void *, const char *);
const char *input_json_twice(const void *);
bool input_json_is_number(const void *);

/**
 * input_bytes(input): bytes read so far of input_size (0 = not known), for
 * progress.
 * input_hash(input, hex): after INPUT_END, XXH3-128 of the content
 * (unpacked), 32 hex digits and NUL.
 * input_hash_file(path, hex, err): the same of a regular file without parsing
 * it. ERR_NOINPUT, or 1 when it is no regular file and can be read only once.
 */
uint64_t input_bytes(const struct input *);
uint64_t input_size(const struct input *);
void input_hash(const struct input *, char[33]);
int input_hash_file(const char *, char[33], struct err *);

void input_close(struct input *);

#endif
