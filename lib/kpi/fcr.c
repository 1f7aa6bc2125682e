#include <stdlib.h>

#include "base/array.h"
#include "kpi/fcr.h"
#include "kpi/handling.h"

enum definition { PERSON, CASE, ONE_REPLY, SURVEY, NO_REOPEN };
enum left { PENDING };

static int
count(struct figure_use *use, const struct figure_customer *customer,
    uint32_t anchor, bool is_pending, bool is_hit, struct err *err)
{
	const struct journey_event *event =
	    journey_at(customer->journey, anchor);
	struct tally_cell *cell;

	if (!event->is_in)
		return 0;
	cell = figure_cell(use, customer, event, 0, 0, err);
	if (cell == NULL)
		return -1;
	if (is_pending) {
		cell->left[PENDING]++;
	} else {
		cell->total++;
		cell->hits += is_hit;
	}
	return 0;
}

/* --- by issue --- */

static bool
is_hit_of(const struct figure_use *use, const struct issue *issue,
    const struct handling *facts)
{
	if (use->definition == PERSON)
		return issue->is_resolved && issue->contacts == 1;
	if (use->definition == ONE_REPLY)
		return facts->replies <= 1;
	return facts->is_ever_resolved && !facts->is_reopened;
}

static int
hear_issues(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	int64_t repeat_us =
	    use->definition == PERSON ? use->args[0] : use->issue.repeat_us;
	const struct issues *issues =
	    figure_issues(use, customer, repeat_us, err);
	const struct handling *facts;

	if (issues == NULL)
		return -1;
	if (issues->count == 0)
		return 0;
	facts = figure_handlings(use, customer, repeat_us, err);
	if (facts == NULL)
		return -1;
	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *issue = &issues->items[i];

		if (use->definition == ONE_REPLY && !issue->is_pending &&
		    !issue->is_resolved)
			continue;
		if (count(use, customer, issue->opened, issue->is_pending,
			is_hit_of(use, issue, &facts[i]), err) != 0)
			return -1;
	}
	return 0;
}

/* --- by case, as one system alone sees it --- */

/* An event with a case; those of one case stand together, in time. */
struct filed {
	struct span case_id;
	uint32_t source;
	uint32_t at;
};

static int
compare(const void *left, const void *right)
{
	const struct filed *a = left;
	const struct filed *b = right;
	int order;

	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	order = span_cmp(a->case_id, b->case_id);
	if (order != 0)
		return order;
	return (a->at > b->at) - (a->at < b->at);
}

static bool
is_same_case(const struct filed *a, const struct filed *b)
{
	return a->source == b->source && span_eq(a->case_id, b->case_id);
}

static int
count_case(struct figure_use *use, const struct figure_customer *customer,
    const struct filed *filed, size_t n, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	int64_t settled_us = journey_at(journey, filed[n - 1].at)->at_us;
	int64_t contacts = 0;
	bool is_resolved = false;
	bool is_reopened = false;

	for (size_t i = 0; i < n; i++) {
		const struct journey_event *event =
		    journey_at(journey, filed[i].at);

		contacts += issue_is_contact(event);
		is_reopened |=
		    event->kind == CANON_REOPEN || event->reopens > 0;
		if (issue_is_resolution(event)) {
			settled_us = event->at_us;
			is_resolved = true;
		}
	}
	return count(use, customer, filed[0].at,
	    use->context->as_of_us - settled_us < use->issue.repeat_us,
	    is_resolved && !is_reopened && contacts == 1, err);
}

static int
hear_cases(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	const struct issues *issues =
	    figure_issues(use, customer, use->issue.repeat_us, err);
	struct filed *filed;
	size_t n = 0;

	if (issues == NULL ||
	    array_grow(&use->scratch, &use->scratch_cap, journey->n_events + 1,
		sizeof(*filed), err) != 0)
		return -1;
	filed = use->scratch;
	for (uint32_t i = 0; i < journey->n_events; i++) {
		const struct journey_event *event = journey_at(journey, i);

		if (issues->of_event[i] != ISSUE_NONE && event->case_id.len > 0)
			filed[n++] =
			    (struct filed){event->case_id, event->source, i};
	}
	if (n > 1)
		qsort(filed, n, sizeof(*filed), compare);
	for (size_t first = 0, end; first < n; first = end) {
		for (end = first + 1;
		     end < n && is_same_case(&filed[end], &filed[first]); end++)
			;
		if (count_case(
			use, customer, filed + first, end - first, err) != 0)
			return -1;
	}
	return 0;
}

/* --- by what customers say --- */

static int
hear_surveys(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;

	for (uint32_t i = 0; i < journey->n_events; i++) {
		const struct journey_event *event = journey_at(journey, i);

		if (event->kind == CANON_SURVEY &&
		    (event->outcome == CANON_RESOLVED ||
			event->outcome == CANON_UNRESOLVED) &&
		    count(use, customer, i, false,
			event->outcome == CANON_RESOLVED, err) != 0)
			return -1;
	}
	return 0;
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	if (use->definition == SURVEY)
		return hear_surveys(use, customer, err);
	if (use->definition == CASE)
		return hear_cases(use, customer, err);
	return hear_issues(use, customer, err);
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
}

static const struct figure_definition definitions[] = {
    {"person:%d", "person:7d", "share",
	"issues resolved with exactly one contact, and not asked again within "
	"N days on any channel / issues that are not pending"},
    {"case", "case", "share",
	"cases of one system resolved with exactly one contact and not "
	"reopened, whatever the customer does elsewhere / cases that are not "
	"pending"},
    {"one_reply", "one_reply", "share",
	"issues resolved with at most one reply of a person / issues resolved"},
    {"survey", "survey", "share",
	"surveys that say resolved / surveys that say resolved or "
	"unresolved"},
    {"no-reopen", "no-reopen", "share",
	"issues resolved once and never reopened / issues that are not "
	"pending"},
};

static const char *const rows[] = {"all"};
static const char *const left[] = {"pending", NULL};

const struct figure fcr_figure = {
    .id = "fcr",
    .name = "First contact resolution",
    .name_ja = "一次解決率",
    .anchor = "opening time of the issue; survey: time of the answer",
    .note = "what single systems count (case) is too high where customers "
	    "change channels",
    .definitions = definitions,
    .n_definitions = sizeof(definitions) / sizeof(definitions[0]),
    .rows = rows,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs =
	JOURNEY_NEEDS_CASES | JOURNEY_NEEDS_SERVICE | JOURNEY_NEEDS_RATINGS,
    .left = left,
    .customer = hear,
    .value = value,
};
