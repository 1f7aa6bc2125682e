#include <math.h>

#include "base/array.h"
#include "base/num.h"
#include "kpi/interval.h"
#include "kpi/lifetime.h"
#include "kpi/ltv.h"

enum definition { NET_ALL, NET, LANDMARK, BGNBD };
enum row { ALL, ONE_CHANNEL, ACROSS, RATIO, N_ROWS };
enum left { TOO_YOUNG, FEW_ORDERS, NO_AMOUNT };

#define MARGIN_SCALE INT64_C(1000000)
#define LANDMARK_ORDERS 2

/* What the customer at hand spent in one currency. */
struct purse {
	size_t first; /* order */
	int64_t net_minor;
	uint32_t currency;
	int8_t digits;
};

struct purses {
	struct purse *items;
	size_t count;
};

/* From when to when orders make a buyer, money counts, and touches make the
 * class of a customer; all bounds included. */
struct window {
	int64_t orders_to_us;
	int64_t money_from_us, money_to_us;
	int64_t touches_from_us, touches_to_us;
};

/* An order or return. */
static const struct journey_event *
deal_of(const struct figure_customer *customer, size_t number)
{
	return journey_at(customer->journey, customer->deals.at[number]);
}

/* Its index; n_events if there is none. */
static size_t
first_order(const struct figure_customer *customer)
{
	for (size_t i = 0; i < customer->deals.count; i++)
		if (journey_is_order(deal_of(customer, i)))
			return customer->deals.at[i];
	return customer->journey->n_events;
}

static struct window
window_of(const struct figure_use *use, int64_t first_us)
{
	struct window window = {
	    INT64_MAX,
	    INT64_MIN,
	    INT64_MAX,
	    INT64_MIN,
	    INT64_MAX,
	};

	if (use->definition == NET_ALL || use->definition == BGNBD)
		return window;
	window.money_from_us = first_us;
	window.money_to_us = first_us + use->args[0];
	if (use->definition == LANDMARK) {
		window.touches_from_us = first_us;
		window.touches_to_us = first_us + use->args[0];
		window.money_from_us = window.touches_to_us + 1;
		window.money_to_us = window.touches_to_us + use->args[1];
	}
	window.orders_to_us = window.money_to_us;
	return window;
}

static struct purse *
purse_of(struct purses *purses, uint32_t currency)
{
	for (size_t i = 0; i < purses->count; i++)
		if (purses->items[i].currency == currency)
			return &purses->items[i];
	return NULL;
}

/* Does the event's own time let it count? What is fixed by the first order is
 * chosen by the period of that order alone. */
static bool
is_counted(const struct figure_use *use, const struct journey_event *event)
{
	if (!journey_has_amount(event) ||
	    (use->currency != 0 && event->currency != use->currency))
		return false;
	return use->definition != NET_ALL || event->is_in;
}

/* Who has an order in a currency is a buyer there. */
static int
open_purses(struct figure_use *use, const struct figure_customer *customer,
    const struct window *window, struct purses *purses, struct err *err)
{
	purses->count = 0;
	for (size_t i = 0; i < customer->deals.count; i++) {
		const struct journey_event *event = deal_of(customer, i);
		struct purse purse = {
		    .first = customer->deals.at[i],
		    .currency = event->currency,
		    .digits = event->amount_digits,
		};

		if (!journey_is_order(event) || !is_counted(use, event) ||
		    event->at_us > window->orders_to_us ||
		    purse_of(purses, event->currency) != NULL)
			continue;
		if (array_grow(&use->scratch, &use->scratch_cap,
			purses->count + 1, sizeof(purse), err) != 0)
			return -1;
		purses->items = use->scratch;
		purses->items[purses->count++] = purse;
	}
	return 0;
}

static int
fill_purses(const struct figure_use *use,
    const struct figure_customer *customer, const struct window *window,
    struct purses *purses, struct err *err)
{
	for (size_t i = 0; i < customer->deals.count; i++) {
		const struct journey_event *event = deal_of(customer, i);
		struct purse *purse;

		if (!is_counted(use, event) ||
		    event->at_us < window->money_from_us ||
		    event->at_us > window->money_to_us)
			continue;
		purse = purse_of(purses, event->currency);
		if (purse != NULL &&
		    !num_add(purse->net_minor, journey_net(event),
			&purse->net_minor))
			return err_set(
			    err, ERR_DATA, "amounts are too large to add up");
	}
	return 0;
}

static enum row
class_of(const struct journey_customer *customer, const struct window *window)
{
	uint32_t one = JOURNEY_NONE;

	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (!event->is_touch ||
		    event->at_us < window->touches_from_us ||
		    event->at_us > window->touches_to_us)
			continue;
		if (one != JOURNEY_NONE && event->channel != one)
			return ACROSS;
		one = event->channel;
	}
	return ONE_CHANNEL;
}

static int
leave_out(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, enum left left, struct err *err)
{
	struct tally_cell *cell =
	    figure_cell(use, customer, event, ALL, event->currency, err);

	if (cell == NULL)
		return -1;
	cell->left[left]++;
	cell->digits = event->amount_digits;
	return 0;
}

static int
add(struct figure_use *use, const struct figure_customer *customer,
    const struct purse *purse, const struct journey_event *anchor, enum row row,
    struct err *err)
{
	struct tally_cell *cell =
	    figure_cell(use, customer, anchor, row, purse->currency, err);

	if (cell == NULL)
		return -1;
	cell->digits = purse->digits;
	return tally_add(cell, purse->net_minor, err);
}

/* Is the customer one whom the definition can measure? */
static bool
is_fit(const struct figure_use *use, const struct figure_customer *customer,
    int64_t first_us, const struct window *window, enum left *left)
{
	int64_t orders = 0;

	if (use->definition == NET_ALL)
		return true;
	*left = TOO_YOUNG;
	if (use->context->as_of_us < window->money_to_us)
		return false;
	*left = FEW_ORDERS;
	for (size_t i = 0; i < customer->deals.count; i++) {
		const struct journey_event *event = deal_of(customer, i);

		orders += journey_is_order(event) && event->at_us >= first_us &&
		    event->at_us <= window->touches_to_us;
	}
	return use->definition != LANDMARK || orders >= LANDMARK_ORDERS;
}

static int
leave_out_unpriced(struct figure_use *use,
    const struct figure_customer *customer, struct err *err)
{
	for (size_t i = 0; i < customer->deals.count; i++) {
		const struct journey_event *event = deal_of(customer, i);

		if (event->is_in && journey_is_order(event) &&
		    !journey_has_amount(event) &&
		    (use->currency == 0 || event->currency == use->currency) &&
		    leave_out(use, customer, event, NO_AMOUNT, err) != 0)
			return -1;
	}
	return 0;
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	size_t first = first_order(customer);
	int64_t first_us;
	struct purses purses = {NULL, 0};
	struct window window;
	enum left left;
	enum row row;

	if (first == journey->n_events ||
	    (use->definition != NET_ALL && !journey_at(journey, first)->is_in))
		return 0;
	first_us = journey_at(journey, first)->at_us;
	window = window_of(use, first_us);
	if (leave_out_unpriced(use, customer, err) != 0)
		return -1;
	if (use->definition == BGNBD)
		return lifetime_hear(
		    use, customer, first, class_of(journey, &window), err);
	if (!is_fit(use, customer, first_us, &window, &left))
		return leave_out(
		    use, customer, journey_at(journey, first), left, err);
	if (open_purses(use, customer, &window, &purses, err) != 0 ||
	    fill_purses(use, customer, &window, &purses, err) != 0)
		return -1;
	row = class_of(journey, &window);
	for (size_t i = 0; i < purses.count; i++) {
		const struct purse *purse = &purses.items[i];
		const struct journey_event *anchor = journey_at(
		    journey, use->definition == NET_ALL ? purse->first : first);

		if (add(use, customer, purse, anchor, ALL, err) != 0 ||
		    add(use, customer, purse, anchor, row, err) != 0)
			return -1;
	}
	return 0;
}

/* --- rows --- */

/* Sums are times the margin in 1/1000000, if one was given. */
static num_i128
sum_of(const struct figure_use *use, const struct tally_cell *cell)
{
	return use->margin_micro == FIGURE_NO_MARGIN
	    ? cell->sum
	    : cell->sum * use->margin_micro;
}

static int64_t
scale_of(const struct figure_use *use)
{
	return use->margin_micro == FIGURE_NO_MARGIN ? 1 : MARGIN_SCALE;
}

static void
mean_row(const struct figure_use *use, const struct tally_cell *cell,
    struct figure_row *row)
{
	int64_t scale = scale_of(use);
	double mean, half, factor;

	row->n = cell->total;
	row->denominator = figure_int(cell->total);
	row->numerator = figure_money(sum_of(use, cell), scale, cell->digits);
	if (cell->total == 0) {
		row->note = "zero denominator";
		return;
	}
	if (use->definition == BGNBD) {
		row->note = lifetime_reason(use, cell);
		row->numerator.is_known = row->note == NULL;
	}
	if (row->note != NULL)
		return;
	row->value =
	    figure_money(sum_of(use, cell), cell->total * scale, cell->digits);
	/* Nobody knows how far a prediction is from what will be. */
	if (use->definition == BGNBD ||
	    !interval_half_t(cell->total, cell->sum, cell->squares, &half))
		return;
	factor = use->margin_micro == FIGURE_NO_MARGIN
	    ? 1
	    : (double)use->margin_micro / (double)MARGIN_SCALE;
	mean = (double)cell->sum / (double)cell->total;
	row->half = half * factor;
	for (int i = 0; i < cell->digits; i++)
		row->half /= 10;
	row->low = figure_double((mean - half) * factor, 0);
	row->high = figure_double((mean + half) * factor, 0);
	row->low.digits = cell->digits;
	row->high.digits = cell->digits;
}

/* The ratio of the unrounded means; a margin would cancel out. */
static void
ratio_row(const struct figure_use *use, const struct tally_cell *one,
    const struct tally_cell *across, struct figure_row *row)
{
	struct figure_row mean = {.note = NULL};

	row->unit = span_of("ratio");
	row->is_derived = true;
	row->n = one->total < across->total ? one->total : across->total;
	if (across->total > 0) {
		mean_row(use, across, &mean);
		row->numerator = mean.value;
		row->note = mean.note;
	}
	if (one->total > 0) {
		mean_row(use, one, &mean);
		row->denominator = mean.value;
		row->note = row->note != NULL ? row->note : mean.note;
	}
	if (row->note != NULL)
		return;
	if (one->total == 0 || across->total == 0) {
		row->note = "zero denominator";
		return;
	}
	if (one->sum <= 0) {
		row->note = "denominator not positive";
		return;
	}
	row->value = figure_double(((double)across->sum * (double)one->total) /
		((double)one->sum * (double)across->total),
	    FIGURE_DIGITS);
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	if (at == RATIO)
		ratio_row(use, cells[ONE_CHANNEL], cells[ACROSS], row);
	else
		mean_row(use, cells[at], row);
	/* Nothing of a currency is written as something of it is. */
	if (at != RATIO && cells[at]->total == 0)
		row->numerator.digits = cells[ALL]->digits;
}

static int
finish(struct figure_use *use, struct err *err)
{
	return use->definition == BGNBD
	    ? lifetime_finish(use, use->args[0], err)
	    : 0;
}

static const struct figure_definition definitions[] = {
    {"net:all", "net:all", NULL,
	"orders less returns / buyers; by the channels of all touches of "
	"each"},
    {"net:%d", "net:365d", NULL,
	"the same in the N days from the first order, of customers with as "
	"much history"},
    {"landmark:%d+%d", "landmark:90d+365d", NULL,
	"classes by the touches of the first X days from the first order, "
	"money of the Y days after; customers with 2 or more orders in the "
	"first X days and X+Y days of history"},
    {"bgnbd:%km", "bgnbd:12m", NULL,
	"predicted: what buyers will spend in the N months from as_of, less "
	"the share that comes back; BG/NBD for how often, Gamma-Gamma for how "
	"much, fitted on all buyers of a currency; by the channels of all "
	"touches of each"},
};

static const char *const rows[] = {
    "all",
    "one channel",
    "across channels",
    "ratio",
};
static const char *const left[] = {
    "too_young",
    "few_orders",
    "no_amount",
    NULL,
};

const struct figure ltv_figure = {
    .id = "ltv",
    .name = "Customer lifetime value",
    .name_ja = "顧客生涯価値",
    .anchor = "order time; net:N, landmark and bgnbd: the first order",
    .note = "more orders mean more channels: compare with landmark; "
	    "margin=0.3 behind a definition takes that part",
    .definitions = definitions,
    .n_definitions = sizeof(definitions) / sizeof(definitions[0]),
    .rows = rows,
    .n_rows = N_ROWS,
    .has_margin = true,
    .has_touches = true,
    .by = BY_PLACE | BY_TIME | BY_BIT(BY_FIRST_CHANNEL) | BY_TRAIT,
    .needs = JOURNEY_NEEDS_MONEY,
    .left = left,
    .customer = hear,
    .merge = lifetime_merge,
    .finish = finish,
    .clear = lifetime_clear,
    .value = value,
};
