#ifndef STORE_PACKED_H
#define STORE_PACKED_H

/*
 * The packed journeys (table journey_pack): the blocks of store/stream.h as
 * they were when they were packed, each part with its checksum.
 *
 * They say of which state of the store they are, its generation, which every
 * change raises; whoever finds another one does not read them. So they can be
 * missing or old, but never give a wrong answer. omni-merge packs at its end.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "store/store.h"

#define PACKED_VERSION 1
#define PACKED_PARTS INT64_C(64) /* numbers of parts that a block has */

/* What else is known of the packed state, so that nobody counts again. */
struct packed_facts {
	int64_t unmerged; /* records without a customer */
	int64_t as_of_us; /* see store_as_of */
};

/**
 * packed_make(store, err): pack again if what is packed is not of the store as
 * it is; a transaction of its own, which leaves the generation as it is. What
 * nobody has merged yet is not packed.
 * packed_is_fresh(store, is_fresh, err).
 * packed_facts(store, facts, is_known, err): of fresh ones.
 * packed_check(id, bytes): the checksum of a part, by its number.
 */
int packed_make(struct store *, struct err *);
int packed_is_fresh(struct store *, bool *, struct err *);
int packed_facts(struct store *, struct packed_facts *, bool *, struct err *);
int64_t packed_check(int64_t, struct span);

#endif
