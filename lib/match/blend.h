#ifndef MATCH_BLEND_H
#define MATCH_BLEND_H

/*
 * Other records put among facts that were kept (match/stow.h), in the place
 * of earlier versions of themselves or between the records that are there.
 * Values keep their numbers, new ones come behind.
 *
 *	stow_read, blend_add ..., blend_finish
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "match/facts.h"
#include "match/model.h"
#include "match/reading.h"

/* Where one goes: in the place of this record, or in front of it. */
struct blend_place {
	uint32_t at; /* up to the number of records */
	bool replaces;
};

/* A zeroed one is ready. */
struct blend {
	uint32_t *moved; /* the number of each record that was there, or of the
			    one that replaces it */
	uint32_t *came;  /* of each other record */
	size_t n_past;   /* the last rows: what replaced records said before; no
			    record has them any more */
	bool is_unique_new; /* a space of ids that was there is unique now */
};

/**
 * blend_add(facts, others, places, keeps_past, blend, err): ${facts} are open,
 * ${others} too; their places rise, and those in front of a record come before
 * the one that replaces it.
 * blend_clear(blend).
 * blend_count(facts, which, counts, err): on how many records of open facts
 * each value of a list is; malloc'ed.
 * blend_readings(facts, given, family, err): how names of open facts are read,
 * see match/reading.h.
 * blend_finish(facts, model, err): as facts_finish does it. Values count as
 * they did in the facts that they came from, and are not found by their texts
 * any more.
 */
int blend_add(struct facts *, const struct facts *, const struct blend_place *,
    bool, struct blend *, struct err *);
void blend_clear(struct blend *);
int
blend_count(const struct facts *, enum facts_list, uint32_t **, struct err *);
int blend_readings(
    const struct facts *, struct reading *, struct reading *, struct err *);
int blend_finish(struct facts *, const struct model *, struct err *);

#endif
