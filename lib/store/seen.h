#ifndef STORE_SEEN_H
#define STORE_SEEN_H

/*
 * What a file said already, to leave repetitions out. What was said lately is
 * kept with its times; of what is older only that it was said, as long as there
 * is room. What is forgotten is written once more and settled later, so this
 * costs time at worst, in a fixed amount of memory.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct seen_entry {
	uint64_t key, record; /* of the statement, and of whom it is */
	uint32_t check, record_check;
	uint32_t state; /* of seen.c; 0 = free */
	int64_t first_us, last_us;
};

struct seen {
	struct seen_entry *recent;
	uint64_t *known; /* hashes of keys; 0 = free */
	size_t n_known;
};

/**
 * seen_init(seen, err), seen_clear(seen): a zeroed struct may be cleared.
 */
int seen_init(struct seen *, struct err *);
void seen_clear(struct seen *);

/**
 * seen_check(seen, said, evicted):
 * Was it said before, as far as is known? It is remembered now, its state is
 * not looked at. In exchange another may be forgotten: if its times became
 * wider since it was said first, it is copied to ${evicted}, whose state is
 * else 0.
 * seen_next(seen, at, entry): the same for what is left at the end; ${at}
 * begins with 0. False after the last.
 */
bool seen_check(struct seen *, const struct seen_entry *, struct seen_entry *);
bool seen_next(const struct seen *, size_t *, struct seen_entry *);

#endif
