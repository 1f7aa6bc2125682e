#include <string.h>

#include "base/civil.h"
#include "kpi/purchase.h"

enum definition { ANY_PRIOR, OF_INFORMED, CUSTOMERS };
enum row { ALL, WEBROOMING, SHOWROOMING, CONTACT, N_ROWS };
enum left { ANONYMOUS, CANCELLED };

/* What was found before an order. */
struct found {
	bool any;    /* an information touch, on whatever channel */
	bool other;  /* on another channel */
	bool online; /* on another channel, which is online */
	bool physical;
	bool contact;
};

static bool
is_information(const struct journey_event *event)
{
	return event->kind == CANON_VIEW || event->kind == CANON_VISIT ||
	    event->kind == CANON_INQUIRY || event->kind == CANON_MESSAGE;
}

static int64_t
local_day(const struct journey_context *context, int64_t at_us)
{
	int64_t local_us = zone_to_local(context->zone, at_us);

	return local_us / CIVIL_US_DAY - (local_us % CIVIL_US_DAY < 0);
}

/* Strictly before and at most the window back; if either has no time of the
 * day, whole days are compared and the same day counts as before. */
static bool
is_before(const struct figure_use *use, const struct journey_event *touch,
    const struct journey_event *order)
{
	int64_t window_us = use->args[0];
	int64_t days;

	if (!touch->is_date_only && !order->is_date_only)
		return touch->at_us < order->at_us &&
		    order->at_us - touch->at_us <= window_us;
	days = local_day(use->context, order->at_us) -
	    local_day(use->context, touch->at_us);
	return days >= 0 && days * CIVIL_US_DAY <= window_us;
}

static void
note(const struct figure_use *use, const struct journey_event *touch,
    const struct journey_event *order, struct found *found)
{
	int group = journey_group(use->context, touch);

	if (!is_information(touch) || !is_before(use, touch, order))
		return;
	found->any = true;
	if (touch->channel == order->channel)
		return;
	found->other = true;
	found->online |= group == CANON_ONLINE;
	found->physical |= group == CANON_PHYSICAL;
	found->contact |= group == CANON_CONTACT;
}

static bool
is_all(const struct found *found)
{
	return found->online && found->physical && found->contact;
}

/* Does any event have no time of the day? Else nothing behind an order can be
 * before it. */
static bool
has_dates(const struct journey_customer *customer)
{
	for (size_t i = 0; i < customer->n_events; i++)
		if (customer->events[i].is_date_only)
			return true;
	return false;
}

/* Two days more than the window reach everything that days may compare, also
 * where a clock was turned; behind the order only the rest of its day. */
static void
search(const struct figure_use *use, const struct journey_customer *customer,
    size_t at, bool is_dated, struct found *found)
{
	const struct journey_event *order = &customer->events[at];
	int64_t reach_us = use->args[0] + 2 * CIVIL_US_DAY;

	for (size_t i = at; i-- > 0 && !is_all(found);) {
		if (order->at_us - customer->events[i].at_us > reach_us)
			break;
		note(use, &customer->events[i], order, found);
	}
	for (size_t i = at + 1; is_dated && i < customer->n_events; i++) {
		if (customer->events[i].at_us - order->at_us > 2 * CIVIL_US_DAY)
			break;
		note(use, &customer->events[i], order, found);
	}
}

static int
add(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *order, enum row row, bool is_hit,
    struct err *err)
{
	struct tally_cell *cell =
	    figure_cell(use, customer, order, row, 0, err);

	if (cell == NULL)
		return -1;
	cell->total++;
	cell->hits += is_hit;
	return 0;
}

static int
add_order(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *order, const struct found *found,
    struct err *err)
{
	int group = journey_group(use->context, order);

	if (use->definition == OF_INFORMED && !found->any)
		return 0;
	if (add(use, customer, order, ALL, found->other, err) != 0)
		return -1;
	if (use->definition != ANY_PRIOR)
		return 0;
	if (group == CANON_PHYSICAL &&
	    add(use, customer, order, WEBROOMING, found->online, err) != 0)
		return -1;
	if (group == CANON_ONLINE &&
	    add(use, customer, order, SHOWROOMING, found->physical, err) != 0)
		return -1;
	return add(use, customer, order, CONTACT, found->contact, err);
}

static int
leave_out(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, enum left left, struct err *err)
{
	struct tally_cell *cell =
	    figure_cell(use, customer, event, ALL, 0, err);

	if (cell == NULL)
		return -1;
	cell->left[left]++;
	return 0;
}

/* Of buyers: one whose orders fall into several cells counts in each, and is
 * a hit where one of the orders there is. Orders are marked as they are
 * counted: 1 = counted, 2 = a hit. */
static int
add_buyer(struct figure_use *use, const struct figure_customer *customer,
    size_t at, bool is_dated, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	const struct journey_event *order = &journey->events[at];
	int64_t here[BY_MAX], there[BY_MAX];
	bool is_hit = false;

	by_values(use->by, use->context, customer->first_channel, order, here);
	for (size_t i = 0; i < journey->n_events; i++) {
		const struct journey_event *event = &journey->events[i];
		struct found found = {false, false, false, false, false};

		if (!event->is_in || !journey_is_order(event))
			continue;
		by_values(use->by, use->context, customer->first_channel, event,
		    there);
		if (memcmp(here, there, sizeof(here)) != 0)
			continue;
		if (i < at)
			return 0;
		if (!is_hit)
			search(use, journey, i, is_dated, &found);
		is_hit |= found.other;
	}
	return add(use, customer, order, ALL, is_hit, err);
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	bool is_dated = has_dates(journey);

	for (size_t i = 0; i < journey->n_events; i++) {
		const struct journey_event *event = &journey->events[i];
		struct found found = {false, false, false, false, false};
		int result;

		if (event->kind != CANON_PURCHASE || !event->is_in)
			continue;
		if (!journey_is_order(event)) {
			result =
			    leave_out(use, customer, event, CANCELLED, err);
		} else if (use->definition == CUSTOMERS) {
			result = add_buyer(use, customer, i, is_dated, err);
		} else {
			search(use, journey, i, is_dated, &found);
			result = add_order(use, customer, event, &found, err);
		}
		if (result != 0)
			return -1;
	}
	return 0;
}

static int
hear_loose(struct figure_use *use, const struct journey_event *events, size_t n,
    struct err *err)
{
	if ((by_bits(use->by) & BY_CUSTOMER) != 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (events[i].is_in && journey_is_order(&events[i]) &&
		    leave_out(use, NULL, &events[i], ANONYMOUS, err) != 0)
			return -1;
	return 0;
}

static size_t
n_rows_of(const struct figure_use *use)
{
	return use->definition == ANY_PRIOR ? N_ROWS : 1;
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
}

static const struct figure_definition definitions[] = {
    {"any-prior:%d", "any-prior:30d", "share",
	"orders with a view, visit, inquiry or message of the customer on "
	"another channel before, at most N days / orders of identified "
	"customers; webrooming: online before physical / physical orders; "
	"showrooming: physical before online / online orders; contact: "
	"contact before any / orders"},
    {"of-informed:%d", "of-informed:30d", "share",
	"the same / orders with such a touch on any channel before"},
    {"customers:%d", "customers:30d", "share",
	"buyers with such an order / buyers"},
};

static const char *const rows[] = {
    "all",
    "webrooming",
    "showrooming",
    "contact",
};
static const char *const left[] = {"anonymous", "cancelled", NULL};

const struct figure purchase_figure = {
    .id = "cross_channel_purchase_rate",
    .name = "Cross-channel purchase rate",
    .name_ja = "クロスチャネル購入率",
    .anchor = "order time; looking back reaches before the period",
    .note = "orders that nobody could be named for are left out",
    .definitions = definitions,
    .n_definitions = sizeof(definitions) / sizeof(definitions[0]),
    .rows = rows,
    .n_rows = N_ROWS,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear,
    .loose = hear_loose,
    .n_rows_of = n_rows_of,
    .value = value,
};
