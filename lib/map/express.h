#ifndef MAP_EXPRESS_H
#define MAP_EXPRESS_H

/*
 * Reading the expressions of a mapping file: the value of a field, and the
 * conditions of "when", "skip" and "tombstone". Only lib/map includes this.
 */

#include "map/reader.h"

/**
 * express_read(reader, node, field, value): an expression for ${field}
 * (CANON_F_NONE: for no field, as of a zone). Problems are noted.
 * express_when(reader, node, when): one condition, or a list that has to hold
 * as a whole.
 * express_fields(reader, node, fields, is_person): an object of fields.
 */
void express_read(struct reader *, const struct node *, enum canon_field,
    struct spec_value *);
void express_when(struct reader *, const struct node *, struct spec_when *);
void express_fields(
    struct reader *, const struct node *, struct spec_fields *, bool);

/**
 * express_init(value): as when nothing is said.
 * express_add(fields, arena): room for one more field, or NULL.
 */
void express_init(struct spec_value *);
struct spec_field *express_add(struct spec_fields *, struct arena *);

#endif
