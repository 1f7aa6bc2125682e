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
    const struct figure_list *list,
    bool (*is_one)(const struct figure_use *, const struct journey_event *),
    struct once *once, struct err *err)
{
	struct once_mark *marks;
	size_t n = 0;

	if (array_grow(&use->scratch, &use->scratch_cap, list->count + 1,
		sizeof(*marks), err) != 0)
		return -1;
	marks = use->scratch;
	for (size_t i = 0; i < list->count; i++) {
		uint32_t at = list->at[i];
		const struct journey_event *event =
		    journey_at(customer->journey, at);

		if (is_one != NULL && !is_one(use, event))
			continue;
		if (n == 0 || use->by->count > 0)
			by_values(use->by, use->context,
			    customer->first_channel, event, marks[n].by);
		marks[n++].event = at;
	}
	if (n > 1 && use->by->count > 0)
		qsort(marks, n, sizeof(*marks), compare);
	once->marks = marks;
	once->count = n;
	once->is_one = use->by->count == 0;
	return 0;
}

size_t
once_end(const struct once *once, size_t first)
{
	size_t end = first + 1;

	if (once->is_one)
		return once->count;
	while (end < once->count &&
	    memcmp(once->marks[end].by, once->marks[first].by,
		sizeof(once->marks[end].by)) == 0)
		end++;
	return end;
}
