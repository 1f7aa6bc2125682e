#ifndef NORM_EMBED_H
#define NORM_EMBED_H

/*
 * The tables that are compiled in: the *.tsv that stand beside this header,
 * written by scripts/embed. Where they come from is said in LICENSES.md.
 */

#include <stddef.h>

struct embed_table {
	const char *name; /* of the file, without ".tsv"; NULL ends the table */
	const char *data; /* followed by a NUL that does not count */
	size_t size;      /* bytes */
};

extern const struct embed_table embed_tables[];

#endif
