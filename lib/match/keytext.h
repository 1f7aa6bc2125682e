#ifndef MATCH_KEYTEXT_H
#define MATCH_KEYTEXT_H

/*
 * What records of one block have in common, in words: the values that a
 * blocking rule looks at, of one of the records.
 */

#include "base/buf.h"
#include "base/err.h"
#include "match/facts.h"
#include "match/model.h"

/**
 * keytext_of(model, facts, rule, row, n, out, err): "FIELD=VALUE" of each part
 * of the rule's key, with " + " between them. A rule of a field that repeats
 * has the value that is on ${n} records, else the one that is on most.
 */
int keytext_of(const struct model *, const struct facts *, int, uint32_t,
    uint32_t, struct buf *, struct err *);

#endif
