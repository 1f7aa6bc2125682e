#ifndef FLOW_BRIEF_H
#define FLOW_BRIEF_H

/*
 * What there is to know of one customer before answering: the issues that are
 * not settled with what was asked and said in each, the last touches, what
 * was bought, and how satisfied the customer was. Only events that pass the
 * filter are told.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "journey/episode.h"
#include "journey/issue.h"
#include "journey/journey.h"

#define BRIEF_NONE UINT32_MAX

enum brief_state {
	BRIEF_OPEN,
	BRIEF_IDLE,     /* open, but nothing came of it for longer than a gap */
	BRIEF_RESOLVED, /* so short ago that it may come back */
};

struct brief_issue {
	const struct issue *issue;
	enum brief_state state;
	size_t first, count; /* of said */
};

/* Indexes of events; BRIEF_NONE where there is none. A zeroed struct brief is
 * ready and may be used for any number of customers. */
struct brief {
	struct brief_issue *items; /* open, idle, resolved; the last touched
				      first */
	size_t count, items_cap;
	size_t n_open; /* open and idle ones */
	uint32_t *said;
	size_t said_cap;
	uint32_t *places; /* by issue: where its next event goes in said */
	size_t places_cap;
	uint32_t *touches; /* the newest first */
	size_t n_touches, touches_cap;
	uint32_t *purchases; /* orders and returns, the newest first */
	size_t n_purchases, purchases_cap;
	int stage; /* at the as-of time */
	uint32_t first_touch, last_touch;
	int64_t orders, returns;
	struct episode_money net;
	int64_t ratings, csat_sum; /* of csat_score5 */
	uint32_t last_rating, last_nps, last_ces;
	struct issues issues;
};

/**
 * brief_make(brief, customer, options, err): fill it; borrowed from the
 * customer and the brief.
 * brief_mean5(brief, unit): the mean rating on the scale from 1 to 5, in
 * 1/${unit}; there is one.
 * brief_by(context, event): who speaks in it: "customer", "bot" or "agent".
 * brief_state_name(state): "open".
 */
int brief_make(struct brief *, const struct journey_customer *,
    const struct issue_options *, struct err *);
int64_t brief_mean5(const struct brief *, int64_t);
const char *
brief_by(const struct journey_context *, const struct journey_event *);
const char *brief_state_name(enum brief_state);
void brief_clear(struct brief *);

#endif
