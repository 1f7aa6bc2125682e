#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kpi/once.h"

static int
compare(const void *left, const void *right)
{
	const struct once_mark *a = left;
	const struct once_mark *b = right;

	for (size_t i = 0; i < BY_MAX; i++)
		if (a->by[i] != b->by[i])
			return a->by[i] < b->by[i] ? -1 : 1;
	return (a->event > b->event) - (a->event < b->event);
}

int
once_find(struct figure_use *use, const struct figure_customer *customer,
    bool (*is_one)(const struct figure_use *, const struct journey_event *),
    struct once *once, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	struct once_mark *marks;
	size_t n = 0;

	if (array_grow(&use->scratch, &use->scratch_cap, journey->n_events + 1,
		sizeof(*marks), err) != 0)
		return -1;
	marks = use->scratch;
	for (uint32_t i = 0; i < journey->n_events; i++) {
		if (!is_one(use, &journey->events[i]))
			continue;
		memset(&marks[n], 0, sizeof(*marks));
		if (use->by->count > 0)
			by_values(use->by, use->context,
			    customer->first_channel, &journey->events[i],
			    marks[n].by);
		marks[n++].event = i;
	}
	if (n > 1 && use->by->count > 0)
		qsort(marks, n, sizeof(*marks), compare);
	once->marks = marks;
	once->count = n;
	return 0;
}

size_t
once_end(const struct once *once, size_t first)
{
	size_t end = first + 1;

	while (end < once->count &&
	    memcmp(once->marks[end].by, once->marks[first].by,
		sizeof(once->marks[end].by)) == 0)
		end++;
	return end;
}
