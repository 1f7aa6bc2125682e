#ifndef BASE_SCATTER_H
#define BASE_SCATTER_H

/*
 * Bytes in parts: they come in any order, and go out part by part, each in
 * the order in which it came. What memory does not hold goes to an unlinked
 * temporary file, so that only one part at a time is read back.
 */

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct scatter;

/**
 * scatter_new(parts, memory, folder, err): ${memory} bounds the bytes held by
 * all parts together. The temporary file (mode 0600) goes to ${folder},
 * borrowed, which may be NULL for /var/tmp. NULL on failure.
 * scatter_buf(scatter, part, size, err): where the caller appends at most
 * ${size} bytes to the part, before anything else is asked. NULL on failure.
 * scatter_load(scatter, part, buf, err): append all of the part to ${buf}.
 */
struct scatter *scatter_new(size_t, size_t, const char *, struct err *);
struct buf *scatter_buf(struct scatter *, size_t, size_t, struct err *);
int scatter_load(struct scatter *, size_t, struct buf *, struct err *);
void scatter_free(struct scatter *);

#endif
