#include <stdlib.h>
#include <string.h>

#include "base/hashmap.h"

#define CAP_MIN ((size_t)16)

/* Keys are often dense numbers: spread them over all bits. */
static size_t
spread(uint64_t key)
{
	key ^= key >> 32;
	key *= 0x9e3779b97f4a7c15u;
	return (size_t)(key ^ key >> 29);
}

/* The place of the key, or the free place where it belongs. */
static size_t
find(const struct hashmap *map, uint64_t key)
{
	size_t mask = map->cap - 1;
	size_t at = spread(key) & mask;

	while (map->is_used[at] && map->keys[at] != key)
		at = (at + 1) & mask;
	return at;
}

static int
map_init(struct hashmap *map, size_t cap, struct err *err)
{
	memset(map, 0, sizeof(*map));
	map->keys = calloc(cap, sizeof(*map->keys));
	map->values = calloc(cap, sizeof(*map->values));
	map->is_used = calloc(cap, sizeof(*map->is_used));
	map->cap = cap;
	if (map->keys != NULL && map->values != NULL && map->is_used != NULL)
		return 0;
	hashmap_clear(map);
	return err_nomem(err);
}

static int
map_grow(struct hashmap *map, struct err *err)
{
	struct hashmap grown;

	if (map->count < map->cap - map->cap / 4)
		return 0;
	if (map->cap > SIZE_MAX / 4)
		return err_nomem(err);
	if (map_init(&grown, map->cap == 0 ? CAP_MIN : map->cap * 2, err) < 0)
		return -1;
	for (size_t i = 0; i < map->cap; i++) {
		size_t at;

		if (!map->is_used[i])
			continue;
		at = find(&grown, map->keys[i]);
		grown.is_used[at] = 1;
		grown.keys[at] = map->keys[i];
		grown.values[at] = map->values[i];
	}
	grown.count = map->count;
	hashmap_clear(map);
	*map = grown;
	return 0;
}

bool
hashmap_get(const struct hashmap *map, uint64_t key, uint64_t *value)
{
	size_t at;

	if (map->count == 0)
		return false;
	at = find(map, key);
	if (!map->is_used[at])
		return false;
	*value = map->values[at];
	return true;
}

uint64_t *
hashmap_slot(struct hashmap *map, uint64_t key, bool *fresh, struct err *err)
{
	size_t at;

	if (map->cap > 0) {
		at = find(map, key);
		*fresh = !map->is_used[at];
		if (!*fresh)
			return &map->values[at];
	}
	if (map_grow(map, err) < 0)
		return NULL;
	at = find(map, key);
	*fresh = true;
	map->is_used[at] = 1;
	map->keys[at] = key;
	map->values[at] = 0;
	map->count++;
	return &map->values[at];
}

void
hashmap_reset(struct hashmap *map)
{
	if (map->cap > 0)
		memset(map->is_used, 0, map->cap);
	map->count = 0;
}

void
hashmap_clear(struct hashmap *map)
{
	free(map->keys);
	free(map->values);
	free(map->is_used);
	memset(map, 0, sizeof(*map));
}
