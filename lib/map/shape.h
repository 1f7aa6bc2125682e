#ifndef MAP_SHAPE_H
#define MAP_SHAPE_H

/*
 * How the text of each canonical field is read, and where in an event it
 * goes. Only lib/map includes this.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "canon/canon.h"

enum shape {
	SHAPE_TEXT,     /* kept as it came */
	SHAPE_CUSTOMER, /* an id that may name a record */
	SHAPE_ID,
	SHAPE_EMAIL,
	SHAPE_PHONE,
	SHAPE_ATTR,
	SHAPE_EVENT_ATTR,
	SHAPE_BIRTH,
	SHAPE_BIRTH_PART,
	SHAPE_TIME,
	SHAPE_STATUS,
	SHAPE_OPT_OUT,
	SHAPE_CHANNEL,
	SHAPE_KIND,
	SHAPE_OUTCOME,
	SHAPE_DIRECTION,
	SHAPE_SCALE,
	SHAPE_FLAG,
	SHAPE_QUANTITY,
	SHAPE_AMOUNT,
	SHAPE_CURRENCY,
	SHAPE_CSAT,
	SHAPE_NPS,
	SHAPE_CES,
	SHAPE_COUNT,
	SHAPE_DURATION,
};

/**
 * shape_of(field): the way it is read.
 * shape_offset(field): where in struct canon_event a text, time, count,
 * duration or flag of an event goes; 0 when it goes elsewhere.
 * shape_is_event(field): is it an event's field?
 */
enum shape shape_of(enum canon_field);
size_t shape_offset(enum canon_field);
bool shape_is_event(enum canon_field);

/**
 * shape_is_word(field, text): may the field have this value, as far as the
 * field has a fixed set of words (event, outcome, direction, status ...)?
 * shape_flag(text): 1 for yes, true, 1, y, on; 0 for no, false, 0, n, off;
 * -1 for anything else. Case folded.
 */
bool shape_is_word(enum canon_field, struct span);
int shape_flag(struct span);

#endif
