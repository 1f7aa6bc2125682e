#ifndef STORE_OVERLAY_H
#define STORE_OVERLAY_H

/*
 * A block and what came to its customers since become one block.
 */

#include <stddef.h>

#include "base/err.h"
#include "store/block.h"

struct overlay_run;

/* A zeroed overlay is ready, for any number of blocks. */
struct overlay {
	struct block block;
	struct overlay_run *runs;
	size_t n_runs, runs_cap;
};

/**
 * overlay_merge(overlay, base, news, hidden, err): overlay->block has the
 * customers of both; a customer's events are those of both by their times,
 * which differ, or only those of the news if it is one of the customers of
 * ${hidden}. Texts are borrowed from both.
 */
int overlay_merge(struct overlay *, const struct block *, const struct block *,
    const struct block *, struct err *);
void overlay_clear(struct overlay *);

#endif
