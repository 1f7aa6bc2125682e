#ifndef BASE_HASH_H
#define BASE_HASH_H

/*
 * Hashes that are part of the store's format: XXH3 (xxhash, 64 and 128 bit),
 * the same on every machine. Not for secrets.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

struct hash_128 {
	uint64_t low;
	uint64_t high;
};

struct hash_stream; /* a running 128-bit hash */

uint64_t hash_64(uint64_t seed, struct span);
struct hash_128 hash_128(uint64_t seed, struct span);

/**
 * hash_mix(a, b):
 * One number of two, order matters; for combining hashes of fields.
 */
static inline uint64_t
hash_mix(uint64_t a, uint64_t b)
{
	a ^= b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2);
	a ^= a >> 32;
	a *= 0xd6e8feb86659fd93u;
	a ^= a >> 32;
	a *= 0xd6e8feb86659fd93u;
	return a ^ (a >> 32);
}

/**
 * hash_stream_new(): NULL when memory ran out.
 * hash_stream_end: the hash of what was added so far, 32 hex digits and NUL.
 */
struct hash_stream *hash_stream_new(void);
void hash_stream_add(struct hash_stream *, const void *, size_t);
void hash_stream_end(const struct hash_stream *, char[33]);
void hash_stream_free(struct hash_stream *);

#endif
