#ifndef BASE_HASHMAP_H
#define BASE_HASHMAP_H

/*
 * From a 64-bit key to a 64-bit value. Open addressing, linear probing, at
 * most three quarters full. A zeroed struct is ready.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/intern.h" /* every user of one map knows both */

struct hashmap {
	uint64_t *keys; /* any key is allowed, 0 too */
	uint64_t *values;
	uint8_t *is_used;
	size_t cap;
	size_t count;
};

/**
 * hashmap_get(map, key, value): is it there? Then *${value} is filled.
 * hashmap_slot(map, key, fresh, err): the place of the key's value, made and
 * set to 0 if it was not there (*${fresh}); NULL when memory ran out.
 * Borrowed until the next hashmap_slot.
 */
bool hashmap_get(const struct hashmap *, uint64_t, uint64_t *);
uint64_t *hashmap_slot(struct hashmap *, uint64_t, bool *, struct err *);
void hashmap_reset(struct hashmap *);
void hashmap_clear(struct hashmap *);

#endif
