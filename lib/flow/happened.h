#ifndef FLOW_HAPPENED_H
#define FLOW_HAPPENED_H

/*
 * The tables of events and of links. See flow/export.h.
 */

#include "base/err.h"
#include "flow/export.h"

/**
 * happened_events(store, options, err): event_key, source, event_id, record,
 * customer_id, native_id, channel, event, then the other fields of an event
 * by their canonical names, and event_attr:NAME for each name that occurs. The
 * key is SOURCE:EVENT_ID; an event without an id is SOURCE:~HASH of all that
 * is known of it but the customer, with #2 and so on for further ones that are
 * equal.
 * happened_links(store, options, err): left, right, kind, value, weight,
 * verdict (linked, review, refused), reason: what the last merge found
 * between two records, by both names. ERR_UNAVAILABLE before the first merge.
 */
int
happened_events(struct store *, const struct export_options *, struct err *);
int happened_links(struct store *, const struct export_options *, struct err *);

#endif
