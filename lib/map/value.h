#ifndef MAP_VALUE_H
#define MAP_VALUE_H

/*
 * Reading the expressions of a mapping file: the value of a field, and the
 * conditions of "when", "skip" and "tombstone". Only lib/map includes this.
 */

#include "map/reader.h"

/**
 * value_read(reader, node, field, value): an expression for ${field}
 * (CANON_F_NONE: for no field, as of a zone). Problems are noted.
 * value_when(reader, node, when): one condition, or a list that has to hold
 * as a whole.
 * value_fields(reader, node, fields, is_person): an object of fields.
 */
void value_read(struct reader *, const struct node *, enum canon_field,
    struct spec_value *);
void value_when(struct reader *, const struct node *, struct spec_when *);
void
value_fields(struct reader *, const struct node *, struct spec_fields *, bool);

/**
 * value_init(value): as when nothing is said.
 * value_add(fields, arena): room for one more field, or NULL.
 */
void value_init(struct spec_value *);
struct spec_field *value_add(struct spec_fields *, struct arena *);

#endif
