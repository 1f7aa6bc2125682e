#ifndef JOURNEY_ACTIVITY_H
#define JOURNEY_ACTIVITY_H

/*
 * What a touch is called in paths and transitions: its channel, its channel's
 * group, or either with the kind of event. An activity is a number of the
 * context; its name is made when rows are made.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "journey/journey.h"

enum activity_collapse {
	ACTIVITY_REPEATS, /* A A B A -> A B A */
	ACTIVITY_ALL,     /* as they are */
	ACTIVITY_FIRST,   /* A A B A -> A B */
};

struct activity_options {
	bool is_group; /* --group */
	bool has_kind; /* --activity channel:event */
};

#define ACTIVITY_NONE UINT32_MAX /* where there is no activity: "(none)" */

/* Where a path is made; a zeroed one is ready, and its items are freed by
 * whoever has it. */
struct activity_room {
	uint32_t *items;
	size_t cap;
};

/**
 * activity_of(context, options, event): the number.
 * activity_name(context, options, activity, buf): append "phone",
 * "phone:inquiry", "contact".
 * activity_keep(context, options, activity, arena, name, err): the name, or
 * "(none)" of ACTIVITY_NONE, in the arena.
 * activity_collapse(activities, n, collapse): in place; the new length.
 * activity_path(customer, options, collapse, touches, n, room, buf, err):
 * append "ec > phone" of ${n} indexes of events.
 */
uint32_t activity_of(const struct journey_context *,
    const struct activity_options *, const struct journey_event *);
void activity_name(const struct journey_context *,
    const struct activity_options *, uint32_t, struct buf *);
int
activity_keep(const struct journey_context *, const struct activity_options *,
    uint32_t, struct arena *, struct span *, struct err *);
size_t activity_collapse(uint32_t *, size_t, enum activity_collapse);
int activity_path(const struct journey_customer *,
    const struct activity_options *, enum activity_collapse, const uint32_t *,
    size_t, struct activity_room *, struct buf *, struct err *);

#endif
