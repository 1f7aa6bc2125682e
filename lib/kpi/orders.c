#include "kpi/orders.h"

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))
#define ANCHOR "order time; returns: time of the return"

static const char *const all[] = {"all"};
static const char nothing[] = "zero denominator";

/* --- orders --- */

enum count_left { CANCELLED };

/* What one purchase or return counts; without a customer it is nobody's. */
typedef int add_fn(struct figure_use *, const struct figure_customer *,
    const struct journey_event *, struct err *);

static int
add_deals(struct figure_use *use, const struct figure_customer *customer,
    add_fn *add, struct err *err)
{
	const struct figure_list *deals = &customer->deals;

	for (size_t i = 0; i < deals->count; i++)
		if (add(use, customer,
			journey_at(customer->journey, deals->at[i]), err) != 0)
			return -1;
	return 0;
}

/* Where customers are broken down, nobody is in no part. */
static int
add_loose(struct figure_use *use, const struct journey_event *events, size_t n,
    add_fn *add, struct err *err)
{
	if ((by_bits(use->by) & BY_CUSTOMER) != 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (add(use, NULL, &events[i], err) != 0)
			return -1;
	return 0;
}

static int
add_count(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, struct err *err)
{
	struct tally_cell *cell;

	if (!event->is_in || event->kind != CANON_PURCHASE)
		return 0;
	cell = figure_cell(use, customer, event, 0, 0, err);
	if (cell == NULL)
		return -1;
	if (journey_is_order(event))
		cell->hits++;
	else
		cell->left[CANCELLED]++;
	return 0;
}

static int
hear_count(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return add_deals(use, customer, add_count, err);
}

static int
hear_loose_count(struct figure_use *use, const struct journey_event *events,
    size_t n, struct err *err)
{
	return add_loose(use, events, n, add_count, err);
}

static void
value_count(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_count(cells[at], row);
}

static const struct figure_definition count_definitions[] = {
    {"default", "default", "orders", "purchases that were not cancelled"},
};
static const char *const count_left[] = {"cancelled", NULL};

const struct figure orders_count = {
    .id = "orders",
    .name = "Orders",
    .name_ja = "注文数",
    .anchor = "order time",
    .note = "orders of nobody count too",
    .definitions = count_definitions,
    .n_definitions = COUNT(count_definitions),
    .rows = all,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = count_left,
    .customer = hear_count,
    .loose = hear_loose_count,
    .value = value_count,
};

/* --- net_revenue, aov --- */

enum money_left { NO_AMOUNT };

/* Of one event: its money, as that of an order or of a return. */
static int
add_money(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, struct err *err)
{
	bool is_order = journey_is_order(event);
	bool has_amount = journey_has_amount(event);
	struct tally_cell *cell;

	if (!event->is_in || (!is_order && !journey_is_return(event)) ||
	    (use->currency != 0 && has_amount &&
		event->currency != use->currency))
		return 0;
	cell = figure_cell(
	    use, customer, event, 0, has_amount ? event->currency : 0, err);
	if (cell == NULL)
		return -1;
	if (!has_amount) {
		cell->left[NO_AMOUNT]++;
		return 0;
	}
	cell->hits++;
	cell->total += is_order;
	cell->sum += journey_net(event);
	cell->digits = event->amount_digits;
	return 0;
}

static int
hear_money(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return add_deals(use, customer, add_money, err);
}

static int
hear_loose_money(struct figure_use *use, const struct journey_event *events,
    size_t n, struct err *err)
{
	return add_loose(use, events, n, add_money, err);
}

static void
value_net(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	const struct tally_cell *cell = cells[at];

	(void)use;
	row->is_whole = true;
	row->n = cell->hits;
	if (cell->hits == 0) {
		row->note = "no amounts";
		return;
	}
	row->value = figure_money(cell->sum, 1, cell->digits);
	row->numerator = row->value;
}

static void
value_aov(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	const struct tally_cell *cell = cells[at];

	(void)use;
	row->n = cell->total;
	row->numerator = figure_money(cell->sum, 1, cell->digits);
	row->denominator = figure_int(cell->total);
	if (cell->total == 0)
		row->note = nothing;
	else
		row->value = figure_money(cell->sum, cell->total, cell->digits);
}

static const struct figure_definition net_definitions[] = {
    {"default", "default", NULL, "amounts of orders less those of returns"},
};
static const struct figure_definition aov_definitions[] = {
    {"default", "default", NULL, "net revenue / orders with an amount"},
};
static const char *const money_left[] = {"no_amount", NULL};

const struct figure orders_net = {
    .id = "net_revenue",
    .name = "Net revenue",
    .name_ja = "純売上",
    .anchor = ANCHOR,
    .note = "orders of nobody count too; a return counts where it was handed "
	    "in",
    .definitions = net_definitions,
    .n_definitions = COUNT(net_definitions),
    .rows = all,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_MONEY,
    .left = money_left,
    .customer = hear_money,
    .loose = hear_loose_money,
    .value = value_net,
};

const struct figure orders_aov = {
    .id = "aov",
    .name = "Average order value",
    .name_ja = "平均注文額",
    .anchor = ANCHOR,
    .note = "orders of nobody count too",
    .definitions = aov_definitions,
    .n_definitions = COUNT(aov_definitions),
    .rows = all,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_MONEY,
    .left = money_left,
    .customer = hear_money,
    .loose = hear_loose_money,
    .value = value_aov,
};

/* --- return_rate --- */

enum return_definition { OF_COUNT, OF_VALUE };
enum return_row { RETURNED, ORDERED, RETURN_ROWS };
enum return_left { RETURN_NO_AMOUNT, RETURN_ANONYMOUS };

/* The currency of the cell; false where the event is not counted. */
static bool
is_return_or_order(const struct figure_use *use,
    const struct journey_event *event, uint32_t *currency)
{
	*currency = 0;
	if (!event->is_in ||
	    (!journey_is_order(event) && !journey_is_return(event)))
		return false;
	if (use->definition == OF_VALUE && journey_has_amount(event))
		*currency = event->currency;
	return *currency == 0 || use->currency == 0 ||
	    *currency == use->currency;
}

static int
add_return(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, struct err *err)
{
	bool is_order = journey_is_order(event);
	bool is_money = use->definition == OF_VALUE;
	uint32_t currency;
	struct tally_cell *cell;

	if (!is_return_or_order(use, event, &currency))
		return 0;
	cell = figure_cell(use, customer, event,
	    is_order && is_money && journey_has_amount(event) ? ORDERED
							      : RETURNED,
	    currency, err);
	if (cell == NULL)
		return -1;
	if (!is_money) {
		cell->total += is_order;
		cell->hits += !is_order;
	} else if (!journey_has_amount(event)) {
		cell->left[RETURN_NO_AMOUNT]++;
	} else {
		cell->hits++;
		cell->sum +=
		    is_order ? journey_net(event) : -journey_net(event);
		cell->digits = event->amount_digits;
	}
	return 0;
}

static int
hear_return(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return add_deals(use, customer, add_return, err);
}

static int
add_lost_return(struct figure_use *use, const struct figure_customer *nobody,
    const struct journey_event *event, struct err *err)
{
	struct tally_cell *cell;
	uint32_t currency;

	if (!is_return_or_order(use, event, &currency))
		return 0;
	cell = figure_cell(use, nobody, event, RETURNED, currency, err);
	if (cell == NULL)
		return -1;
	cell->left[RETURN_ANONYMOUS]++;
	return 0;
}

static int
hear_loose_return(struct figure_use *use, const struct journey_event *events,
    size_t n, struct err *err)
{
	return add_loose(use, events, n, add_lost_return, err);
}

static size_t
n_rows_of_return(const struct figure_use *use)
{
	(void)use;
	return 1;
}

static void
value_return(const struct figure_use *use,
    const struct tally_cell *const *cells, size_t at, struct figure_row *row)
{
	const struct tally_cell *returned = cells[RETURNED];
	const struct tally_cell *ordered = cells[ORDERED];
	int digits = ordered->hits > 0 ? ordered->digits : returned->digits;

	if (use->definition == OF_COUNT) {
		figure_ratio(cells[at], row);
		return;
	}
	row->n = ordered->hits;
	row->numerator = figure_money(returned->sum, 1, digits);
	row->denominator = figure_money(ordered->sum, 1, digits);
	if (ordered->sum <= 0)
		row->note = nothing;
	else if (ordered->sum > INT64_MAX)
		row->note = "amounts are too large";
	else
		row->value = figure_fixed(
		    returned->sum, (int64_t)ordered->sum, FIGURE_DIGITS);
}

static const struct figure_definition return_definitions[] = {
    {"count", "count", "ratio", "returns / orders"},
    {"value", "value", "ratio", "amounts of returns / amounts of orders"},
};
static const char *const return_rows[] = {"all", "ordered"};
static const char *const return_left[] = {"no_amount", "anonymous", NULL};

const struct figure orders_return = {
    .id = "return_rate",
    .name = "Return rate",
    .name_ja = "返品率",
    .anchor = ANCHOR,
    .note = "an order that comes back in parts counts each time; a return may "
	    "belong to an order before the period",
    .definitions = return_definitions,
    .n_definitions = COUNT(return_definitions),
    .rows = return_rows,
    .n_rows = RETURN_ROWS,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_MONEY,
    .left = return_left,
    .customer = hear_return,
    .loose = hear_loose_return,
    .n_rows_of = n_rows_of_return,
    .value = value_return,
};

/* --- bopis_rate --- */

enum bopis_left { BOPIS_ANONYMOUS };

static int
add_bopis(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, struct err *err)
{
	struct span channel = use->context->channels[event->channel].name;
	struct tally_cell *cell;

	if (!event->is_in || !journey_is_order(event))
		return 0;
	cell = figure_cell(use, customer, event, 0, 0, err);
	if (cell == NULL)
		return -1;
	if (customer == NULL) {
		cell->left[BOPIS_ANONYMOUS]++;
		return 0;
	}
	cell->total++;
	cell->hits += event->handover_channel.len > 0 &&
	    !span_eq(event->handover_channel, channel);
	return 0;
}

static int
hear_bopis(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return add_deals(use, customer, add_bopis, err);
}

static int
hear_loose_bopis(struct figure_use *use, const struct journey_event *events,
    size_t n, struct err *err)
{
	return add_loose(use, events, n, add_bopis, err);
}

static void
value_bopis(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
}

static const struct figure_definition bopis_definitions[] = {
    {"default", "default", "share",
	"orders that are handed over on another channel / orders of "
	"identified customers"},
};
static const char *const bopis_left[] = {"anonymous", NULL};

const struct figure orders_bopis = {
    .id = "bopis_rate",
    .name = "Buy online, pick up in store",
    .name_ja = "店舗受取率",
    .anchor = "order time",
    .note = "an order without a handover_channel is handed over where it was "
	    "placed",
    .definitions = bopis_definitions,
    .n_definitions = COUNT(bopis_definitions),
    .rows = all,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_HANDOVER,
    .left = bopis_left,
    .customer = hear_bopis,
    .loose = hear_loose_bopis,
    .value = value_bopis,
};
