#ifndef BASE_THREADS_H
#define BASE_THREADS_H

/*
 * One function in several threads at once, each with an argument of its own.
 */

#include <stddef.h>

#include "base/err.h"

#define THREADS_MAX 64

/**
 * threads_run(run, arguments, size_bytes, n, err): one for each of ${n}
 * arguments (1..THREADS_MAX), which stand in an array of elements of
 * ${size_bytes}; the first in the caller's thread. Back when all are done. -1
 * when a thread could not be started: then some did not run, and what was
 * done is of no use.
 */
int threads_run(void *(*)(void *), void *, size_t, int, struct err *);

#endif
