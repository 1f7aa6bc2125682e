#ifndef STORE_STREAM_H
#define STORE_STREAM_H

/*
 * The store's events as the journey stream needs them: block by block, the
 * events of a customer together and in order, customers by their numbers.
 * They come from the packed journeys (store/packed.h) where these are of the
 * store as it is now, and else from the rows, sorted in bounded memory. Both
 * give the same.
 *
 * The order of a customer's events: time, source name, event id, and what
 * else a row holds, so that it is total and does not depend on imports.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/block.h"
#include "store/store.h"

/* What a BLOCK_SHAPE number stands for. */
struct stream_shape {
	int64_t channel; /* id; 0: there is no such shape */
	int8_t kind, outcome, amount_digits;
	bool is_date_only;
	struct span currency;
};

struct stream_options {
	uint64_t columns;         /* bits of those that will be looked at */
	const int64_t *customers; /* only these, sorted; NULL = all */
	size_t n_customers;
	int64_t low, high;  /* from the rows only those from here to there;
			       0 = all */
	bool is_by_record;  /* customers are records, by (source, id) */
	bool has_anonymous; /* events of nobody too, in blocks of their own,
			       customer 0, in no order */
	bool is_unpacked;   /* from the rows, whatever is packed */
};

/* Called for each block; it is borrowed until the call returns, and may hold
 * columns and customers that were not asked for. */
typedef int stream_take(void *, const struct block *, struct err *);

/* Who takes blocks in a thread of its own: each block is taken by one of
 * several, ${take} at the same time as the others, and then ${in_turn}, which
 * may be NULL, when all blocks before it had their turn. */
struct stream_hand {
	stream_take *take, *in_turn;
	void *self;
};

#define STREAM_HANDS_MAX 64

/**
 * stream_read(store, options, take, self, err): all blocks.
 * stream_share(store, options, hands, n, err): the same by ${n} hands at once;
 * they are to add up to the same, whoever takes which block. One hand, the
 * first, takes all where nothing is packed.
 * stream_arrange(store, unmerged, err): everything, from the rows, to be given
 * out by the caller, who frees it (store/arrange.h); *${unmerged} records have
 * no customer. NULL on failure.
 * stream_shapes(store, shapes, count, arena, err): by number, malloc'ed, the
 * caller frees; currencies live in the arena.
 */
int stream_read(struct store *, const struct stream_options *, stream_take *,
    void *, struct err *);
int stream_share(struct store *, const struct stream_options *,
    const struct stream_hand *, size_t, struct err *);
struct arrange *stream_arrange(struct store *, int64_t *, struct err *);
int stream_shapes(struct store *, struct stream_shape **, size_t *,
    struct arena *, struct err *);

#endif
