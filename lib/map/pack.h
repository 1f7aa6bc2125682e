#ifndef MAP_PACK_H
#define MAP_PACK_H

/*
 * The rows of one event, gathered until all are there: they become one
 * canonical row, or are refused together. Only lib/map includes this.
 */

#include "base/arena.h"
#include "canon/canon.h"
#include "map/map.h"
#include "map/spec.h"

struct pack {
	struct pack *next;
	struct arena own;
	struct arena *arena; /* own, or one for all packs */
	struct span key;     /* empty = stands alone */
	struct canon_row row;
	struct mapper_reject *lines; /* the rows as they came */
	size_t n_lines;
	size_t cap;
	struct err *fault; /* of the row that is bad; NULL = all are good */
	size_t bad_line;   /* which of the lines it is */
	struct err *peer_fault; /* of the others */
};

/**
 * pack_new(arena, err): ${arena} NULL: one of its own.
 * pack_reset(pack): empty it for use again (only with an arena of its own).
 */
struct pack *pack_new(struct arena *, struct err *);
void pack_reset(struct pack *);
void pack_free(struct pack *);

/**
 * pack_line(pack, row, copy, err): keep a row as it came; ${copy} is the row
 * with cells that live as long as the pack.
 * pack_add(pack, row, group, path, err): take what the last line became, whose
 * memory has to be in the pack's arena. -1 only when memory ran out: what
 * does not fit makes the pack bad.
 * pack_spoil(pack, fault, path, err): the last line cannot be taken.
 */
int pack_line(
    struct pack *, const struct input_row *, struct input_row *, struct err *);
int pack_add(struct pack *, const struct canon_row *, const struct spec_group *,
    const char *, struct err *);
int pack_spoil(struct pack *, const struct err *, const char *, struct err *);

/**
 * pack_rejects(pack): after the last line of a bad pack: its lines, each with
 * its fault.
 */
const struct mapper_reject *pack_rejects(struct pack *);

#endif
