#ifndef FLOW_PERSONS_H
#define FLOW_PERSONS_H

/*
 * The records of a store as the facts that matching by model takes
 * (match/facts.h), in the order of (source name, native id).
 */

#include "base/err.h"
#include "flow/columns.h"
#include "match/facts.h"
#include "store/store.h"

/**
 * persons_load(facts, columns, store, err): all records go to the facts,
 * which were begun; of ${columns} the keys and starts of the records are
 * filled, nothing else.
 * persons_load_some(facts, columns, store, keys, n, err): the same of the
 * records with these keys; those of which nothing is said are left out.
 */
int
persons_load(struct facts *, struct columns *, struct store *, struct err *);
int persons_load_some(struct facts *, struct columns *, struct store *,
    const int64_t *, size_t, struct err *);

#endif
