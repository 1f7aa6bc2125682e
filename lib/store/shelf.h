#ifndef STORE_SHELF_H
#define STORE_SHELF_H

/*
 * What lies packed (store/packed.h): the list of all blocks, and how the bytes
 * of one become a block again. A block of the base has an even number; what
 * came to its customers since has the next one, and so has, with no block of
 * the base before it, what came of customers behind all others or of nobody.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/block.h"
#include "store/store.h"

/* A part of a block of news: whose events of the base it stands for. */
#define SHELF_HIDDEN 62
#define SHELF_PARTS 64 /* numbers of parts that a block has */

/* A part of a block as it is kept. */
struct shelf_part {
	int number;
	int64_t check;
	size_t at, len; /* of the bytes */
};

/* The parts of a block that is not made yet. */
struct shelf_raw {
	int64_t id;
	struct shelf_part parts[BLOCK_PARTS + 1];
	size_t n_parts;
	struct buf bytes;
};

struct shelf_block {
	int64_t id;        /* of the base; 0 = there is none */
	int64_t low, high; /* it has all customers from here to there; 0:
			      it is nobody's */
	uint64_t parts;    /* bits of those of the base */
	int64_t news_id;   /* 0 = there are none */
	uint64_t news_parts;
	struct shelf_raw *news; /* they are not in the store but here */
};

/* A zeroed shelf is empty. */
struct shelf {
	struct shelf_block *blocks; /* by customers */
	size_t count, cap;
	uint64_t digest; /* of the list as the store has it */
};

/**
 * shelf_load(shelf, store, err): the list.
 * shelf_base(shelf): only the base is wanted; news are forgotten.
 * shelf_put(shelf, block, err): one more, behind the others; its news are the
 * shelf's from then on.
 */
int shelf_load(struct shelf *, struct store *, struct err *);
void shelf_base(struct shelf *);
int shelf_put(struct shelf *, const struct shelf_block *, struct err *);
void shelf_clear(struct shelf *);

/**
 * shelf_check(id, part, bytes): the checksum of a part.
 * shelf_fetch(store, id, parts, raw, err): those parts of a block, by bits.
 * shelf_keep(block, hidden, raw, parts, err): a block as parts; ${hidden} may
 * be NULL. *${parts} tells their bits. shelf_sign(raw, id): then it gets its
 * number, and checksums.
 * shelf_make(raw, block, hidden, err): the block again; its texts borrow from
 * ${raw}. ERR_DATA when it is damaged. ${hidden}, which may be NULL, becomes a
 * block of customers alone.
 */
int64_t shelf_check(int64_t, int, struct span);
int shelf_fetch(
    struct store *, int64_t, uint64_t, struct shelf_raw *, struct err *);
int shelf_keep(const struct block *, const struct block *, struct shelf_raw *,
    uint64_t *, struct err *);
void shelf_sign(struct shelf_raw *, int64_t);
int shelf_make(
    const struct shelf_raw *, struct block *, struct block *, struct err *);
void shelf_drop(struct shelf_raw *);

#endif
