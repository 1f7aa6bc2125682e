#ifndef STORE_ARRANGE_H
#define STORE_ARRANGE_H

/*
 * Events come in any order and go out as blocks, those of nobody first as they
 * came, then the events of a customer together and in the order of journeys
 * (store/stream.h), customers by their numbers; in bounded memory.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/block.h"
#include "store/stream.h"

struct arrange;

/* One of several who take blocks at the same time. ${end} is called when all
 * blocks since it was called last are to be put behind those of the others: in
 * the order of customers, one after the other. */
struct arrange_hand {
	stream_take *take;
	int (*end)(void *, struct err *);
	void *self;
};

/**
 * arrange_new(store, events, customer, n, err): for about so many events of
 * customers whose highest number this is, which come through ${n} doors. NULL
 * on failure.
 * arrange_add(arrange, door, customer, record, body, err): a row, see
 * block_pack_owned; customer 0 is nobody. Through another door another thread
 * may add at the same time; what came through the first is before the rest.
 * arrange_give(arrange, bounds, n, take, self, err): all blocks, once. Up to
 * the last of ${n} customers, sorted, a block ends at each of them, whatever it
 * holds; behind them with whom it is large.
 * arrange_share(arrange, hands, n, err): the same by several at once, without
 * bounds.
 */
struct arrange *
arrange_new(struct store *, int64_t, int64_t, size_t, struct err *);
int arrange_add(
    struct arrange *, size_t, int64_t, struct span, struct span, struct err *);
int arrange_give(struct arrange *, const int64_t *, size_t, stream_take *,
    void *, struct err *);
int arrange_share(
    struct arrange *, const struct arrange_hand *, size_t, struct err *);
void arrange_free(struct arrange *);

#endif
