#ifndef STORE_NEWS_H
#define STORE_NEWS_H

/*
 * What came to the packed journeys since their base was packed, block by
 * block: new events of customers that are there, and all events of customers
 * whose records or older events have changed, in place of what the base has of
 * them.
 *
 * This holds as long as everything that changed since was followed: see
 * packed_follow.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/block.h"
#include "store/shelf.h"
#include "store/store.h"

/* What the base was made of. Every record had a customer. */
struct news_base {
	int64_t last_event, last_run; /* numbers */
	int64_t n_past; /* events up to the last that others stand for */
	int64_t n_events;
};

struct news_facts {
	bool is_too_much; /* pack anew: the news are more than a tenth, or
			     such that they cannot be told apart */
	bool has_changed; /* older events have */
	int64_t n_events;
};

/* Called with the index of a block of the base, or the shelf's count for what
 * is behind all its customers or of nobody; borrowed until the call returns. */
typedef int news_take(void *, size_t, const struct block *news,
    const struct block *hidden, struct err *);

/**
 * news_make(store, shelf, base, take, self, facts, err): of a shelf that holds
 * the base alone. Nothing is taken if it is too much. ERR_DATA when the base
 * is damaged.
 */
int news_make(struct store *, const struct shelf *, const struct news_base *,
    news_take *, void *, struct news_facts *, struct err *);

#endif
