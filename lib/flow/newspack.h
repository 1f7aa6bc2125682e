#ifndef FLOW_NEWSPACK_H
#define FLOW_NEWSPACK_H

/*
 * What matching needs of the last run to match the news alone: the facts, who
 * is whose customer, and what links them. It is kept in two halves: a base of
 * all records, and what changed since, which is written anew after each run
 * until it is a tenth of the base.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "match/blend.h"
#include "match/facts.h"
#include "match/match.h"
#include "store/circle.h"
#include "store/since.h"
#include "store/store.h"

#define NEWSPACK_NONE UINT32_MAX

/* Records, side by side with their facts. A zeroed one is ready. */
struct newspack_side {
	size_t n;
	int64_t *keys;
	uint64_t *starts; /* see columns.starts */
	int64_t *customers;
	int64_t *circle[CIRCLE_KINDS]; /* 0 = none; NULL = all in none */
};

/* A base record whose links and customer are another now. */
struct newspack_renewed {
	uint32_t record;
	int64_t customer;
};

/* One that is in other circles now. */
struct newspack_moved {
	uint32_t record;
	int64_t circle[CIRCLE_KINDS];
};

/* What came to the base. Numbers of records are those of the base, and behind
 * them those of these facts. */
struct newspack_delta {
	struct newspack_side side;
	struct blend_place *places;       /* of each in the base */
	struct newspack_renewed *renewed; /* by record */
	size_t n_renewed;
	struct newspack_moved *moved; /* by record */
	size_t n_moved;
	struct match_link *links; /* all of renewed records */
	size_t n_links;
};

/* A zeroed struct newspack is ready. */
struct newspack {
	struct since_state state; /* of the store, when the run read it */
	int64_t next_circle[CIRCLE_KINDS]; /* numbers never given */
	struct buf mode;                   /* how the run was made */
	/* Names in their order, NUL behind each, when the base was written, and
	 * what came to it. */
	struct buf base_sources, sources;
	struct newspack_side base;
	struct match_link *links; /* of the base */
	size_t n_links;
	struct newspack_delta delta;
	struct buf base_bytes, delta_bytes; /* facts, see match/stow.h */
	uint64_t base_size, delta_size;     /* so many of them are kept */
	size_t n_base;
};

/**
 * newspack_open(pack, store, err): only how it was made, in the caller's view.
 * newspack_read(pack, store, err): then all the rest.
 * newspack_clear(pack).
 */
int newspack_open(struct newspack *, struct store *, struct err *);
int newspack_read(struct newspack *, struct store *, struct err *);
void newspack_clear(struct newspack *);
void newspack_side_clear(struct newspack_side *);

/**
 * newspack_write_base(store, run, digest, pack, facts, err): all anew, in a
 * write of its own; the delta is empty. Nothing when another run came since.
 * newspack_write_delta(store, run, digest, pack, err): the delta, whose facts
 * are its bytes, beside the base that is kept, of ${base_size}.
 */
int newspack_write_base(struct store *, int64_t, uint64_t,
    const struct newspack *, const struct facts *, struct err *);
int newspack_write_delta(
    struct store *, int64_t, uint64_t, const struct newspack *, struct err *);

#endif
