#include "kpi/moves.h"

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))

enum { GAP, CUSTOMER };
enum { ALL, N_ROWS };

static const char *const all[] = {"all"};
static const char *const left[] = {NULL};

/* Each touch of the customer with the one before it in the same unit. */
static int
each_move(struct figure_use *use, const struct figure_customer *customer,
    int (*take)(struct figure_use *, const struct figure_customer *,
	const struct journey_event *from, const struct journey_event *to,
	struct err *),
    struct err *err)
{
	const struct figure_list *touches = &customer->touches;
	const struct journey_event *before = NULL;
	int64_t end_us = 0;

	for (size_t i = 0; i < touches->count; i++) {
		const struct journey_event *event =
		    journey_at(customer->journey, touches->at[i]);

		if (before != NULL &&
		    (use->definition == CUSTOMER ||
			event->at_us - end_us <= use->args[0]) &&
		    take(use, customer, before, event, err) != 0)
			return -1;
		if (before == NULL || event->end_us > end_us)
			end_us = event->end_us;
		before = event;
	}
	return 0;
}

/* --- switch_rate --- */

static int
add_rate(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *from, const struct journey_event *to,
    struct err *err)
{
	struct tally_cell *cell = figure_cell(use, customer, to, ALL, 0, err);

	if (cell == NULL)
		return -1;
	cell->total++;
	cell->hits += from->channel != to->channel;
	return 0;
}

static int
hear_rate(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return each_move(use, customer, add_rate, err);
}

static void
value_rate(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
}

static const struct figure_definition rate_definitions[] = {
    {"gap:%d", "gap:7d", "share",
	"steps to another channel / steps from one touch to the next, at most "
	"N after the latest end so far"},
    {"customer", "customer", "share", "the same, however long it took"},
};

const struct figure moves_rate = {
    .id = "switch_rate",
    .name = "Channel switch rate",
    .name_ja = "チャネル切替率",
    .anchor = "time of the second touch",
    .note = "as in the view transitions of omni-journey",
    .definitions = rate_definitions,
    .n_definitions = COUNT(rate_definitions),
    .rows = all,
    .n_rows = N_ROWS,
    .has_touches = true,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear_rate,
    .value = value_rate,
};

/* --- net_sender --- */

/* Out of one channel and into another; both in all. */
static int
add_sender(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *from, const struct journey_event *to,
    struct err *err)
{
	const struct {
		size_t row;
		int64_t out, in;
	} sides[] = {
	    {ALL, 1, 1},
	    {N_ROWS + (size_t)from->channel, 1, 0},
	    {N_ROWS + (size_t)to->channel, 0, 1},
	};

	if (from->channel == to->channel)
		return 0;
	for (size_t i = 0; i < COUNT(sides); i++) {
		struct tally_cell *cell =
		    figure_cell(use, customer, to, sides[i].row, 0, err);

		if (cell == NULL)
			return -1;
		cell->hits += sides[i].out;
		cell->total += sides[i].in;
	}
	return 0;
}

static int
hear_sender(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return each_move(use, customer, add_sender, err);
}

static void
value_sender(const struct figure_use *use,
    const struct tally_cell *const *cells, size_t at, struct figure_row *row)
{
	const struct tally_cell *cell = cells[at];

	(void)use;
	row->is_whole = true;
	row->n = cell->hits + cell->total;
	row->value = figure_int(cell->hits - cell->total);
	row->numerator = figure_int(cell->hits);
	row->denominator = figure_int(cell->total);
}

static const struct figure_definition sender_definitions[] = {
    {"gap:%d", "gap:7d", "switches",
	"steps out of the channel - steps into it, at most N after the latest "
	"end so far"},
    {"customer", "customer", "switches", "the same, however long it took"},
};

const struct figure moves_sender = {
    .id = "net_sender",
    .name = "Net sender",
    .name_ja = "送客超過",
    .anchor = "time of the second touch",
    .note = "numerator is out, denominator is in; above 0 the channel sends "
	    "more than it receives",
    .definitions = sender_definitions,
    .n_definitions = COUNT(sender_definitions),
    .rows = all,
    .n_rows = N_ROWS,
    .is_per_channel = true,
    .has_touches = true,
    .by = BY_ALL & ~BY_PLACE,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear_sender,
    .value = value_sender,
};
