#ifndef MAP_BIND_H
#define MAP_BIND_H

/*
 * A mapping bound to the header of one input: names have become column
 * numbers, and the fields a flat list of operations. Only lib/map includes
 * this.
 */

#include "base/arena.h"
#include "map/map.h"
#include "map/shape.h"
#include "map/spec.h"
#include "map/words.h"

enum bind_kind { BIND_NOTHING, BIND_COLUMN, BIND_PATH, BIND_TEXT };

/* A piece of text: of a column, of JSON, or the same in every row. */
struct bind_part {
	enum bind_kind kind;
	size_t column;
	const struct jpath *paths; /* the first that is there wins */
	size_t n_paths;
	struct span text;
};

struct bind_cond {
	struct bind_part part;
	const struct spec_cond *spec;
};

struct bind_when {
	struct bind_cond *conds;
	size_t n_conds;
};

/* Fill one field. */
struct bind_op {
	enum canon_field field;
	enum shape shape;
	bool is_plain;  /* one column as it stands */
	bool is_event;  /* goes into an event */
	bool is_repeat; /* may give several values */
	struct span name;
	struct bind_part *parts;
	size_t n_parts;
	struct bind_part times; /* BIND_NOTHING = once */
	struct bind_when when;
	const struct spec_value *spec;
	const char *column;  /* what faults call it */
	struct words *words; /* of enumerations, seen before */
};

struct bind_ops {
	struct bind_op *items;
	size_t count;
	size_t cap;
};

struct bind_event {
	struct bind_when when;
	const struct jpath *each; /* NULL = once a row */
	struct bind_ops ops;
};

struct bind_party {
	struct bind_when when;
	struct bind_ops ops;
};

struct bind_skip {
	struct bind_when when;
	struct span why;
};

struct bind_tombstone {
	struct bind_when when;
	struct span status;
	struct bind_op *survivor; /* NULL = not said */
};

struct bind {
	struct arena arena;
	bool is_json;
	bool is_open; /* JSON whose canonical keys map themselves */
	struct bind_ops ops;
	struct bind_event *events;
	size_t n_events;
	struct bind_skip *skips;
	size_t n_skips;
	struct bind_party *parties;
	size_t n_parties;
	struct bind_tombstone *tombstones;
	size_t n_tombstones;
	struct bind_op *zone; /* NULL = the same for all rows */
	struct span *unmapped;
	size_t n_unmapped;
	bool has_channel_column;
};

/**
 * bind_init(bind, map, input, options, notes, err): -1 when the header does
 * not fit; then bind_clear all the same.
 * bind_add(bind, ops, field, name, err): one operation more, of nothing yet.
 */
int bind_init(struct bind *, const struct map *, const struct input *,
    const struct mapper_options *, struct map_notes *, struct err *);
struct bind_op *bind_add(struct bind *, struct bind_ops *, enum canon_field,
    struct span, struct err *);
void bind_clear(struct bind *);

#endif
