#ifndef FLOW_ANSWERS_H
#define FLOW_ANSWERS_H

/*
 * A file of known answers, "source,customer_id,entity": whose record is it
 * really? A merge is held against it (match/truth.h).
 */

#include <stdint.h>

#include "base/err.h"
#include "flow/merge.h"
#include "match/truth.h"

/**
 * answers_check(path, err): can the file be read, as far as its header? To be
 * asked before the work; standard input ("-") is not looked at.
 * answers_match(path, merge, err): is an answer on a record of the store?
 * ERR_DATA if none is. To be asked before anything is stored; ${merge} has its
 * records, and standard input is not looked at.
 * answers_measure(path, merge, n_others, truth, missing, err):
 * Measure the partition of ${merge} over the records that the file names, in
 * CSV or what its name says; ${truth} has room for it and, behind it, for
 * those at ${n_others} other thresholds that it tried. *${missing} counts
 * answers on records that the store does not hold. ERR_NOINPUT, ERR_DATA (a
 * column is not there, a row is broken, two answers on one record, none on a
 * record of the store).
 */
int answers_check(const char *, struct err *);
int answers_match(const char *, const struct merge *, struct err *);
int answers_measure(const char *, const struct merge *, size_t, struct truth *,
    int64_t *, struct err *);

#endif
