#ifndef MAP_SPEC_H
#define MAP_SPEC_H

/*
 * A mapping in memory, as omni-map(5) defines it: what the reader of mapping
 * files and of -F fields builds and what the binding to a header compiles.
 * Everything lives in the mapping's arena. Only lib/map includes this.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "canon/canon.h"
#include "input/input.h"
#include "map/jpath.h"

/* Where something stands in the mapping file; line 0 = not from a file. */
struct spec_place {
	uint64_t line;
	uint64_t column;
};

enum spec_from {
	SPEC_COLUMN,   /* the first alias that the header has */
	SPEC_CONST,    /* names[0] is the text */
	SPEC_FILENAME, /* the input's name without folder and extension */
	SPEC_PREAMBLE, /* names[0] is the key */
};

/* One piece of text of a row. */
struct spec_part {
	enum spec_from from;
	struct span *names;  /* aliases as written */
	struct jpath *paths; /* the same as paths, for JSON */
	size_t n_names;
	struct spec_place place;
};

enum spec_test { SPEC_IN, SPEC_NOT_IN, SPEC_EMPTY, SPEC_NOT_EMPTY };

/* A condition on one column. */
struct spec_cond {
	struct spec_part part;
	enum spec_test test;
	struct span *words; /* folded */
	size_t n_words;
	bool is_optional;
};

/* Conditions that all have to hold. */
struct spec_when {
	struct spec_cond *conds;
	size_t n_conds;
};

enum spec_result {
	SPEC_TEXT, /* another text */
	SPEC_EMPTY_RESULT,
	SPEC_KIND,  /* "=return": the kind of the event */
	SPEC_KEEP,  /* "=keep": as it came */
	SPEC_ERROR, /* no entry and no "otherwise" */
};

struct spec_entry {
	struct span raw;    /* as written */
	struct span folded; /* of raw */
	enum spec_result result;
	struct span text;
	int kind;
};

/* One expression: where a value comes from and how it is read. */
struct spec_value {
	struct spec_part *parts; /* more than one: concat */
	size_t n_parts;
	struct span separator;
	bool is_sum;             /* the parts are numbers: add them */
	struct spec_part *times; /* and multiply by this one, or NULL */
	struct span *strip;      /* beginnings to take off */
	size_t n_strip;
	struct span split; /* empty = one value */
	struct span *formats;
	size_t n_formats;
	struct spec_entry *entries;
	size_t n_entries;
	struct spec_entry otherwise;
	struct span *nulls; /* folded */
	size_t n_nulls;
	struct span unit;
	struct spec_when when;
	char decimal;
	char thousands;
	bool has_values;
	bool is_required;
	bool is_optional;
	bool is_unique;
	bool is_after; /* a length of time after occurred_at */
	struct spec_place place;
};

struct spec_field {
	enum canon_field field;
	struct span name; /* of the id space or attribute */
	struct spec_value value;
};

struct spec_fields {
	struct spec_field *items;
	size_t count;
	size_t cap;
};

/* Rows to leave out. */
struct spec_skip {
	struct spec_when when;
	struct span why;
};

/* One event of a row, or of each element of an array in it. */
struct spec_event {
	struct spec_when when;
	struct jpath each; /* n_steps 0 = once a row */
	struct spec_fields fields;
};

struct spec_party {
	struct spec_when when;
	struct spec_fields fields;
};

/* Rows that say that a record is merged into another, or gone. */
struct spec_tombstone {
	struct spec_when when;
	struct span status;
	bool has_survivor;
	struct spec_value survivor; /* merged_into */
};

/* Values of this mapping that never link. */
struct spec_block {
	enum canon_field field;
	struct span name;
	struct span *words; /* folded */
	size_t n_words;
};

struct spec_group {
	bool is_used;
	enum canon_field by;
	bool is_continue; /* later rows leave the event's values empty */
	bool is_sum;      /* amounts add up */
	bool is_anywhere;
	struct spec_place place;
};

struct map {
	struct arena arena;
	struct span path; /* of the mapping file, for messages */
	struct span name;
	struct span about;
	struct span source;
	struct span channel;
	int channel_kind;
	struct span timezone;
	bool has_row_zone;
	struct spec_value row_zone; /* a zone from the file or each row */
	struct span country;
	enum input_type type;
	struct span encoding;
	char delimiter;
	int64_t skip_lines;
	struct span *header_has;
	size_t n_header_has;
	bool has_no_header; /* "header": false */
	struct span root;
	bool is_canonical; /* canonical columns map themselves */
	struct spec_fields fields;
	struct spec_fields inlines; /* of -F */
	struct spec_event *events;
	size_t n_events;
	struct spec_skip *skips;
	size_t n_skips;
	struct spec_party *parties;
	size_t n_parties;
	struct spec_tombstone *tombstones;
	size_t n_tombstones;
	struct spec_block *blocks;
	size_t n_blocks;
	struct spec_group group;
	uint64_t digest;
};

#endif
