#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/intern.h"
#include "journey/paths.h"

/* What is known of a path while the stream runs. */
struct count {
	int64_t episodes;
	int64_t customers;
	int64_t conversions;
	uint64_t last_customer; /* ordinal, so that each counts once */
	struct episode_money money;
	struct spread_bag lengths; /* one an episode */
};

struct paths {
	const struct journey_context *context;
	const struct paths_options *options;
	struct intern keys;   /* the activities' numbers, as bytes */
	struct count *counts; /* by number of the key */
	size_t n_counts, counts_cap;
	int64_t n_episodes;
	uint64_t n_customers;
	struct episodes episodes; /* of the customer at hand */
	uint32_t *activities;
	size_t activities_cap;
	struct paths_row *rows;
	struct arena arena; /* texts of the rows */
};

struct paths *
paths_new(const struct journey_context *context,
    const struct paths_options *options, struct err *err)
{
	struct paths *paths = calloc(1, sizeof(*paths));

	if (paths == NULL) {
		err_nomem(err);
		return NULL;
	}
	paths->context = context;
	paths->options = options;
	return paths;
}

void
paths_free(struct paths *paths)
{
	if (paths == NULL)
		return;
	for (size_t i = 0; i < paths->keys.count && i < paths->n_counts; i++)
		spread_clear(&paths->counts[i].lengths);
	intern_clear(&paths->keys);
	free(paths->counts);
	episode_clear(&paths->episodes);
	free(paths->activities);
	free(paths->rows);
	arena_clear(&paths->arena);
	free(paths);
}

/* The number of a key, with a count that is ready. */
static int
number_of(
    struct paths *paths, struct span key, uint32_t *number, struct err *err)
{
	if (intern_add(&paths->keys, key, number, err) != 0 ||
	    array_grow(&paths->counts, &paths->counts_cap, paths->keys.count,
		sizeof(*paths->counts), err) != 0)
		return -1;
	for (; paths->n_counts < paths->keys.count; paths->n_counts++)
		memset(
		    &paths->counts[paths->n_counts], 0, sizeof(*paths->counts));
	return 0;
}

static int
path_of(struct paths *paths, const struct journey_customer *customer,
    const uint32_t *touches, size_t n, struct span *key, struct err *err)
{
	const struct paths_options *options = paths->options;

	if (array_grow(&paths->activities, &paths->activities_cap, n,
		sizeof(*paths->activities), err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		paths->activities[i] = activity_of(customer->context,
		    &options->activity, journey_at(customer, touches[i]));
	n = activity_collapse(paths->activities, n, options->collapse);
	*key = span_make(
	    (const char *)paths->activities, n * sizeof(*paths->activities));
	return 0;
}

static int
add_episode(struct paths *paths, const struct journey_customer *customer,
    const uint32_t *touches, size_t n, struct err *err)
{
	struct episode_sum sum;
	struct count *count;
	struct span key;
	uint32_t number;

	if (episode_sum(customer, touches, n, &sum, err) != 0 ||
	    path_of(paths, customer, touches, n, &key, err) != 0 ||
	    number_of(paths, key, &number, err) != 0)
		return -1;
	count = &paths->counts[number];
	if (spread_add(&count->lengths, sum.end_us - sum.start_us, err) != 0)
		return -1;
	paths->n_episodes++;
	count->episodes++;
	count->conversions += sum.orders;
	count->customers += count->last_customer != paths->n_customers;
	count->last_customer = paths->n_customers;
	return episode_add_money(&count->money, &sum.money, err);
}

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	struct paths *paths = self;
	const struct episodes *episodes = &paths->episodes;

	paths->n_customers++;
	if (episode_split(
		&paths->episodes, customer, &paths->options->episode, err) != 0)
		return -1;
	for (size_t i = 0; i < episodes->count; i++)
		if (add_episode(paths, customer,
			episodes->touches + episodes->items[i].first,
			episodes->items[i].count, err) != 0)
			return -1;
	return 0;
}

static int
merge(void *self, const void *from, struct err *err)
{
	struct paths *paths = self;
	const struct paths *other = from;
	uint32_t number;

	for (uint32_t i = 0; i < other->keys.count; i++) {
		const struct count *more = &other->counts[i];
		struct count *count;

		if (number_of(
			paths, intern_name(&other->keys, i), &number, err) != 0)
			return -1;
		count = &paths->counts[number];
		count->episodes += more->episodes;
		count->customers += more->customers;
		count->conversions += more->conversions;
		if (spread_merge(&count->lengths, &more->lengths, err) != 0 ||
		    episode_add_money(&count->money, &more->money, err) != 0)
			return -1;
	}
	paths->n_episodes += other->n_episodes;
	return 0;
}

static int
another(const void *self, struct journey_sink *sink, struct err *err)
{
	const struct paths *own = self;
	struct paths *other = paths_new(own->context, own->options, err);

	if (other == NULL)
		return -1;
	*sink = paths_sink(other);
	return 0;
}

static void
drop(void *self)
{
	paths_free(self);
}

struct journey_sink
paths_sink(struct paths *paths)
{
	struct journey_sink sink = {
	    .self = paths,
	    .needs =
		JOURNEY_NEEDS_MONEY | episode_needs(&paths->options->episode),
	    .customer = hear,
	    .merge = merge,
	    .another = another,
	    .drop = drop,
	};

	return sink;
}

/* --- rows --- */

static int
name_path(struct paths *paths, uint32_t number, struct buf *buf,
    struct span *text, struct err *err)
{
	struct span key = intern_name(&paths->keys, number);
	uint32_t activity;

	buf_reset(buf);
	for (size_t i = 0; i < key.len; i += sizeof(activity)) {
		memcpy(&activity, key.data + i, sizeof(activity));
		if (i > 0)
			buf_str(buf, " > ");
		activity_name(
		    paths->context, &paths->options->activity, activity, buf);
	}
	if (buf_check(buf, err) != 0)
		return -1;
	*text = arena_span(&paths->arena, buf_get(buf));
	return text->data == NULL ? err_nomem(err) : 0;
}

static int
make_rows(struct paths *paths, struct buf *buf, struct err *err)
{
	for (uint32_t i = 0; i < paths->keys.count; i++) {
		struct count *count = &paths->counts[i];
		struct paths_row *row = &paths->rows[i];

		memset(row, 0, sizeof(*row));
		row->episodes = count->episodes;
		row->customers = count->customers;
		row->conversions = count->conversions;
		row->money = count->money;
		if (spread_of(&count->lengths, &row->seconds, err) != 0 ||
		    name_path(paths, i, buf, &row->path, err) != 0)
			return -1;
	}
	return 0;
}

static int
compare(const void *left, const void *right)
{
	const struct paths_row *a = left;
	const struct paths_row *b = right;

	if (a->episodes != b->episodes)
		return a->episodes > b->episodes ? -1 : 1;
	return span_cmp(a->path, b->path);
}

int
paths_rows(struct paths *paths, const struct paths_row **rows, size_t *n,
    struct err *err)
{
	struct buf buf = {0};
	int64_t up_to_here = 0;
	int result;

	*n = paths->keys.count;
	arena_reset(&paths->arena);
	free(paths->rows);
	paths->rows = calloc(*n + 1, sizeof(*paths->rows));
	*rows = paths->rows;
	if (paths->rows == NULL)
		return err_nomem(err);
	result = make_rows(paths, &buf, err);
	buf_clear(&buf);
	if (result != 0)
		return -1;
	qsort(paths->rows, *n, sizeof(*paths->rows), compare);
	for (size_t i = 0; i < *n; i++) {
		up_to_here += paths->rows[i].episodes;
		paths->rows[i].up_to_here = up_to_here;
		paths->rows[i].total = paths->n_episodes;
	}
	return 0;
}
