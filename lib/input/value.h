#ifndef INPUT_VALUE_H
#define INPUT_VALUE_H

/*
 * One JSON text becomes a jansson value without losing what jansson would:
 * a number that is not an integer of at most 18 digits becomes a string, its
 * text behind VALUE_MARK. No other string can begin so, because a record with
 * control characters is refused.
 */

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#define VALUE_MARK '\x01'
#define VALUE_TEXT_MAX 24 /* what value_text may need for an integer */

/* Work space; a zeroed one is ready. */
struct value {
	struct buf text;
	json_t *json; /* of the last value_parse, or NULL */
	bool is_cut;  /* the fault is that the text ends too early */
};

/**
 * value_parse(value, text, fault):
 * Parse one JSON text of any kind, RFC 8259 with the limits of input.h,
 * without duplicate keys and \u0000. -1: it cannot be taken, and the fault
 * says why. A control character is found last: then ->json is there and the
 * fault's reason is CONTROL_CHAR.
 */
int value_parse(struct value *, struct span, struct err *);
void value_clear(struct value *);

/**
 * value_text(json, room, text): see input_json_text.
 * value_is_number(json): is it a number, of either form?
 */
bool value_text(const json_t *, char[VALUE_TEXT_MAX], struct span *);
bool value_is_number(const json_t *);

#endif
