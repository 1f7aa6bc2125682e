#include "journey/activity.h"

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
