#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

/*
 * Growing arrays of one type: the caller keeps the pointer, the count and the
 * capacity, and asks here for room.
 */

#include <stddef.h>

#include "base/err.h"

/**
 * array_grow(data, cap, want, size, err):
 * Make sure that the malloc'ed array at *${data}, of *${cap} elements of
 * ${size} bytes, has room for ${want} elements (it grows by half at least).
 * On failure -1, and the array is as it was. The caller frees *${data}.
 */
int array_grow(void *, size_t *, size_t, size_t, struct err *);

#endif
