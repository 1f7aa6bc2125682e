#ifndef MAP_BUNDLE_H
#define MAP_BUNDLE_H

/*
 * The rows of one event, gathered until all are there: they become one
 * canonical row, or are refused together. Only lib/map includes this.
 */

#include "base/arena.h"
#include "canon/canon.h"
#include "map/map.h"
#include "map/spec.h"

struct bundle {
	struct bundle *next;
	struct arena own;
	struct arena *arena; /* own, or one for all bundles */
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
 * bundle_new(arena, err): ${arena} NULL: one of its own.
 * bundle_reset(bundle): empty it for use again (only with an arena of its own).
 */
struct bundle *bundle_new(struct arena *, struct err *);
void bundle_reset(struct bundle *);
void bundle_free(struct bundle *);

/**
 * bundle_line(bundle, row, copy, err): keep a row as it came; ${copy} is the
 * row with cells that live as long as the bundle. bundle_add(bundle, row,
 * group, path, err): take what the last line became, whose memory has to be in
 * the bundle's arena. -1 only when memory ran out: what does not fit makes the
 * bundle bad. bundle_spoil(bundle, fault, path, err): the last line cannot be
 * taken.
 */
int bundle_line(struct bundle *, const struct input_row *, struct input_row *,
    struct err *);
int bundle_add(struct bundle *, const struct canon_row *,
    const struct spec_group *, const char *, struct err *);
int
bundle_spoil(struct bundle *, const struct err *, const char *, struct err *);

/**
 * bundle_rejects(bundle): after the last line of a bad bundle: its lines, each
 * with its fault.
 */
const struct mapper_reject *bundle_rejects(struct bundle *);

#endif
