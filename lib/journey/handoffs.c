#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/hashmap.h"
#include "journey/handoffs.h"

#define NOBODY UINT32_MAX /* nothing followed */

struct pair {
	uint32_t from;
	uint32_t to;
	int64_t count;
	int64_t with_context;
	int64_t resolved_after;
	struct spread_bag times;
};

struct handoffs {
	const struct journey_context *context;
	const struct handoffs_options *options;
	struct hashmap numbers; /* (from, to) -> place in pairs + 1 */
	struct pair *pairs;
	size_t n_pairs, pairs_cap;
	struct issues issues; /* of the customer at hand */
	uint32_t *last;       /* event of each issue that came last; NOBODY */
	size_t last_cap;
	struct handoffs_row *rows;
	struct arena arena;
};

struct handoffs *
handoffs_new(const struct journey_context *context,
    const struct handoffs_options *options, struct err *err)
{
	struct handoffs *handoffs = calloc(1, sizeof(*handoffs));

	if (handoffs == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	handoffs->context = context;
	handoffs->options = options;
	return handoffs;
}

void
handoffs_free(struct handoffs *handoffs)
{
	if (handoffs == NULL)
		return;
	hashmap_clear(&handoffs->numbers);
	for (size_t i = 0; i < handoffs->n_pairs; i++)
		spread_clear(&handoffs->pairs[i].times);
	free(handoffs->pairs);
	issue_clear(&handoffs->issues);
	free(handoffs->last);
	free(handoffs->rows);
	arena_clear(&handoffs->arena);
	free(handoffs);
}

static struct pair *
pair_of(struct handoffs *handoffs, uint32_t from, uint32_t to, struct err *err)
{
	bool fresh;
	uint64_t *slot = hashmap_slot(
	    &handoffs->numbers, (uint64_t)from << 32 | to, &fresh, err);

	if (slot == NULL)
		return NULL;
	if (*slot == 0) {
		if (array_grow(&handoffs->pairs, &handoffs->pairs_cap,
			handoffs->n_pairs + 1, sizeof(struct pair), err) != 0)
			return NULL;
		handoffs->pairs[handoffs->n_pairs] =
		    (struct pair){.from = from, .to = to};
		*slot = ++handoffs->n_pairs;
	}
	return &handoffs->pairs[*slot - 1];
}

static uint32_t
place_of(const struct handoffs *handoffs, const struct journey_event *event)
{
	struct activity_options place = handoffs->options->activity;

	place.has_kind = false;
	return activity_of(handoffs->context, &place, event);
}

/* From one event of an issue to the next; ${to} is NULL where nothing
 * followed. */
static int
count(struct handoffs *handoffs, const struct journey_event *from,
    const struct journey_event *to, bool is_resolved, struct err *err)
{
	uint32_t from_place = place_of(handoffs, from);
	uint32_t to_place = to == NULL ? ACTIVITY_NONE : place_of(handoffs, to);
	struct pair *pair;

	assert(from != NULL);
	if (!from->is_in || (to != NULL && !to->is_in) ||
	    (from_place == to_place && from->kind != CANON_HANDOFF))
		return 0;
	pair = pair_of(handoffs, from_place, to_place, err);
	if (pair == NULL)
		return -1;
	pair->count++;
	pair->with_context += from->context_passed == 1 ||
	    (to != NULL && to->context_passed == 1);
	pair->resolved_after += is_resolved;
	if (to == NULL)
		return 0;
	return spread_add(&pair->times,
	    to->at_us < from->end_us ? 0 : to->at_us - from->end_us, err);
}

static int
hear_event(struct handoffs *handoffs, const struct journey_customer *customer,
    uint32_t at, struct err *err)
{
	uint32_t number = handoffs->issues.of_event[at];
	uint32_t before;
	const struct issue *issue;

	if (number == ISSUE_NONE)
		return 0;
	issue = &handoffs->issues.items[number];
	before = handoffs->last[number];
	handoffs->last[number] = at;
	if (before == NOBODY)
		return 0;
	return count(handoffs, journey_at(customer, before),
	    journey_at(customer, at),
	    issue->is_resolved && issue->resolution >= at, err);
}

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	struct handoffs *handoffs = self;
	const struct issues *issues = &handoffs->issues;

	if (issue_find(&handoffs->issues, customer, &handoffs->options->issue,
		err) != 0 ||
	    array_grow(&handoffs->last, &handoffs->last_cap, issues->count + 1,
		sizeof(*handoffs->last), err) != 0)
		return -1;
	for (size_t i = 0; i < issues->count; i++)
		handoffs->last[i] = NOBODY;
	for (uint32_t i = 0; issues->count > 0 && i < customer->n_events; i++)
		if (hear_event(handoffs, customer, i, err) != 0)
			return -1;
	for (size_t i = 0; i < issues->count; i++) {
		const struct journey_event *last;

		if (handoffs->last[i] >= customer->n_events)
			continue; /* an issue has an event */
		last = journey_at(customer, handoffs->last[i]);
		if (last->kind == CANON_HANDOFF &&
		    count(handoffs, last, NULL, false, err) != 0)
			return -1;
	}
	return 0;
}

static int
merge(void *self, const void *from, struct err *err)
{
	struct handoffs *handoffs = self;
	const struct handoffs *other = from;
	struct pair *pair;

	for (size_t i = 0; i < other->n_pairs; i++) {
		const struct pair *more = &other->pairs[i];

		pair = pair_of(handoffs, more->from, more->to, err);
		if (pair == NULL)
			return -1;
		pair->count += more->count;
		pair->with_context += more->with_context;
		pair->resolved_after += more->resolved_after;
		if (spread_merge(&pair->times, &more->times, err) != 0)
			return -1;
	}
	return 0;
}

static int
another(const void *self, struct journey_sink *sink, struct err *err)
{
	const struct handoffs *own = self;
	struct handoffs *other = handoffs_new(own->context, own->options, err);

	if (other == NULL)
		return -1;
	*sink = handoffs_sink(other);
	return 0;
}

static void
drop(void *self)
{
	handoffs_free(self);
}

struct journey_sink
handoffs_sink(struct handoffs *handoffs)
{
	struct journey_sink sink = {
	    .self = handoffs,
	    .needs = JOURNEY_NEEDS_CASES,
	    .customer = hear,
	    .merge = merge,
	    .another = another,
	    .drop = drop,
	};

	return sink;
}

/* --- rows --- */

static int
name(struct handoffs *handoffs, uint32_t place, struct span *text,
    struct err *err)
{
	struct activity_options options = handoffs->options->activity;

	options.has_kind = false;
	return activity_keep(
	    handoffs->context, &options, place, &handoffs->arena, text, err);
}

static int
compare(const void *left, const void *right)
{
	const struct handoffs_row *a = left;
	const struct handoffs_row *b = right;
	int order = span_cmp(a->from, b->from);

	return order != 0 ? order : span_cmp(a->to, b->to);
}

int
handoffs_rows(struct handoffs *handoffs, const struct handoffs_row **rows,
    size_t *n, struct err *err)
{
	*n = handoffs->n_pairs;
	arena_reset(&handoffs->arena);
	free(handoffs->rows);
	handoffs->rows = calloc(*n + 1, sizeof(*handoffs->rows));
	*rows = handoffs->rows;
	if (handoffs->rows == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < *n; i++) {
		struct pair *pair = &handoffs->pairs[i];
		struct handoffs_row *row = &handoffs->rows[i];

		row->count = pair->count;
		row->with_context = pair->with_context;
		row->resolved_after = pair->resolved_after;
		if (spread_of(&pair->times, &row->seconds, err) != 0 ||
		    name(handoffs, pair->from, &row->from, err) != 0 ||
		    name(handoffs, pair->to, &row->to, err) != 0)
			return -1;
	}
	qsort(handoffs->rows, *n, sizeof(*handoffs->rows), compare);
	return 0;
}
