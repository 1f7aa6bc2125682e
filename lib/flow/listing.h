#ifndef FLOW_LISTING_H
#define FLOW_LISTING_H

/*
 * The table of records: what is known of each, as it came or in normal form.
 * See flow/export.h.
 */

#include "base/err.h"
#include "flow/export.h"

/**
 * listing_records(store, options, err):
 * record, source, native_id, channel (all on which it was seen), then the
 * person's fields by their canonical names; ids and attributes have a column
 * for each name that occurs, by bytes. Several values are joined by " | ".
 */
int
listing_records(struct store *, const struct export_options *, struct err *);

#endif
