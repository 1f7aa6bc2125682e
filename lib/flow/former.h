#ifndef FLOW_FORMER_H
#define FLOW_FORMER_H

/*
 * Customer ids that nobody has any more, and where the records are now that
 * they had when they vanished: whoever gets an id gets its own one back
 * (match/identity.h).
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hashmap.h"
#include "match/identity.h"
#include "store/store.h"

/* A zeroed struct former is ready. */
struct former {
	struct identity_former *rows; /* once placed; their clusters are 0 */
	size_t n;
	struct store_member *left; /* whose records left them last */
	size_t n_left;
	struct hashmap is_free; /* of the ids in ${left}: 1 or 0 */
};

/**
 * former_read(former, store, err): which ids there were, in the caller's view.
 * former_note(former, customer): somebody has this id; 0 is nobody's.
 * former_place(former, keys, n, err): the rows of those that nobody has, by
 * the numbers of these records. -1 when memory ran out.
 */
int former_read(struct former *, struct store *, struct err *);
int former_note(struct former *, int64_t, struct err *);
int former_place(struct former *, const int64_t *, size_t, struct err *);
void former_clear(struct former *);

#endif
