#ifndef FLOW_TRAINED_H
#define FLOW_TRAINED_H

/*
 * Which model a merge matches by. The store keeps the trained one, with the
 * frequencies of values that it was trained on; a plain merge uses that, so
 * that a pair weighs the same whatever is imported later. One is trained when
 * the store has none, when the merge asks for it, when another model is given,
 * and when the model says so ("train": "auto") and the records have doubled.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "match/facts.h"
#include "match/model.h"
#include "match/pairs.h"
#include "store/store.h"

/* Times the records that it was trained on, from which on it should be again.
 */
#define TRAINED_GROWN 2

struct trained_options {
	struct span model; /* JSON; empty: the stored one, else the built-in */
	bool is_stored;    /* the stored one and no other */
	bool trains;       /* anew, whatever there is */
};

/* A zeroed struct trained is ready. */
struct trained {
	struct buf base;         /* the model before it is trained */
	struct buf text;         /* the trained one, when it has to be kept */
	struct store_model kept; /* the stored one, or the one to keep */
	bool uses_stored;
	bool is_grown;        /* it knows half of the records at most */
	uint64_t digest;      /* of the model; 0 = not trained yet */
	struct pairs counted; /* what training counted, for match_run */
};

/**
 * trained_choose(trained, store, options, err): which one it will be; reads no
 * records. Without a stored one ${is_stored} is ERR_UNAVAILABLE.
 * trained_text(trained, store, text, err): the model as it is written, trained
 * or not; appended.
 * trained_load(trained, store, model, err): that model.
 * trained_finish(trained, model, facts, n_threads, err): train it if it is
 * not, or has to be again; the facts count as the model knows them.
 * trained_keep(trained, store, run, err): in the caller's transaction, by
 * ${run}; nothing if the store has it.
 */
int trained_choose(struct trained *, struct store *,
    const struct trained_options *, struct err *);
int trained_text(
    const struct trained *, struct store *, struct buf *, struct err *);
int
trained_load(struct trained *, struct store *, struct model *, struct err *);
int trained_finish(
    struct trained *, struct model *, struct facts *, int, struct err *);
int trained_keep(struct trained *, struct store *, int64_t, struct err *);
void trained_clear(struct trained *);

#endif
