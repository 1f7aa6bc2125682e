#ifndef KPI_HANDLING_H
#define KPI_HANDLING_H

/*
 * What happened in each issue of a customer, found in one pass over the
 * events for all figures that ask.
 *
 * A touch of an issue is a contact, a message, a reply or a handoff. It is
 * automated if the event says so, or where the event is silent by its channel
 * (bot, faq); a message of the customer on the channel of the touch before is
 * what that touch was.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "journey/issue.h"
#include "journey/journey.h"

/* So long after a machine a person counts as needed. */
#define HANDLING_SELF_US JOURNEY_DAY_US
/* A customer who changes channel so soon tells it again. */
#define HANDLING_AGAIN_US (2 * JOURNEY_DAY_US)

struct handling {
	int64_t automated_us;   /* of the last automated touch, or NO_TIME */
	int64_t reply_us;       /* of the first reply of a person, or NO_TIME */
	int64_t replies;        /* of people; what an export tells if more */
	uint32_t switches;      /* of channel, by the customer */
	uint32_t agent_changes; /* from one agent to another */
	bool is_ever_resolved;
	bool is_reopened;
	bool is_transferred; /* a handoff, another agent, transfers > 0 */
	bool is_escalated;   /* said so, or a machine passed on to a person */
	bool has_bot;        /* an automated touch that is no faq */
	bool has_self;       /* an automated touch */
	bool has_person;     /* one within HANDLING_SELF_US after a machine */
	bool has_bot_person; /* one within HANDLING_SELF_US after a bot */
	bool is_told_again;  /* see HANDLING_AGAIN_US; or another agent who was
				not told */
	bool is_rated_good;
	bool is_passed; /* with context, at least once */
};

/* A zeroed struct handling_room is ready and may be used for any number of
 * customers. */
struct handling_room {
	struct handling *items; /* by issue */
	size_t items_cap;
	void *states;
	size_t states_cap;
};

/**
 * handling_find(room, customer, issues, err): fill ${items} for the issues of
 * the customer.
 */
int handling_find(struct handling_room *, const struct journey_customer *,
    const struct issues *, struct err *);
void handling_clear(struct handling_room *);

#endif
