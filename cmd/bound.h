#ifndef CMD_BOUND_H
#define CMD_BOUND_H

/*
 * A bound on the memory of this program, which the kernel holds: what would
 * need more fails as if the machine had no more.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define BOUND_LEAST_MB 16

/**
 * bound_read(text, size_bytes, err): "800M", "2G": K, M and G are powers of
 * 1024. ERR_USAGE for anything else, and for less than BOUND_LEAST_MB.
 * bound_set(size_bytes, err): from now on.
 * bound_is_reached(err): did ${err} come of too little memory?
 * bound_explain(text, err): then say that it was this bound.
 */
int bound_read(const char *, int64_t *, struct err *);
int bound_set(int64_t, struct err *);
bool bound_is_reached(const struct err *);
void bound_explain(const char *, struct err *);

#endif
