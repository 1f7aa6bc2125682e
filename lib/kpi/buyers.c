#include "kpi/buyers.h"
#include "kpi/once.h"

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))

static const char *const all[] = {"all"};
static const char *const left[] = {NULL};

static void
share(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
}

static void
number(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_count(cells[at], row);
}

static bool
is_order_in(const struct figure_use *use, const struct journey_event *event)
{
	(void)use;
	return event->is_in && journey_is_order(event);
}

/* The index of the customer's first order behind ${after} others; n_events if
 * there is none. */
static size_t
order_number(const struct figure_customer *customer, size_t after)
{
	const struct journey_customer *journey = customer->journey;
	const struct figure_list *deals = &customer->deals;

	for (size_t i = 0; i < deals->count; i++)
		if (journey_is_order(journey_at(journey, deals->at[i])) &&
		    after-- == 0)
			return deals->at[i];
	return journey->n_events;
}

/* Each group of the customer's events: ${add} gets the cell of its first. */
static int
each_group(struct figure_use *use, struct figure_customer *customer,
    const struct figure_list *list,
    bool (*is_one)(const struct figure_use *, const struct journey_event *),
    int (*add)(const struct figure_use *, const struct figure_customer *,
	const struct once_mark *, size_t, struct tally_cell *, struct err *),
    struct err *err)
{
	struct once once;

	if (once_find(use, customer, list, is_one, &once, err) != 0)
		return -1;
	for (size_t first = 0, end; first < once.count; first = end) {
		const struct once_mark *marks = once.marks + first;
		struct tally_cell *cell = figure_cell(use, customer,
		    journey_at(customer->journey, marks->event), 0, 0, err);

		end = once_end(&once, first);
		if (cell == NULL ||
		    add(use, customer, marks, end - first, cell, err) != 0)
			return -1;
	}
	return 0;
}

/* --- buyers, active_customers --- */

static int
add_one(const struct figure_use *use, const struct figure_customer *customer,
    const struct once_mark *marks, size_t n, struct tally_cell *cell,
    struct err *err)
{
	(void)use;
	(void)customer;
	(void)marks;
	(void)n;
	(void)err;
	cell->hits++;
	return 0;
}

static int
hear_buyers(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return each_group(
	    use, customer, &customer->deals, is_order_in, add_one, err);
}

static int
hear_active(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	struct tally_cell *cell;

	/* One of many touches need not list them. */
	if (use->by->count == 0 && customer->touches.count > 0) {
		cell = figure_cell(use, customer,
		    journey_at(customer->journey, customer->touches.at[0]), 0,
		    0, err);
		if (cell == NULL)
			return -1;
		cell->hits++;
		return 0;
	}
	return each_group(
	    use, customer, &customer->touches, NULL, add_one, err);
}

static const struct figure_definition buyers_definitions[] = {
    {"default", "default", "customers", "customers with an order"},
};

const struct figure buyers_count = {
    .id = "buyers",
    .name = "Buyers",
    .name_ja = "購入者数",
    .anchor = "order time",
    .note = "who buys in two months counts in each of them",
    .definitions = buyers_definitions,
    .n_definitions = COUNT(buyers_definitions),
    .rows = all,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear_buyers,
    .value = number,
};

static const struct figure_definition active_definitions[] = {
    {"default", "default", "customers", "customers with a touch"},
};

const struct figure buyers_active = {
    .id = "active_customers",
    .name = "Active customers",
    .name_ja = "アクティブ顧客数",
    .anchor = "time of the touch",
    .note = "whatever they did; who buys is in buyers",
    .definitions = active_definitions,
    .n_definitions = COUNT(active_definitions),
    .rows = all,
    .n_rows = 1,
    .has_touches = true,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear_active,
    .value = number,
};

/* --- new_customers --- */

enum new_definition { FIRST_ORDER, FIRST_TOUCH };

static int
hear_new(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	size_t first = 0;
	struct tally_cell *cell;

	if (use->definition == FIRST_ORDER)
		first = order_number(customer, 0);
	else
		while (first < journey->n_events &&
		    !journey_at(journey, first)->is_touch)
			first++;
	if (first == journey->n_events || !journey_at(journey, first)->is_in)
		return 0;
	cell =
	    figure_cell(use, customer, journey_at(journey, first), 0, 0, err);
	if (cell == NULL)
		return -1;
	cell->hits++;
	return 0;
}

static const struct figure_definition new_definitions[] = {
    {"first-order", "first-order", "customers",
	"customers whose first order of all lies in the period"},
    {"first-touch", "first-touch", "customers",
	"customers whose first touch of all lies in the period"},
};

const struct figure buyers_new = {
    .id = "new_customers",
    .name = "New customers",
    .name_ja = "新規顧客数",
    .anchor = "time of the first order or touch",
    .note = "new is who is new to the data: what was before its beginning is "
	    "not known",
    .definitions = new_definitions,
    .n_definitions = COUNT(new_definitions),
    .rows = all,
    .n_rows = 1,
    .has_touches = true,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear_new,
    .value = number,
};

/* --- repeat_purchase_rate --- */

enum repeat_definition { ALL_TIME, COHORT, PRIOR };
enum repeat_left { TOO_YOUNG };

static int
add_all_time(const struct figure_use *use,
    const struct figure_customer *customer, const struct once_mark *marks,
    size_t n, struct tally_cell *cell, struct err *err)
{
	(void)use;
	(void)customer;
	(void)marks;
	(void)err;
	cell->total++;
	cell->hits += n > 1;
	return 0;
}

/* Is one of the orders not the first of all? */
static int
add_prior(const struct figure_use *use, const struct figure_customer *customer,
    const struct once_mark *marks, size_t n, struct tally_cell *cell,
    struct err *err)
{
	(void)use;
	(void)err;
	cell->total++;
	cell->hits += marks[n - 1].event > order_number(customer, 0);
	return 0;
}

static int
hear_cohort(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	size_t first = order_number(customer, 0);
	size_t second = order_number(customer, 1);
	int64_t at_us;
	struct tally_cell *cell;

	if (first == journey->n_events || !journey_at(journey, first)->is_in)
		return 0;
	cell =
	    figure_cell(use, customer, journey_at(journey, first), 0, 0, err);
	if (cell == NULL)
		return -1;
	at_us = journey_at(journey, first)->at_us;
	if (use->context->as_of_us - at_us < use->args[0]) {
		cell->left[TOO_YOUNG]++;
		return 0;
	}
	cell->total++;
	cell->hits += second < journey->n_events &&
	    journey_at(journey, second)->at_us - at_us <= use->args[0];
	return 0;
}

static int
hear_repeat(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	if (use->definition == COHORT)
		return hear_cohort(use, customer, err);
	return each_group(use, customer, &customer->deals, is_order_in,
	    use->definition == PRIOR ? add_prior : add_all_time, err);
}

static const struct figure_definition repeat_definitions[] = {
    {"all-time", "all-time", "share",
	"buyers with 2 or more orders in the period (all time, if none is "
	"given) / buyers"},
    {"cohort:%d", "cohort:90d", "share",
	"customers with a second order at most N days after the first / "
	"customers whose first order of all lies in the period and N days "
	"back"},
    {"prior", "prior", "share",
	"buyers of the period with an order before the one in it, at any time "
	"/ buyers of the period"},
};
static const char *const repeat_left[] = {"too_young", NULL};

const struct figure buyers_repeat = {
    .id = "repeat_purchase_rate",
    .name = "Repeat purchase rate",
    .name_ja = "リピート購入率",
    .anchor = "order time; cohort: the first order",
    .note = "prior is higher than all-time in a short period, by its nature",
    .definitions = repeat_definitions,
    .n_definitions = COUNT(repeat_definitions),
    .rows = all,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = repeat_left,
    .customer = hear_repeat,
    .value = share,
};

/* --- purchase_frequency --- */

static int
add_frequency(const struct figure_use *use,
    const struct figure_customer *customer, const struct once_mark *marks,
    size_t n, struct tally_cell *cell, struct err *err)
{
	(void)use;
	(void)customer;
	(void)marks;
	return tally_add(cell, (int64_t)n, err);
}

static int
hear_frequency(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return each_group(
	    use, customer, &customer->deals, is_order_in, add_frequency, err);
}

static void
mean(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_mean(cells[at], 1, row);
}

static const struct figure_definition frequency_definitions[] = {
    {"default", "default", "orders", "orders of buyers / buyers"},
};

const struct figure buyers_frequency = {
    .id = "purchase_frequency",
    .name = "Purchase frequency",
    .name_ja = "購入頻度",
    .anchor = "order time",
    .note = "in the period; two periods compare if they are as long",
    .definitions = frequency_definitions,
    .n_definitions = COUNT(frequency_definitions),
    .rows = all,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear_frequency,
    .value = mean,
};

/* --- churn_rate --- */

/* The index of the last order before the time; n_events if there is none. */
static size_t
last_before(const struct figure_customer *customer, int64_t before_us)
{
	const struct journey_customer *journey = customer->journey;
	const struct figure_list *deals = &customer->deals;
	size_t last = journey->n_events;

	for (size_t i = 0; i < deals->count; i++) {
		if (journey_at(journey, deals->at[i])->at_us >= before_us)
			break;
		if (journey_is_order(journey_at(journey, deals->at[i])))
			last = deals->at[i];
	}
	return last;
}

static int
hear_churn(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	const struct journey_filter *filter = &use->context->filter;
	int64_t dormant_us = use->context->dormant_us;
	int64_t end_us = filter->to_us == CANON_NO_TIME ? use->context->as_of_us
							: filter->to_us;
	int64_t start_us = filter->from_us == CANON_NO_TIME
	    ? end_us - dormant_us
	    : filter->from_us;
	/* --to itself is not in the period, --as-of is the last moment of it.
	 */
	size_t last =
	    last_before(customer, end_us + (filter->to_us == CANON_NO_TIME));
	size_t first = last_before(customer, start_us);
	struct tally_cell *cell;

	if (first == journey->n_events || last == journey->n_events ||
	    start_us - journey_at(journey, first)->at_us > dormant_us)
		return 0;
	cell =
	    figure_cell(use, customer, journey_at(journey, first), 0, 0, err);
	if (cell == NULL)
		return -1;
	cell->total++;
	cell->hits += end_us - journey_at(journey, last)->at_us > dormant_us;
	return 0;
}

static const struct figure_definition churn_definitions[] = {
    {"default", "default", "share",
	"of them, those whose last order lies more than --dormant before the "
	"end of the period / buyers with an order at most --dormant before its "
	"beginning"},
};

const struct figure buyers_churn = {
    .id = "churn_rate",
    .name = "Churn rate",
    .name_ja = "離脱率",
    .anchor = "last order before the period",
    .note = "without --from the period begins --dormant before its end, "
	    "without --to it ends at --as-of; a period shorter than --dormant "
	    "sees fewer go",
    .definitions = churn_definitions,
    .n_definitions = COUNT(churn_definitions),
    .rows = all,
    .n_rows = 1,
    .has_dormant = true,
    .by = BY_PLACE | BY_CIRCLE | BY_TRAIT | BY_BIT(BY_FIRST_CHANNEL),
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear_churn,
    .value = share,
};
