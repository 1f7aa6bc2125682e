#include "journey/activity.h"
#include "base/array.h"

#define KINDS 32u /* more than there are kinds of events */

uint32_t
activity_of(const struct journey_context *context,
    const struct activity_options *options, const struct journey_event *event)
{
	uint32_t activity = event->channel;
	unsigned char kind = (unsigned char)event->kind;

	if (options->is_group)
		activity = (uint32_t)journey_group(context, event);
	activity *= KINDS;
	if (options->has_kind)
		activity += kind;
	return activity;
}

void
activity_name(const struct journey_context *context,
    const struct activity_options *options, uint32_t activity, struct buf *buf)
{
	uint32_t place = activity / KINDS;

	if (options->is_group)
		buf_str(buf, canon_group_name((int)place));
	else
		buf_span(buf, context->channels[place].name);
	if (!options->has_kind)
		return;
	buf_char(buf, ':');
	buf_str(buf, canon_kind_name((int)(activity % KINDS)));
}

int
activity_keep(const struct journey_context *context,
    const struct activity_options *options, uint32_t activity,
    struct arena *arena, struct span *name, struct err *err)
{
	struct buf buf = {0};
	int rc;

	if (activity == ACTIVITY_NONE)
		buf_str(&buf, "(none)");
	else
		activity_name(context, options, activity, &buf);
	rc = buf_check(&buf, err);
	if (rc == 0) {
		*name = arena_span(arena, buf_get(&buf));
		if (name->data == NULL)
			rc = err_nomem(err);
	}
	buf_clear(&buf);
	return rc;
}

static bool
is_among(const uint32_t *activities, size_t n, uint32_t activity)
{
	for (size_t i = 0; i < n; i++)
		if (activities[i] == activity)
			return true;
	return false;
}

size_t
activity_collapse(
    uint32_t *activities, size_t n, enum activity_collapse collapse)
{
	size_t kept = 0;

	if (collapse == ACTIVITY_ALL)
		return n;
	for (size_t i = 0; i < n; i++) {
		size_t from =
		    collapse == ACTIVITY_FIRST || kept == 0 ? 0 : kept - 1;

		if (!is_among(activities + from, kept - from, activities[i]))
			activities[kept++] = activities[i];
	}
	return kept;
}

int
activity_path(const struct journey_customer *customer,
    const struct activity_options *options, enum activity_collapse collapse,
    const uint32_t *touches, size_t n, struct activity_room *room,
    struct buf *buf, struct err *err)
{
	if (array_grow(
		&room->items, &room->cap, n, sizeof(*room->items), err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		room->items[i] = activity_of(customer->context, options,
		    journey_at(customer, touches[i]));
	n = activity_collapse(room->items, n, collapse);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_str(buf, " > ");
		activity_name(customer->context, options, room->items[i], buf);
	}
	return buf_check(buf, err);
}
