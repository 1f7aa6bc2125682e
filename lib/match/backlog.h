#ifndef MATCH_BACKLOG_H
#define MATCH_BACKLOG_H

/*
 * What records say, handed to threads of their own that make something of it,
 * one record after the other in the order in which they came, while more are
 * being read. Each step has a thread, and leaves to the next what it made of
 * a statement.
 */

#include <stddef.h>

#include "base/err.h"
#include "canon/canon.h"

#define BACKLOG_STEPS_MAX 4

struct backlog;

/* All that a record says, and a place for each statement; what is lent is
 * gone with the next record. */
typedef int (*backlog_take)(
    void *, const struct canon_record *, size_t, void *, struct err *);

struct backlog_steps {
	backlog_take take[BACKLOG_STEPS_MAX];
	int n;
	size_t size_bytes; /* of the place of a statement */
	void *context;     /* of all steps */
};

/**
 * backlog_new(steps, err): start the threads; NULL when that fails.
 * backlog_add(backlog, said, n, err): the next record; copied.
 * backlog_end(backlog, err): wait for all, and free. -1 with what failed in
 * adding or taking them; after a failure no more are taken by that step and
 * those behind it.
 */
struct backlog *backlog_new(const struct backlog_steps *, struct err *);
int backlog_add(
    struct backlog *, const struct canon_record *, size_t, struct err *);
int backlog_end(struct backlog *, struct err *);

#endif
