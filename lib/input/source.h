#ifndef INPUT_SOURCE_H
#define INPUT_SOURCE_H

/*
 * The bytes of one input, read once and in order: a file, a FIFO or standard
 * input, unpacked when it begins as gzip does, and hashed on the way.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct source;

/**
 * source_open(path, err): "-" is standard input. NULL with ERR_NOINPUT.
 * source_read(source, out, size, got, err): fill ${out} as far as there is
 * anything; less than ${size} comes at the end only. ERR_IO when reading
 * breaks off; ERR_DATA when the gzip is damaged, cut, unpacks to more than
 * SOURCE_RATIO_MAX times its size, or a file changed while it was read.
 */
#define SOURCE_RATIO_MAX 500       /* of unpacked to packed ... */
#define SOURCE_RATIO_FROM 16777216 /* ... from so many bytes on */
struct source *source_open(const char *, struct err *);
int source_read(struct source *, char *, size_t, size_t *, struct err *);

/**
 * source_bytes(source): bytes read so far, as they lie in the file.
 * source_size(source): of so many, 0 = not known.
 * source_is_regular(source): can it be opened and read again?
 * source_hash(source, hex): XXH3-128 of all that was given out.
 */
uint64_t source_bytes(const struct source *);
uint64_t source_size(const struct source *);
bool source_is_regular(const struct source *);
void source_hash(const struct source *, char[33]);

void source_close(struct source *);

#endif
