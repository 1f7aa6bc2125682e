#ifndef FLOW_ROSTER_H
#define FLOW_ROSTER_H

/*
 * All records of a store in one view, each with its customer, and where they
 * were seen: what the crosswalk, the customers and the coverage are made of.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hashmap.h"
#include "base/span.h"
#include "store/store.h"

/* What a record says of itself. Of a customer's records the greatest stands:
 * one that is merged says nothing of the person, so a customer is "merged"
 * only if nothing but such records is there, and who is withdrawn from one
 * list and active on another is active. */
enum roster_status {
	ROSTER_MERGED = 1,
	ROSTER_UNKNOWN,
	ROSTER_WITHDRAWN,
	ROSTER_ACTIVE,
};

struct roster_record {
	int64_t key;
	int64_t customer; /* number; 0 = not merged yet */
	enum roster_status status;
	uint32_t source; /* index */
	struct span native_id;
	int64_t first_seen_us, last_seen_us; /* by the data's own times, its
						events' too */
};

/* A record was seen on a channel. */
struct roster_place {
	uint32_t record;  /* index */
	uint32_t channel; /* index */
};

/* A zeroed struct roster is ready. */
struct roster {
	struct roster_record *records; /* by source name, then native id */
	size_t n_records, records_cap;
	const struct store_source *sources; /* the store's, by name */
	size_t n_sources;
	const struct store_channel *channels; /* the store's, by name */
	size_t n_channels;
	struct roster_place *places; /* by record, then channel; each once */
	size_t n_places, places_cap;
	uint32_t *order; /* records by customer, then as they stand */
	int64_t n_customers;
	struct hashmap by_key;
	struct arena arena;
};

/**
 * roster_load(roster, store, needs_merge, each, context, err):
 * In the caller's view (store_begin_read). With ${needs_merge},
 * ERR_UNAVAILABLE before the first merge. ${each}, if not NULL, gets every
 * record with its index while it is at hand, in their order.
 */
int roster_load(struct roster *, struct store *, bool,
    int (*)(void *, size_t, const struct store_record *, struct err *), void *,
    struct err *);
void roster_clear(struct roster *);

/**
 * roster_status(record): what it says of itself.
 * roster_status_name(status): "merged", "withdrawn", "active", else "".
 */
enum roster_status roster_status(const struct canon_record *);
const char *roster_status_name(enum roster_status);

#endif
