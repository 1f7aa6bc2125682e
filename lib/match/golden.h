#ifndef MATCH_GOLDEN_H
#define MATCH_GOLDEN_H

/*
 * The golden record: what is best known of a customer out of everything that
 * was said of its records, and of which record each value is. What belongs
 * together comes from one statement: the parts of a name, its kana, an
 * address; there a statement that knows the whole wins over one that knows a
 * part, and only then the strategy chooses (match/survivorship.h). Of equals
 * the newest stands; a statement without a time is older than any other; of
 * equally old ones the first that was added stands, so the caller adds in the
 * order of (source, native id). Who once asked not to be written to is never
 * written to: opt_out is "true" if any statement says so.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "canon/canon.h"
#include "match/survivorship.h"

struct golden_said;
struct golden_candidate;

/* A zeroed struct golden is ready. E-mail and phone are in their normal form
 * where there is one, all else is as it came. Several values of a union, and
 * the records that they are of, are joined by " | ". */
struct golden {
	struct span field[CANON_F_PERSON_LAST + 1];
	struct span from[CANON_F_PERSON_LAST + 1]; /* "SOURCE:NATIVE_ID" */
	struct golden_said *said;                  /* all of the customer */
	size_t n_said, said_cap;
	struct golden_candidate *candidates;
	size_t n_candidates, candidates_cap;
	uint32_t n_records;
	struct span source, record; /* of the record at hand */
	struct arena arena;
};

/* The fields that a golden record has, in the order of the columns; ends with
 * CANON_F_NONE. */
extern const enum canon_field golden_fields[];

/**
 * golden_reset(golden): another customer; nothing is known.
 * golden_record(golden, source, native_id, err): of this record is what is
 * added next.
 * golden_add(golden, said, err): what one observation says; it is copied.
 * golden_make(golden, survivorship, err): choose; fills field and from.
 */
void golden_reset(struct golden *);
int golden_record(struct golden *, struct span, struct span, struct err *);
int golden_add(struct golden *, const struct canon_record *, struct err *);
int golden_make(struct golden *, const struct survivorship *, struct err *);
void golden_clear(struct golden *);

#endif
