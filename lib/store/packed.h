#ifndef STORE_PACKED_H
#define STORE_PACKED_H

/*
 * The packed journeys (table journey_pack): the blocks of store/stream.h as
 * they were when they were packed, each part with its checksum. The base is
 * packed whole; what comes later goes beside it (store/news.h), until that is
 * more than a tenth.
 *
 * They say of which state of the store they are, its generation, which every
 * change raises. A change that is not known to be followed, which is what a
 * change is unless it says otherwise, leaves them behind for good: whoever
 * reads takes the rows then. So they can be missing, old or damaged, but never
 * give a wrong answer. omni-merge packs at its end.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/shelf.h"
#include "store/store.h"

#define PACKED_VERSION 2

/* What else is known of the packed state, so that nobody counts again. */
struct packed_facts {
	int64_t unmerged; /* records without a customer */
	int64_t as_of_us; /* see store_as_of */
};

/**
 * packed_make(store, err): pack what is not packed; a transaction of its own,
 * which leaves the generation as it is. What nobody has merged yet is not
 * packed.
 * packed_forget(store, err): what is packed is not to be used any more; a
 * transaction of its own.
 * packed_follow(store): the present write changes journeys only by events that
 * are added, by events that others stand for (event_past), by memberships
 * whose moves are kept, or not at all.
 * packed_left(store, err): called when a write is committed; tells whether it
 * was followed.
 */
int packed_make(struct store *, struct err *);
int packed_forget(struct store *, struct err *);
void packed_follow(struct store *);
int packed_left(struct store *, struct err *);

/**
 * packed_is_fresh(store, is_fresh, err): all that the store holds is packed.
 * packed_facts(store, facts, is_known, err): of fresh ones, or that can be
 * followed.
 * packed_open(store, shelf, is_there, err): a zeroed shelf becomes all that is
 * packed, with what came since.
 * packed_has(store, customer, has, err): is it packed that the customer has
 * events? Then there is such a customer; else that is not known.
 * packed_is_damaged(store): did somebody find them damaged?
 */
int packed_is_fresh(struct store *, bool *, struct err *);
int packed_facts(struct store *, struct packed_facts *, bool *, struct err *);
int packed_open(struct store *, struct shelf *, bool *, struct err *);
int packed_has(struct store *, int64_t, bool *, struct err *);
bool packed_is_damaged(const struct store *);

#endif
