#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/intern.h"
#include "kpi/rfm.h"

#define QUINTILES 5
#define NAME_MAX 16
#define DIMENSIONS 3

/* A buyer in one currency. */
struct buyer {
	int64_t value[DIMENSIONS]; /* last order, orders, net revenue */
	uint32_t group;            /* of keys */
};

/* What is known only when all were heard. */
struct kept {
	struct intern keys; /* struct tally_key without row and name */
	struct buyer *buyers;
	size_t n_buyers, buyers_cap;
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

static int
group_of(struct kept *kept, const struct tally_key *key, uint32_t *group,
    struct err *err)
{
	return intern_add(&kept->keys,
	    span_make((const char *)key, sizeof(*key)), group, err);
}

static int
keep(struct kept *kept, const struct buyer *buyer, struct err *err)
{
	if (array_grow(&kept->buyers, &kept->buyers_cap, kept->n_buyers + 1,
		sizeof(*kept->buyers), err) != 0)
		return -1;
	kept->buyers[kept->n_buyers++] = *buyer;
	return 0;
}

static bool
is_counted(const struct figure_use *use, const struct journey_event *event)
{
	return event->is_in && journey_has_amount(event) &&
	    (use->currency == 0 || event->currency == use->currency) &&
	    (journey_is_order(event) || journey_is_return(event));
}

/* Has an order of this currency been seen before? Then its buyer is kept
 * already. */
static bool
is_later(const struct figure_use *use, const struct journey_customer *customer,
    size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (is_counted(use, &customer->events[i]) &&
		    journey_is_order(&customer->events[i]) &&
		    customer->events[i].currency ==
			customer->events[at].currency)
			return true;
	return false;
}

static int
sum_up(const struct figure_use *use, const struct journey_customer *customer,
    uint32_t currency, struct buyer *buyer, struct err *err)
{
	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = &customer->events[i];

		if (!is_counted(use, event) || event->currency != currency)
			continue;
		if (journey_is_order(event)) {
			buyer->value[0] = event->at_us;
			buyer->value[1]++;
		}
		if (!num_add(
			buyer->value[2], journey_net(event), &buyer->value[2]))
			return err_set(
			    err, ERR_DATA, "amounts are too large to add up");
	}
	return 0;
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	struct kept *kept = kept_of(use, err);

	if (kept == NULL)
		return -1;
	for (size_t i = 0; i < journey->n_events; i++) {
		const struct journey_event *event = &journey->events[i];
		struct tally_key key;
		struct buyer buyer;

		if (!is_counted(use, event) || !journey_is_order(event) ||
		    is_later(use, journey, i))
			continue;
		memset(&key, 0, sizeof(key));
		memset(&buyer, 0, sizeof(buyer));
		key.currency = event->currency;
		by_values(use->by, use->context, customer->first_channel, event,
		    key.by);
		if (group_of(kept, &key, &buyer.group, err) != 0 ||
		    sum_up(use, journey, event->currency, &buyer, err) != 0 ||
		    keep(kept, &buyer, err) != 0)
			return -1;
	}
	return 0;
}

static int
merge(struct figure_use *use, const struct figure_use *from, struct err *err)
{
	const struct kept *other = from->own;
	struct kept *kept;

	if (other == NULL)
		return 0;
	kept = kept_of(use, err);
	if (kept == NULL)
		return -1;
	for (size_t i = 0; i < other->n_buyers; i++) {
		struct buyer buyer = other->buyers[i];

		if (intern_add(&kept->keys,
			intern_name(&other->keys, buyer.group), &buyer.group,
			err) != 0 ||
		    keep(kept, &buyer, err) != 0)
			return -1;
	}
	return 0;
}

/* --- quintiles --- */

static int
compare_groups(const void *left, const void *right)
{
	const struct buyer *a = left;
	const struct buyer *b = right;

	return (a->group > b->group) - (a->group < b->group);
}

static int
compare(const void *left, const void *right)
{
	const int64_t *a = left;
	const int64_t *b = right;

	return (*a > *b) - (*a < *b);
}

/* How many of the sorted values are smaller. */
static size_t
rank_of(const int64_t *values, size_t n, int64_t value)
{
	size_t low = 0;
	size_t high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (values[middle] < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Names of one group, "R5 F1 M3"; ${sorted} has room for three times n. */
static int
name_group(struct figure_use *use, struct tally_key key,
    const struct buyer *buyers, size_t n, int64_t *sorted, struct err *err)
{
	for (size_t d = 0; d < DIMENSIONS; d++) {
		for (size_t i = 0; i < n; i++)
			sorted[d * n + i] = buyers[i].value[d];
		qsort(sorted + d * n, n, sizeof(*sorted), compare);
	}
	for (size_t i = 0; i < n; i++) {
		int score[DIMENSIONS];
		char name[NAME_MAX];
		struct tally_cell *cell;

		for (size_t d = 0; d < DIMENSIONS; d++)
			score[d] = 1 +
			    (int)(QUINTILES *
				rank_of(sorted + d * n, n, buyers[i].value[d]) /
				n);
		snprintf(name, sizeof(name), "R%d F%d M%d", score[0], score[1],
		    score[2]);
		if (tally_name(&use->tally, span_of(name), &key.name, err) != 0)
			return -1;
		cell = tally_cell(&use->tally, &key, err);
		if (cell == NULL)
			return -1;
		cell->hits++;
		cell->total = (int64_t)n;
	}
	return 0;
}

static int
finish(struct figure_use *use, struct err *err)
{
	struct kept *kept = use->own;
	int64_t *sorted;
	int result = 0;

	if (kept == NULL || kept->n_buyers == 0)
		return 0;
	sorted = calloc(kept->n_buyers, DIMENSIONS * sizeof(*sorted));
	if (sorted == NULL)
		return err_nomem(err);
	qsort(kept->buyers, kept->n_buyers, sizeof(*kept->buyers),
	    compare_groups);
	for (size_t first = 0, end; result == 0 && first < kept->n_buyers;
	     first = end) {
		const struct buyer *buyers = kept->buyers + first;
		struct span name = intern_name(&kept->keys, buyers->group);
		struct tally_key key;

		for (end = first + 1; end < kept->n_buyers &&
		     kept->buyers[end].group == buyers->group;
		     end++)
			;
		memcpy(&key, name.data, sizeof(key));
		result = name_group(use, key, buyers, end - first, sorted, err);
	}
	free(sorted);
	return result;
}

static void
clear(struct figure_use *use)
{
	struct kept *kept = use->own;

	if (kept == NULL)
		return;
	intern_clear(&kept->keys);
	free(kept->buyers);
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
    {"quintiles", "quintiles", "share",
	"buyers of the segment / buyers; recency, frequency and money each "
	"score 1 + 5 (buyers below) / buyers, cut to a whole number, so that "
	"equal ones score the same; 5 is the latest, the most, the highest"},
};

static const char *const rows[] = {"all"};
static const char *const left[] = {NULL};

const struct figure rfm_figure = {
    .id = "rfm",
    .name = "RFM segments",
    .name_ja = "RFM分析",
    .anchor = "order time",
    .note = "a row for each segment that there is; each currency has "
	    "quintiles of its own; where most bought once, they share F1",
    .definitions = definitions,
    .n_definitions = 1,
    .rows = rows,
    .n_rows = 1,
    .by = BY_CIRCLE | BY_TRAIT | BY_BIT(BY_FIRST_CHANNEL),
    .needs = JOURNEY_NEEDS_MONEY,
    .left = left,
    .customer = hear,
    .merge = merge,
    .finish = finish,
    .clear = clear,
    .value = value,
};
