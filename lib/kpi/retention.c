#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/civil.h"
#include "base/intern.h"
#include "kpi/retention.h"

#define MONTHS_MAX 120
#define NAME_MAX 32

enum left { TOO_YOUNG };

/* The buyers of whom the first order lies in one month, by key: how many, and
 * how many of them bought in the months after. */
struct kept {
	struct intern keys; /* struct tally_key; name is the month */
	int64_t *counts;    /* 1 + months + 1 for each key */
	size_t counts_cap;
	uint64_t seen[MONTHS_MAX / 64 + 1]; /* of the customer at hand */
};

static size_t
months_of(const struct figure_use *use)
{
	return use->args[0] < MONTHS_MAX ? (size_t)use->args[0] : MONTHS_MAX;
}

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

/* The counts of a key, made if it was not there. */
static int64_t *
counts_of(struct kept *kept, struct span key, size_t width, struct err *err)
{
	size_t before = kept->keys.count;
	uint32_t number;

	if (intern_add(&kept->keys, key, &number, err) != 0 ||
	    array_grow(&kept->counts, &kept->counts_cap,
		kept->keys.count * width, sizeof(*kept->counts), err) != 0)
		return NULL;
	if (kept->keys.count > before)
		memset(kept->counts + number * width, 0,
		    width * sizeof(*kept->counts));
	return kept->counts + number * width;
}

static int64_t
month_of(const struct journey_context *context, int64_t at_us)
{
	struct civil civil;
	int64_t local_us = zone_to_local(context->zone, at_us);

	civil_from_us(local_us, &civil);
	return civil.year * 12 + civil.month - 1;
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	size_t first = journey->n_events;
	struct kept *kept = kept_of(use, err);
	size_t months = months_of(use);
	struct tally_key key;
	int64_t *counts;

	if (kept == NULL)
		return -1;
	memset(&key, 0, sizeof(key));
	memset(kept->seen, 0, sizeof(kept->seen));
	for (size_t i = 0; i < customer->deals.count; i++) {
		const struct journey_event *event =
		    journey_at(journey, customer->deals.at[i]);
		int64_t behind;

		if (!journey_is_order(event))
			continue;
		if (first == journey->n_events) {
			if (!event->is_in)
				return 0;
			first = customer->deals.at[i];
			key.name = month_of(use->context, event->at_us);
		}
		behind = month_of(use->context, event->at_us) - key.name;
		if (behind >= 0 && behind <= (int64_t)months)
			kept->seen[behind / 64] |= UINT64_C(1) << behind % 64;
	}
	if (first == journey->n_events)
		return 0;
	by_values(use->by, use->context, customer->first_channel,
	    journey_at(journey, first), key.by);
	counts = counts_of(
	    kept, span_make((const char *)&key, sizeof(key)), months + 2, err);
	if (counts == NULL)
		return -1;
	counts[0]++;
	for (size_t i = 0; i <= months; i++)
		counts[1 + i] += (int64_t)(kept->seen[i / 64] >> i % 64 & 1);
	return 0;
}

static int
merge(struct figure_use *use, const struct figure_use *from, struct err *err)
{
	const struct kept *other = from->own;
	size_t width = months_of(use) + 2;
	struct kept *kept;

	if (other == NULL)
		return 0;
	kept = kept_of(use, err);
	if (kept == NULL)
		return -1;
	for (uint32_t i = 0; i < other->keys.count; i++) {
		int64_t *counts =
		    counts_of(kept, intern_name(&other->keys, i), width, err);

		if (counts == NULL)
			return -1;
		for (size_t j = 0; j < width; j++)
			counts[j] += other->counts[i * width + j];
	}
	return 0;
}

/* Is the month over at as_of? */
static bool
is_over(const struct figure_use *use, int64_t month)
{
	return month < month_of(use->context, use->context->as_of_us);
}

static int
finish_key(struct figure_use *use, struct tally_key key, const int64_t *counts,
    struct err *err)
{
	int64_t month = key.name;
	size_t months = months_of(use);

	for (size_t i = 0; i <= months; i++) {
		char name[NAME_MAX];
		struct tally_cell *cell;

		snprintf(name, sizeof(name), "%04d-%02d / +%02d",
		    (int)(month / 12), (int)(month % 12) + 1, (int)i);
		if (tally_name(&use->tally, span_of(name), &key.name, err) != 0)
			return -1;
		cell = tally_cell(&use->tally, &key, err);
		if (cell == NULL)
			return -1;
		if (!is_over(use, month + (int64_t)i)) {
			cell->left[TOO_YOUNG] = counts[0];
			continue;
		}
		cell->total = counts[0];
		cell->hits = counts[1 + i];
	}
	return 0;
}

static int
finish(struct figure_use *use, struct err *err)
{
	const struct kept *kept = use->own;
	size_t width = months_of(use) + 2;

	for (uint32_t i = 0; kept != NULL && i < kept->keys.count; i++) {
		struct span name = intern_name(&kept->keys, i);
		struct tally_key key;

		memcpy(&key, name.data, sizeof(key));
		if (finish_key(use, key, kept->counts + i * width, err) != 0)
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
	free(kept);
	use->own = NULL;
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
	if (cells[at]->left[TOO_YOUNG] > 0)
		row->note = "too young";
}

static const struct figure_definition definitions[] = {
    {"months:%k", "months:12", "share",
	"customers with an order in the month so many behind that of their "
	"first / customers whose first order of all lies in that month"},
};

static const char *const rows[] = {"all"};
static const char *const left[] = {"too_young", NULL};

const struct figure retention_figure = {
    .id = "retention",
    .name = "Retention by cohort",
    .name_ja = "コホート別継続率",
    .anchor = "month of the first order",
    .note = "a row for each month of first orders and each of the K months "
	    "from it (+00) on, 120 at most; a month that is not over is empty",
    .definitions = definitions,
    .n_definitions = 1,
    .rows = rows,
    .n_rows = 1,
    .by = BY_PLACE | BY_CIRCLE | BY_TRAIT | BY_BIT(BY_FIRST_CHANNEL),
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear,
    .merge = merge,
    .finish = finish,
    .clear = clear,
    .value = value,
};
