#ifndef MAP_DRAFT_H
#define MAP_DRAFT_H

/*
 * Texts become the values of a record and of events: normal forms, times,
 * money, words. Only lib/map includes this.
 */

#include "base/arena.h"
#include "canon/canon.h"
#include "canon/notice.h"
#include "canon/zone.h"
#include "map/bind.h"
#include "map/zeros.h"

/* What is the same for all rows. */
struct draft_rules {
	const struct map *map;
	const struct zone *zone; /* of times without offset, this row's */
	const struct zone *utc;
	struct span country;
	const struct mapper_options *options;
	struct words *channels;   /* is it a name? */
	struct words *currencies; /* minor digits */
	struct notices *notices;
	struct zeros *zeros; /* of customer ids */
	uint64_t line;       /* of the row */
};

/* A person while the row is read. */
struct draft_person {
	struct canon_record record;
	size_t cap; /* of record.values */
	struct span birth_parts[3];
	int64_t updated_at_us;
	int64_t registered_at_us;
	bool has_identifier;
	bool has_field;
	bool is_odd;
};

#define DRAFT_AFTER_MAX 4

/* An event while the row is read. */
struct draft_event {
	struct canon_event event;
	size_t attrs_cap;
	bool is_meant;   /* the row has something only events have */
	int forced_kind; /* of "=return", 0 = none */
	struct span amount;
	const struct bind_op *amount_op;
	struct span csat;
	const struct bind_op *csat_op;
	struct {
		size_t offset;
		int64_t milli;
	} after[DRAFT_AFTER_MAX];
	size_t n_after;
};

void draft_person_init(struct draft_person *);
void draft_event_init(struct draft_event *);

/**
 * draft_person_put(rules, person, op, text, arena, err),
 * draft_event_put(rules, event, op, text, arena, err): take one value that is
 * not empty. -1 when the row cannot be taken, with reason and column.
 */
int draft_person_put(const struct draft_rules *, struct draft_person *,
    const struct bind_op *, struct span, struct arena *, struct err *);
int draft_event_put(const struct draft_rules *, struct draft_event *,
    const struct bind_op *, struct span, struct arena *, struct err *);

/**
 * draft_person_finish(person, arena, err): join the parts of the birth date.
 * draft_event_finish(rules, event, err): what needs several fields:
 * money, ratings, lengths after a time, the kind, the channel.
 */
int draft_person_finish(struct draft_person *, struct arena *, struct err *);
int draft_event_finish(
    const struct draft_rules *, struct draft_event *, struct err *);

#endif
