#ifndef FLOW_VEIL_H
#define FLOW_VEIL_H

/*
 * What of a table goes out under pseudonyms. Ids become pseudonyms, the same
 * in every table and on every day that the key is the same; what names, finds
 * or describes a person, and all text that may hold anything, is left out. A
 * field is given only if it is named here: one that is new stays in.
 *
 * Each function that writes a cell takes the key first and, where that is
 * NULL, writes the cell as it is.
 */

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "canon/canon.h"
#include "canon/zone.h"
#include "out/out.h"
#include "privacy/pseudonym.h"
#include "store/circle.h"

enum veil {
	VEIL_OUT,  /* left out, with its column */
	VEIL_KEEP, /* as it is */
	VEIL_YEAR, /* of birth: the year, unless the person is very old */
	VEIL_ID,   /* a pseudonym for each value */
	VEIL_OWN,  /* a pseudonym for each value of a source */
};

/**
 * veil_of(field): what becomes of it.
 * veil_hides(key, field): is it left out? Never without a key.
 */
enum veil veil_of(enum canon_field);
bool veil_hides(const struct pseudonym *, enum canon_field);

/**
 * veil_customer(key, out, number), veil_circle(key, out, kind, number): a cell
 * with the id of a customer, a household or an account; empty for 0.
 * veil_native(key, out, source, native): a cell with a record's own id.
 * veil_record(key, out, source, native): "SOURCE:NATIVE_ID"; empty where the
 * own id is. veil_names(key, out, names): several of them, joined by " | ".
 */
void veil_customer(const struct pseudonym *, struct out *, int64_t);
void
veil_circle(const struct pseudonym *, struct out *, enum circle_kind, int64_t);
void
veil_native(const struct pseudonym *, struct out *, struct span, struct span);
void
veil_record(const struct pseudonym *, struct out *, struct span, struct span);
void veil_names(const struct pseudonym *, struct out *, struct span);

/**
 * veil_event(key, out, source, name, has_source): a cell with what an event is
 * called within its source, behind "SOURCE:" if so.
 * veil_value(key, out, kind, source, value): a cell with a value of the field
 * called ${kind}, whose rule is VEIL_ID (source empty) or VEIL_OWN.
 * veil_birth(key, out, date, as_of_us): a cell with a date of birth.
 */
void veil_event(
    const struct pseudonym *, struct out *, struct span, struct span, bool);
void veil_value(const struct pseudonym *, struct out *, const char *,
    struct span, struct span);
void veil_birth(const struct pseudonym *, struct out *, struct span, int64_t);

/**
 * veil_text(key, kind, value, text): append a value's pseudonym.
 */
void
veil_text(const struct pseudonym *, const char *, struct span, struct buf *);

/**
 * veil_sort_customer, veil_sort_name, veil_sort_owned (SOURCE:VALUE): the
 * row's place (out_key), by the pseudonym of what is said. A row in its place
 * by the true ids would tell them.
 */
void veil_sort_customer(const struct pseudonym *, struct out *, int64_t);
void veil_sort_name(
    const struct pseudonym *, struct out *, const char *, struct span);
void veil_sort_owned(const struct pseudonym *, struct out *, const char *,
    struct span, struct span);

#endif
