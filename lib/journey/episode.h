#ifndef JOURNEY_EPISODE_H
#define JOURNEY_EPISODE_H

/*
 * A customer's touches (those that pass the filter) cut into units:
 *
 * gap: more than a gap from the latest end so far to the next start begins a
 * new one; exactly the gap does not.
 * customer: everything that one customer did.
 * case: by issue; touches that belong to none are in no episode.
 * purchase: all touches after the previous order up to and including this
 * one, looking back at most so far (inclusive); touches after the last order
 * are in no episode.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "journey/issue.h"
#include "journey/journey.h"

enum episode_unit {
	EPISODE_GAP,
	EPISODE_CUSTOMER,
	EPISODE_CASE,
	EPISODE_PURCHASE,
};

struct episode_options {
	enum episode_unit unit;
	int64_t gap_us;
	int64_t lookback_us;
	struct issue_options issue;
};

#define EPISODE_GAP_US (7 * JOURNEY_DAY_US)
#define EPISODE_LOOKBACK_US (90 * JOURNEY_DAY_US)

struct episode {
	size_t first; /* index into the episodes' touches */
	size_t count; /* at least 1 */
};

/* A zeroed struct episodes is ready and may be used for any number of
 * customers. */
struct episodes {
	uint32_t *touches; /* indexes of events, episode by episode */
	size_t n_touches, touches_cap;
	struct episode *items; /* by their first touch */
	size_t count, items_cap;
	struct issues issues;
};

/**
 * episode_split(episodes, customer, options, err): fill ${episodes}.
 */
int episode_split(struct episodes *, const struct journey_customer *,
    const struct episode_options *, struct err *);
void episode_clear(struct episodes *);

/**
 * episode_needs(options): what of events is looked at; bits of enum
 * journey_needs.
 */
uint32_t episode_needs(const struct episode_options *);

/* Money in one currency, or the fact that there are several. */
struct episode_money {
	int64_t minor;
	uint32_t currency;
	int8_t digits;
	bool is_known; /* some amount was seen */
	bool is_mixed; /* in more than one currency: minor means nothing */
};

/* What an episode comes to. */
struct episode_sum {
	int64_t start_us, end_us; /* the latest end */
	uint32_t orders;
	uint32_t channels; /* distinct */
	uint32_t switches; /* touches on another channel than the one before */
	int8_t outcome;    /* the last that is not empty */
	struct episode_money money; /* net */
};

/**
 * episode_sum(customer, touches, n, sum, err): of ${n} indexes of events.
 * episode_add_money(money, more, err): more is added, or the currencies
 * found to be mixed.
 */
int episode_sum(const struct journey_customer *, const uint32_t *, size_t,
    struct episode_sum *, struct err *);
int episode_add_money(
    struct episode_money *, const struct episode_money *, struct err *);

#endif
