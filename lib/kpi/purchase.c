#include <stdlib.h>

#include "base/array.h"
#include "kpi/once.h"
#include "kpi/prior.h"
#include "kpi/purchase.h"

enum definition { ANY_PRIOR, OF_INFORMED, CUSTOMERS };
enum row { ALL, WEBROOMING, SHOWROOMING, CONTACT, N_ROWS };
enum left { ANONYMOUS, CANCELLED };

struct room {
	struct prior prior;
	bool *hits; /* of buyers: by deal, is one an order with a touch? */
	size_t hits_cap;
};

static struct room *
room_of(struct figure_use *use, struct err *err)
{
	if (use->own == NULL)
		use->own = calloc(1, sizeof(struct room));
	if (use->own == NULL)
		(void)err_nomem(err);
	return use->own;
}

static void
clear(struct figure_use *use)
{
	struct room *room = use->own;

	if (room == NULL)
		return;
	prior_clear(&room->prior);
	free(room->hits);
	free(room);
	use->own = NULL;
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
    const struct journey_event *order, const struct prior_found *found,
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

static bool
is_order_in(const struct figure_use *use, const struct journey_event *event)
{
	(void)use;
	return event->is_in && journey_is_order(event);
}

/* The number of a deal among the customer's. */
static size_t
deal_of(const struct figure_list *deals, uint32_t event)
{
	size_t low = 0, high = deals->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (deals->at[middle] < event)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* One whose orders fall into several cells counts in each, and is a hit where
 * one of the orders there is. */
static int
add_buyer(struct figure_use *use, const struct figure_customer *customer,
    const bool *hits, struct err *err)
{
	struct once once;

	if (once_find(
		use, customer, &customer->deals, is_order_in, &once, err) != 0)
		return -1;
	for (size_t first = 0, end; first < once.count; first = end) {
		bool is_hit = false;

		end = once_end(&once, first);
		for (size_t i = first; i < end; i++)
			is_hit |= hits[deal_of(
			    &customer->deals, once.marks[i].event)];
		if (add(use, customer,
			journey_at(customer->journey, once.marks[first].event),
			ALL, is_hit, err) != 0)
			return -1;
	}
	return 0;
}

static int
hear_deal(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, bool *hit, struct err *err)
{
	const struct room *room = use->own;
	struct prior_found found;

	*hit = false;
	if (event->kind != CANON_PURCHASE || !event->is_in)
		return 0;
	if (!journey_is_order(event))
		return leave_out(use, customer, event, CANCELLED, err);
	prior_find(&room->prior, event, use->args[0], &found);
	*hit = found.other;
	return use->definition == CUSTOMERS
	    ? 0
	    : add_order(use, customer, event, &found, err);
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	const struct figure_list *deals = &customer->deals;
	struct room *room = room_of(use, err);
	size_t deal = 0;

	if (deals->count == 0)
		return room == NULL ? -1 : 0;
	if (room == NULL ||
	    prior_begin(&room->prior, journey, customer->has_dates, err) != 0 ||
	    array_grow(&room->hits, &room->hits_cap, deals->count,
		sizeof(*room->hits), err) != 0)
		return -1;
	for (size_t i = 0; deal < deals->count; i++) {
		const struct journey_event *event = journey_at(journey, i);

		prior_take(&room->prior, event);
		if (deals->at[deal] == i &&
		    hear_deal(use, customer, event, &room->hits[deal++], err) !=
			0)
			return -1;
	}
	if (use->definition != CUSTOMERS)
		return 0;
	return add_buyer(use, customer, room->hits, err);
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
    .clear = clear,
    .n_rows_of = n_rows_of,
    .value = value,
};
