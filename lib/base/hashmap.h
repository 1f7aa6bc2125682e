#ifndef BASE_HASHMAP_H
#define BASE_HASHMAP_H

/*
 * Two maps: from a 64-bit key to a 64-bit value, and from bytes to the dense
 * numbers 0, 1, 2 ... in order of first sight. Open addressing, linear
 * probing, at most three quarters full. Zeroed structs are ready.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

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

#define INTERN_NONE UINT32_MAX

struct intern {
	struct arena arena;
	struct span *names; /* by number */
	size_t count;
	size_t names_cap;
	uint64_t *hashes; /* by number */
	size_t hashes_cap;
	uint32_t *slots; /* number + 1, 0 = empty */
	size_t cap;
};

/**
 * intern_get(intern, name): its number, or INTERN_NONE.
 * intern_add(intern, name, number, err): its number, new if need be; the
 * bytes are copied. intern_name: borrowed as long as the intern lives.
 */
uint32_t intern_get(const struct intern *, struct span);
int intern_add(struct intern *, struct span, uint32_t *, struct err *);
struct span intern_name(const struct intern *, uint32_t);
void intern_clear(struct intern *);

#endif
