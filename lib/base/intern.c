#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/intern.h"

#define CAP_MIN ((size_t)16)

/* The slot of the name, or the empty slot where it belongs. */
static size_t
find_name(const struct intern *intern, struct span name, uint32_t hash)
{
	size_t mask = intern->cap - 1;
	size_t at = hash & mask;

	while (intern->slots[at] != 0) {
		uint32_t number = intern->slots[at] - 1;

		if (intern->hashes[number] == hash &&
		    span_eq(intern_name(intern, number), name))
			break;
		at = (at + 1) & mask;
	}
	return at;
}

static int
intern_grow(struct intern *intern, struct err *err)
{
	size_t cap = intern->cap == 0 ? CAP_MIN : intern->cap * 2;
	uint32_t *slots;

	if (intern->count < intern->cap - intern->cap / 4)
		return 0;
	if (intern->count >= INTERN_NONE - 1 || cap > PTRDIFF_MAX / 8)
		return err_nomem(err);
	slots = calloc(cap, sizeof(*slots));
	if (slots == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < intern->count; i++) {
		size_t at = intern->hashes[i] & (cap - 1);

		while (slots[at] != 0)
			at = (at + 1) & (cap - 1);
		slots[at] = (uint32_t)(i + 1);
	}
	free(intern->slots);
	intern->slots = slots;
	intern->cap = cap;
	return 0;
}

/* A name as it is kept, see intern.h. */
static unsigned char *
copy_name(struct intern *intern, struct span name)
{
	size_t size = 2, rest;
	unsigned char *copy, *at;

	for (rest = name.len; rest > 0x7f; rest >>= 7)
		size++;
	copy = arena_bytes(&intern->arena, name.len + size);
	if (copy == NULL)
		return NULL;
	at = copy;
	for (rest = name.len; rest > 0x7f; rest >>= 7)
		*at++ = (unsigned char)(0x80 | (rest & 0x7f));
	*at++ = (unsigned char)rest;
	if (name.len > 0)
		memcpy(at, name.data, name.len);
	at[name.len] = 0;
	return copy;
}

uint32_t
intern_get(const struct intern *intern, struct span name)
{
	size_t at;

	if (intern->count == 0)
		return INTERN_NONE;
	at = find_name(intern, name, (uint32_t)hash_64(0, name));
	return intern->slots[at] == 0 ? INTERN_NONE : intern->slots[at] - 1;
}

/* The next number for a copy of the name. */
static int
take_number(struct intern *intern, struct span name, uint32_t hash,
    uint32_t *number, struct err *err)
{
	size_t n = intern->count;

	if (n >= INTERN_NONE - 1)
		return err_nomem(err);
	if (n >= intern->names_cap &&
	    array_grow(&intern->names, &intern->names_cap, n + 1,
		sizeof(*intern->names), err) != 0)
		return -1;
	if (n >= intern->hashes_cap &&
	    array_grow(&intern->hashes, &intern->hashes_cap, n + 1,
		sizeof(*intern->hashes), err) != 0)
		return -1;
	intern->names[n] = copy_name(intern, name);
	if (intern->names[n] == NULL)
		return err_nomem(err);
	intern->hashes[n] = hash;
	*number = (uint32_t)intern->count++;
	return 0;
}

int
intern_add(
    struct intern *intern, struct span name, uint32_t *number, struct err *err)
{
	uint32_t hash = (uint32_t)hash_64(0, name);
	size_t at;

	if (intern->cap > 0) {
		at = find_name(intern, name, hash);
		if (intern->slots[at] != 0) {
			*number = intern->slots[at] - 1;
			return 0;
		}
	}
	if (intern_grow(intern, err) < 0 ||
	    take_number(intern, name, hash, number, err) != 0)
		return -1;
	at = find_name(intern, name, hash);
	intern->slots[at] = *number + 1;
	return 0;
}

int
intern_append(
    struct intern *intern, struct span name, uint32_t *number, struct err *err)
{
	return take_number(intern, name, 0, number, err);
}

void
intern_reset(struct intern *intern)
{
	intern->count = 0;
	arena_reset(&intern->arena);
	if (intern->cap > 0)
		memset(intern->slots, 0, intern->cap * sizeof(*intern->slots));
}

void
intern_seal(struct intern *intern)
{
	free(intern->hashes);
	free(intern->slots);
	intern->hashes = NULL;
	intern->slots = NULL;
	intern->hashes_cap = intern->cap = 0;
}

struct span
intern_kept(const struct intern *intern, uint32_t number)
{
	struct span name = intern_name(intern, number);
	const char *start = (const char *)intern->names[number];

	return span_make(start, (size_t)(name.data - start) + name.len + 1);
}

/* The next of the names; false when the bytes end inside it. */
static bool
take_kept(struct span *bytes, const unsigned char **name)
{
	size_t len = 0, at = 0;
	unsigned shift = 0;
	unsigned char c;

	*name = (const unsigned char *)bytes->data;
	do {
		if (at == bytes->len || shift > 56)
			return false;
		c = (*name)[at++];
		len |= (size_t)(c & 0x7f) << shift;
		shift += 7;
	} while ((c & 0x80) != 0);
	if (len >= bytes->len - at || (*name)[at + len] != 0)
		return false;
	*bytes =
	    span_make(bytes->data + at + len + 1, bytes->len - at - len - 1);
	return true;
}

/* Room for so many names, and places to find them by. */
static int
reserve(struct intern *intern, size_t count, struct err *err)
{
	size_t cap = CAP_MIN;

	while (count >= cap - cap / 4)
		cap *= 2;
	if (array_grow(&intern->names, &intern->names_cap, count + 1,
		sizeof(*intern->names), err) < 0 ||
	    array_grow(&intern->hashes, &intern->hashes_cap, count + 1,
		sizeof(*intern->hashes), err) < 0)
		return -1;
	intern->slots = calloc(cap, sizeof(*intern->slots));
	if (intern->slots == NULL)
		return err_nomem(err);
	intern->cap = cap;
	return 0;
}

int
intern_restore(
    struct intern *intern, struct span *bytes, size_t count, struct err *err)
{
	size_t at, mask;
	uint32_t i;

	assert(intern->count == 0);
	/* A name takes two bytes at least. */
	if (count > bytes->len / 2)
		return err_set(err, ERR_DATA, "names are damaged");
	if (reserve(intern, count, err) < 0)
		return -1;
	mask = intern->cap - 1;
	for (i = 0; i < count; i++) {
		if (!take_kept(bytes, &intern->names[i]))
			return err_set(err, ERR_DATA, "names are damaged");
		intern->count++;
		intern->hashes[i] =
		    (uint32_t)hash_64(0, intern_name(intern, i));
		at = intern->hashes[i] & mask;
		while (intern->slots[at] != 0)
			at = (at + 1) & mask;
		intern->slots[at] = i + 1;
	}
	return 0;
}

void
intern_clear(struct intern *intern)
{
	arena_clear(&intern->arena);
	free(intern->names);
	free(intern->hashes);
	free(intern->slots);
	memset(intern, 0, sizeof(*intern));
}
