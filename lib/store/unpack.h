#ifndef STORE_UNPACK_H
#define STORE_UNPACK_H

/*
 * What lies packed becomes blocks again, in several threads: one after the
 * other reads the bytes of a block from the store, and each makes the block of
 * them by itself. A block that turns out to be damaged is made of the rows of
 * its customers instead.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "store/shelf.h"
#include "store/store.h"
#include "store/stream.h"

/**
 * unpack_read(store, shelf, options, hands, n, is_damaged, err): see
 * stream_share. *${is_damaged}: rows had to be read.
 */
int
unpack_read(struct store *, const struct shelf *, const struct stream_options *,
    const struct stream_hand *, size_t, bool *, struct err *);

#endif
