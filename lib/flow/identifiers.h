#ifndef FLOW_IDENTIFIERS_H
#define FLOW_IDENTIFIERS_H

/*
 * What the records of each source are known by, counted: e-mail addresses,
 * phones and other ids, which are all by which sources can be joined.
 */

#include <stddef.h>

#include "base/err.h"
#include "journey/journey.h"
#include "store/store.h"

/**
 * identifiers_count(store, sources, n, counts, err): of all records of the
 * store, in the caller's view; ${counts} are ${n}, of the sources in their
 * order, and begin with 0. An odd value, which can link nothing, is none, and
 * a value is counted once for each record that has it.
 */
int identifiers_count(struct store *, const struct store_source *, size_t,
    struct journey_identifiers *, struct err *);

#endif
