#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/intern.h"
#include "kpi/rfm.h"

#define QUINTILES 5
#define NAME_MAX 16
#define RADIX_BITS 8
#define RADIX ((size_t)1 << RADIX_BITS)
#define DIMENSIONS 3
#define SEGMENTS ((size_t)QUINTILES * QUINTILES * QUINTILES)

/* A buyer in one currency. */
struct buyer {
	int64_t value[DIMENSIONS]; /* last order, orders, net revenue */
	uint32_t group;            /* of keys */
};

/* What is known only when all were heard. */
struct kept {
	struct intern keys;    /* struct tally_key without row and name */
	struct tally_key last; /* the key asked for last */
	uint32_t last_group;   /* its number + 1; 0 = none */
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

/* Mostly it is the same as for the last buyer. */
static int
group_of(struct kept *kept, const struct tally_key *key, uint32_t *group,
    struct err *err)
{
	if (kept->last_group == 0 ||
	    memcmp(&kept->last, key, sizeof(*key)) != 0) {
		if (intern_add(&kept->keys,
			span_make((const char *)key, sizeof(*key)), group,
			err) != 0)
			return -1;
		kept->last = *key;
		kept->last_group = *group + 1;
	}
	*group = kept->last_group - 1;
	return 0;
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

static const struct journey_event *
deal_of(const struct figure_customer *customer, size_t at)
{
	return journey_at(customer->journey, customer->deals.at[at]);
}

/* Has an order of this currency been seen before? Then its buyer is kept
 * already. */
static bool
is_later(const struct figure_use *use, const struct figure_customer *customer,
    size_t at)
{
	uint32_t currency = deal_of(customer, at)->currency;

	for (size_t i = 0; i < at; i++)
		if (deal_of(customer, i)->currency == currency &&
		    is_counted(use, deal_of(customer, i)) &&
		    journey_is_order(deal_of(customer, i)))
			return true;
	return false;
}

static int
sum_up(const struct figure_use *use, const struct figure_customer *customer,
    uint32_t currency, struct buyer *buyer, struct err *err)
{
	for (size_t i = 0; i < customer->deals.count; i++) {
		const struct journey_event *event = deal_of(customer, i);

		if (event->currency != currency || !is_counted(use, event))
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
	struct kept *kept = kept_of(use, err);

	if (kept == NULL)
		return -1;
	for (size_t i = 0; i < customer->deals.count; i++) {
		const struct journey_event *event = deal_of(customer, i);
		struct tally_key key;
		struct buyer buyer;
		uint32_t currency;

		if (!is_counted(use, event) || !journey_is_order(event) ||
		    is_later(use, customer, i))
			continue;
		event = deal_of(customer, i);
		memset(&key, 0, sizeof(key));
		memset(&buyer, 0, sizeof(buyer));
		currency = event->currency;
		key.currency = currency;
		by_values(use->by, use->context, customer->first_channel, event,
		    key.by);
		if (group_of(kept, &key, &buyer.group, err) != 0 ||
		    sum_up(use, customer, currency, &buyer, err) != 0 ||
		    keep(kept, &buyer, err) != 0)
			return -1;
	}
	return 0;
}

/* What the groups of the other are called here. */
static uint32_t *
map_groups(struct kept *kept, const struct kept *other, struct err *err)
{
	uint32_t *groups = calloc(other->keys.count + 1, sizeof(*groups));

	if (groups == NULL) {
		err_nomem(err);
		return NULL;
	}
	for (uint32_t i = 0; i < other->keys.count; i++)
		if (intern_add(&kept->keys, intern_name(&other->keys, i),
			&groups[i], err) != 0) {
			free(groups);
			return NULL;
		}
	return groups;
}

static int
merge(struct figure_use *use, const struct figure_use *from, struct err *err)
{
	const struct kept *other = from->own;
	struct kept *kept;
	uint32_t *groups;
	int result = 0;

	if (other == NULL)
		return 0;
	kept = kept_of(use, err);
	if (kept == NULL)
		return -1;
	groups = map_groups(kept, other, err);
	if (groups == NULL)
		return -1;
	for (size_t i = 0; result == 0 && i < other->n_buyers; i++) {
		struct buyer buyer = other->buyers[i];

		buyer.group = groups[buyer.group];
		result = keep(kept, &buyer, err);
	}
	free(groups);
	return result;
}

/* --- quintiles --- */

static int
compare_groups(const void *left, const void *right)
{
	const struct buyer *a = left;
	const struct buyer *b = right;

	return (a->group > b->group) - (a->group < b->group);
}

static uint64_t
digit_of(int64_t value, unsigned shift)
{
	return ((uint64_t)value ^ UINT64_C(1) << 63) >> shift & (RADIX - 1);
}

/* By one digit after the other, those left out that all have in common. */
static int64_t *
sort(int64_t *values, int64_t *room, size_t n)
{
	for (unsigned shift = 0; shift < 64; shift += RADIX_BITS) {
		size_t ends[RADIX] = {0};
		size_t end = 0;
		int64_t *swap = values;

		for (size_t i = 0; i < n; i++)
			ends[digit_of(values[i], shift)]++;
		if (ends[digit_of(values[0], shift)] == n)
			continue;
		for (size_t i = 0; i < RADIX; i++) {
			end += ends[i];
			ends[i] = end;
		}
		for (size_t i = n; i-- > 0;)
			room[--ends[digit_of(values[i], shift)]] = values[i];
		values = room;
		room = swap;
	}
	return values;
}

/* What a value has to exceed for each score above 1: so many fifths of the
 * buyers are below then. */
static void
find_limits(
    int64_t *values, int64_t *room, size_t n, int64_t limits[QUINTILES - 1])
{
	const int64_t *sorted = sort(values, room, n);

	for (size_t i = 1; i < QUINTILES; i++)
		limits[i - 1] = sorted[(i * n + QUINTILES - 1) / QUINTILES - 1];
}

/* From 0 on. */
static size_t
score_of(const int64_t limits[QUINTILES - 1], int64_t value)
{
	size_t score = 0;

	while (score < QUINTILES - 1 && value > limits[score])
		score++;
	return score;
}

/* A segment, "R5 F1 M3", of a group of n buyers. */
static int
put(struct figure_use *use, struct tally_key key, size_t segment, int64_t hits,
    size_t n, struct err *err)
{
	char name[NAME_MAX];
	struct tally_cell *cell;

	snprintf(name, sizeof(name), "R%zu F%zu M%zu",
	    segment / QUINTILES / QUINTILES + 1,
	    segment / QUINTILES % QUINTILES + 1, segment % QUINTILES + 1);
	if (tally_name(&use->tally, span_of(name), &key.name, err) != 0)
		return -1;
	cell = tally_cell(&use->tally, &key, err);
	if (cell == NULL)
		return -1;
	cell->hits = hits;
	cell->total = (int64_t)n;
	return 0;
}

/* One group; ${room} is for twice as many values. */
static int
count_group(struct figure_use *use, struct tally_key key,
    const struct buyer *buyers, size_t n, int64_t *room, struct err *err)
{
	int64_t limits[DIMENSIONS][QUINTILES - 1];
	int64_t counts[SEGMENTS] = {0};

	for (size_t d = 0; d < DIMENSIONS; d++) {
		for (size_t i = 0; i < n; i++)
			room[i] = buyers[i].value[d];
		find_limits(room, room + n, n, limits[d]);
	}
	for (size_t i = 0; i < n; i++) {
		size_t segment = 0;

		for (size_t d = 0; d < DIMENSIONS; d++)
			segment = segment * QUINTILES +
			    score_of(limits[d], buyers[i].value[d]);
		counts[segment]++;
	}
	for (size_t i = 0; i < SEGMENTS; i++)
		if (counts[i] > 0 && put(use, key, i, counts[i], n, err) != 0)
			return -1;
	return 0;
}

static int
finish(struct figure_use *use, struct err *err)
{
	struct kept *kept = use->own;
	int64_t *room;
	int result = 0;

	if (kept == NULL || kept->n_buyers == 0)
		return 0;
	room = calloc(kept->n_buyers, 2 * sizeof(*room));
	if (room == NULL)
		return err_nomem(err);
	if (kept->keys.count > 1)
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
		result = count_group(use, key, buyers, end - first, room, err);
	}
	free(room);
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
