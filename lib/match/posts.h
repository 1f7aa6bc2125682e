#ifndef MATCH_POSTS_H
#define MATCH_POSTS_H

/*
 * Which records have a key, packed: the entries of a list (match/keys.h) in
 * blocks by the first bits of their keys, each block of some thousand bytes.
 * The last eight bits of a key are not kept, so a record may be given that has
 * another key; never is one lacking.
 *
 * An entry is the distance of its key from the one before and, of equal keys
 * the distance of its record, else its record; numbers of seven bits a byte,
 * the lowest first.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "match/keys.h"

#define POSTS_BITS_MAX 24 /* of a key that are kept */

/* Records; a zeroed one is ready. */
struct posts {
	uint32_t *record;
	size_t n, cap;
};

/**
 * posts_bits(n): how many first bits part a list of ${n} entries.
 * posts_block(key, bits): the number of a key's block.
 * posts_write(entries, n, out): one block; appended.
 * posts_find(block, key, found, err): add the records that have the key.
 * ERR_DATA when the block is damaged.
 * posts_sort(posts): by number, each once.
 */
int posts_bits(size_t);
uint32_t posts_block(uint32_t, int);
void posts_write(const struct radix_entry *, size_t, struct buf *);
int posts_find(struct span, uint32_t, struct posts *, struct err *);
void posts_sort(struct posts *);
void posts_clear(struct posts *);

/**
 * posts_put(out, number), posts_take(bytes, number): a number of seven bits a
 * byte; false when the bytes end inside it.
 */
void posts_put(struct buf *, uint64_t);
bool posts_take(struct span *, uint64_t *);

#endif
