#ifndef MATCH_GOLDEN_H
#define MATCH_GOLDEN_H

/*
 * The golden record: what is best known of a customer out of everything that
 * was said of its records. The newest stands. What belongs together comes
 * from one statement: the parts of a name, its kana, an address; there a
 * statement that knows the whole wins over one that knows a part. A statement
 * without a time is older than any other; of equals the first that was added
 * stands, so the caller adds in the order of (source, native id). Who once
 * asked not to be written to is never written to: opt_out is "true" if any
 * statement says so.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "canon/canon.h"

#define GOLDEN_GROUPS 16

/* A struct golden begins with golden_init. E-mail and phone are in their
 * normal form where there is one, all else is as it came. */
struct golden {
	struct span field[CANON_F_PERSON_LAST + 1];
	int64_t said_at_us[GOLDEN_GROUPS];
	uint8_t rank[GOLDEN_GROUPS]; /* 0 nothing, 1 a part, 2 the whole */
};

/* The fields that a golden record has, in the order of the columns; ends with
 * CANON_F_NONE. */
extern const enum canon_field golden_fields[];

/**
 * golden_init(golden): nothing is known.
 * golden_add(golden, said, arena, err): what one observation says. What is
 * taken is copied to the arena.
 */
void golden_init(struct golden *);
int golden_add(
    struct golden *, const struct canon_record *, struct arena *, struct err *);

#endif
