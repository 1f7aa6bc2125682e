#ifndef KPI_PRIOR_H
#define KPI_PRIOR_H

/*
 * What a customer saw and asked before an order: views, visits, inquiries and
 * messages, strictly before it and at most a window back. If either time is a
 * date alone, whole days are compared and the same day counts as before. Of
 * each channel only the latest is looked at, so that an order costs the same
 * however much came before.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "journey/journey.h"

struct prior_found {
	bool any;    /* on whatever channel */
	bool other;  /* on another channel than the order's */
	bool online; /* on another channel, which is online */
	bool physical;
	bool contact;
};

/* Days in order, each once. */
struct prior_days {
	int64_t *items;
	size_t count, cap;
};

struct prior_place {
	int64_t at_us;     /* of the latest with a time */
	int64_t before_us; /* of the latest at another time than that */
	struct prior_days all, dated; /* of dates alone */
	bool is_there;
};

/* A zeroed struct prior is ready and may be used for any number of customers
 * of one context. */
struct prior {
	const struct journey_context *context;
	struct prior_place *places; /* by channel */
	size_t places_cap;
	uint32_t *channels; /* those of the customer */
	size_t n_channels, channels_cap;
	size_t n_ready; /* of places */
};

/**
 * prior_begin(prior, customer, has_dates, err): the next customer, of whom
 * nothing came yet; ${has_dates}: there are dates alone.
 * prior_take(prior, event, err): the next of the customer's events.
 * prior_find(prior, order, window_us, found): what was before the order, which
 * was taken last or is about to be.
 */
int prior_begin(
    struct prior *, const struct journey_customer *, bool, struct err *);
void prior_take(struct prior *, const struct journey_event *);
void prior_find(const struct prior *, const struct journey_event *, int64_t,
    struct prior_found *);
void prior_clear(struct prior *);

#endif
