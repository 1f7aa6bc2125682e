#ifndef MAP_PLACE_H
#define MAP_PLACE_H

/*
 * Where the values of a JSON text stand, which jansson does not tell. Every
 * value has a path of keys and array indexes; the path is a running number
 * that begins with PLACE_ROOT and takes up one step at a time. The text has
 * to be valid JSON.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hashmap.h"
#include "base/span.h"

#define PLACE_ROOT UINT64_C(1)

struct place {
	struct span text;
	struct hashmap offsets; /* path -> offset of the key, or of the value
				   where there is none */
};

/**
 * place_scan(place, text, err): the text is borrowed; place_clear in the end.
 * place_key(path, key), place_index(path, n): the path one step down.
 */
int place_scan(struct place *, struct span, struct err *);
uint64_t place_key(uint64_t, struct span);
uint64_t place_index(uint64_t, size_t);
void place_clear(struct place *);

/**
 * place_find(place, path, line, column): 1-based, column in characters; both
 * 0 when the path is not there.
 */
void place_find(const struct place *, uint64_t, uint64_t *, uint64_t *);

#endif
