#ifndef MATCH_KEYS_H
#define MATCH_KEYS_H

/*
 * The keys of the model's rules, to be kept: by them the records are found
 * that a person who is not among them has to be held against. They are the
 * keys of match/pairs.h, digests of texts, so a person alone has the keys
 * that the same person would have among all.
 *
 * A rule has two lists: that of its keys, and behind it that of its keys with
 * the second part, for keys that too many records have.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "match/facts.h"
#include "match/model.h"
#include "match/radix.h"

#define KEYS_LISTS (2 * MODEL_RULES_MAX)

/**
 * keys_all(facts, model, take, context, err): all lists, one after another;
 * ${take} gets the list's number and its entries by key, with records for
 * rows, borrowed for the call; it returns 0, or -1 with its error. Keys on more
 * records than the model's block_limit are left out; of values that are on too
 * many records to say anything there are just so many that this can be seen.
 * keys_of(facts, model, record, take, context, err): the keys of one record,
 * each in one call, in no order; the record's number does not count.
 */
typedef int
keys_take(void *, int, const struct radix_entry *, size_t, struct err *);
int keys_all(const struct facts *, const struct model *, keys_take *, void *,
    struct err *);
int keys_of(const struct facts *, const struct model *, uint32_t, keys_take *,
    void *, struct err *);

#endif
