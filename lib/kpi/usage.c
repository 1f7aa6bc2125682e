#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kpi/usage.h"

enum definition { CHANNELS, GROUPS };
#define PLACES_MAX 64 /* that have a bit each */

enum left { NO_TOUCH, ANONYMOUS };

/* A touch of the customer at hand. Touches that differ only in the place
 * where they happened share what their channels are counted over. */
struct mark {
	int64_t when[BY_MAX]; /* values without the dimensions of place */
	int64_t by[BY_MAX];
	uint32_t place; /* channel or group */
	uint32_t event; /* index */
};

static int
compare(const void *left, const void *right)
{
	const struct mark *a = left;
	const struct mark *b = right;

	for (size_t i = 0; i < BY_MAX; i++)
		if (a->when[i] != b->when[i])
			return a->when[i] < b->when[i] ? -1 : 1;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	for (size_t i = 0; i < BY_MAX; i++)
		if (a->by[i] != b->by[i])
			return a->by[i] < b->by[i] ? -1 : 1;
	return 0;
}

static uint32_t
place_of(const struct figure_use *use, const struct journey_event *event)
{
	return use->definition == CHANNELS
	    ? event->channel
	    : (uint32_t)journey_group(use->context, event);
}

static bool
is_counted(const struct journey_event *event)
{
	return event->is_touch && event->is_in;
}

static void
fill_mark(const struct figure_use *use, const struct figure_customer *customer,
    uint32_t at, struct mark *mark)
{
	const struct journey_event *event = journey_at(customer->journey, at);

	memset(mark, 0, sizeof(*mark));
	by_values(
	    use->by, use->context, customer->first_channel, event, mark->by);
	for (size_t i = 0; i < use->by->count; i++)
		if ((BY_PLACE & BY_BIT(use->by->dimensions[i])) == 0)
			mark->when[i] = mark->by[i];
	mark->place = place_of(use, event);
	mark->event = at;
}

/* The customer's distinct touches, sorted; how many. */
static int
collect(struct figure_use *use, const struct figure_customer *customer,
    struct mark **marks, size_t *n, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	size_t kept = 0;

	*n = 0;
	if (array_grow(&use->scratch, &use->scratch_cap, journey->n_events + 1,
		sizeof(**marks), err) != 0)
		return -1;
	*marks = use->scratch;
	for (uint32_t i = 0; i < journey->n_events; i++)
		if (is_counted(journey_at(journey, i)))
			fill_mark(use, customer, i, &(*marks)[(*n)++]);
	if (*n > 1)
		qsort(*marks, *n, sizeof(**marks), compare);
	for (size_t i = 0; i < *n; i++)
		if (kept == 0 ||
		    compare(&(*marks)[kept - 1], &(*marks)[i]) != 0)
			(*marks)[kept++] = (*marks)[i];
	*n = kept;
	return 0;
}

/* Count the customer in the cell of the mark, once. */
static int
count(struct figure_use *use, const struct figure_customer *customer,
    const struct mark *marks, size_t at, bool is_hit, struct err *err)
{
	struct tally_cell *cell;

	for (size_t i = 0; i < at; i++)
		if (memcmp(marks[i].by, marks[at].by, sizeof(marks[i].by)) == 0)
			return 0;
	cell = figure_cell(use, customer,
	    journey_at(customer->journey, marks[at].event), 0, 0, err);
	if (cell == NULL)
		return -1;
	cell->total++;
	cell->hits += is_hit;
	return 0;
}

/* Marks of the same time: on how many places was the customer? */
static int
count_run(struct figure_use *use, const struct figure_customer *customer,
    const struct mark *marks, size_t n, struct err *err)
{
	int64_t places = 0;

	for (size_t i = 0; i < n; i++)
		places += i == 0 || marks[i].place != marks[i - 1].place;
	for (size_t i = 0; i < n; i++)
		if (count(use, customer, marks, i, places >= use->args[0],
			err) != 0)
			return -1;
	return 0;
}

static bool
is_same_time(const struct mark *a, const struct mark *b)
{
	return memcmp(a->when, b->when, sizeof(a->when)) == 0;
}

/* Without --by there is one cell, and places are bits. */
static int
hear_whole(struct figure_use *use, const struct figure_customer *customer,
    struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	struct tally_cell *cell;
	uint64_t seen = 0;
	int64_t places = 0;

	for (size_t i = 0; i < journey->n_events; i++) {
		const struct journey_event *event = journey_at(journey, i);

		if (is_counted(event))
			seen |= UINT64_C(1) << place_of(use, event);
	}
	for (; seen != 0; seen &= seen - 1)
		places++;
	cell = figure_cell(use, customer, journey_at(journey, 0), 0, 0, err);
	if (cell == NULL)
		return -1;
	cell->left[NO_TOUCH] += places == 0;
	cell->total += places > 0;
	cell->hits += places > 0 && places >= use->args[0];
	return 0;
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	struct mark *marks;
	struct tally_cell *cell;
	size_t n;

	if (customer->journey->n_events > 0 && use->by->count == 0 &&
	    use->context->n_channels <= PLACES_MAX)
		return hear_whole(use, customer, err);
	if (collect(use, customer, &marks, &n, err) != 0)
		return -1;
	if (n == 0 && use->by->count == 0 && customer->journey->n_events > 0) {
		cell = figure_cell(
		    use, customer, journey_at(customer->journey, 0), 0, 0, err);
		if (cell == NULL)
			return -1;
		cell->left[NO_TOUCH]++;
	}
	for (size_t first = 0, end; first < n; first = end) {
		for (end = first + 1;
		     end < n && is_same_time(&marks[end], &marks[first]); end++)
			;
		if (count_run(use, customer, marks + first, end - first, err) !=
		    0)
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
	for (size_t i = 0; i < n; i++) {
		struct tally_cell *cell;

		if (!events[i].is_touch || !events[i].is_in)
			continue;
		cell = figure_cell(use, NULL, &events[i], 0, 0, err);
		if (cell == NULL)
			return -1;
		cell->left[ANONYMOUS]++;
	}
	return 0;
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
}

static const struct figure_definition definitions[] = {
    {"channels>=%k", "channels>=2", "share",
	"customers with touches on K or more channels / customers with 1 or "
	"more"},
    {"groups>=%k", "groups>=2", "share",
	"the same with groups of channels: physical, online, contact, media"},
};

static const char *const rows[] = {"all"};
static const char *const left[] = {"no_touch", "anonymous_touches", NULL};

const struct figure usage_figure = {
    .id = "cross_channel_usage_rate",
    .name = "Cross-channel usage rate",
    .name_ja = "チャネル横断利用率",
    .anchor = "time of the touch",
    .note = "by channel: of the customers of that channel, those who use "
	    "others too",
    .definitions = definitions,
    .n_definitions = sizeof(definitions) / sizeof(definitions[0]),
    .rows = rows,
    .n_rows = 1,
    .has_touches = true,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear,
    .loose = hear_loose,
    .value = value,
};
