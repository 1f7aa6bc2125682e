#ifndef JOURNEY_ISSUE_H
#define JOURNEY_ISSUE_H

/*
 * The issues of one customer: what belongs together of inquiries, messages,
 * replies, handoffs, resolutions, reopenings and surveys. An event joins the
 * issue that has its case (of the same source); without a case, or with one
 * not seen yet, the last touched issue of the same topic (or where either has
 * none) whose last event lies at most a gap back and that was not resolved
 * more than the repeat window ago; else a contact, a message of the customer
 * or a handoff opens a new one, and anything else is left out.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hashmap.h"
#include "base/span.h"
#include "journey/journey.h"

#define ISSUE_NONE UINT32_MAX

struct issue_options {
	int64_t gap_us;    /* --issue-gap */
	int64_t repeat_us; /* --repeat-window */
};

struct issue {
	uint32_t opened;     /* index of its first event */
	uint32_t last;       /* index of its last event */
	uint32_t resolution; /* index of its last resolution, or ISSUE_NONE */
	int64_t last_us, resolution_us; /* when these began */
	uint32_t contacts; /* inquiries and reopenings, not outbound */
	uint32_t messages; /* messages, not outbound */
	uint32_t channels; /* distinct ones of its contacts and messages; of
			      its first event if it has none of them */
	struct span topic; /* the first that is not empty */
	bool is_resolved;  /* and neither reopened nor repeated in time */
	bool is_pending;   /* too young to say, at as_of */
};

/* A zeroed struct issues is ready and may be used for any number of
 * customers. */
struct issues {
	struct issue *items; /* by opening */
	size_t count, items_cap;
	uint32_t *of_event; /* issue of each event, or ISSUE_NONE */
	size_t of_event_cap;
	uint64_t *channels; /* a bit a channel, words_per issue */
	size_t channels_cap, words_per;
	uint32_t *recent; /* issues, the last touched at the end */
	size_t recent_cap;
	struct hashmap cases; /* (source, case) -> index of event + 1 */
};

/**
 * issue_find(issues, customer, options, err): fill ${issues}; its spans are
 * borrowed from the customer.
 */
int issue_find(struct issues *, const struct journey_customer *,
    const struct issue_options *, struct err *);
void issue_clear(struct issues *);

/**
 * issue_is_contact(event): an inquiry or reopening that is not outbound.
 * issue_is_message(event): a message that is not outbound.
 * issue_is_resolution(event): it says that the issue is resolved.
 * issue_is_topic(a, b): the same, or missing on either side.
 */
bool issue_is_contact(const struct journey_event *);
bool issue_is_message(const struct journey_event *);
bool issue_is_resolution(const struct journey_event *);
bool issue_is_topic(struct span, struct span);

#endif
