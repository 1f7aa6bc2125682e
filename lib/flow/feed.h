#ifndef FLOW_FEED_H
#define FLOW_FEED_H

/*
 * A block of the store's events becomes events of the journey stream,
 * customer by customer. Only the columns that a sink needs are looked at.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hashmap.h"
#include "flow/traits.h"
#include "journey/journey.h"
#include "store/block.h"
#include "store/circle.h"
#include "store/stream.h"

/* Where a column goes. */
struct feed_number {
	const int64_t *items;
	size_t offset;
};

struct feed_text {
	const struct block_words *column;
	size_t offset;
};

struct feed {
	const struct journey_context *context;
	struct journey *journey;
	bool is_by_record; /* a customer is called like its record */
	/* Circles of customers (store/circle.h), by customer; borrowed. */
	const struct store_member *circles[CIRCLE_KINDS];
	size_t n_circles[CIRCLE_KINDS];
	const struct traits *traits; /* of customers; NULL = none, borrowed */
	/* By ids of the store. */
	struct stream_shape *shapes;
	size_t n_shapes;
	struct arena shape_texts;
	uint32_t *channels; /* number by id; JOURNEY_NONE */
	size_t n_channels, channels_cap;
	uint32_t *sources;
	size_t n_sources, sources_cap;
	uint32_t *currencies; /* by shape */
	/* Of the block at hand. */
	struct feed_number longs[BLOCK_NUMBERS], shorts[BLOCK_NUMBERS];
	size_t n_longs, n_shorts;
	struct feed_text texts[BLOCK_TEXTS];
	size_t n_texts;
	struct journey_event *events;
	size_t events_cap;
	struct arena arena; /* of the customer at hand */
	struct buf id;
	/* One whose events are not all made at once. */
	bool is_far;
	const struct block *block;
	size_t first; /* event of the block */
	int64_t customer;
	struct hashmap names; /* of its records, by source and number; each a
				 struct span in ${arena} */
};

/**
 * feed_open(feed, store, context, journey, err): a zeroed feed becomes ready;
 * the context's channels and sources are those of the store.
 * feed_columns(needs): what to read for sinks that need this; bits of
 * journey_sink.needs.
 * feed_block(feed, block, is_wanted, wanted_of, err): all customers of the
 * block go into the stream for whom ${is_wanted}, if it is not NULL, says so;
 * it gets the number and the name.
 */
int feed_open(struct feed *, struct store *, const struct journey_context *,
    struct journey *, struct err *);
uint64_t feed_columns(uint32_t);
int feed_block(struct feed *, const struct block *,
    bool (*)(const void *, int64_t, struct span), const void *, struct err *);
void feed_close(struct feed *);

#endif
