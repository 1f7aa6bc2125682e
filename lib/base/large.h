#ifndef BASE_LARGE_H
#define BASE_LARGE_H

/*
 * Memory of many megabytes that is looked at here and there: in large pages
 * where the system has them, because finding out where a small page lies
 * takes longer than reading from it.
 */

#include <stddef.h>

/**
 * large_alloc(size): aligned to a cache line at least, not cleared; NULL when
 * memory ran out. Freed with free.
 */
void *large_alloc(size_t);

#endif
