#ifndef NORM_STREET_H
#define NORM_STREET_H

/*
 * Addresses that are not Japanese, in a simple form: enough to see that "12
 * Main St., Apt 3" and "12 main street #3" are one. See norm/norm.h for the
 * rule on memory and errors.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

struct street {
	struct span number; /* "12", "12a", "12-14" */
	struct span name;   /* "main street": usual short forms written out */
	struct span unit;   /* "3" of "Apt 3", "Unit 3", "#3" */
	struct span city;   /* behind the street's comma, if there is one */
};

/**
 * street_parse(text, street, arena):
 * Read ${text}, a key (fold_key). The number stands before the street or, as
 * in "hauptstr. 12", at its end. What is not there is empty. False when
 * memory ran out.
 */
bool street_parse(struct span, struct street *, struct arena *);

#endif
