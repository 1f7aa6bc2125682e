#ifndef STORE_ATTRS_H
#define STORE_ATTRS_H

/*
 * Attributes as the store keeps them: one JSON object of strings, so that
 * analysts can use json_extract on it. A name that has several values has an
 * array of them.
 */

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "canon/canon.h"

/**
 * attrs_write(buf, attrs, n): append the object; equal names stand next to
 * each other. Nothing is appended when there are none.
 */
void attrs_write(struct buf *, const struct canon_attr *, size_t);

/**
 * attrs_read(text, arena, attrs, n, err):
 * The attributes of such an object, in its order; they live in the arena.
 * ERR_DATA when it is something else. An empty text has none.
 */
int attrs_read(
    struct span, struct arena *, struct canon_attr **, size_t *, struct err *);

#endif
