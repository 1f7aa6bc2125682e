#include <assert.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define BLOCK_MIN ((size_t)4096)
#define BLOCK_MAX ((size_t)1 << 20)
#define ALIGN alignof(max_align_t)

struct arena_block {
	struct arena_block *next;
	size_t size; /* bytes of data */
	size_t used;
	alignas(max_align_t) char data[];
};

static struct arena_block *
block_new(size_t size)
{
	struct arena_block *block;

	if (size > PTRDIFF_MAX - sizeof(*block))
		return NULL;
	block = malloc(sizeof(*block) + size);
	if (block == NULL)
		return NULL;
	block->next = NULL;
	block->size = size;
	block->used = 0;
	return block;
}

/* A block with room for ${size} bytes. What is large gets a block of its own
 * behind the newest, so that the room left in the newest is not lost. */
static struct arena_block *
block_for(struct arena *arena, size_t size)
{
	struct arena_block *newest = arena->block;
	struct arena_block *block;
	size_t step = BLOCK_MIN - sizeof(*block);

	if (newest != NULL && newest->size >= step)
		step = newest->size * 2 + sizeof(*block);
	if (step > BLOCK_MAX - sizeof(*block))
		step = BLOCK_MAX - sizeof(*block);
	block = block_new(size > step ? size : step);
	if (block == NULL)
		return NULL;
	if (newest != NULL && size > step) {
		block->next = newest->next;
		newest->next = block;
	} else {
		block->next = newest;
		arena->block = block;
	}
	return block;
}

static void *
take(struct arena *arena, size_t size, size_t align)
{
	struct arena_block *block = arena->block;
	size_t start, end;

	if (size > PTRDIFF_MAX - ALIGN)
		return NULL;
	start = block == NULL ? 0 : (block->used + align - 1) / align * align;
	if (block == NULL || start > block->size ||
	    block->size - start < size) {
		block = block_for(arena, size);
		start = 0;
	}
	if (block == NULL)
		return NULL;
	end = start + size;
	arena->used += end - block->used;
	block->used = end;
	return block->data + start;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	return take(arena, size == 0 ? 1 : size, ALIGN);
}

void *
arena_bytes(struct arena *arena, size_t size)
{
	return take(arena, size == 0 ? 1 : size, 1);
}

void *
arena_zero(struct arena *arena, size_t size)
{
	void *memory = arena_alloc(arena, size);

	if (memory != NULL)
		memset(memory, 0, size);
	return memory;
}

struct span
arena_span(struct arena *arena, struct span span)
{
	char *copy;

	if (span.len == 0)
		return span_make("", 0);
	assert(span.data != NULL);
	copy = span.len < SIZE_MAX ? arena_bytes(arena, span.len + 1) : NULL;
	if (copy == NULL)
		return span_make(NULL, 0);
	memcpy(copy, span.data, span.len);
	copy[span.len] = '\0';
	return span_make(copy, span.len);
}

char *
arena_str(struct arena *arena, const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = arena_bytes(arena, size);

	if (copy != NULL)
		memcpy(copy, text, size);
	return copy;
}

void
arena_reset(struct arena *arena)
{
	struct arena_block *largest = arena->block;
	struct arena_block *block, *next;

	arena->used = 0;
	if (largest == NULL)
		return;
	for (block = largest->next; block != NULL; block = block->next)
		if (block->size > largest->size)
			largest = block;
	for (block = arena->block; block != NULL; block = next) {
		next = block->next;
		if (block != largest)
			free(block);
	}
	largest->next = NULL;
	largest->used = 0;
	arena->block = largest;
}

void
arena_clear(struct arena *arena)
{
	struct arena_block *block, *next;

	for (block = arena->block; block != NULL; block = next) {
		next = block->next;
		free(block);
	}
	arena->block = NULL;
	arena->used = 0;
}
