#ifndef FLOW_POSTLISTS_H
#define FLOW_POSTLISTS_H

/*
 * The lists of match/keys.h in blocks (match/posts.h), made in a thread of
 * their own while those that are done are written.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "match/facts.h"
#include "match/model.h"

struct postlists_block {
	uint32_t block;
	size_t len; /* bytes */
};

struct postlists_list {
	int list;
	int bits;         /* of its blocks, see posts_bits */
	struct buf bytes; /* of all blocks, one behind the other */
	struct postlists_block *blocks;
	size_t n, cap;
};

struct postlists;

/* A list, borrowed for the call; 0, or -1 with its error. */
typedef int postlists_take(void *, const struct postlists_list *, struct err *);

/**
 * postlists_new(facts, model, err): begin, if the facts are shared; NULL when
 * that fails. Both are borrowed, and have to stay as they are.
 * postlists_each(lists, take, context, err): all of them in order, each taken
 * in the caller's thread; once.
 * postlists_free(lists): stop, if there are more.
 */
struct postlists *
postlists_new(const struct facts *, const struct model *, struct err *);
int postlists_each(struct postlists *, postlists_take *, void *, struct err *);
void postlists_free(struct postlists *);

#endif
