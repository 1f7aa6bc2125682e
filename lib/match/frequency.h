#ifndef MATCH_FREQUENCY_H
#define MATCH_FREQUENCY_H

/*
 * How often values were seen when a model was trained. They are kept with the
 * model, so that a pair weighs the same whatever is imported later. A value is
 * known by a digest of its normal form: a model that is handed on gives no
 * names and addresses away.
 */

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

struct facts;

#define FREQUENCY_NAME_MAX 100

/* Of one column or list of the facts. */
struct frequency_table {
	char name[FREQUENCY_NAME_MAX];
	uint64_t known;   /* records that have a value there */
	double equal;     /* share of pairs of values that are equal */
	uint64_t *digest; /* of values on two records at least; sorted */
	uint32_t *count;
	size_t n;
};

struct frequency {
	struct frequency_table *tables;
	size_t n, cap;
};

/**
 * frequency_learn(frequency, facts, err): as the finished facts have them.
 * frequency_apply(frequency, facts): from now on the facts' values count
 * as they did then, and as one where they were not there.
 * frequency_freeze(frequency, facts): the same for the facts that it was
 * learned from.
 */
int frequency_learn(struct frequency *, const struct facts *, struct err *);
void frequency_apply(const struct frequency *, struct facts *);
void frequency_freeze(const struct frequency *, struct facts *);
void frequency_clear(struct frequency *);

/**
 * frequency_read(frequency, json, err): the member "frequencies" of a model;
 * its values are digests with counts ("counts") or texts with counts
 * ("values"). Errors are ERR_CONFIG.
 * frequency_write(frequency, out): as JSON.
 * frequency_pack(frequency, out), frequency_unpack(frequency, bytes, err): as
 * bytes that are read in no time; ERR_DATA when they are damaged.
 */
int frequency_read(struct frequency *, const json_t *, struct err *);
void frequency_write(const struct frequency *, struct buf *);
void frequency_pack(const struct frequency *, struct buf *);
int frequency_unpack(struct frequency *, struct span, struct err *);

#endif
