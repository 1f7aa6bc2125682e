#ifndef INPUT_TWICE_H
#define INPUT_TWICE_H

/*
 * A JSON text with keys that stand twice in one object, read so that only who
 * asks for such a key learns of it: RFC 8259 says that names should be unique,
 * and readers differ in which of two they take. We take neither.
 */

#include <jansson.h>

#include "base/err.h"
#include "base/span.h"

#define TWICE_MARK '\x02' /* no string of a record begins with it */

/**
 * twice_read(text, err):
 * The value of a text that jansson takes, where a key that stands twice has a
 * string for its value: TWICE_MARK and the key. NULL: memory ran out.
 * twice_key(json): that key, or NULL when it is an ordinary value. Borrowed.
 */
json_t *twice_read(struct span, struct err *);
const char *twice_key(const json_t *);

#endif
