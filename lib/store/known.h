#ifndef STORE_KNOWN_H
#define STORE_KNOWN_H

/*
 * The keys of the events that the store holds, in memory, for a file that asks
 * for a good part of them: one pass over the table costs less than looking up
 * a tenth of it key by key. A store with more than KNOWN_MAX events is looked
 * up key by key, so that memory is bounded.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

#define KNOWN_MAX (1 << 20)
#define KNOWN_NONE SIZE_MAX

struct known {
	/* Bits of the key, and the row; in the order of the keys. */
	struct known_key {
		uint32_t bits, event;
	} * key;
	uint64_t *proof; /* see BATCH_DIGEST_BITS */
	uint32_t *first; /* place of the first key of each bucket */
	unsigned char *touched;
	size_t n;
	size_t asked; /* how many keys were asked for up to now */
	bool is_loaded;
};

/**
 * known_want(known, store, held, n, err): ${n} more keys are asked for, and the
 * store holds at most ${held}; read them if that is worth it.
 */
int known_want(struct known *, struct store *, int64_t, size_t, struct err *);
void known_clear(struct known *);

/**
 * known_find(known, key, proof): the place of an event with this key and these
 * upper bits of the proof, once it is loaded; else KNOWN_NONE.
 * known_touch(known, at): remember that the file says something else there.
 * known_is_touched(known, at). known_event(known, at): the row.
 */
size_t known_find(const struct known *, uint64_t, uint64_t);
void known_touch(struct known *, size_t);
bool known_is_touched(const struct known *, size_t);

static inline int64_t
known_event(const struct known *known, size_t at)
{
	return known->key[at].event;
}

#endif
