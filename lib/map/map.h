#ifndef MAP_MAP_H
#define MAP_MAP_H

/*
 * Mapping: how one export's columns become canonical records and events. A
 * mapping is data (JSON; see omni-import(1)), checked whole before a row is
 * read: all its problems are told at once, each with its place.
 *
 *   map_new -> map_add_* -> map_check -> mapper_new (bound to a header)
 *           -> mapper_push / mapper_pull for each row -> mapper_free
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "canon/canon.h"
#include "canon/zone.h"
#include "input/input.h"

struct map;
struct mapper;

/* Problems and warnings, in order of their place. */
struct map_notes {
	struct err *items;
	bool *is_warning;
	size_t count;
	size_t cap;
	size_t n_errors;
};

void map_notes_clear(struct map_notes *);

/**
 * map_preset_count(), map_preset_name(i), map_preset_text(i): the presets
 * built into the program, in byte order of their names.
 */
size_t map_preset_count(void);
const char *map_preset_name(size_t);
struct span map_preset_text(size_t);

/**
 * map_new(err): an empty mapping: canonical headers map themselves.
 * map_read(map, path, text, notes, err): read a mapping file's text (${path}
 * names it in messages). -1 with ERR_CONFIG and the problems in ${notes}.
 * map_read_preset(map, name, notes, err): the same with a built-in one.
 * map_field(map, text, err): one -F FIELD=EXPR (commands.md 4), which wins
 * over the file's. ERR_USAGE when it is none.
 */
struct map *map_new(struct err *);
int map_read(
    struct map *, const char *, struct span, struct map_notes *, struct err *);
int
map_read_preset(struct map *, const char *, struct map_notes *, struct err *);
int map_field(struct map *, const char *, struct err *);
void map_free(struct map *);

/**
 * What the mapping says of the file as a whole; empty where it says nothing.
 * map_about(map): in a line, what it is for.
 * map_input(map, options): fills what the mapping knows (type, encoding,
 * delimiter, header search, root) where ${options} has no value yet.
 * map_channel_kind(map): the kind said with the channel ("desk:phone"), or 0.
 * map_digest(map): of all that decides what rows become, for the ledger.
 */
struct span map_name(const struct map *);
struct span map_about(const struct map *);
struct span map_source(const struct map *);
struct span map_channel(const struct map *);
struct span map_timezone(const struct map *);
void map_input(const struct map *, struct input_options *);
uint64_t map_digest(const struct map *);
int map_channel_kind(const struct map *);

struct mapper_options {
	const char *path;        /* for from: "filename" */
	struct span channel;     /* -c NAME; empty: the mapping's or a column */
	int channel_kind;        /* -c NAME:KIND; 0 = not said */
	const struct zone *zone; /* for times without offset */
	struct span country;     /* of national phone numbers; may be empty */
	int64_t now_us;          /* later events are noticed; 0 = never */
};

/**
 * mapper_new(map, input, options, notes, err):
 * Bind the mapping to the input's header. -1 style: NULL with ERR_DATA when a
 * mapped column is missing or stands twice; notes hold all problems and
 * warnings. The map and the input must live as long as the mapper.
 */
struct mapper *mapper_new(const struct map *, const struct input *,
    const struct mapper_options *, struct map_notes *, struct err *);

enum mapper_event {
	MAPPER_NEED,   /* nothing is ready: push the next row */
	MAPPER_ROW,    /* a canonical row */
	MAPPER_SKIP,   /* rows that the mapping leaves out: count as blank */
	MAPPER_REJECT, /* rows that cannot be taken */
};

/* A row that is refused: as it came, and why. */
struct mapper_reject {
	uint64_t line;
	const struct span *cells; /* CSV */
	size_t n_cells;
	struct span raw; /* JSON */
	const struct err *fault;
};

struct mapper_result {
	enum mapper_event event;
	const struct canon_row *row;         /* MAPPER_ROW */
	uint64_t n_lines;                    /* rows of the export in it */
	struct span why;                     /* MAPPER_SKIP: which rule */
	const struct mapper_reject *rejects; /* MAPPER_REJECT: n_lines of them;
						the other rows of one event go
						with the bad one */
};

/**
 * mapper_push(mapper, row, err): take a row; NULL says that the input has
 * ended. mapper_bad(mapper, row, fault, err): take a row that the input
 * itself calls bad, so that it is refused in its order and with its event.
 * mapper_pull(mapper, result, err): what is ready; call until MAPPER_NEED
 * before the input is asked for its next row.
 * Results are borrowed until the next pull. A mapping without "group" gives
 * each row out at once.
 */
int mapper_push(struct mapper *, const struct input_row *, struct err *);
int mapper_bad(struct mapper *, const struct input_row *, const struct err *,
    struct err *);
int mapper_pull(struct mapper *, struct mapper_result *, struct err *);
void mapper_free(struct mapper *);

/**
 * mapper_unmapped(mapper, names): how many columns nobody maps, and which;
 * borrowed as long as the mapper lives.
 * mapper_notices(mapper): what was worth a warning so far.
 * mapper_has_channel(mapper): does a column (or the mapping's field) give the
 * channel, so that none need be said otherwise?
 */
size_t mapper_unmapped(const struct mapper *, const struct span **);
const struct notices *mapper_notices(const struct mapper *);
bool mapper_has_channel(const struct mapper *);

#endif
