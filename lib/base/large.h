#ifndef BASE_LARGE_H
#define BASE_LARGE_H

/*
 * Memory of many megabytes that is looked at here and there: in large pages
 * where the system has them, because finding out where a small page lies
 * takes longer than reading from it.
 */

#include <stdbool.h>
#include <stddef.h>

/**
 * large_alloc(size): aligned to a cache line at least, not cleared; NULL when
 * memory ran out. Freed with free.
 */
void *large_alloc(size_t);

/**
 * large_give_back(): what was freed goes back to the system, where it can,
 * before more is taken in other sizes. True: some did.
 */
bool large_give_back(void);

/**
 * large_forget(memory, size): what stands there is of no use any more, and its
 * whole pages go back to the system, where it can; it may be written again,
 * and is freed as ever. Large memory of malloc alone.
 */
void large_forget(void *, size_t);

#endif
