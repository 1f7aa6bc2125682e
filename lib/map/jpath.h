#ifndef MAP_JPATH_H
#define MAP_JPATH_H

/*
 * Paths into JSON: ticket.via.channel, contacts[0].email, items[-1].name,
 * params[key=page].value, tags[*], legs[*kind=agent].id, and $.id for the top
 * of the record where a path otherwise begins at an element. A backslash takes
 * the meaning from the next character. Wherever a path as a whole is a key, the
 * key wins. A path that meets a key that stands twice ends there, with a value
 * that input_json_twice knows.
 */

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/span.h"

enum jpath_kind {
	JPATH_KEY,   /* .name */
	JPATH_INDEX, /* [n], from the end when negative */
	JPATH_WITH,  /* [key=value]: the first element that has it */
	JPATH_ALL,   /* [*], or [*key=value]: all elements that have it */
};

struct jpath_step {
	enum jpath_kind kind;
	char *key; /* NULL in [*] and [n] */
	struct span value;
	json_int_t index;
};

struct jpath {
	char *whole; /* the path as a key */
	struct jpath_step *steps;
	size_t n_steps;
	bool is_from_top; /* began with $. */
};

/**
 * jpath_parse(text, path, arena): is it a path? Memory that ran out shows as
 * false too.
 * jpath_key(text, path, arena): the whole text as one key.
 */
bool jpath_parse(struct span, struct jpath *, struct arena *);
bool jpath_key(struct span, struct jpath *, struct arena *);

/**
 * jpath_first(path, json): what stands there, borrowed, or NULL.
 * jpath_each(path, json, call, data): every value where a [*...] stands in
 * the path (else the one), in order; stops when ${call} says false.
 */
const json_t *jpath_first(const struct jpath *, const json_t *);
bool jpath_each(const struct jpath *, const json_t *,
    bool (*)(const json_t *, void *), void *);

/**
 * jpath_text(json, text, arena): the text of a scalar: numbers with up to 15
 * digits, which is as they were written if they had no more; true and false;
 * null is empty. False for objects and arrays, and when memory ran out.
 */
bool jpath_text(const json_t *, struct span *, struct arena *);

#endif
