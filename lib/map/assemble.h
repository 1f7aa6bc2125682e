#ifndef MAP_ASSEMBLE_H
#define MAP_ASSEMBLE_H

/*
 * One row of the export becomes one canonical row: its person, other people
 * on it, and its events. Only lib/map includes this.
 */

#include "base/intern.h"
#include "map/cell.h"
#include "map/draft.h"

enum assemble_result { ASSEMBLE_ROW, ASSEMBLE_SKIP, ASSEMBLE_FAULT };

/* A zone that the rows name. */
struct assemble_zone {
	struct assemble_zone *next;
	struct span name;
	struct zone *zone;
};

struct assemble {
	const struct map *map;
	struct mapper_options options;
	struct bind bind;
	struct draft_rules rules;
	struct words channels;
	struct words currencies;
	struct words unknown;
	struct notices notices;
	struct zeros zeros;
	struct cell cell;
	struct zone *utc;
	struct assemble_zone *zones;
	struct intern keys;    /* of JSON records, by number ... */
	struct bind_op **open; /* ... what they fill; NULL = nothing */
	size_t open_cap;
	struct draft_person person;
	struct draft_event base;        /* what all events of the row share */
	struct draft_event event;       /* one of them */
	const struct canon_row *before; /* what the row continues, or NULL */
};

int assemble_init(struct assemble *, const struct map *, const struct input *,
    const struct mapper_options *, struct map_notes *, struct err *);
void assemble_clear(struct assemble *);

/**
 * assemble_row(assemble, row, is_held, arena, made, why, fault): is_held: the
 * result has to outlive the input's row, whose cells do already. A fault with
 * ERR_DATA refuses the row, any other is final.
 * assemble_skips(assemble, row, arena, why): do the mapping's rules leave the
 * row out?
 * assemble_key(assemble, op, row, arena, key): the value that rows are
 * grouped by; empty when there is none or it cannot be read.
 * assemble_continue(assemble, before): the next row continues this one.
 */
enum assemble_result assemble_row(struct assemble *, const struct input_row *,
    bool, struct arena *, struct canon_row *, struct span *, struct err *);
bool assemble_skips(
    struct assemble *, const struct input_row *, struct arena *, struct span *);
void assemble_key(struct assemble *, const struct bind_op *,
    const struct input_row *, struct arena *, struct span *);
void assemble_continue(struct assemble *, const struct canon_row *);

#endif
