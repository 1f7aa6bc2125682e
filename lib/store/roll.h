#ifndef STORE_ROLL_H
#define STORE_ROLL_H

/*
 * Whose record is it, and what does its source call it? The answer for one
 * event after the other, from memory.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "store/beside.h"
#include "store/store.h"

struct roll_member {
	int64_t record, customer;
	uint64_t name; /* where the record's id is, see roll.c */
};

struct roll {
	struct roll_member *members; /* by record */
	size_t count;
	struct buf texts[BESIDE_MAX]; /* of each who read: lengths and bytes */
	uint32_t *starts; /* by the first bits of the key: the first member */
	int bits;
	size_t n_strangers; /* records that are no members; after roll_load */
	int64_t last;       /* the highest number of a customer; at least 1 */
};

struct roll_found {
	int64_t customer;
	struct span native_id;
};

#define ROLL_MANY 64 /* look for at most so many at once */

/**
 * roll_load(roll, beside, is_by_record, customers, n, err): a zeroed roll is
 * filled. By record, customers are numbered by (source name, native id) of
 * the records; else they are the store's, if ${customers} is not NULL only
 * those ${n}, sorted.
 * roll_load_few(roll, beside, records, n, err): only these records, by their
 * keys, sorted, of the store's customers.
 * roll_find(roll, records, n, found): for each record whose it is; customer 0
 * for one that is nobody's or not wanted. Texts are borrowed. Many at once are
 * found several times as fast as one by one.
 */
int roll_load(struct roll *, const struct beside *, bool, const int64_t *,
    size_t, struct err *);
int roll_load_few(struct roll *, const struct beside *, const int64_t *, size_t,
    struct err *);
void
roll_find(const struct roll *, const int64_t *, size_t, struct roll_found *);
void roll_clear(struct roll *);

#endif
