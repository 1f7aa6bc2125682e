#include "kpi/times.h"
#include "kpi/handling.h"

enum definition { MEDIAN, MEAN, P90 };

#define US_PER_MS INT64_C(1000)
#define MS_PER_S INT64_C(1000)
#define COUNT(items) (sizeof(items) / sizeof((items)[0]))

static int
take(struct figure_use *use, struct tally_cell *cell, int64_t us,
    struct err *err)
{
	if (use->definition == MEAN)
		return tally_add(cell, num_round_div(us, US_PER_MS), err);
	return tally_keep(cell, us, err);
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	if (use->definition == MEAN)
		figure_mean(cells[at], MS_PER_S, row);
	else
		figure_rank(cells[at], use->definition == P90 ? 90 : 50, row);
}

static const char *const all[] = {"all"};

/* --- of issues --- */

enum issue_left { PENDING, MISSING };

/* How long one took; CANON_NO_TIME where it has none. */
static int
hear_issues(struct figure_use *use, struct figure_customer *customer,
    int64_t (*length)(const struct journey_customer *, const struct issue *,
	const struct handling *),
    struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	const struct issues *issues =
	    figure_issues(use, customer, use->issue.repeat_us, err);
	const struct handling *facts;

	if (issues == NULL)
		return -1;
	if (issues->count == 0)
		return 0;
	facts = figure_handlings(use, customer, use->issue.repeat_us, err);
	if (facts == NULL)
		return -1;
	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *issue = &issues->items[i];
		int64_t us = length(journey, issue, &facts[i]);
		struct tally_cell *cell;

		if (!journey_at(journey, issue->opened)->is_in)
			continue;
		cell = figure_cell(use, customer,
		    journey_at(journey, issue->opened), 0, 0, err);
		if (cell == NULL)
			return -1;
		if (issue->is_pending)
			cell->left[PENDING]++;
		else if (us == CANON_NO_TIME)
			cell->left[MISSING]++;
		else if (take(use, cell, us, err) != 0)
			return -1;
	}
	return 0;
}

static int64_t
until_reply(const struct journey_customer *journey, const struct issue *issue,
    const struct handling *facts)
{
	if (facts->reply_us == CANON_NO_TIME)
		return CANON_NO_TIME;
	return facts->reply_us - journey_at(journey, issue->opened)->at_us;
}

static int64_t
until_resolution(const struct journey_customer *journey,
    const struct issue *issue, const struct handling *facts)
{
	(void)facts;
	if (!issue->is_resolved)
		return CANON_NO_TIME;
	return journey_at(journey, issue->resolution)->at_us -
	    journey_at(journey, issue->opened)->at_us;
}

static int
hear_first_reply(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return hear_issues(use, customer, until_reply, err);
}

static int
hear_resolution(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return hear_issues(use, customer, until_resolution, err);
}

static const char *const first_reply_left[] = {"pending", "no_reply", NULL};
static const char *const resolution_left[] = {"pending", "unresolved", NULL};

/* --- of events --- */

enum event_left { ANONYMOUS };

static int64_t
handle_of(const struct journey_event *event)
{
	return event->handle_milli;
}

static int64_t
wait_of(const struct journey_event *event)
{
	return event->wait_milli;
}

static int
hear_events(struct figure_use *use, const struct figure_customer *customer,
    int64_t (*milli_of)(const struct journey_event *), struct err *err)
{
	const struct journey_customer *journey = customer->journey;

	for (size_t i = 0; i < journey->n_events; i++) {
		const struct journey_event *event = journey_at(journey, i);
		int64_t milli = milli_of(event);
		struct tally_cell *cell;

		if (!event->is_in || milli == CANON_NO_INT)
			continue;
		cell = figure_cell(use, customer, event, 0, 0, err);
		if (cell == NULL ||
		    take(use, cell, milli * US_PER_MS, err) != 0)
			return -1;
	}
	return 0;
}

static int
leave_events(struct figure_use *use, const struct journey_event *events,
    size_t n, int64_t (*milli_of)(const struct journey_event *),
    struct err *err)
{
	if ((by_bits(use->by) & BY_CUSTOMER) != 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		struct tally_cell *cell;

		if (!events[i].is_in || milli_of(&events[i]) == CANON_NO_INT)
			continue;
		cell = figure_cell(use, NULL, &events[i], 0, 0, err);
		if (cell == NULL)
			return -1;
		cell->left[ANONYMOUS]++;
	}
	return 0;
}

static int
hear_handle(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return hear_events(use, customer, handle_of, err);
}

static int
leave_handle(struct figure_use *use, const struct journey_event *events,
    size_t n, struct err *err)
{
	return leave_events(use, events, n, handle_of, err);
}

static int
hear_wait(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return hear_events(use, customer, wait_of, err);
}

static int
leave_wait(struct figure_use *use, const struct journey_event *events, size_t n,
    struct err *err)
{
	return leave_events(use, events, n, wait_of, err);
}

static const char *const event_left[] = {"anonymous", NULL};

/* --- the figures --- */

static const struct figure_definition first_reply_definitions[] = {
    {"median", "median", "seconds",
	"the middle one, by nearest rank, of: from the opening of an "
	"issue to the first reply of a person"},
    {"mean", "mean", "seconds", "the mean of the same"},
    {"p90", "p90", "seconds",
	"what nine in ten of the same do not exceed, by nearest rank"},
};

const struct figure times_first_reply = {
    .id = "first_reply_time",
    .name = "First reply time",
    .name_ja = "初回応答時間",
    .anchor = "opening time of the issue",
    .note = "first_reply_at counts where it is known; a reply by machine "
	    "does not",
    .definitions = first_reply_definitions,
    .n_definitions = COUNT(first_reply_definitions),
    .rows = all,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs =
	JOURNEY_NEEDS_CASES | JOURNEY_NEEDS_RATINGS | JOURNEY_NEEDS_SERVICE,
    .left = first_reply_left,
    .customer = hear_first_reply,
    .value = value,
};

static const struct figure_definition resolution_definitions[] = {
    {"median", "median", "seconds",
	"the middle one, by nearest rank, of: from the opening of an "
	"issue to its last resolution, of issues that are resolved "
	"and not pending"},
    {"mean", "mean", "seconds", "the mean of the same"},
    {"p90", "p90", "seconds",
	"what nine in ten of the same do not exceed, by nearest rank"},
};

const struct figure times_resolution = {
    .id = "resolution_time",
    .name = "Resolution time",
    .name_ja = "解決時間",
    .anchor = "opening time of the issue",
    .note = "on the clock, not in working hours",
    .definitions = resolution_definitions,
    .n_definitions = COUNT(resolution_definitions),
    .rows = all,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs =
	JOURNEY_NEEDS_CASES | JOURNEY_NEEDS_RATINGS | JOURNEY_NEEDS_SERVICE,
    .left = resolution_left,
    .customer = hear_resolution,
    .value = value,
};

static const struct figure_definition handle_definitions[] = {
    {"median", "median", "seconds",
	"the middle one, by nearest rank, of: handling time of events "
	"where it is known"},
    {"mean", "mean", "seconds", "the mean of the same"},
    {"p90", "p90", "seconds",
	"what nine in ten of the same do not exceed, by nearest rank"},
};

const struct figure times_handle = {
    .id = "handle_time",
    .name = "Handling time",
    .name_ja = "対応時間",
    .anchor = "time of the event",
    .note = "as the exports say; whether work after the call is in it is "
	    "their definition",
    .definitions = handle_definitions,
    .n_definitions = COUNT(handle_definitions),
    .rows = all,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_SERVICE,
    .left = event_left,
    .customer = hear_handle,
    .loose = leave_handle,
    .value = value,
};

static const struct figure_definition wait_definitions[] = {
    {"median", "median", "seconds",
	"the middle one, by nearest rank, of: waiting time of events "
	"where it is known"},
    {"mean", "mean", "seconds", "the mean of the same"},
    {"p90", "p90", "seconds",
	"what nine in ten of the same do not exceed, by nearest rank"},
};

const struct figure times_wait = {
    .id = "wait_time",
    .name = "Waiting time",
    .name_ja = "待ち時間",
    .anchor = "time of the event",
    .note = "as the exports say; those who gave up count too",
    .definitions = wait_definitions,
    .n_definitions = COUNT(wait_definitions),
    .rows = all,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_SERVICE,
    .left = event_left,
    .customer = hear_wait,
    .loose = leave_wait,
    .value = value,
};
