#ifndef MAP_READER_H
#define MAP_READER_H

/*
 * Reading a mapping file: values with their places, and problems that are
 * gathered so that all are told at once. Only lib/map includes this.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/arena.h"
#include "map/map.h"
#include "map/place.h"
#include "map/spec.h"

struct reader {
	struct map *map;
	struct arena *arena; /* the mapping's */
	struct place place;
	struct map_notes *notes;
	const char *path;
	bool is_optional; /* what fields are unless they say otherwise */
	bool is_out_of_memory;
};

/* A value of the file. */
struct node {
	const json_t *json;
	uint64_t path;
	uint64_t parent;
};

/**
 * reader_fault(reader, node, fmt, ...): note a problem at the node's place.
 */
void reader_fault(struct reader *, const struct node *, const char *, ...)
    __attribute__((format(printf, 3, 4)));
struct spec_place reader_place(const struct reader *, const struct node *);

/**
 * reader_is_remark(key): is it for people only? Keys that begin with "_" may
 * stand wherever the language has keys of its own.
 * reader_keys(reader, object, allowed): is it an object, and of the allowed
 * keys and remarks alone? Notes what is not so; true if it is an object.
 */
bool reader_is_remark(const char *);
bool reader_keys(struct reader *, const struct node *, const char *const *);

/**
 * reader_get(object, key, child), reader_at(array, n, child): false if it is
 * not there.
 */
bool reader_get(const struct node *, const char *, struct node *);
void reader_at(const struct node *, size_t, struct node *);

/**
 * reader_text, reader_flag, reader_count: the value, copied; a fault is noted
 * when it is of another type. reader_list: how many elements an array has, 1
 * for anything else; reader_item: an element of such a list.
 * reader_words: one text or a list of texts; folded on demand.
 */
bool reader_text(struct reader *, const struct node *, struct span *);
bool reader_flag(struct reader *, const struct node *, bool *);
size_t reader_list(const struct node *);
void reader_item(const struct node *, size_t, struct node *);
bool reader_words(
    struct reader *, const struct node *, bool, struct span **, size_t *);

/**
 * reader_alloc(reader, count, size): cleared memory in the mapping's arena;
 * NULL when it ran out, which the reader remembers.
 */
void *reader_alloc(struct reader *, size_t, size_t);

/**
 * reader_note(notes, path, place, is_warning, fmt, ...): add to the
 * notes. -1 when memory ran out.
 */
int reader_note(struct map_notes *, const char *, struct spec_place, bool,
    const char *, ...) __attribute__((format(printf, 5, 6)));
void reader_sort_notes(struct map_notes *);

#endif
