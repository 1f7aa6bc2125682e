#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/intern.h"
#include "journey/attribution.h"
#include "journey/markov.h"

#define ONE INT64_C(1000000000000000000)
#define NANO INT64_C(1000000000)
#define FILE_DIGITS 4
#define NO_CAMPAIGN "(none)"

const char *const attribution_model_names[] = {
    "first",
    "last",
    "linear",
    "linear_unique",
    "position",
    "time_decay",
    "participation",
    "markov",
    "shapley",
    NULL,
};

/* What a path came to. */
struct count {
	int64_t conversions;
	int64_t nulls;
	int64_t value;
};

struct credit {
	num_i128 conversions; /* ONE is a whole one */
	num_i128 value;
};

struct attribution {
	const struct journey_context *context;
	const struct attribution_options *options;
	struct intern places;
	struct intern paths; /* numbers of places, as bytes */
	struct count *counts;
	size_t counts_cap;
	struct credit *decay; /* by place: time needs the touches */
	size_t n_decay, decay_cap;
	struct episode_money money;
	int64_t left;
	/* of the customer at hand */
	uint32_t *path;
	double *ages; /* in half-lives */
	size_t path_cap, ages_cap;
	struct buf text;
	/* of the rows */
	num_i128 *shares; /* of the path at hand, by its touches */
	size_t shares_cap;
	uint32_t *seen; /* by place: the path in which it was seen last, + 1 */
	struct attribution_row *rows;
};

struct attribution *
attribution_new(const struct journey_context *context,
    const struct attribution_options *options, struct err *err)
{
	struct attribution *attribution = calloc(1, sizeof(*attribution));

	if (attribution == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	attribution->context = context;
	attribution->options = options;
	return attribution;
}

void
attribution_free(struct attribution *attribution)
{
	if (attribution == NULL)
		return;
	intern_clear(&attribution->places);
	intern_clear(&attribution->paths);
	free(attribution->counts);
	free(attribution->decay);
	free(attribution->path);
	free(attribution->ages);
	buf_clear(&attribution->text);
	free(attribution->shares);
	free(attribution->seen);
	free(attribution->rows);
	free(attribution);
}

/* --- counting --- */

static int
count_path(struct attribution *attribution, const uint32_t *path, size_t n,
    const struct count *more, struct err *err)
{
	size_t before = attribution->paths.count;
	struct count *count;
	uint32_t number;

	if (intern_add(&attribution->paths,
		span_make((const char *)path, n * sizeof(*path)), &number,
		err) != 0 ||
	    array_grow(&attribution->counts, &attribution->counts_cap,
		attribution->paths.count, sizeof(*count), err) != 0)
		return -1;
	count = &attribution->counts[number];
	if (attribution->paths.count > before)
		memset(count, 0, sizeof(*count));
	if (num_add(
		count->conversions, more->conversions, &count->conversions) &&
	    num_add(count->nulls, more->nulls, &count->nulls) &&
	    num_add(count->value, more->value, &count->value))
		return 0;
	return err_set(err, ERR_DATA, "paths are too many to add up");
}

static int
decay_of(struct attribution *attribution, size_t place, struct credit **credit,
    struct err *err)
{
	if (array_grow(&attribution->decay, &attribution->decay_cap, place + 1,
		sizeof(**credit), err) != 0)
		return -1;
	for (; attribution->n_decay <= place; attribution->n_decay++)
		memset(&attribution->decay[attribution->n_decay], 0,
		    sizeof(**credit));
	*credit = &attribution->decay[place];
	return 0;
}

/* What rounding leaves over goes to the last touch. */
static int
count_decay(
    struct attribution *attribution, size_t n, int64_t value, struct err *err)
{
	double *weights = attribution->ages;
	double least = weights[0], sum = 0;
	num_i128 rest = ONE;

	/* Only how the ages differ counts, and so nothing underflows. */
	for (size_t i = 1; i < n; i++)
		least = weights[i] < least ? weights[i] : least;
	for (size_t i = 0; i < n; i++) {
		weights[i] = exp2(least - weights[i]);
		sum += weights[i];
	}
	for (size_t i = 0; i < n; i++) {
		struct credit *credit;
		num_i128 share = (num_i128)(weights[i] / sum * (double)ONE);

		if (i + 1 == n)
			share = rest;
		rest -= share;
		if (decay_of(attribution, attribution->path[i], &credit, err) !=
		    0)
			return -1;
		credit->conversions += share;
		credit->value += share * value;
	}
	return 0;
}

static int
place_of(struct attribution *attribution, const struct journey_event *event,
    uint32_t *place, struct err *err)
{
	const struct activity_options *activity =
	    &attribution->options->activity;

	if (attribution->options->is_by_campaign)
		return intern_add(&attribution->places,
		    event->campaign.len > 0 ? event->campaign
					    : span_of(NO_CAMPAIGN),
		    place, err);
	buf_reset(&attribution->text);
	activity_name(attribution->context, activity,
	    activity_of(attribution->context, activity, event),
	    &attribution->text);
	if (buf_check(&attribution->text, err) != 0)
		return -1;
	return intern_add(
	    &attribution->places, buf_get(&attribution->text), place, err);
}

static int
add_touch(struct attribution *attribution, size_t *n,
    const struct journey_event *event, int64_t end_us, struct err *err)
{
	double age = (double)(end_us - event->at_us) /
	    (double)attribution->options->half_life_us;

	if (array_grow(&attribution->path, &attribution->path_cap, *n + 1,
		sizeof(*attribution->path), err) != 0 ||
	    array_grow(&attribution->ages, &attribution->ages_cap, *n + 1,
		sizeof(*attribution->ages), err) != 0 ||
	    place_of(attribution, event, &attribution->path[*n], err) != 0)
		return -1;
	attribution->ages[*n] = age;
	++*n;
	return 0;
}

static bool
is_conversion(
    const struct attribution *attribution, const struct journey_event *event)
{
	return event->kind == attribution->options->kind &&
	    event->outcome != CANON_CANCELLED;
}

static int
hear_conversion(struct attribution *attribution,
    const struct journey_customer *customer, size_t first, size_t at,
    struct err *err)
{
	const struct attribution_options *options = attribution->options;
	const struct journey_event *conversion = journey_at(customer, at);
	struct episode_money money = {
	    .minor = conversion->amount_minor,
	    .currency = conversion->currency,
	    .digits = conversion->amount_digits,
	    .is_known = journey_has_amount(conversion),
	};
	struct count count = {
	    .conversions = 1, .value = money.is_known ? money.minor : 0};
	int64_t at_us = conversion->at_us;
	size_t n = 0;

	for (size_t i = first; i < at; i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (event->is_touch &&
		    at_us - event->at_us <= options->lookback_us &&
		    add_touch(attribution, &n, event, at_us, err) != 0)
			return -1;
	}
	if (options->has_own &&
	    add_touch(attribution, &n, journey_at(customer, at), at_us, err) !=
		0)
		return -1;
	if (n == 0) {
		attribution->left++;
		return 0;
	}
	if (episode_add_money(&attribution->money, &money, err) != 0 ||
	    count_decay(attribution, n, count.value, err) != 0)
		return -1;
	return count_path(attribution, attribution->path, n, &count, err);
}

/* What was done since the last conversion came to nothing, so far. */
static int
hear_null(struct attribution *attribution,
    const struct journey_customer *customer, size_t first, struct err *err)
{
	const struct count count = {.nulls = 1};
	int64_t last_us = INT64_MIN;
	size_t n = 0;

	for (size_t i = first; i < customer->n_events; i++)
		if (journey_at(customer, i)->is_touch &&
		    journey_at(customer, i)->is_in)
			last_us = journey_at(customer, i)->at_us;
	for (size_t i = first; i < customer->n_events; i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (event->is_touch && event->is_in &&
		    last_us - event->at_us <=
			attribution->options->lookback_us &&
		    add_touch(attribution, &n, event, last_us, err) != 0)
			return -1;
	}
	if (n == 0)
		return 0;
	return count_path(attribution, attribution->path, n, &count, err);
}

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	struct attribution *attribution = self;
	size_t first = 0;

	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (!is_conversion(attribution, event))
			continue;
		if (event->is_in &&
		    hear_conversion(attribution, customer, first, i, err) != 0)
			return -1;
		first = i + 1;
	}
	return hear_null(attribution, customer, first, err);
}

/* Numbers of the other's places become ours. */
static int
translate(struct attribution *attribution, const struct attribution *other,
    struct span key, size_t *n, struct err *err)
{
	*n = key.len / sizeof(uint32_t);
	if (array_grow(&attribution->path, &attribution->path_cap, *n + 1,
		sizeof(*attribution->path), err) != 0)
		return -1;
	for (size_t i = 0; i < *n; i++) {
		uint32_t place;

		memcpy(&place, key.data + i * sizeof(place), sizeof(place));
		if (intern_add(&attribution->places,
			intern_name(&other->places, place),
			&attribution->path[i], err) != 0)
			return -1;
	}
	return 0;
}

static int
merge(void *self, const void *from, struct err *err)
{
	struct attribution *attribution = self;
	const struct attribution *other = from;
	struct credit *credit;
	uint32_t place;
	size_t n;

	for (uint32_t i = 0; i < other->paths.count; i++)
		if (translate(attribution, other, intern_name(&other->paths, i),
			&n, err) != 0 ||
		    count_path(attribution, attribution->path, n,
			&other->counts[i], err) != 0)
			return -1;
	for (uint32_t i = 0; i < other->n_decay; i++) {
		if (intern_add(&attribution->places,
			intern_name(&other->places, i), &place, err) != 0 ||
		    decay_of(attribution, place, &credit, err) != 0)
			return -1;
		credit->conversions += other->decay[i].conversions;
		credit->value += other->decay[i].value;
	}
	attribution->left += other->left;
	return episode_add_money(&attribution->money, &other->money, err);
}

static int
another(const void *self, struct journey_sink *sink, struct err *err)
{
	const struct attribution *own = self;
	struct attribution *other =
	    attribution_new(own->context, own->options, err);

	if (other == NULL)
		return -1;
	*sink = attribution_sink(other);
	return 0;
}

static void
drop(void *self)
{
	attribution_free(self);
}

struct journey_sink
attribution_sink(struct attribution *attribution)
{
	struct journey_sink sink = {
	    .self = attribution,
	    .needs = JOURNEY_NEEDS_MONEY |
		(attribution->options->is_by_campaign ? JOURNEY_NEEDS_CAMPAIGN
						      : 0),
	    .customer = hear,
	    .merge = merge,
	    .another = another,
	    .drop = drop,
	};

	return sink;
}

int
attribution_add(struct attribution *attribution, const struct span *places,
    size_t n, int64_t conversions, int64_t value, int64_t nulls,
    struct err *err)
{
	const struct count count = {conversions, nulls, value};

	if (n == 0) {
		attribution->left += conversions;
		return 0;
	}
	if (array_grow(&attribution->path, &attribution->path_cap, n,
		sizeof(*attribution->path), err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (intern_add(&attribution->places, places[i],
			&attribution->path[i], err) != 0)
			return -1;
	attribution->money.is_known = true;
	attribution->money.digits = FILE_DIGITS;
	return count_path(attribution, attribution->path, n, &count, err);
}

int64_t
attribution_left(const struct attribution *attribution)
{
	return attribution->left;
}

/* --- models --- */

/* How a conversion is shared among the ${n} touches of its path. */
static void
share_by_touch(enum attribution_model model, num_i128 *shares, size_t n)
{
	memset(shares, 0, n * sizeof(*shares));
	if (model == ATTRIBUTION_FIRST) {
		shares[0] = ONE;
	} else if (model == ATTRIBUTION_LAST) {
		shares[n - 1] = ONE;
	} else if (model == ATTRIBUTION_LINEAR || n < 3) {
		for (size_t i = 0; i < n; i++)
			shares[i] = ONE / (int64_t)n;
	} else {
		for (size_t i = 1; i + 1 < n; i++)
			shares[i] = ONE / 5 / (int64_t)(n - 2);
		shares[0] = ONE / 5 * 2;
		shares[n - 1] = ONE / 5 * 2;
	}
}

/* The same among its distinct places, each where it comes first. */
static void
share_by_place(struct attribution *attribution, enum attribution_model model,
    const uint32_t *path, size_t n, uint32_t number)
{
	num_i128 *shares = attribution->shares;
	int64_t distinct = 0;

	for (size_t i = 0; i < n; i++) {
		bool is_first = attribution->seen[path[i]] != number + 1;

		attribution->seen[path[i]] = number + 1;
		shares[i] = is_first;
		distinct += is_first;
	}
	for (size_t i = 0; i < n; i++)
		shares[i] *=
		    model == ATTRIBUTION_PARTICIPATION ? ONE : ONE / distinct;
}

static void
add_shares(const struct attribution *attribution, struct credit *credits,
    const uint32_t *path, size_t n, const struct count *count)
{
	for (size_t i = 0; i < n; i++) {
		credits[path[i]].conversions +=
		    attribution->shares[i] * count->conversions;
		credits[path[i]].value += attribution->shares[i] * count->value;
	}
}

/* The path of a number, aligned. */
static int
load_path(struct attribution *attribution, uint32_t number, size_t *n,
    struct err *err)
{
	struct span key = intern_name(&attribution->paths, number);

	*n = key.len / sizeof(uint32_t);
	if (array_grow(&attribution->path, &attribution->path_cap, *n,
		sizeof(*attribution->path), err) != 0 ||
	    array_grow(&attribution->shares, &attribution->shares_cap, *n,
		sizeof(*attribution->shares), err) != 0)
		return -1;
	memcpy(attribution->path, key.data, key.len);
	return 0;
}

static int
credit_paths(struct attribution *attribution, enum attribution_model model,
    struct credit *credits, struct err *err)
{
	bool is_by_place = model == ATTRIBUTION_LINEAR_UNIQUE ||
	    model == ATTRIBUTION_PARTICIPATION || model == ATTRIBUTION_SHAPLEY;
	size_t n;

	memset(attribution->seen, 0,
	    attribution->places.count * sizeof(*attribution->seen));
	for (uint32_t i = 0; i < attribution->paths.count; i++) {
		if (load_path(attribution, i, &n, err) != 0)
			return -1;
		if (is_by_place)
			share_by_place(
			    attribution, model, attribution->path, n, i);
		else
			share_by_touch(model, attribution->shares, n);
		add_shares(attribution, credits, attribution->path, n,
		    &attribution->counts[i]);
	}
	return 0;
}

static struct count
total_of(const struct attribution *attribution)
{
	struct count total = {0};

	for (size_t i = 0; i < attribution->paths.count; i++) {
		total.conversions += attribution->counts[i].conversions;
		total.nulls += attribution->counts[i].nulls;
		total.value += attribution->counts[i].value;
	}
	return total;
}

/* Places in the order of their names. */
struct order {
	struct named {
		struct span name;
		uint32_t place;
	} * items;
	uint32_t *ranks; /* by place */
};

static int
compare_names(const void *left, const void *right)
{
	const struct named *a = left;
	const struct named *b = right;

	return span_cmp(a->name, b->name);
}

static int
order_places(
    const struct attribution *attribution, struct order *order, struct err *err)
{
	size_t n = attribution->places.count;

	order->items = malloc((n + 1) * sizeof(*order->items));
	order->ranks = malloc((n + 1) * sizeof(*order->ranks));
	if (order->items == NULL || order->ranks == NULL)
		return err_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		order->items[i] =
		    (struct named){intern_name(&attribution->places, i), i};
	if (n > 1)
		qsort(order->items, n, sizeof(*order->items), compare_names);
	for (uint32_t i = 0; i < n; i++)
		order->ranks[order->items[i].place] = i;
	return 0;
}

static void
credit_effects(const struct attribution *attribution, const struct order *order,
    const double *effects, struct credit *credits)
{
	struct count total = total_of(attribution);
	double sum = 0;

	for (size_t i = 0; i < attribution->places.count; i++)
		sum += effects[i];
	for (size_t i = 0; i < attribution->places.count && sum > 0; i++) {
		num_i128 share = (num_i128)(effects[i] / sum * (double)ONE);
		struct credit *credit = &credits[order->items[i].place];

		credit->conversions = share * total.conversions;
		credit->value = share * total.value;
	}
}

static int
add_chain(struct attribution *attribution, const struct order *order,
    struct markov *markov, struct err *err)
{
	size_t n;

	for (uint32_t i = 0; i < attribution->paths.count; i++) {
		const struct count *count = &attribution->counts[i];

		if (load_path(attribution, i, &n, err) != 0)
			return -1;
		for (size_t j = 0; j < n; j++)
			attribution->path[j] =
			    order->ranks[attribution->path[j]];
		if (count->conversions > 0 || count->nulls > 0)
			markov_add(markov, attribution->path, n,
			    count->conversions, count->nulls);
	}
	return 0;
}

/* Places go in by their names, not as they came, so that the last digit does
 * not hang on the order of customers. */
static int
credit_markov(
    struct attribution *attribution, struct credit *credits, struct err *err)
{
	size_t places = attribution->places.count;
	struct markov *markov = markov_new(places, err);
	double *effects = calloc(places + 1, sizeof(*effects));
	struct order order = {NULL, NULL};
	int rc = -1;

	if (effects == NULL)
		(void)err_nomem(err);
	if (markov != NULL && effects != NULL)
		rc = order_places(attribution, &order, err);
	if (rc == 0)
		rc = add_chain(attribution, &order, markov, err);
	if (rc == 0)
		rc = markov_solve(markov, effects, err);
	if (rc == 0)
		credit_effects(attribution, &order, effects, credits);
	markov_free(markov);
	free(effects);
	free(order.items);
	free(order.ranks);
	return rc;
}

static int
credit(struct attribution *attribution, enum attribution_model model,
    struct credit *credits, struct err *err)
{
	if (model == ATTRIBUTION_MARKOV)
		return credit_markov(attribution, credits, err);
	if (model != ATTRIBUTION_TIME_DECAY)
		return credit_paths(attribution, model, credits, err);
	if (attribution->n_decay > 0)
		memcpy(credits, attribution->decay,
		    attribution->n_decay * sizeof(*credits));
	return 0;
}

/* --- rows --- */

static num_i128
round_nano(num_i128 value)
{
	return value < 0 ? -((-value + NANO / 2) / NANO)
			 : (value + NANO / 2) / NANO;
}

static int
fill_rows(struct attribution *attribution, struct credit *credits, size_t model,
    struct err *err)
{
	const struct attribution_options *options = attribution->options;
	size_t places = attribution->places.count;
	struct count total = total_of(attribution);

	memset(credits, 0, places * sizeof(*credits));
	if (credit(attribution, options->models[model], credits, err) != 0)
		return -1;
	for (uint32_t i = 0; i < places; i++)
		attribution->rows[i * options->n_models + model] =
		    (struct attribution_row){
			.place = intern_name(&attribution->places, i),
			.model = options->models[model],
			.asked = model,
			.conversions =
			    (int64_t)round_nano(credits[i].conversions),
			.total = total.conversions,
			.value = round_nano(credits[i].value),
			.amount = attribution->money,
		    };
	return 0;
}

static int
compare(const void *left, const void *right)
{
	const struct attribution_row *a = left;
	const struct attribution_row *b = right;
	int order = span_cmp(a->place, b->place);

	return order != 0 ? order
			  : (a->asked > b->asked) - (a->asked < b->asked);
}

int
attribution_rows(struct attribution *attribution,
    const struct attribution_row **rows, size_t *n, struct err *err)
{
	size_t places = attribution->places.count;
	struct credit *credits = calloc(places + 1, sizeof(*credits));
	int rc = 0;

	*n = places * attribution->options->n_models;
	free(attribution->rows);
	free(attribution->seen);
	attribution->rows = calloc(*n + 1, sizeof(**rows));
	attribution->seen = calloc(places + 1, sizeof(*attribution->seen));
	*rows = attribution->rows;
	if (credits == NULL || attribution->rows == NULL ||
	    attribution->seen == NULL)
		rc = err_nomem(err);
	for (size_t i = 0; rc == 0 && i < attribution->options->n_models; i++)
		rc = fill_rows(attribution, credits, i, err);
	free(credits);
	if (rc == 0)
		qsort(attribution->rows, *n, sizeof(**rows), compare);
	return rc;
}
