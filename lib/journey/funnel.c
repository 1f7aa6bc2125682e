#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/hashmap.h"
#include "journey/funnel.h"

#define SECOND_US INT64_C(1000000)
#define NONE UINT32_MAX

/* A touch that is taken as a step, and the one that came before it. */
struct taken {
	uint32_t touch;  /* place among the touches */
	uint32_t before; /* place in the list of the step before; NONE */
};

struct list {
	struct taken *items;
	size_t count, cap;
	size_t head; /* what stands before is too long ago */
};

struct funnel {
	const struct journey_context *context;
	const struct funnel_options *options;
	int64_t entered[FUNNEL_STEPS_MAX];
	int64_t dropped[FUNNEL_STEPS_MAX];
	struct hashmap next; /* (step, activity) -> how often */
	struct spread_bag times[FUNNEL_STEPS_MAX];
	/* of the customer at hand */
	uint32_t *touches; /* indexes of events */
	uint32_t *groups;  /* which second, counted from 0, by touch */
	size_t n_touches, touches_cap, groups_cap;
	struct list lists[FUNNEL_STEPS_MAX]; /* of the entry at hand */
	uint32_t best[FUNNEL_STEPS_MAX];     /* touches of the best entry */
	size_t n_best;
	struct funnel_row *rows;
	struct arena arena;
};

struct funnel *
funnel_new(const struct journey_context *context,
    const struct funnel_options *options, struct err *err)
{
	struct funnel *funnel = calloc(1, sizeof(*funnel));

	if (funnel == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	funnel->context = context;
	funnel->options = options;
	return funnel;
}

void
funnel_free(struct funnel *funnel)
{
	if (funnel == NULL)
		return;
	hashmap_clear(&funnel->next);
	free(funnel->touches);
	free(funnel->groups);
	for (size_t i = 0; i < FUNNEL_STEPS_MAX; i++)
		free(funnel->lists[i].items);
	for (size_t i = 0; i < FUNNEL_STEPS_MAX; i++)
		spread_clear(&funnel->times[i]);
	free(funnel->rows);
	arena_clear(&funnel->arena);
	free(funnel);
}

/* --- one customer --- */

static int64_t
second_of(int64_t at_us)
{
	int64_t second = at_us / SECOND_US;

	return at_us % SECOND_US < 0 ? second - 1 : second;
}

static int
list_touches(struct funnel *funnel, const struct journey_customer *customer,
    struct err *err)
{
	size_t n = customer->n_events;
	int64_t last = 0;
	uint32_t group = 0;

	funnel->n_touches = 0;
	if (array_grow(&funnel->touches, &funnel->touches_cap, n,
		sizeof(*funnel->touches), err) != 0 ||
	    array_grow(&funnel->groups, &funnel->groups_cap, n,
		sizeof(*funnel->groups), err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct journey_event *event = journey_at(customer, i);
		int64_t second = second_of(event->at_us);

		if (!event->is_touch || !event->is_in)
			continue;
		if (funnel->n_touches > 0 && second != last)
			group++;
		last = second;
		funnel->touches[funnel->n_touches] = (uint32_t)i;
		funnel->groups[funnel->n_touches++] = group;
	}
	return 0;
}

static bool
is_step(const struct funnel *funnel, const struct journey_event *event,
    size_t number)
{
	const struct funnel_step *step = &funnel->options->steps[number];

	if (step->channel != JOURNEY_NONE && step->channel != event->channel)
		return false;
	if (step->group != 0 &&
	    step->group != journey_group(funnel->context, event))
		return false;
	if (step->kind == CANON_PURCHASE)
		return journey_is_order(event);
	return step->kind == 0 || step->kind == event->kind;
}

static const struct journey_event *
event_of(const struct funnel *funnel, const struct journey_customer *customer,
    uint32_t touch)
{
	return journey_at(customer, funnel->touches[touch]);
}

/* Is the touch in the chain that ends there, within its second? */
static bool
is_in_chain(
    const struct funnel *funnel, size_t step, uint32_t at, uint32_t touch)
{
	for (;; step--) {
		const struct taken *taken = &funnel->lists[step].items[at];

		if (taken->touch == touch)
			return true;
		if (funnel->groups[taken->touch] != funnel->groups[touch] ||
		    taken->before == NONE)
			return false;
		at = taken->before;
	}
}

/* Does every touch of the chain's last second belong to it? Those in the
 * second of the entry may have come before it. */
static bool
is_whole_second(const struct funnel *funnel, size_t step, uint32_t at)
{
	const struct taken *taken = &funnel->lists[step].items[at];
	uint32_t group = funnel->groups[taken->touch];
	size_t first = taken->touch, chain = 0;
	size_t end = first + 1;

	while (first > 0 && funnel->groups[first - 1] == group)
		first--;
	while (end < funnel->n_touches && funnel->groups[end] == group)
		end++;
	for (;; step--) {
		taken = &funnel->lists[step].items[at];
		if (funnel->groups[taken->touch] != group)
			return chain == end - first;
		if (taken->before == NONE)
			return true;
		chain++;
		at = taken->before;
	}
}

static bool
may_follow(
    const struct funnel *funnel, size_t step, uint32_t at, uint32_t touch)
{
	uint32_t group = funnel->groups[funnel->lists[step].items[at].touch];

	if (is_in_chain(funnel, step, at, touch))
		return false;
	if (!funnel->options->is_strict || funnel->groups[touch] == group)
		return true;
	return funnel->groups[touch] == group + 1 &&
	    is_whole_second(funnel, step, at);
}

/* The earliest chain to which the touch can be added as the step; NONE. */
static uint32_t
find_before(struct funnel *funnel, const struct journey_customer *customer,
    size_t step, uint32_t touch)
{
	struct list *list = &funnel->lists[step - 1];
	int64_t within_us = funnel->options->steps[step].within_us;
	int64_t at_us = event_of(funnel, customer, touch)->at_us;

	for (; list->head < list->count; list->head++) {
		uint32_t head = list->items[list->head].touch;
		int64_t head_us = event_of(funnel, customer, head)->at_us;

		/* It is too long ago for all that come from now on. */
		if ((within_us < 0 || at_us - head_us <= within_us) &&
		    (!funnel->options->is_strict ||
			funnel->groups[head] + 1 >= funnel->groups[touch]))
			break;
	}
	for (size_t i = list->head; i < list->count; i++)
		if (may_follow(funnel, step - 1, (uint32_t)i, touch))
			return (uint32_t)i;
	return NONE;
}

static int
take(struct funnel *funnel, size_t step, uint32_t touch, uint32_t before,
    struct err *err)
{
	struct list *list = &funnel->lists[step];

	if (array_grow(&list->items, &list->cap, list->count + 1,
		sizeof(*list->items), err) != 0)
		return -1;
	list->items[list->count++] = (struct taken){touch, before};
	return 0;
}

static struct span
held(const struct funnel *funnel, const struct journey_event *event)
{
	return *journey_text(event, funnel->options->hold);
}

/* All touches of a second, step by step, so that those in the same second are
 * taken in either order. */
static int
take_second(struct funnel *funnel, const struct journey_customer *customer,
    uint32_t entry, uint32_t first, uint32_t end, struct err *err)
{
	const struct funnel_options *options = funnel->options;
	const struct journey_event *start = event_of(funnel, customer, entry);
	int64_t start_us = start->at_us;
	struct span wanted =
	    options->has_hold ? held(funnel, start) : span_of(NULL);

	for (size_t step = 1; step < options->n_steps; step++)
		for (uint32_t i = first; i < end; i++) {
			const struct journey_event *event =
			    event_of(funnel, customer, i);
			uint32_t before;

			if (event->at_us - start_us > options->window_us ||
			    !is_step(funnel, event, step) ||
			    (options->has_hold &&
				!span_eq(held(funnel, event), wanted)))
				continue;
			before = find_before(funnel, customer, step, i);
			if (before != NONE &&
			    take(funnel, step, i, before, err) != 0)
				return -1;
		}
	return 0;
}

static int
follow(struct funnel *funnel, const struct journey_customer *customer,
    uint32_t entry, struct err *err)
{
	const struct funnel_options *options = funnel->options;
	int64_t start_us = event_of(funnel, customer, entry)->at_us;
	uint32_t first = entry, end;

	for (size_t i = 0; i < options->n_steps; i++) {
		funnel->lists[i].count = 0;
		funnel->lists[i].head = 0;
	}
	if (take(funnel, 0, entry, NONE, err) != 0)
		return -1;
	while (first > 0 && funnel->groups[first - 1] == funnel->groups[entry])
		first--;
	for (; first < funnel->n_touches; first = end) {
		for (end = first; end < funnel->n_touches &&
		     funnel->groups[end] == funnel->groups[first];
		     end++)
			continue;
		if (funnel->groups[first] != funnel->groups[entry] &&
		    event_of(funnel, customer, first)->at_us - start_us >
			options->window_us)
			return 0;
		if (take_second(funnel, customer, entry, first, end, err) != 0)
			return -1;
		if (funnel->lists[options->n_steps - 1].count > 0)
			return 0;
	}
	return 0;
}

/* If the entry got further than those before it, it is the best. */
static void
compare_entry(struct funnel *funnel)
{
	size_t n = funnel->options->n_steps;
	uint32_t at = 0;

	while (funnel->lists[n - 1].count == 0)
		n--;
	if (n <= funnel->n_best)
		return;
	funnel->n_best = n;
	for (size_t step = n; step-- > 0;) {
		const struct taken *taken = &funnel->lists[step].items[at];

		funnel->best[step] = taken->touch;
		at = taken->before;
	}
}

static int
count_next(struct funnel *funnel, size_t step, uint32_t activity, uint64_t n,
    struct err *err)
{
	bool fresh;
	uint64_t *slot = hashmap_slot(
	    &funnel->next, (uint64_t)step << 32 | activity, &fresh, err);

	if (slot == NULL)
		return -1;
	*slot += n;
	return 0;
}

static int
add_time(struct funnel *funnel, size_t step, int64_t us, struct err *err)
{
	return spread_add(&funnel->times[step], us < 0 ? 0 : us, err);
}

/* What was done after the last step that was reached. */
static int
count_stop(struct funnel *funnel, const struct journey_customer *customer,
    struct err *err)
{
	size_t last = funnel->n_best - 1;
	uint32_t activity = ACTIVITY_NONE;

	for (size_t i = (size_t)funnel->touches[funnel->best[last]] + 1;
	     i < customer->n_events && activity == ACTIVITY_NONE; i++)
		if (journey_at(customer, i)->is_touch)
			activity = activity_of(funnel->context,
			    &funnel->options->activity,
			    journey_at(customer, i));
	funnel->dropped[last]++;
	return count_next(funnel, last, activity, 1, err);
}

static int
count_best(struct funnel *funnel, const struct journey_customer *customer,
    struct err *err)
{
	for (size_t step = 0; step < funnel->n_best; step++) {
		funnel->entered[step]++;
		if (step > 0 &&
		    add_time(funnel, step,
			event_of(funnel, customer, funnel->best[step])->at_us -
			    event_of(funnel, customer, funnel->best[step - 1])
				->at_us,
			err) != 0)
			return -1;
	}
	if (funnel->n_best == 0 || funnel->n_best == funnel->options->n_steps)
		return 0;
	return count_stop(funnel, customer, err);
}

/* Further than this no entry gets, whatever the window: nobody has to look
 * for more. */
static size_t
steps_at_most(
    const struct funnel *funnel, const struct journey_customer *customer)
{
	size_t n = funnel->options->n_steps;
	size_t step = 0;
	uint32_t i = 0;

	while (i < funnel->n_touches && step < n) {
		uint32_t end = i;
		bool is_found = false;

		while (end < funnel->n_touches &&
		    funnel->groups[end] == funnel->groups[i])
			is_found |= is_step(
			    funnel, event_of(funnel, customer, end++), step);
		if (is_found)
			step++; /* and again, for the next step */
		else
			i = end;
	}
	return step;
}

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	struct funnel *funnel = self;
	const struct funnel_options *options = funnel->options;
	size_t most;

	funnel->n_best = 0;
	if (list_touches(funnel, customer, err) != 0)
		return -1;
	most = steps_at_most(funnel, customer);
	for (uint32_t i = 0; i < funnel->n_touches && funnel->n_best < most;
	     i++) {
		const struct journey_event *event =
		    event_of(funnel, customer, i);

		if (!is_step(funnel, event, 0) ||
		    (options->has_hold && held(funnel, event).len == 0))
			continue;
		if (follow(funnel, customer, i, err) != 0)
			return -1;
		compare_entry(funnel);
	}
	return count_best(funnel, customer, err);
}

static int
merge(void *self, const void *from, struct err *err)
{
	struct funnel *funnel = self;
	const struct funnel *other = from;

	for (size_t i = 0; i < FUNNEL_STEPS_MAX; i++) {
		funnel->entered[i] += other->entered[i];
		funnel->dropped[i] += other->dropped[i];
	}
	for (size_t i = 0; i < other->next.cap; i++)
		if (other->next.is_used[i] &&
		    count_next(funnel, (size_t)(other->next.keys[i] >> 32),
			(uint32_t)other->next.keys[i], other->next.values[i],
			err) != 0)
			return -1;
	for (size_t i = 0; i < FUNNEL_STEPS_MAX; i++)
		if (spread_merge(&funnel->times[i], &other->times[i], err) != 0)
			return -1;
	return 0;
}

static int
another(const void *self, struct journey_sink *sink, struct err *err)
{
	const struct funnel *own = self;
	struct funnel *other = funnel_new(own->context, own->options, err);

	if (other == NULL)
		return -1;
	*sink = funnel_sink(other);
	return 0;
}

static void
drop(void *self)
{
	funnel_free(self);
}

struct journey_sink
funnel_sink(struct funnel *funnel)
{
	struct journey_sink sink = {
	    .self = funnel,
	    .needs = JOURNEY_NEEDS_TIMES |
		(funnel->options->has_hold
			? journey_needs_of(funnel->options->hold)
			: 0),
	    .customer = hear,
	    .merge = merge,
	    .another = another,
	    .drop = drop,
	};

	return sink;
}

/* --- rows --- */

/* Ties go to the first name in byte order. */
static int
find_top(struct funnel *funnel, size_t step, struct span *top, struct err *err)
{
	uint64_t most = 0;
	struct span name;

	*top = span_make("", 0);
	for (size_t i = 0; i < funnel->next.cap; i++) {
		if (!funnel->next.is_used[i] ||
		    funnel->next.keys[i] >> 32 != step ||
		    funnel->next.values[i] < most)
			continue;
		if (activity_keep(funnel->context, &funnel->options->activity,
			(uint32_t)funnel->next.keys[i], &funnel->arena, &name,
			err) != 0)
			return -1;
		if (funnel->next.values[i] > most || span_cmp(name, *top) < 0)
			*top = name;
		most = funnel->next.values[i];
	}
	return 0;
}

int
funnel_rows(struct funnel *funnel, const struct funnel_row **rows, size_t *n,
    struct err *err)
{
	*n = funnel->options->n_steps;
	arena_reset(&funnel->arena);
	free(funnel->rows);
	funnel->rows = calloc(*n, sizeof(*funnel->rows));
	*rows = funnel->rows;
	if (funnel->rows == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < *n; i++) {
		struct funnel_row *row = &funnel->rows[i];

		row->name = funnel->options->steps[i].name;
		row->entered = funnel->entered[i];
		row->dropped = funnel->dropped[i];
		if (spread_of(&funnel->times[i], &row->seconds, err) != 0 ||
		    find_top(funnel, i, &row->next_top, err) != 0)
			return -1;
	}
	return 0;
}
