#ifndef STORE_EVENTS_H
#define STORE_EVENTS_H

/*
 * All events, one after another, with all that was said of them: for giving
 * them out again. Journeys are read elsewhere (store/stream.h).
 */

#include <stdint.h>

#include "base/err.h"
#include "base/intern.h"
#include "base/span.h"
#include "canon/canon.h"
#include "store/store.h"

struct events_row {
	struct span source;
	struct span native_id; /* of its record; empty = anonymous */
	int64_t customer;      /* number; 0 = none */
	struct canon_event e;
};

/**
 * events_attrs(store, names, err): the names of all attributes of events, by
 * bytes, which get the numbers from 0 on.
 * events_each(store, each, context, err): all events by source, event id,
 * time, and then all else, so that the order does not hang on that of the
 * imports. Rows are borrowed for the call.
 */
int events_attrs(struct store *, struct intern *, struct err *);
int events_each(struct store *,
    int (*)(void *, const struct events_row *, struct err *), void *,
    struct err *);

#endif
