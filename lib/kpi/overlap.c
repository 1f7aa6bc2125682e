#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/intern.h"
#include "kpi/once.h"
#include "kpi/overlap.h"
#include "kpi/reach.h"

/* For each key the customers on both of two channels, n_channels squared;
 * those on one stand on the diagonal. */
struct kept {
	struct intern keys; /* struct tally_key */
	int64_t *counts;
	size_t counts_cap;
	struct reach reach; /* of the customer at hand */
};

static struct kept *
kept_of(struct figure_use *use, struct err *err)
{
	if (use->own == NULL) {
		use->own = calloc(1, sizeof(struct kept));
		if (use->own == NULL)
			err_nomem(err);
	}
	return use->own;
}

static int64_t *
counts_of(const struct figure_use *use, struct kept *kept, struct span key,
    struct err *err)
{
	size_t before = kept->keys.count;
	size_t width = use->context->n_channels * use->context->n_channels;
	uint32_t number;

	/* Without --by there is one. */
	if (before > 0 && use->by->count == 0)
		return kept->counts;
	if (intern_add(&kept->keys, key, &number, err) != 0 ||
	    array_grow(&kept->counts, &kept->counts_cap,
		kept->keys.count * width + 1, sizeof(*kept->counts), err) != 0)
		return NULL;
	if (kept->keys.count > before)
		memset(kept->counts + number * width, 0,
		    width * sizeof(*kept->counts));
	return kept->counts + number * width;
}

static int
count(struct figure_use *use, struct kept *kept, const struct reach *reach,
    const int64_t by[BY_MAX], struct err *err)
{
	size_t n = use->context->n_channels;
	struct tally_key key;
	int64_t *counts;

	memset(&key, 0, sizeof(key));
	memcpy(key.by, by, sizeof(key.by));
	counts = counts_of(
	    use, kept, span_make((const char *)&key, sizeof(key)), err);
	if (counts == NULL)
		return -1;
	for (size_t i = 0; i < reach->count; i++)
		for (size_t j = i; j < reach->count; j++)
			counts[reach->channels[i] * n + reach->channels[j]]++;
	return 0;
}

static int
hear_groups(struct figure_use *use, const struct figure_customer *customer,
    struct kept *kept, struct err *err)
{
	struct once once;

	if (once_find(use, customer, &customer->touches, NULL, &once, err) != 0)
		return -1;
	for (size_t first = 0, end; first < once.count; first = end) {
		const struct once_mark *marks = once.marks + first;

		end = once_end(&once, first);
		if (reach_find(&kept->reach, customer->journey, marks,
			end - first, err) != 0 ||
		    count(use, kept, &kept->reach, marks->by, err) != 0)
			return -1;
	}
	return 0;
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	static const int64_t none[BY_MAX];
	struct kept *kept = kept_of(use, err);
	const struct reach *reach;

	if (kept == NULL)
		return -1;
	if (use->by->count > 0)
		return hear_groups(use, customer, kept, err);
	reach = reach_touches(customer, err);
	if (reach == NULL)
		return -1;
	return reach->count == 0 ? 0 : count(use, kept, reach, none, err);
}

static int
merge(struct figure_use *use, const struct figure_use *from, struct err *err)
{
	const struct kept *other = from->own;
	size_t width = use->context->n_channels * use->context->n_channels;
	struct kept *kept;

	if (other == NULL)
		return 0;
	kept = kept_of(use, err);
	if (kept == NULL)
		return -1;
	for (uint32_t i = 0; i < other->keys.count; i++) {
		int64_t *counts =
		    counts_of(use, kept, intern_name(&other->keys, i), err);

		if (counts == NULL)
			return -1;
		for (size_t j = 0; j < width; j++)
			counts[j] += other->counts[i * width + j];
	}
	return 0;
}

/* One pair of channels that both have customers. */
static int
finish_pair(struct figure_use *use, struct tally_key key, const int64_t *counts,
    const size_t pair[2], struct err *err)
{
	const struct journey_channel *channels = use->context->channels;
	size_t n = use->context->n_channels;
	int64_t both = counts[pair[0] * n + pair[1]];
	int64_t on[] = {
	    counts[pair[0] * n + pair[0]],
	    counts[pair[1] * n + pair[1]],
	};
	struct buf name = {0};
	struct tally_cell *cell = NULL;

	if (on[0] == 0 || on[1] == 0)
		return 0;
	buf_span(&name, channels[pair[0]].name);
	buf_str(&name, " & ");
	buf_span(&name, channels[pair[1]].name);
	if (buf_check(&name, err) == 0 &&
	    tally_name(&use->tally, buf_get(&name), &key.name, err) == 0)
		cell = tally_cell(&use->tally, &key, err);
	buf_clear(&name);
	if (cell == NULL)
		return -1;
	cell->hits = both;
	cell->total = on[0] + on[1] - both;
	return 0;
}

static int
finish(struct figure_use *use, struct err *err)
{
	const struct kept *kept = use->own;
	size_t n = use->context->n_channels;

	for (uint32_t i = 0; kept != NULL && i < kept->keys.count; i++) {
		struct span name = intern_name(&kept->keys, i);
		struct tally_key key;
		size_t pair[2];

		memcpy(&key, name.data, sizeof(key));
		for (pair[0] = 0; pair[0] < n; pair[0]++)
			for (pair[1] = pair[0] + 1; pair[1] < n; pair[1]++)
				if (finish_pair(use, key,
					kept->counts + i * n * n, pair,
					err) != 0)
					return -1;
	}
	return 0;
}

static void
clear(struct figure_use *use)
{
	struct kept *kept = use->own;

	if (kept == NULL)
		return;
	intern_clear(&kept->keys);
	free(kept->counts);
	reach_clear(&kept->reach);
	free(kept);
	use->own = NULL;
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
}

static const struct figure_definition definitions[] = {
    {"default", "default", "share",
	"customers with touches on both channels / customers with touches on "
	"either"},
};

static const char *const rows[] = {"all"};
static const char *const left[] = {NULL};

const struct figure overlap_figure = {
    .id = "channel_overlap",
    .name = "Channel overlap",
    .name_ja = "チャネル重複率",
    .anchor = "time of the touch",
    .note = "a row for each pair of channels with customers, in byte order",
    .definitions = definitions,
    .n_definitions = 1,
    .rows = rows,
    .n_rows = 1,
    .has_touches = true,
    .by = BY_ALL & ~BY_PLACE,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear,
    .merge = merge,
    .finish = finish,
    .clear = clear,
    .value = value,
};
