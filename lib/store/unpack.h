#ifndef STORE_UNPACK_H
#define STORE_UNPACK_H

/*
 * Packed journeys (store/packed.h) become blocks again, in several threads:
 * one after the other reads the bytes of a block from the store, and each
 * makes the block of them by itself.
 */

#include <stddef.h>

#include "base/err.h"
#include "store/store.h"
#include "store/stream.h"

/**
 * unpack_read(store, options, hands, n, err): see stream_share; what is packed
 * must be fresh. ERR_DATA when it is damaged.
 */
int unpack_read(struct store *, const struct stream_options *,
    const struct stream_hand *, size_t, struct err *);

#endif
