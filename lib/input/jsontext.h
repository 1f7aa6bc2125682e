#ifndef INPUT_JSONTEXT_H
#define INPUT_JSONTEXT_H

/*
 * One JSON text becomes a jansson value without losing what jansson would:
 * a number that is not an integer of at most 18 digits becomes a string, its
 * text behind JSONTEXT_MARK. No other string can begin so, because a record
 * with control characters is refused. A key that stands twice in one object
 * has what twice.h gives for its value.
 */

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#define JSONTEXT_MARK '\x01'
#define JSONTEXT_ROOM 24 /* what jsontext_text may need for an integer */

/* Work space; a zeroed one is ready. */
struct jsontext {
	struct buf text;
	json_t *json; /* of the last jsontext_parse, or NULL */
	bool is_cut;  /* the fault is that the text ends too early */
};

/**
 * jsontext_parse(value, text, fault):
 * Parse one JSON text of any kind, RFC 8259 with the limits of input.h,
 * without \u0000. -1: it cannot be taken, and the fault
 * says why. A control character is found last: then ->json is there and the
 * fault's reason is CONTROL_CHAR.
 */
int jsontext_parse(struct jsontext *, struct span, struct err *);
void jsontext_clear(struct jsontext *);

/**
 * jsontext_text(json, room, text): see input_json_text. Of a key that stands
 * twice there is none.
 * jsontext_is_number(json): is it a number, of either form?
 */
bool jsontext_text(const json_t *, char[JSONTEXT_ROOM], struct span *);
bool jsontext_is_number(const json_t *);

/**
 * jsontext_load(text, flags, error): json_loadb. It tells a text that is not
 * JSON from memory that ran out, which jansson takes for a wrong token where
 * the token is what it has no room for.
 * jsontext_ran_out(error): did it fail because memory ran out?
 */
json_t *jsontext_load(struct span, size_t, json_error_t *);
bool jsontext_ran_out(const json_error_t *);

#endif
