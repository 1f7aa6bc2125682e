#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/hashmap.h"
#include "journey/transitions.h"

#define START (UINT32_MAX - 1)
#define END UINT32_MAX

struct pair {
	uint32_t from;
	uint32_t to;
	int64_t count;
	int64_t customers;
	uint64_t last_customer; /* ordinal, so that each counts once */
	struct spread_bag times;
};

struct transitions {
	const struct journey_context *context;
	const struct transitions_options *options;
	struct hashmap numbers; /* (from, to) -> place in pairs + 1 */
	struct pair *pairs;
	size_t n_pairs, pairs_cap;
	uint64_t n_customers;
	struct episodes episodes; /* of the customer at hand */
	uint32_t *seen;           /* activities of the episode at hand */
	size_t seen_cap;
	struct transitions_row *rows;
	struct arena arena; /* texts of the rows */
};

struct transitions *
transitions_new(const struct journey_context *context,
    const struct transitions_options *options, struct err *err)
{
	struct transitions *transitions = calloc(1, sizeof(*transitions));

	if (transitions == NULL) {
		err_nomem(err);
		return NULL;
	}
	transitions->context = context;
	transitions->options = options;
	return transitions;
}

void
transitions_free(struct transitions *transitions)
{
	if (transitions == NULL)
		return;
	hashmap_clear(&transitions->numbers);
	for (size_t i = 0; i < transitions->n_pairs; i++)
		spread_clear(&transitions->pairs[i].times);
	free(transitions->pairs);
	episode_clear(&transitions->episodes);
	free(transitions->seen);
	free(transitions->rows);
	arena_clear(&transitions->arena);
	free(transitions);
}

static struct pair *
pair_of(struct transitions *transitions, uint32_t from, uint32_t to,
    struct err *err)
{
	bool fresh;
	uint64_t *slot = hashmap_slot(
	    &transitions->numbers, (uint64_t)from << 32 | to, &fresh, err);
	struct pair pair = {.from = from, .to = to};

	if (slot == NULL)
		return NULL;
	if (*slot == 0) {
		if (array_grow(&transitions->pairs, &transitions->pairs_cap,
			transitions->n_pairs + 1, sizeof(pair), err) != 0)
			return NULL;
		transitions->pairs[transitions->n_pairs] = pair;
		*slot = ++transitions->n_pairs;
	}
	return &transitions->pairs[*slot - 1];
}

static int
count(struct transitions *transitions, uint32_t from, uint32_t to,
    const int64_t *time_us, struct err *err)
{
	struct pair *pair = pair_of(transitions, from, to, err);

	if (pair == NULL)
		return -1;
	pair->count++;
	pair->customers += pair->last_customer != transitions->n_customers;
	pair->last_customer = transitions->n_customers;
	if (time_us == NULL)
		return 0;
	return spread_add(&pair->times, *time_us < 0 ? 0 : *time_us, err);
}

/* With --collapse first an activity is where it came first. */
static bool
is_again(struct transitions *transitions, size_t *n_seen, uint32_t activity)
{
	if (transitions->options->collapse != ACTIVITY_FIRST)
		return false;
	for (size_t i = 0; i < *n_seen; i++)
		if (transitions->seen[i] == activity)
			return true;
	transitions->seen[(*n_seen)++] = activity;
	return false;
}

static int
add_episode(struct transitions *transitions,
    const struct journey_customer *customer, const uint32_t *touches, size_t n,
    struct err *err)
{
	const struct transitions_options *options = transitions->options;
	const struct journey_event *before = NULL;
	uint32_t from = START;
	size_t n_seen = 0;

	if (array_grow(&transitions->seen, &transitions->seen_cap, n,
		sizeof(*transitions->seen), err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct journey_event *event =
		    journey_at(customer, touches[i]);
		uint32_t to =
		    activity_of(customer->context, &options->activity, event);
		int64_t time_us =
		    before == NULL ? 0 : event->at_us - before->end_us;

		if (is_again(transitions, &n_seen, to))
			continue;
		if ((from != to || options->collapse == ACTIVITY_ALL) &&
		    count(transitions, from, to,
			before == NULL ? NULL : &time_us, err) != 0)
			return -1;
		before = event;
		from = to;
	}
	return count(transitions, from, END, NULL, err);
}

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	struct transitions *transitions = self;
	const struct episodes *episodes = &transitions->episodes;

	transitions->n_customers++;
	if (episode_split(&transitions->episodes, customer,
		&transitions->options->episode, err) != 0)
		return -1;
	for (size_t i = 0; i < episodes->count; i++)
		if (add_episode(transitions, customer,
			episodes->touches + episodes->items[i].first,
			episodes->items[i].count, err) != 0)
			return -1;
	return 0;
}

static int
merge(void *self, const void *from, struct err *err)
{
	struct transitions *transitions = self;
	const struct transitions *other = from;
	struct pair *pair;

	for (size_t i = 0; i < other->n_pairs; i++) {
		const struct pair *more = &other->pairs[i];

		pair = pair_of(transitions, more->from, more->to, err);
		if (pair == NULL)
			return -1;
		pair->count += more->count;
		pair->customers += more->customers;
		if (spread_merge(&pair->times, &more->times, err) != 0)
			return -1;
	}
	return 0;
}

static int
another(const void *self, struct journey_sink *sink, struct err *err)
{
	const struct transitions *own = self;
	struct transitions *other =
	    transitions_new(own->context, own->options, err);

	if (other == NULL)
		return -1;
	*sink = transitions_sink(other);
	return 0;
}

static void
drop(void *self)
{
	transitions_free(self);
}

struct journey_sink
transitions_sink(struct transitions *transitions)
{
	struct journey_sink sink = {
	    .self = transitions,
	    .needs = episode_needs(&transitions->options->episode),
	    .customer = hear,
	    .merge = merge,
	    .another = another,
	    .drop = drop,
	};

	return sink;
}

/* --- rows --- */

static int
name(struct transitions *transitions, uint32_t activity, struct span *text,
    struct err *err)
{
	struct buf buf = {0};
	int result;

	if (activity == START)
		buf_str(&buf, "(start)");
	else if (activity == END)
		buf_str(&buf, "(end)");
	else
		activity_name(transitions->context,
		    &transitions->options->activity, activity, &buf);
	result = buf_check(&buf, err);
	if (result == 0) {
		*text = arena_span(&transitions->arena, buf_get(&buf));
		if (text->data == NULL)
			result = err_nomem(err);
	}
	buf_clear(&buf);
	return result;
}

static int
make_rows(struct transitions *transitions, struct err *err)
{
	for (size_t i = 0; i < transitions->n_pairs; i++) {
		struct pair *pair = &transitions->pairs[i];
		struct transitions_row *row = &transitions->rows[i];

		memset(row, 0, sizeof(*row));
		row->count = pair->count;
		row->customers = pair->customers;
		if (spread_of(&pair->times, &row->seconds, err) != 0 ||
		    name(transitions, pair->from, &row->from, err) != 0 ||
		    name(transitions, pair->to, &row->to, err) != 0)
			return -1;
	}
	return 0;
}

static int
compare(const void *left, const void *right)
{
	const struct transitions_row *a = left;
	const struct transitions_row *b = right;
	int order = span_cmp(a->from, b->from);

	return order != 0 ? order : span_cmp(a->to, b->to);
}

static void
fill_totals(struct transitions_row *rows, size_t n)
{
	for (size_t first = 0, end; first < n; first = end) {
		int64_t total = 0;

		for (end = first;
		     end < n && span_eq(rows[end].from, rows[first].from);
		     end++)
			total += rows[end].count;
		for (size_t i = first; i < end; i++)
			rows[i].from_total = total;
	}
}

int
transitions_rows(struct transitions *transitions,
    const struct transitions_row **rows, size_t *n, struct err *err)
{
	*n = transitions->n_pairs;
	arena_reset(&transitions->arena);
	free(transitions->rows);
	transitions->rows = calloc(*n + 1, sizeof(*transitions->rows));
	*rows = transitions->rows;
	if (transitions->rows == NULL)
		return err_nomem(err);
	if (make_rows(transitions, err) != 0)
		return -1;
	qsort(transitions->rows, *n, sizeof(*transitions->rows), compare);
	fill_totals(transitions->rows, *n);
	return 0;
}
