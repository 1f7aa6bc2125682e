#ifndef FLOW_EXPORT_H
#define FLOW_EXPORT_H

/*
 * The unified data out again. Each table is read from the store in one view.
 *
 * crosswalk: every record exactly once with its customer, the table of a
 * migration. customers: the golden record of each customer and what it comes
 * to. records: what is known of each record, as it came. events: what
 * happened. links: what holds customers together, and what does not.
 */

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "canon/zone.h"
#include "flow/stored.h"
#include "out/out.h"
#include "privacy/pseudonym.h"
#include "store/store.h"

enum export_table {
	EXPORT_CUSTOMERS,
	EXPORT_CROSSWALK,
	EXPORT_RECORDS,
	EXPORT_EVENTS,
	EXPORT_LINKS,
};

/* NULL-terminated, in the order of enum export_table, for the command. */
extern const char *const export_table_names[];

struct export_options {
	enum export_table table;
	struct out_options out;
	const struct zone *zone;
	int64_t as_of_us;
	int64_t dormant_us;  /* no purchase for longer: dormant */
	bool is_normal;      /* records: the normal forms */
	bool has_provenance; /* customers: of which record each field is */
	const struct pseudonym *pseudonym; /* give this out instead of ids, and
					      nothing that tells who it is
					      (flow/veil.h); NULL = all */
	struct stored
	    *stored; /* customers: golden records for the store are
			put here, if it has none; NULL = nobody asks */
	FILE *stream;
};

/**
 * export_run(store, options, unmerged, err): the stream should be a file, so
 * that nobody who reads slowly holds the view open. *${unmerged} counts records
 * that came after the last merge: the crosswalk has them without a customer,
 * the customers not at all. ERR_UNAVAILABLE before the first merge, but for
 * records and events.
 */
int export_run(
    struct store *, const struct export_options *, int64_t *, struct err *);

/**
 * export_time(out, zone, us): a cell with a time; empty for CANON_NO_TIME.
 * export_stamp(out, zone, text): the same of a time that the store keeps as
 * text in UTC; any other text as it is.
 * export_customer(out, number): a cell with a customer's id; empty for 0.
 */
void export_time(struct out *, const struct zone *, int64_t);
void export_stamp(struct out *, const struct zone *, struct span);
void export_customer(struct out *, int64_t);

#endif
