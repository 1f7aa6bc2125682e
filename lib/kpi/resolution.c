#include "kpi/resolution.h"

enum definition { NO_REPEAT, COHORT, FLOW };
enum row { ALL, ONE_CHANNEL, ACROSS, N_ROWS };
enum left { PENDING };

/* Opened, resolved or left out: the issue in its own row and in all. */
static int
add(struct figure_use *use, const struct figure_customer *customer,
    const struct issue *issue, uint32_t anchor, const struct tally_cell *more,
    struct err *err)
{
	const struct journey_event *event =
	    journey_at(customer->journey, anchor);
	size_t rows[] = {ALL, issue->channels > 1 ? ACROSS : ONE_CHANNEL};

	for (size_t i = 0; i < 2; i++) {
		struct tally_cell *cell =
		    figure_cell(use, customer, event, rows[i], 0, err);

		if (cell == NULL)
			return -1;
		cell->hits += more->hits;
		cell->total += more->total;
		cell->left[PENDING] += more->left[PENDING];
	}
	return 0;
}

/* Each end of an issue falls into the period by its own time. */
static int
add_flow(struct figure_use *use, const struct figure_customer *customer,
    const struct issue *issue, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	struct tally_cell opened = {.total = 1};
	struct tally_cell resolved = {.hits = 1};

	if (journey_at(journey, issue->opened)->is_in &&
	    add(use, customer, issue, issue->opened, &opened, err) != 0)
		return -1;
	if (!issue->is_resolved ||
	    !journey_at(journey, issue->resolution)->is_in)
		return 0;
	return add(use, customer, issue, issue->resolution, &resolved, err);
}

static int
add_issue(struct figure_use *use, const struct figure_customer *customer,
    const struct issue *issue, struct err *err)
{
	struct tally_cell cell = {.total = 1, .hits = issue->is_resolved};
	struct tally_cell pending = {.left = {[PENDING] = 1}};

	if (use->definition == FLOW)
		return add_flow(use, customer, issue, err);
	if (!journey_at(customer->journey, issue->opened)->is_in)
		return 0;
	if (use->definition == NO_REPEAT && issue->is_pending)
		cell = pending;
	return add(use, customer, issue, issue->opened, &cell, err);
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct issues *issues = figure_issues(use, customer,
	    use->definition == NO_REPEAT ? use->args[0] : use->issue.repeat_us,
	    err);

	if (issues == NULL)
		return -1;
	for (size_t i = 0; i < issues->count; i++)
		if (add_issue(use, customer, &issues->items[i], err) != 0)
			return -1;
	return 0;
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	if (use->definition == FLOW)
		figure_ratio(cells[at], row);
	else
		figure_share(cells[at], row);
}

static const struct figure_definition definitions[] = {
    {"no-repeat:%d", "no-repeat:7d", "share",
	"issues resolved and neither reopened nor asked again within N days "
	"/ issues that are not pending"},
    {"cohort", "cohort", "share",
	"issues resolved / issues opened, pending too"},
    {"flow", "flow", "ratio",
	"issues resolved in the period / issues opened in the period"},
};

static const char *const rows[] = {"all", "one channel", "across channels"};
static const char *const left[] = {"pending", NULL};

const struct figure resolution_figure = {
    .id = "resolution_rate",
    .name = "Resolution rate",
    .name_ja = "解決率",
    .anchor = "opening time of the issue",
    .note = "an issue is across channels if the customer used more than one "
	    "in it",
    .definitions = definitions,
    .n_definitions = sizeof(definitions) / sizeof(definitions[0]),
    .rows = rows,
    .n_rows = N_ROWS,
    .has_issues = true,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_CASES,
    .left = left,
    .customer = hear,
    .value = value,
};
