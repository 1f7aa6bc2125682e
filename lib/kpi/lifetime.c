#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/civil.h"
#include "base/intern.h"
#include "kpi/bgnbd.h"
#include "kpi/gammagamma.h"
#include "kpi/lifetime.h"

#define MONTH_DAYS (365.25 / 12)
#define WEEK_DAYS 7.0 /* the unit of the papers */
#define REASONS_MAX 16
#define HISTORIES_MAX 20000 /* that a model is fitted on; see fit_often */
#define AMOUNT_STEP 0.005   /* of logarithms: half a percent */
#define ALL 0

/* A buyer in one currency. Days are the zone's, counted from the first. */
struct buyer {
	int64_t
	    repeats; /* days after the first on which something was bought */
	int64_t last_day;
	int64_t days;        /* until as_of */
	int64_t spent_minor; /* on the repeats */
	int64_t gross_minor; /* on all days */
	int64_t back_minor;  /* of returns, above 0 */
	uint32_t currency;
	uint32_t group; /* of keys */
	uint32_t row;   /* beside "all" */
	int8_t digits;
};

struct kept {
	struct intern keys; /* struct tally_key without row and name */
	struct buyer *buyers;
	size_t n_buyers, buyers_cap;
	const char *reasons[REASONS_MAX];
	size_t n_reasons;
};

/* --- hearing --- */

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
keep(struct kept *kept, const struct buyer *buyer, struct err *err)
{
	if (array_grow(&kept->buyers, &kept->buyers_cap, kept->n_buyers + 1,
		sizeof(*kept->buyers), err) != 0)
		return -1;
	kept->buyers[kept->n_buyers++] = *buyer;
	return 0;
}

static int64_t
day_of(const struct figure_use *use, int64_t us)
{
	int64_t local_us = zone_to_local(use->context->zone, us);
	int64_t day = local_us / CIVIL_US_DAY;

	return local_us % CIVIL_US_DAY < 0 ? day - 1 : day;
}

static bool
is_counted(const struct figure_use *use, const struct journey_event *event)
{
	return journey_has_amount(event) &&
	    event->at_us <= use->context->as_of_us &&
	    (use->currency == 0 || event->currency == use->currency);
}

static bool
is_order(const struct figure_use *use, const struct journey_event *event)
{
	return journey_is_order(event) && is_counted(use, event);
}

/* Has an order of this currency been seen before? Then its buyer is kept
 * already. */
static bool
is_later(const struct figure_use *use, const struct journey_customer *customer,
    size_t at)
{
	uint32_t currency = journey_at(customer, at)->currency;

	for (size_t i = 0; i < at; i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (is_order(use, event) && event->currency == currency)
			return true;
	}
	return false;
}

static bool
add_event(struct buyer *buyer, const struct journey_event *event, int64_t day)
{
	int64_t net = journey_net(event);

	if (!journey_is_order(event))
		return num_add(buyer->back_minor, -net, &buyer->back_minor);
	if (day > buyer->last_day)
		buyer->repeats++;
	buyer->last_day = day;
	return num_add(buyer->gross_minor, net, &buyer->gross_minor) &&
	    (day == 0 || num_add(buyer->spent_minor, net, &buyer->spent_minor));
}

/* Events come in the order of time, so days only grow. */
static int
sum_up(const struct figure_use *use, const struct journey_customer *customer,
    size_t first, struct buyer *buyer, struct err *err)
{
	int64_t first_day = day_of(use, journey_at(customer, first)->at_us);

	buyer->days = day_of(use, use->context->as_of_us) - first_day;
	for (size_t i = first; i < customer->n_events; i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (!is_counted(use, event) ||
		    event->currency != buyer->currency ||
		    (!journey_is_order(event) && !journey_is_return(event)))
			continue;
		if (!add_event(
			buyer, event, day_of(use, event->at_us) - first_day))
			return err_set(
			    err, ERR_DATA, "amounts are too large to add up");
	}
	return 0;
}

int
lifetime_hear(struct figure_use *use, const struct figure_customer *customer,
    size_t anchor, uint32_t row, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	struct kept *kept = kept_of(use, err);

	if (kept == NULL)
		return -1;
	for (size_t i = 0; i < journey->n_events; i++) {
		const struct journey_event *event = journey_at(journey, i);
		struct buyer buyer = {.currency = event->currency,
		    .row = row,
		    .digits = event->amount_digits};
		struct tally_key key;

		if (!is_order(use, event) || is_later(use, journey, i))
			continue;
		memset(&key, 0, sizeof(key));
		key.currency = buyer.currency;
		by_values(use->by, use->context, customer->first_channel,
		    journey_at(journey, anchor), key.by);
		if (intern_add(&kept->keys,
			span_make((const char *)&key, sizeof(key)),
			&buyer.group, err) != 0 ||
		    sum_up(use, journey, i, &buyer, err) != 0 ||
		    keep(kept, &buyer, err) != 0)
			return -1;
	}
	return 0;
}

int
lifetime_merge(
    struct figure_use *use, const struct figure_use *from, struct err *err)
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

/* --- predicting --- */

/* The models of a currency. */
struct forecast {
	struct bgnbd_buyers *histories; /* each once */
	size_t n_histories;
	struct bgnbd_buyers *room;         /* for as many */
	struct gammagamma_buyers *amounts; /* of each buyer */
	struct gammagamma_buyers *amounts_room;
	struct bgnbd bgnbd;
	struct gammagamma gammagamma;
	double kept_share; /* of what is ordered */
	double weeks;
};

static int
order_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* By all that a model sees, so that it is the same whatever the order in which
 * buyers were heard. */
static int
compare(const void *left, const void *right)
{
	const struct buyer *a = left;
	const struct buyer *b = right;
	int order = order_of(a->currency, b->currency);

	if (order == 0)
		order = order_of(a->repeats, b->repeats);
	if (order == 0)
		order = order_of(a->last_day, b->last_day);
	if (order == 0)
		order = order_of(a->days, b->days);
	return order != 0 ? order : order_of(a->spent_minor, b->spent_minor);
}

static bool
is_same_history(const struct buyer *a, const struct buyer *b)
{
	return a->repeats == b->repeats && a->last_day == b->last_day &&
	    a->days == b->days;
}

static void
add_history(struct forecast *f, const struct buyer *buyer)
{
	struct bgnbd_buyers *history = &f->histories[f->n_histories++];

	history->repeats = buyer->repeats;
	history->last = (double)buyer->last_day / WEEK_DAYS;
	history->until = (double)buyer->days / WEEK_DAYS;
	history->n = 1;
}

/* Who paid nothing on all repeats says nothing of amounts. */
static struct gammagamma_buyers
amount_of(const struct buyer *buyer)
{
	struct gammagamma_buyers amount = {0, 0, 1};

	if (buyer->repeats == 0 || buyer->spent_minor <= 0)
		return amount;
	amount.values = buyer->repeats;
	amount.mean = (double)buyer->spent_minor / (double)buyer->repeats;
	return amount;
}

static void
look_at(struct forecast *f, const struct buyer *buyers, size_t n)
{
	num_i128 gross = 0, back = 0;

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && is_same_history(&buyers[i - 1], &buyers[i]))
			f->histories[f->n_histories - 1].n++;
		else
			add_history(f, &buyers[i]);
		f->amounts[i] = amount_of(&buyers[i]);
		gross += buyers[i].gross_minor;
		back += buyers[i].back_minor;
	}
	f->kept_share =
	    gross > 0 && gross > back ? 1 - (double)back / (double)gross : 0;
}

/* One more buyer in the row and in "all". */
static int
count(struct figure_use *use, const struct buyer *buyer, int64_t minor,
    int64_t reason, struct err *err)
{
	const struct kept *kept = use->own;
	struct span bytes = intern_name(&kept->keys, buyer->group);
	uint32_t rows[] = {ALL, buyer->row};
	struct tally_key key;

	memcpy(&key, bytes.data, sizeof(key));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tally_cell *cell;

		key.row = rows[i];
		cell = tally_cell(&use->tally, &key, err);
		if (cell == NULL || tally_add(cell, minor, err) != 0)
			return -1;
		cell->digits = buyer->digits;
		cell->hits = reason;
	}
	return 0;
}

/* Reasons have numbers from 1. */
static int64_t
number_reason(struct kept *kept, const char *why)
{
	size_t i = 0;

	while (i < kept->n_reasons && kept->reasons[i] != why)
		i++;
	if (i == kept->n_reasons && i + 1 < REASONS_MAX)
		kept->reasons[kept->n_reasons++] = why;
	return (int64_t)i + 1;
}

static int
count_all(struct figure_use *use, const struct buyer *buyers, size_t n,
    const double *minor, const char *why, struct err *err)
{
	int64_t reason = why == NULL ? 0 : number_reason(use->own, why);

	for (size_t i = 0; i < n; i++)
		if (count(use, &buyers[i],
			why == NULL ? (int64_t)llround(minor[i]) : 0, reason,
			err) != 0)
			return -1;
	return 0;
}

static int
compare_histories(const void *left, const void *right)
{
	const struct bgnbd_buyers *a = left;
	const struct bgnbd_buyers *b = right;

	if (a->repeats != b->repeats)
		return order_of(a->repeats, b->repeats);
	if (a->last < b->last || a->last > b->last)
		return a->last < b->last ? -1 : 1;
	return (a->until > b->until) - (a->until < b->until);
}

/* The middle of the step of so many days that a time in weeks is in. */
static double
coarse(double weeks, double days)
{
	return (floor(weeks * WEEK_DAYS / days) * days + (days - 1) / 2) /
	    WEEK_DAYS;
}

/* Times in steps of so many days, and equal histories put together. */
static size_t
make_coarse(const struct forecast *f, double days, struct bgnbd_buyers *out)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_histories; i++) {
		out[i] = f->histories[i];
		out[i].until = coarse(out[i].until, days);
		if (out[i].repeats > 0)
			out[i].last = coarse(out[i].last, days);
	}
	qsort(out, f->n_histories, sizeof(*out), compare_histories);
	for (size_t i = 0; i < f->n_histories; i++)
		if (n > 0 && compare_histories(&out[n - 1], &out[i]) == 0)
			out[n - 1].n += out[i].n;
		else
			out[n++] = out[i];
	return n;
}

/* Some hundred looks at all histories make a model. Where there are very many,
 * steps of two days and more tell as much. */
static const char *
fit_often(struct forecast *f)
{
	size_t n;

	if (f->n_histories <= HISTORIES_MAX)
		return bgnbd_fit(f->histories, f->n_histories, &f->bgnbd);
	for (double days = 2;; days++) {
		n = make_coarse(f, days, f->room);
		if (n <= HISTORIES_MAX || days >= 7)
			return bgnbd_fit(f->room, n, &f->bgnbd);
	}
}

static int
compare_amounts(const void *left, const void *right)
{
	const struct gammagamma_buyers *a = left;
	const struct gammagamma_buyers *b = right;

	if (a->values != b->values)
		return order_of(a->values, b->values);
	return (a->mean > b->mean) - (a->mean < b->mean);
}

/* The same of amounts, in steps of half a percent. */
static const char *
fit_much(struct forecast *f, size_t n_buyers)
{
	struct gammagamma_buyers *out = f->amounts_room;
	size_t n = 0;

	if (n_buyers <= HISTORIES_MAX)
		return gammagamma_fit(f->amounts, n_buyers, &f->gammagamma);
	for (size_t i = 0; i < n_buyers; i++) {
		out[i] = f->amounts[i];
		if (out[i].values > 0)
			out[i].mean =
			    exp(floor(log(out[i].mean) / AMOUNT_STEP + 0.5) *
				AMOUNT_STEP);
	}
	qsort(out, n_buyers, sizeof(*out), compare_amounts);
	for (size_t i = 0; i < n_buyers; i++)
		if (n > 0 && compare_amounts(&out[n - 1], &out[i]) == 0)
			out[n - 1].n += out[i].n;
		else
			out[n++] = out[i];
	return gammagamma_fit(out, n, &f->gammagamma);
}

/* What each buyer will spend; NULL, or why that cannot be told. */
static const char *
predict(struct forecast *f, const struct buyer *buyers, size_t n, double *minor)
{
	const char *why = fit_often(f);
	double purchases = 0;
	size_t at = 0;

	if (why == NULL)
		why = fit_much(f, n);
	for (size_t i = 0; i < n && why == NULL; i++) {
		if (i == 0 || !is_same_history(&buyers[i - 1], &buyers[i]))
			purchases = bgnbd_expected(
			    &f->bgnbd, &f->histories[at++], f->weeks);
		minor[i] = purchases * f->kept_share *
		    gammagamma_expected(&f->gammagamma, &f->amounts[i]);
		if (!(minor[i] >= 0 && minor[i] < 1e15))
			why = "the model predicts no number";
	}
	return why;
}

static int
predict_currency(struct figure_use *use, const struct buyer *buyers, size_t n,
    int64_t months, struct err *err)
{
	struct bgnbd_buyers *histories = calloc(2 * n, sizeof(*histories));
	struct gammagamma_buyers *amounts = calloc(2 * n, sizeof(*amounts));
	double *minor = calloc(n, sizeof(*minor));
	struct forecast f = {.weeks = (double)months * MONTH_DAYS / WEEK_DAYS};
	int result = -1;

	if (histories == NULL || amounts == NULL || minor == NULL) {
		err_nomem(err);
	} else {
		f.histories = histories;
		f.room = histories + n;
		f.amounts = amounts;
		f.amounts_room = amounts + n;
		look_at(&f, buyers, n);
		result = count_all(
		    use, buyers, n, minor, predict(&f, buyers, n, minor), err);
	}
	free(histories);
	free(amounts);
	free(minor);
	return result;
}

int
lifetime_finish(struct figure_use *use, int64_t months, struct err *err)
{
	struct kept *kept = use->own;

	if (kept == NULL || kept->n_buyers == 0)
		return 0;
	qsort(kept->buyers, kept->n_buyers, sizeof(*kept->buyers), compare);
	for (size_t first = 0, end; first < kept->n_buyers; first = end) {
		const struct buyer *buyers = kept->buyers + first;

		for (end = first + 1; end < kept->n_buyers &&
		     kept->buyers[end].currency == buyers->currency;
		     end++)
			;
		if (predict_currency(use, buyers, end - first, months, err) !=
		    0)
			return -1;
	}
	return 0;
}

const char *
lifetime_reason(const struct figure_use *use, const struct tally_cell *cell)
{
	const struct kept *kept = use->own;

	if (kept == NULL || cell->hits == 0)
		return NULL;
	return (size_t)cell->hits <= kept->n_reasons
	    ? kept->reasons[cell->hits - 1]
	    : "no model";
}

void
lifetime_clear(struct figure_use *use)
{
	struct kept *kept = use->own;

	if (kept == NULL)
		return;
	intern_clear(&kept->keys);
	free(kept->buyers);
	free(kept);
	use->own = NULL;
}
