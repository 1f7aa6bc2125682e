#ifndef FLOW_QUALITY_H
#define FLOW_QUALITY_H

/*
 * How good a merge is, as a table: the merge itself first, then what other
 * thresholds would have made of the same links, in rising order.
 */

#include "base/err.h"
#include "flow/merge.h"
#include "out/out.h"

/**
 * quality_thresholds(n): those that are tried besides.
 * quality_columns(n): threshold, counts, and what match/truth.h measures.
 * quality_write(path, merge, out, err): all rows; ${merge} was run with
 * quality_thresholds, or by identifiers, of which there is one row only. The
 * answers are those of flow/answers.h.
 */
const double *quality_thresholds(size_t *);
const struct out_column *quality_columns(size_t *);
int
quality_write(const char *, const struct merge *, struct out *, struct err *);

#endif
