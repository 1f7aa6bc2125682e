#include <stdlib.h>

#include "kpi/once.h"
#include "kpi/reach.h"
#include "kpi/share.h"

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))

enum { ALL, N_ROWS };

static const char *const all[] = {"all"};
static const char *const left[] = {NULL};
static const char nothing[] = "zero denominator";

/* By channel there is one row for each already. */
#define BY_OTHER (BY_ALL & ~BY_BIT(BY_CHANNEL))

/* One more for the channel, and of all. */
static int
add(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, struct err *err)
{
	size_t rows[] = {ALL, N_ROWS + (size_t)event->channel};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tally_cell *cell =
		    figure_cell(use, customer, event, rows[i], 0, err);

		if (cell == NULL)
			return -1;
		cell->hits++;
	}
	return 0;
}

/* The part of the channel, of what ${all} counts. */
static void
part(const struct tally_cell *cell, const struct tally_cell *whole,
    struct figure_row *row)
{
	struct tally_cell both = {.hits = cell->hits, .total = whole->hits};

	figure_share(&both, row);
}

static struct reach *
room_of(struct figure_use *use, struct err *err)
{
	if (use->own == NULL) {
		use->own = calloc(1, sizeof(struct reach));
		if (use->own == NULL)
			err_nomem(err);
	}
	return use->own;
}

static void
clear(struct figure_use *use)
{
	if (use->own != NULL)
		reach_clear(use->own);
	free(use->own);
	use->own = NULL;
}

/* --- channel_share --- */

enum share_definition { TOUCHES, ORDERS, REVENUE, CUSTOMERS };
enum share_left { NO_AMOUNT };

static int
add_money(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, struct err *err)
{
	bool has_amount = journey_has_amount(event);
	size_t rows[] = {ALL, N_ROWS + (size_t)event->channel};

	if ((!journey_is_order(event) && !journey_is_return(event)) ||
	    (use->currency != 0 && has_amount &&
		event->currency != use->currency))
		return 0;
	for (size_t i = 0; i < (has_amount ? COUNT(rows) : 1); i++) {
		struct tally_cell *cell = figure_cell(use, customer, event,
		    rows[i], has_amount ? event->currency : 0, err);

		if (cell == NULL)
			return -1;
		cell->left[NO_AMOUNT] += !has_amount;
		cell->hits += has_amount;
		cell->sum += journey_net(event);
		cell->digits = event->amount_digits;
	}
	return 0;
}

static int
add_events(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *events, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct journey_event *event = &events[i];

		if (!event->is_in)
			continue;
		if (use->definition == REVENUE) {
			if (add_money(use, customer, event, err) != 0)
				return -1;
			continue;
		}
		if ((use->definition == TOUCHES ? event->is_touch
						: journey_is_order(event)) &&
		    add(use, customer, event, err) != 0)
			return -1;
	}
	return 0;
}

/* The customer once in all, and once on each channel. */
static int
add_reach(struct figure_use *use, const struct figure_customer *customer,
    const struct reach *reach, const struct journey_event *anchor,
    struct err *err)
{
	struct tally_cell *cell =
	    figure_cell(use, customer, anchor, ALL, 0, err);

	if (cell == NULL)
		return -1;
	cell->hits++;
	for (size_t i = 0; i < reach->count; i++) {
		cell = figure_cell(use, customer, anchor,
		    N_ROWS + (size_t)reach->channels[i], 0, err);
		if (cell == NULL)
			return -1;
		cell->hits++;
	}
	return 0;
}

/* Each group of the customer's touches, with its channels. */
static int
each_group(struct figure_use *use, struct figure_customer *customer,
    int (*take)(struct figure_use *, const struct figure_customer *,
	const struct reach *, const struct journey_event *, struct err *),
    struct err *err)
{
	struct reach *reach = room_of(use, err);
	struct once once;

	if (reach == NULL ||
	    once_find(use, customer, &customer->touches, NULL, &once, err) != 0)
		return -1;
	for (size_t first = 0, end; first < once.count; first = end) {
		const struct once_mark *marks = once.marks + first;

		end = once_end(&once, first);
		if (reach_find(reach, customer->journey, marks, end - first,
			err) != 0 ||
		    take(use, customer, reach,
			journey_at(customer->journey, marks->event), err) != 0)
			return -1;
	}
	return 0;
}

static int
each_reach(struct figure_use *use, struct figure_customer *customer,
    int (*take)(struct figure_use *, const struct figure_customer *,
	const struct reach *, const struct journey_event *, struct err *),
    struct err *err)
{
	const struct figure_list *touches = &customer->touches;
	const struct reach *reach;

	if (use->by->count > 0)
		return each_group(use, customer, take, err);
	if (touches->count == 0)
		return 0;
	reach = reach_touches(customer, err);
	if (reach == NULL)
		return -1;
	return take(use, customer, reach,
	    journey_at(customer->journey, touches->at[0]), err);
}

static int
hear_share(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;

	if (use->definition == CUSTOMERS)
		return each_reach(use, customer, add_reach, err);
	for (size_t at = 0, n; at < journey->n_events; at += n) {
		const struct journey_event *events =
		    journey_piece(journey, at, &n);

		if (add_events(use, customer, events, n, err) != 0)
			return -1;
	}
	return 0;
}

static int
hear_loose_share(struct figure_use *use, const struct journey_event *events,
    size_t n, struct err *err)
{
	if ((by_bits(use->by) & BY_CUSTOMER) != 0 ||
	    use->definition == CUSTOMERS)
		return 0;
	return add_events(use, NULL, events, n, err);
}

static void
value_money(const struct tally_cell *cell, const struct tally_cell *whole,
    struct figure_row *row)
{
	row->is_share = true;
	row->n = whole->hits;
	row->numerator = figure_money(cell->sum, 1, cell->digits);
	row->denominator = figure_money(whole->sum, 1, whole->digits);
	if (whole->sum == 0)
		row->note = nothing;
	else if (whole->sum < 0)
		row->note = "denominator not positive";
	else if (whole->sum > INT64_MAX)
		row->note = "amounts are too large";
	else
		row->value =
		    figure_fixed(cell->sum, (int64_t)whole->sum, FIGURE_DIGITS);
}

static void
value_share(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	if (use->definition == REVENUE)
		value_money(cells[at], cells[ALL], row);
	else
		part(cells[at], cells[ALL], row);
}

static const struct figure_definition share_definitions[] = {
    {"touches", "touches", "share", "touches on the channel / touches"},
    {"orders", "orders", "share", "orders on the channel / orders"},
    {"revenue", "revenue", "share",
	"net revenue of the channel / net revenue, each currency for itself"},
    {"customers", "customers", "share",
	"customers with a touch on the channel / customers with a touch"},
};
static const char *const share_left[] = {"no_amount", NULL};

const struct figure share_channels = {
    .id = "channel_share",
    .name = "Channel share",
    .name_ja = "チャネル構成比",
    .anchor = "time of the event",
    .note = "what nobody is known for counts, but among customers; shares of "
	    "customers add up to more than 1",
    .definitions = share_definitions,
    .n_definitions = COUNT(share_definitions),
    .rows = all,
    .n_rows = N_ROWS,
    .is_per_channel = true,
    .has_touches = true,
    .by = BY_OTHER,
    .needs = JOURNEY_NEEDS_MONEY,
    .left = share_left,
    .customer = hear_share,
    .loose = hear_loose_share,
    .clear = clear,
    .value = value_share,
};

/* --- channel_by_profile --- */

static int
hear_profile(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct figure_list *touches = &customer->touches;

	for (size_t i = 0; i < touches->count; i++)
		if (add(use, customer,
			journey_at(customer->journey, touches->at[i]),
			err) != 0)
			return -1;
	return 0;
}

static void
value_profile(const struct figure_use *use,
    const struct tally_cell *const *cells, size_t at, struct figure_row *row)
{
	(void)use;
	part(cells[at], cells[ALL], row);
}

static const struct figure_definition profile_definitions[] = {
    {"default", "default", "share",
	"touches on the channel / touches of customers of this age and gender "
	"at this hour of the day"},
};

const struct figure share_profile = {
    .id = "channel_by_profile",
    .name = "Channels by profile",
    .name_ja = "属性別チャネル構成比",
    .anchor = "time of the touch",
    .note = "with --by by those dimensions instead",
    .definitions = profile_definitions,
    .n_definitions = COUNT(profile_definitions),
    .rows = all,
    .n_rows = N_ROWS,
    .is_per_channel = true,
    .has_touches = true,
    .by = BY_OTHER,
    .own_by = "age,gender,hour",
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear_profile,
    .value = value_profile,
};

/* --- channel_only_customers --- */

/* Of the customers of each channel, those who are on no other. */
static int
add_only(struct figure_use *use, const struct figure_customer *customer,
    const struct reach *reach, const struct journey_event *anchor,
    struct err *err)
{
	struct tally_cell *cell =
	    figure_cell(use, customer, anchor, ALL, 0, err);

	if (cell == NULL)
		return -1;
	cell->total++;
	cell->hits += reach->count == 1;
	for (size_t i = 0; i < reach->count; i++) {
		cell = figure_cell(use, customer, anchor,
		    N_ROWS + (size_t)reach->channels[i], 0, err);
		if (cell == NULL)
			return -1;
		cell->total++;
		cell->hits += reach->count == 1;
	}
	return 0;
}

static int
hear_only(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return each_reach(use, customer, add_only, err);
}

static void
value_only(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
}

static const struct figure_definition only_definitions[] = {
    {"default", "default", "share",
	"customers of the channel with no touch on another / customers of the "
	"channel"},
};

const struct figure share_only = {
    .id = "channel_only_customers",
    .name = "Customers of one channel only",
    .name_ja = "単一チャネル顧客比率",
    .anchor = "time of the touch",
    .note = "who is lost if the channel is closed",
    .definitions = only_definitions,
    .n_definitions = COUNT(only_definitions),
    .rows = all,
    .n_rows = N_ROWS,
    .is_per_channel = true,
    .has_touches = true,
    .by = BY_OTHER,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear_only,
    .clear = clear,
    .value = value_only,
};
