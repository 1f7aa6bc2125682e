#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/hashmap.h"
#include "base/num.h"
#include "journey/before.h"

#define SCALE INT64_C(1000000000000)

struct tally {
	uint32_t activity;
	int64_t customers;
	uint64_t seen; /* ordinal of the window in which it was seen last */
};

struct before {
	const struct journey_context *context;
	const struct before_options *options;
	struct hashmap numbers; /* activity -> place in tallies + 1 */
	struct tally *tallies;
	size_t n, cap;
	/* By how many touches there are to look back at: */
	int64_t *hits; /* before so many touches it lies, by tally, then so */
	size_t hits_cap;
	int64_t touches[BEFORE_LAST_MAX + 1]; /* of all customers */
	int64_t events[BEFORE_LAST_MAX + 1];  /* to which it happened */
	int64_t of;
	uint64_t n_windows;
	uint32_t *window; /* activities of the customer's touches */
	size_t window_cap;
	struct before_row *rows;
	struct arena arena;
};

struct before *
before_new(const struct journey_context *context,
    const struct before_options *options, struct err *err)
{
	struct before *before = calloc(1, sizeof(*before));

	if (before == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	before->context = context;
	before->options = options;
	return before;
}

void
before_free(struct before *before)
{
	if (before == NULL)
		return;
	hashmap_clear(&before->numbers);
	free(before->tallies);
	free(before->hits);
	free(before->window);
	free(before->rows);
	arena_clear(&before->arena);
	free(before);
}

/* There are from none to all touches to look back at. */
static size_t
classes(const struct before *before)
{
	return (size_t)before->options->n_last + 1;
}

static struct tally *
tally_of(struct before *before, uint32_t activity, struct err *err)
{
	bool fresh;
	uint64_t *slot = hashmap_slot(&before->numbers, activity, &fresh, err);

	if (slot == NULL)
		return NULL;
	if (*slot == 0) {
		size_t at = before->n * classes(before);

		if (array_grow(&before->tallies, &before->cap, before->n + 1,
			sizeof(struct tally), err) != 0 ||
		    array_grow(&before->hits, &before->hits_cap,
			at + classes(before), sizeof(*before->hits), err) != 0)
			return NULL;
		memset(before->hits + at, 0,
		    classes(before) * sizeof(*before->hits));
		before->tallies[before->n] =
		    (struct tally){.activity = activity};
		*slot = ++before->n;
	}
	return &before->tallies[*slot - 1];
}

/* An activity counts once in a window. */
static int
count(struct before *before, uint32_t activity, size_t size, bool is_event,
    struct err *err)
{
	struct tally *tally = tally_of(before, activity, err);

	if (tally == NULL)
		return -1;
	if (tally->seen == before->n_windows)
		return 0;
	tally->seen = before->n_windows;
	if (is_event)
		tally->customers++;
	else
		before
		    ->hits[(size_t)(tally - before->tallies) * classes(before) +
			size]++;
	return 0;
}

/* The touches before the one of that number. */
static int
count_window(struct before *before, size_t end, bool is_event, struct err *err)
{
	size_t most = (size_t)before->options->n_last;
	size_t size = end < most ? end : most;

	before->n_windows++;
	if (is_event) {
		before->events[size]++;
		before->of++;
	} else {
		before->touches[size]++;
	}
	if (size == 0)
		return count(before, ACTIVITY_NONE, 0, is_event, err);
	for (size_t i = end - size; i < end; i++)
		if (count(before, before->window[i], size, is_event, err) != 0)
			return -1;
	return 0;
}

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	struct before *before = self;
	bool has_happened = false;
	size_t n = 0;

	if (array_grow(&before->window, &before->window_cap, customer->n_events,
		sizeof(*before->window), err) != 0)
		return -1;
	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (event->is_in && !has_happened) {
			has_happened = true;
			if (count_window(before, n, true, err) != 0)
				return -1;
		}
		if (!event->is_touch)
			continue;
		if (count_window(before, n, false, err) != 0)
			return -1;
		before->window[n++] = activity_of(
		    before->context, &before->options->activity, event);
	}
	return 0;
}

static int
merge(void *self, const void *from, struct err *err)
{
	struct before *before = self;
	const struct before *other = from;

	for (size_t i = 0; i < other->n; i++) {
		struct tally *tally =
		    tally_of(before, other->tallies[i].activity, err);
		size_t at;

		if (tally == NULL)
			return -1;
		at = (size_t)(tally - before->tallies) * classes(before);
		tally->customers += other->tallies[i].customers;
		for (size_t size = 0; size < classes(before); size++)
			before->hits[at + size] +=
			    other->hits[i * classes(before) + size];
	}
	for (size_t size = 0; size < classes(before); size++) {
		before->touches[size] += other->touches[size];
		before->events[size] += other->events[size];
	}
	before->of += other->of;
	return 0;
}

static int
another(const void *self, struct journey_sink *sink, struct err *err)
{
	const struct before *own = self;
	struct before *other = before_new(own->context, own->options, err);

	if (other == NULL)
		return -1;
	*sink = before_sink(other);
	return 0;
}

static void
drop(void *self)
{
	before_free(self);
}

struct journey_sink
before_sink(struct before *before)
{
	struct journey_sink sink = {
	    .self = before,
	    .needs = JOURNEY_NEEDS_TIMES,
	    .customer = hear,
	    .merge = merge,
	    .another = another,
	    .drop = drop,
	};

	return sink;
}

/* --- rows --- */

static int64_t
base_of(const struct before *before, size_t number)
{
	const int64_t *hits = before->hits + number * classes(before);
	num_i128 sum = 0;

	for (size_t size = 0; size < classes(before); size++)
		if (before->touches[size] > 0)
			sum += (num_i128)before->events[size] * hits[size] *
			    SCALE / before->touches[size];
	return num_round_div(sum, before->of);
}

static int
compare(const void *left, const void *right)
{
	const struct before_row *a = left;
	const struct before_row *b = right;

	if (a->customers != b->customers)
		return a->customers > b->customers ? -1 : 1;
	return span_cmp(a->activity, b->activity);
}

int
before_rows(struct before *before, const struct before_row **rows, size_t *n,
    struct err *err)
{
	*n = 0;
	arena_reset(&before->arena);
	free(before->rows);
	before->rows = calloc(before->n + 1, sizeof(*before->rows));
	*rows = before->rows;
	if (before->rows == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < before->n; i++) {
		const struct tally *tally = &before->tallies[i];
		struct before_row *row = &before->rows[*n];

		if (tally->customers == 0)
			continue;
		row->customers = tally->customers;
		row->of = before->of;
		row->base = base_of(before, i);
		if (activity_keep(before->context, &before->options->activity,
			tally->activity, &before->arena, &row->activity,
			err) != 0)
			return -1;
		++*n;
	}
	qsort(before->rows, *n, sizeof(*before->rows), compare);
	return 0;
}
