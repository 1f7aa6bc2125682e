#ifndef BASE_SORTER_H
#define BASE_SORTER_H

/*
 * Sort any number of small records of one size in bounded memory. A record
 * begins with one or two uint64_t keys in the machine's order; records come out
 * by the first key, then by the second, equal ones in the order in which they
 * were added (stable). Full memory is
 * sorted (radix) and written as a run to an unlinked temporary file; the runs
 * are merged on the way out.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct sorter;

/**
 * sorter_new(record_size, keys, memory, folder, err):
 * ${record_size} is a multiple of 8, at most 128; ${keys} is 1 or 2.
 * ${memory} bounds the bytes held, at least 64 KiB; memory is taken as it is
 * needed. Temporary files (mode 0600) go to ${folder}, borrowed, which may be
 * NULL for /var/tmp. NULL on failure.
 */
struct sorter *sorter_new(size_t, int, size_t, const char *, struct err *);

/**
 * sorter_add(sorter, record, err): copies the record.
 * sorter_count(sorter): how many were added.
 * sorter_finish(sorter, err): no more is added; then sorter_next may be
 * called.
 * sorter_next(sorter, record, err): *${record} is the next record, borrowed
 * until the next call, or NULL after the last.
 */
int sorter_add(struct sorter *, const void *, struct err *);
uint64_t sorter_count(const struct sorter *);
int sorter_finish(struct sorter *, struct err *);
int sorter_next(struct sorter *, const void **, struct err *);
void sorter_free(struct sorter *);

#endif
