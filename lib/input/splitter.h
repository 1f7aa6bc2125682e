#ifndef INPUT_SPLITTER_H
#define INPUT_SPLITTER_H

/*
 * Where a JSON value ends, by its brackets and strings: a machine that can
 * be fed piece by piece and holds a few words, however deep the value is.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

enum splitter_end {
	SPLITTER_MORE,  /* the text ends inside the value */
	SPLITTER_END,   /* the value ends before ->at */
	SPLITTER_BROKEN /* brackets that do not match: no end can be found */
};

/* A zeroed splitter is ready. */
struct splitter {
	size_t at; /* bytes that were looked at */
	size_t depth;
	uint64_t kinds; /* of the innermost 64 levels that count, 1 = object */
	bool is_string;
	bool is_escaped;
	bool is_object; /* the value is an object: its bracket ends it, and not
			   the comma or bracket of what is around it */
};

/**
 * splitter_feed(splitter, text):
 * Go on in ${text}, the same as before with more behind, or, with ->at set
 * to 0, only what is behind.
 */
enum splitter_end splitter_feed(struct splitter *, struct span);

#endif
