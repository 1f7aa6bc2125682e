#ifndef OUT_ASIDE_H
#define OUT_ASIDE_H

/*
 * Rows that are kept aside, in a temporary file, and given out in the order of
 * a key that each has, whatever order they came in: the room's inside, for
 * out_key. Rows of one key stay in the order in which they came.
 */

#include <stdint.h>

#include "base/err.h"
#include "out/writer.h"

struct aside;

/**
 * aside_new(err): NULL when there is no memory, or no temporary file.
 * aside_add(aside, key, out, err): keep the row whose cells ${out} has.
 * aside_finish(aside, err): no more is added; then aside_next may be called.
 * aside_next(aside, out, is_there, err): the next row becomes the cells and the
 * text of ${out}; *${is_there} is false after the last.
 */
struct aside *aside_new(struct err *);
int aside_add(struct aside *, uint64_t, const struct out *, struct err *);
int aside_finish(struct aside *, struct err *);
int aside_next(struct aside *, struct out *, bool *, struct err *);
void aside_free(struct aside *);

#endif
