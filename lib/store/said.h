#ifndef STORE_SAID_H
#define STORE_SAID_H

/*
 * What an export said of a record, as bytes: what an observation's key is a
 * hash of, and what the store keeps of it. Equal statements have equal bytes,
 * whatever the order of the columns that they came from. One text takes a
 * third of the time that a row with a column for each field takes, of which
 * most are empty.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "canon/canon.h"

/* The single fields of an observation, in the order that ties are broken
 * by. */
#define SAID_FIELDS 25

extern const enum canon_field said_fields[SAID_FIELDS];

/**
 * said_compare_values(a, b): by field, name, normal form, raw.
 * said_opt_out(record): 1, 0, or -1 when it says nothing of it.
 */
int said_compare_values(const struct canon_value *, const struct canon_value *);
int said_opt_out(const struct canon_record *);

/* A value of a record, to be put in order. */
struct said_value {
	const struct canon_value *value;
};

/**
 * said_write(buf, record, values): append the bytes; none when nothing is
 * said. ${values} are the record's, by said_compare_values; of equal ones the
 * first is written.
 */
void said_write(
    struct buf *, const struct canon_record *, const struct said_value *);

/**
 * said_read(bytes, record, opt_out, add, data, err):
 * The reverse: fills the fields of ${record} and *${opt_out}, -1 when not
 * known, and gives every value to ${add} with ${data}, in order. All texts lie
 * in ${bytes}. ERR_DATA when the bytes are something else.
 */
int said_read(struct span, struct canon_record *, int8_t *,
    int (*)(void *, const struct canon_value *, struct err *), void *,
    struct err *);

#endif
