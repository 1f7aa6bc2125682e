/* Inlined, the short keys that are most of ours cost half. */
#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

#include "base/hash.h"

struct hash_stream {
	XXH3_state_t *state;
};

uint64_t
hash_64(uint64_t seed, struct span span)
{
	return XXH3_64bits_withSeed(span.data, span.len, seed);
}

struct hash_128
hash_128(uint64_t seed, struct span span)
{
	XXH128_hash_t hash = XXH3_128bits_withSeed(span.data, span.len, seed);
	struct hash_128 both = {hash.low64, hash.high64};

	return both;
}

struct hash_stream *
hash_stream_new(void)
{
	struct hash_stream *stream = malloc(sizeof(*stream));

	if (stream == NULL)
		return NULL;
	stream->state = XXH3_createState();
	if (stream->state == NULL) {
		free(stream);
		return NULL;
	}
	(void)XXH3_128bits_reset(stream->state);
	return stream;
}

void
hash_stream_add(struct hash_stream *stream, const void *data, size_t len)
{
	if (len > 0)
		(void)XXH3_128bits_update(stream->state, data, len);
}

void
hash_stream_end(const struct hash_stream *stream, char hex[33])
{
	static const char digits[] = "0123456789abcdef";
	XXH128_canonical_t bytes;

	XXH128_canonicalFromHash(&bytes, XXH3_128bits_digest(stream->state));
	for (size_t i = 0; i < sizeof(bytes.digest); i++) {
		hex[2 * i] = digits[bytes.digest[i] >> 4];
		hex[2 * i + 1] = digits[bytes.digest[i] & 15];
	}
	hex[32] = '\0';
}

void
hash_stream_free(struct hash_stream *stream)
{
	if (stream == NULL)
		return;
	(void)XXH3_freeState(stream->state);
	free(stream);
}
