#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

/*
 * What imports and merges did, as it can be read back: the ledger, runs,
 * refused links, how records moved between customers, and which records were
 * seen on which channel.
 *
 * Each function hands one row after another to ${each}, which gets ${context}
 * and returns 0, or -1 with its error to stop. Rows and their texts are
 * borrowed for the call. Call them inside one view (store_begin_read) where
 * several have to fit together.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "store/store.h"

/* One row of the ledger. */
struct history_import {
	int64_t at_us;
	struct span path, channel, source, map;
	bool is_snapshot;
	bool is_undone;                    /* see store/retract.h */
	struct store_import_counts counts; /* but for rows_*; import_id too */
};

/**
 * history_imports(store, each, context, err): all imports, oldest first.
 */
int history_imports(struct store *,
    int (*)(void *, const struct history_import *, struct err *), void *,
    struct err *);

/**
 * history_runs(store, each, context, err): all runs, oldest first.
 * history_last_run(store, id, err): the newest of those that count, which
 * undone runs and undoing itself do not; 0 when there was none.
 * history_last_match(store, id, err): the newest that held records against
 * each other.
 */
int history_runs(struct store *,
    int (*)(void *, const struct store_run *, struct err *), void *,
    struct err *);
int history_last_run(struct store *, int64_t *, struct err *);
int history_last_match(struct store *, int64_t *, struct err *);

/* A link that a run refused, its records as "SOURCE:NATIVE_ID". */
struct history_conflict {
	int64_t run;
	struct span left, right;
	struct span kind, value;
	struct span reason;
};

/**
 * history_conflicts(store, run, each, context, err): of one run, in the order
 * in which they were tried.
 */
int history_conflicts(struct store *, int64_t,
    int (*)(void *, const struct history_conflict *, struct err *), void *,
    struct err *);

/* What a run found between two records. */
struct history_evidence {
	struct span left, right; /* "SOURCE:NATIVE_ID" */
	struct span kind, value;
	int64_t weight_milli;
	bool is_weighed; /* by a model; else the weight says nothing */
	bool is_refused;
	struct span reason;
};

/**
 * history_all_evidence(store, run, each, context, err): by left and right.
 */
int history_all_evidence(struct store *, int64_t,
    int (*)(void *, const struct history_evidence *, struct err *), void *,
    struct err *);

/* Two records that a run did not link, though something speaks for it. */
struct history_doubt {
	int64_t left, right; /* keys */
	int64_t weight_milli;
	bool is_weighed; /* by a model; else the weight says nothing */
};

/**
 * history_doubts(store, run, each, context, err): of one run, as conflicts.
 */
int history_doubts(struct store *, int64_t,
    int (*)(void *, const struct history_doubt *, struct err *), void *,
    struct err *);

/* A link that holds a customer together. */
struct history_link {
	int64_t left_key, right_key;
	struct span left, right; /* "SOURCE:NATIVE_ID" */
	struct span kind, value;
	int32_t weight; /* 1/1000 bit; 0 where no model weighed it */
};

/**
 * history_links(store, run, customer, each, context, err): those of one run
 * between records that are the customer's now, the strongest first.
 * history_verdict(store, run, left, right, verdict, err): what the run made of
 * two records, by their keys: "linked", why it was refused, or "" when it has
 * nothing to say; appended.
 */
int history_links(struct store *, int64_t, int64_t,
    int (*)(void *, const struct history_link *, struct err *), void *,
    struct err *);
int history_verdict(
    struct store *, int64_t, int64_t, int64_t, struct buf *, struct err *);

/* A record that came to a customer or left it. */
struct history_move {
	int64_t run;
	int64_t at_us;      /* of the run */
	int64_t key;        /* of the record */
	struct span record; /* "SOURCE:NATIVE_ID" */
	int64_t from, into; /* customers; 0 = none */
	struct span mode;   /* of the run */
	int64_t undone_by;  /* the run that took it back; 0 = none */
};

/**
 * history_moves(store, customer, each, context, err): all that touch one
 * customer, by run, then by source and native id.
 */
int history_moves(struct store *, int64_t,
    int (*)(void *, const struct history_move *, struct err *), void *,
    struct err *);

/* A record was seen on a channel, by an event or by an export of it. */
struct history_presence {
	int64_t record;            /* key */
	int64_t channel;           /* id */
	int64_t first_us, last_us; /* of its events; CANON_NO_TIME = none */
};

/**
 * history_presence(store, each, context, err): in no order; a pair of record
 * and channel may come twice.
 */
int history_presence(struct store *,
    int (*)(void *, const struct history_presence *, struct err *), void *,
    struct err *);

/* How new what a source gave is. */
struct history_freshness {
	struct span source;
	int64_t event_us;  /* its newest event; CANON_NO_TIME = none */
	int64_t import_us; /* its newest import that brought news */
};

/**
 * history_freshness(store, each, context, err): all sources, by name.
 */
int history_freshness(struct store *,
    int (*)(void *, const struct history_freshness *, struct err *), void *,
    struct err *);

#endif
