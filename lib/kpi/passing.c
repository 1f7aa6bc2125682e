#include "kpi/passing.h"
#include "base/array.h"

#define NONE UINT32_MAX /* the issue has no event yet */

/* From one event of an issue to the next; ${to} is NULL where nothing
 * followed. */
static int
count(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *from, const struct journey_event *to,
    struct err *err)
{
	struct tally_cell *cell;

	if (!from->is_in || (to != NULL && !to->is_in))
		return 0;
	if (from->kind != CANON_HANDOFF &&
	    (to == NULL || from->channel == to->channel))
		return 0;
	cell = figure_cell(use, customer, from, 0, 0, err);
	if (cell == NULL)
		return -1;
	cell->total++;
	cell->hits += from->context_passed == 1 ||
	    (to != NULL && to->context_passed == 1);
	return 0;
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	const struct issues *issues =
	    figure_issues(use, customer, use->issue.repeat_us, err);
	uint32_t *last;

	if (issues == NULL)
		return -1;
	if (array_grow(&use->scratch, &use->scratch_cap, issues->count + 1,
		sizeof(*last), err) != 0)
		return -1;
	last = use->scratch;
	for (size_t i = 0; i < issues->count; i++)
		last[i] = NONE;
	for (uint32_t i = 0; issues->count > 0 && i < journey->n_events; i++) {
		uint32_t number = issues->of_event[i];

		if (number == ISSUE_NONE)
			continue;
		if (last[number] != NONE &&
		    count(use, customer, journey_at(journey, last[number]),
			journey_at(journey, i), err) != 0)
			return -1;
		last[number] = i;
	}
	for (size_t i = 0; i < issues->count; i++)
		if (count(use, customer,
			journey_at(journey, issues->items[i].last), NULL,
			err) != 0)
			return -1;
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
    {"default", "default", "share",
	"those with context passed on, on either side / handoffs: events of "
	"an issue that follow each other on different channels, and handoff "
	"events"},
};

static const char *const rows[] = {"all"};
static const char *const left[] = {NULL};

const struct figure passing_figure = {
    .id = "handoff_context_rate",
    .name = "Handoffs with context",
    .name_ja = "引き継ぎ情報連携率",
    .anchor = "time of the event before the handoff",
    .note = "as in the view handoffs of omni-journey; where nothing is said of "
	    "the context it was not passed on",
    .definitions = definitions,
    .n_definitions = 1,
    .rows = rows,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_CASES,
    .left = left,
    .customer = hear,
    .value = value,
};
