#ifndef MATCH_EMBED_H
#define MATCH_EMBED_H

/*
 * The matching models that are compiled in: the *.json that stand beside this
 * header, written into a table by scripts/embed.
 */

#include <stddef.h>

struct embed_model {
	const char
	    *name; /* of the file, without ".json"; NULL ends the table */
	const char *data; /* followed by a NUL that does not count */
	size_t size;      /* bytes */
};

extern const struct embed_model embed_models[];

#endif
