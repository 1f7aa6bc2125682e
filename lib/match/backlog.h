#ifndef MATCH_BACKLOG_H
#define MATCH_BACKLOG_H

/*
 * What records say, handed to a thread of its own that makes something of it,
 * one record after the other in the order in which they came, while more are
 * being read.
 */

#include <stddef.h>

#include "base/err.h"
#include "canon/canon.h"

struct backlog;

/* All that a record says; what it lends is gone with the next one. */
typedef int (*backlog_take)(
    void *, const struct canon_record *, size_t, struct err *);

/**
 * backlog_new(take, context, err): start the thread; NULL when that fails.
 * backlog_add(backlog, said, n, err): the next record; copied.
 * backlog_end(backlog, err): wait for all, and free. -1 with what failed in
 * adding or taking them; after a failure no more are taken.
 */
struct backlog *backlog_new(backlog_take, void *, struct err *);
int backlog_add(
    struct backlog *, const struct canon_record *, size_t, struct err *);
int backlog_end(struct backlog *, struct err *);

#endif
