#ifndef STORE_BESIDE_H
#define STORE_BESIDE_H

/*
 * Several connections that see the same of a store, so that threads can read
 * it at the same time. Only the store itself is there where another connection
 * would not see what it sees: it is in memory, has written something that is
 * not committed, or nothing keeps others from writing meanwhile.
 */

#include <stddef.h>

#include "base/err.h"
#include "store/store.h"

#define BESIDE_MAX 8

struct beside {
	struct store *stores[BESIDE_MAX]; /* the first is the caller's */
	size_t n;                         /* at least 1 */
};

typedef int beside_work(void *, struct store *, struct err *);

/**
 * beside_open(beside, store, n_rows): as many as are of use for reading so many
 * rows. As long as they are open the store must not be written.
 * beside_open_some(beside, store, n): at most so many.
 * beside_run(beside, work, selves, err): ${work} for each connection, at the
 * same time, with one of as many ${selves}; of several errors the first one's.
 */
void beside_open(struct beside *, struct store *, int64_t);
void beside_open_some(struct beside *, struct store *, size_t);
int
beside_run(const struct beside *, beside_work *, void *const *, struct err *);
void beside_close(struct beside *);

#endif
