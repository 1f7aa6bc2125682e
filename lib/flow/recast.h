#ifndef FLOW_RECAST_H
#define FLOW_RECAST_H

/*
 * Who belongs to whom, changed by hand: some records get another customer and
 * the rest stay. It is saved as a run, so that it is logged, found by ids that
 * vanish, and taken back like any other. Inside the caller's transaction.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hashmap.h"
#include "base/span.h"
#include "store/store.h"

struct recast_member {
	int64_t record;
	int64_t before, after; /* customers; 0 = none */
};

/* A zeroed struct recast is ready. */
struct recast {
	struct recast_member *members; /* by (before, record) once loaded */
	size_t n, cap;
	struct hashmap places; /* of records in members */
	int64_t next;          /* the smallest number never given */
};

/**
 * recast_load(recast, store, err): as it is; after is before.
 * recast_at(recast, record, err): the record's place, made where it has no
 * customer; borrowed until the next call, NULL when memory ran out.
 * recast_save(recast, store, mode, now_us, run, err): keep what is in
 * ${after}, as a run; the whole row of it goes to ${run}.
 */
int recast_load(struct recast *, struct store *, struct err *);
struct recast_member *recast_at(struct recast *, int64_t, struct err *);
int recast_save(struct recast *, struct store *, const char *, int64_t,
    struct store_run *, struct err *);
void recast_clear(struct recast *);

#endif
