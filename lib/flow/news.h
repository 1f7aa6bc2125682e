#ifndef FLOW_NEWS_H
#define FLOW_NEWS_H

/*
 * A merge of what came since the last one: the records that came or changed
 * are put among those that are kept (flow/newspack.h), and what they touch is
 * matched again (match_again). It finds what matching everything with the
 * stored model would find, or does not promise to: after an import was taken
 * back or a run was undone, with another model or threshold, with so much news
 * that it does not pay, and where a limit of matching moves. Then everything
 * is matched.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "flow/columns.h"
#include "flow/lookup.h"
#include "flow/newspack.h"
#include "match/facts.h"
#include "match/match.h"
#include "match/model.h"
#include "match/reading.h"
#include "store/since.h"
#include "store/store.h"

/* A zeroed struct news is ready. */
struct news {
	int n_threads; /* the caller's; 0 = one */
	struct newspack pack;
	struct since_state state; /* of the store as it is */
	struct buf sources;       /* names in their order, NUL behind each */
	int64_t *changed;         /* keys of records that came or changed */
	size_t n_changed, changed_cap;
	int64_t *judged; /* keys of records of which something was decided */
	size_t n_judged, judged_cap;
	struct buf came_bytes; /* their facts, see match/stow.h */
	struct facts came;     /* open */
	struct newspack_side new_side;
	/* All records as they are now, in their order. */
	struct newspack_side side; /* customers: those of before, 0 = none */
	uint32_t *origin;          /* number in the base, or NONE */
	bool *is_stale;            /* are its facts not those of the base? */
	bool *is_renewed;          /* nor its links? */
	bool *is_moved;            /* is it in other circles? */
	bool *is_new;              /* did it come or change? */
	struct facts delta;        /* open; what had come before */
	size_t n_past;
	uint32_t *count[FACTS_LISTS];
	size_t n_values[FACTS_LISTS];
	struct reading given, family; /* of before */
	struct match_link *links;     /* of before; then of now */
	size_t n_links;
	uint32_t *cluster; /* of before */
	size_t n_clusters;
	struct match_again again;
	bool is_found; /* what finding needs is that of the last run, too */
};

/**
 * news_look(news, store, err): the state of the store, for a run over all
 * records; nothing else.
 * news_open(news, store, run, digest, mode, is_possible, err): which records
 * came, in the caller's view; ${run} is the last one.
 * news_read(news, store, err): then what is kept.
 * news_blend(news, store, model, facts, is_possible, err): then facts of all
 * records as they are now, finished.
 * news_match(news, model, facts, options, result, is_possible, err): see
 * match_again; then news.links are those of now.
 * news_clear(news).
 */
int news_look(struct news *, struct store *, struct err *);
int news_open(struct news *, struct store *, int64_t, uint64_t, struct span,
    bool *, struct err *);
int news_read(struct news *, struct store *, struct err *);
int news_blend(struct news *, struct store *, const struct model *,
    struct facts *, bool *, struct err *);
int news_match(struct news *, const struct model *, struct facts *,
    const struct match_options *, struct match_result *, bool *, struct err *);
void news_clear(struct news *);

/* What a run over all records found; borrowed. */
struct news_found {
	struct span mode; /* how it was made */
	const struct columns *columns;
	const struct facts *facts;
	const struct match_result *linked;
	int64_t *customers;     /* of each record */
	int64_t *const *circle; /* the same, see flow/merge.h */
	const int64_t *next_circle;
};

/**
 * news_begin(news, found, store, run, digest, err): what the next merge needs,
 * after ${run} was committed; ${news} knows the state that it read.
 * news_keep(news, store, run, digest, input, err): the same after a merge of
 * what came, and what finding a person needs; ${input} is of all records, and
 * the circles of ${news} are those of now.
 */
int news_begin(const struct news *, const struct news_found *, struct store *,
    int64_t, uint64_t, struct err *);
int news_keep(struct news *, struct store *, int64_t, uint64_t,
    const struct lookup_input *, struct err *);

#endif
