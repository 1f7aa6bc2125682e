#ifndef STORE_ARRANGE_H
#define STORE_ARRANGE_H

/*
 * Events come in any order and go out as blocks, the events of a customer
 * together and in the order of journeys (store/stream.h), customers by their
 * numbers; in bounded memory.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/block.h"
#include "store/stream.h"

struct arrange;

/**
 * arrange_new(store, events, customer, err): for about so many events of
 * customers whose highest number this is. NULL on failure.
 * arrange_block_events(arrange): with so many events a block is large.
 * arrange_add(arrange, row, err): copied; the row's customer is somebody.
 * arrange_give(arrange, bounds, n, take, self, err): all blocks, once. Up to
 * the last of ${n} customers, sorted, a block ends at each of them, whatever it
 * holds; behind them with whom it is large.
 */
struct arrange *arrange_new(struct store *, int64_t, int64_t, struct err *);
size_t arrange_block_events(const struct arrange *);
int arrange_add(struct arrange *, const struct block_row *, struct err *);
int arrange_give(struct arrange *, const int64_t *, size_t, stream_take *,
    void *, struct err *);
void arrange_free(struct arrange *);

#endif
