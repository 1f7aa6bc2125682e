#include <string.h>

#include "base/array.h"
#include "kpi/care.h"
#include "kpi/handling.h"

enum left { PENDING };

/* What an issue is to a figure. */
enum verdict { IS_NOTHING, IS_PENDING, IS_MISS, IS_HIT };

/* One issue with all that is known of it. */
struct subject {
	const struct figure_use *use;
	const struct journey_customer *journey;
	const struct issue *issue;
	const struct handling *facts;
};

static enum verdict
verdict_of(bool is_hit)
{
	return is_hit ? IS_HIT : IS_MISS;
}

static int
count(struct figure_use *use, const struct figure_customer *customer,
    const struct issue *issue, enum verdict verdict, struct err *err)
{
	struct tally_cell *cell;

	if (verdict == IS_NOTHING)
		return 0;
	cell = figure_cell(use, customer,
	    journey_at(customer->journey, issue->opened), 0, 0, err);
	if (cell == NULL)
		return -1;
	cell->left[PENDING] += verdict == IS_PENDING;
	cell->total += verdict != IS_PENDING;
	cell->hits += verdict == IS_HIT;
	return 0;
}

static int
judge_all(struct figure_use *use, struct figure_customer *customer,
    enum verdict (*judge)(const struct subject *), struct err *err)
{
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
		struct subject subject = {
		    .use = use,
		    .journey = customer->journey,
		    .issue = &issues->items[i],
		    .facts = &facts[i],
		};

		if (journey_at(subject.journey, subject.issue->opened)->is_in &&
		    count(use, customer, subject.issue, judge(&subject), err) !=
			0)
			return -1;
	}
	return 0;
}

static void
share(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
}

static const char *const all[] = {"all"};
static const char *const left[] = {"pending", NULL};

#define NEEDS \
	(JOURNEY_NEEDS_CASES | JOURNEY_NEEDS_SERVICE | JOURNEY_NEEDS_RATINGS)
#define COUNT(items) (sizeof(items) / sizeof((items)[0]))
#define ANCHOR "opening time of the issue"

/* --- reopen_rate --- */

enum reopen_definition { EVER_RESOLVED, STILL_RESOLVED };

static enum verdict
judge_reopen(const struct subject *subject)
{
	bool is_one = subject->use->definition == EVER_RESOLVED
	    ? subject->facts->is_ever_resolved
	    : subject->issue->is_resolved;

	if (!is_one)
		return IS_NOTHING;
	if (subject->issue->is_pending)
		return IS_PENDING;
	return verdict_of(subject->facts->is_reopened);
}

static int
hear_reopen(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return judge_all(use, customer, judge_reopen, err);
}

static const struct figure_definition reopen_definitions[] = {
    {"ever-resolved", "ever-resolved", "share",
	"issues with a reopening, or that an export says were reopened / "
	"issues that were resolved once"},
    {"still-resolved", "still-resolved", "share",
	"the same / issues that are resolved in the end"},
};

const struct figure care_reopen = {
    .id = "reopen_rate",
    .name = "Reopen rate",
    .name_ja = "再オープン率",
    .anchor = ANCHOR,
    .note = "a pending issue may still be reopened and is left out",
    .definitions = reopen_definitions,
    .n_definitions = COUNT(reopen_definitions),
    .rows = all,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs = NEEDS,
    .left = left,
    .customer = hear_reopen,
    .value = share,
};

/* --- transfer_rate, escalation_rate --- */

static enum verdict
judge_transfer(const struct subject *subject)
{
	if (subject->issue->is_pending)
		return IS_PENDING;
	return verdict_of(subject->facts->is_transferred);
}

static int
hear_transfer(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return judge_all(use, customer, judge_transfer, err);
}

static const struct figure_definition transfer_definitions[] = {
    {"default", "default", "share",
	"issues with a handoff, a change of agent or transfers > 0 / issues "
	"that are not pending"},
};

const struct figure care_transfer = {
    .id = "transfer_rate",
    .name = "Transfer rate",
    .name_ja = "転送率",
    .anchor = ANCHOR,
    .note = "a bot that is named as an agent counts as one",
    .definitions = transfer_definitions,
    .n_definitions = COUNT(transfer_definitions),
    .rows = all,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs = NEEDS,
    .left = left,
    .customer = hear_transfer,
    .value = share,
};

static enum verdict
judge_escalation(const struct subject *subject)
{
	if (subject->issue->is_pending)
		return IS_PENDING;
	return verdict_of(subject->facts->is_escalated);
}

static int
hear_escalation(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return judge_all(use, customer, judge_escalation, err);
}

static const struct figure_definition escalation_definitions[] = {
    {"default", "default", "share",
	"issues with the outcome escalated, or where a person follows an "
	"automated touch / issues that are not pending"},
};

const struct figure care_escalation = {
    .id = "escalation_rate",
    .name = "Escalation rate",
    .name_ja = "エスカレーション率",
    .anchor = ANCHOR,
    .note = "a touch is automated if the event says so, else by its channel "
	    "(bot, faq)",
    .definitions = escalation_definitions,
    .n_definitions = COUNT(escalation_definitions),
    .rows = all,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs = NEEDS,
    .left = left,
    .customer = hear_escalation,
    .value = share,
};

/* --- bot_containment, self_service_rate --- */

enum bot_definition { CONTAINED, CONFIRMED };

/* Has the last machine had its time? */
static bool
is_settled(const struct subject *subject)
{
	return subject->facts->automated_us == CANON_NO_TIME ||
	    subject->use->context->as_of_us - subject->facts->automated_us >=
	    HANDLING_SELF_US;
}

static enum verdict
judge_bot(const struct subject *subject)
{
	const struct handling *facts = subject->facts;

	if (!facts->has_bot)
		return IS_NOTHING;
	if (subject->use->definition == CONTAINED)
		return is_settled(subject) ? verdict_of(!facts->has_bot_person)
					   : IS_PENDING;
	if (subject->issue->is_pending || !is_settled(subject))
		return IS_PENDING;
	return verdict_of(!facts->has_bot_person &&
	    (subject->issue->is_resolved || facts->is_rated_good));
}

static int
hear_bot(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return judge_all(use, customer, judge_bot, err);
}

static const struct figure_definition bot_definitions[] = {
    {"contained", "contained", "share",
	"bot issues where no person comes within 24 h after a bot / issues "
	"with a bot"},
    {"confirmed", "confirmed", "share",
	"the same, and resolved or rated good / issues with a bot that are "
	"not pending"},
};

const struct figure care_bot = {
    .id = "bot_containment",
    .name = "Bot containment",
    .name_ja = "ボット完結率",
    .anchor = ANCHOR,
    .note = "contained counts customers who gave up; compare with confirmed",
    .definitions = bot_definitions,
    .n_definitions = COUNT(bot_definitions),
    .rows = all,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs = NEEDS,
    .left = left,
    .customer = hear_bot,
    .value = share,
};

static enum verdict
judge_self(const struct subject *subject)
{
	if (subject->issue->is_pending || !is_settled(subject))
		return IS_PENDING;
	return verdict_of(
	    subject->facts->has_self && !subject->facts->has_person);
}

static int
hear_self(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return judge_all(use, customer, judge_self, err);
}

static const struct figure_definition self_definitions[] = {
    {"default", "default", "share",
	"issues with a bot or faq where no person comes within 24 h after it "
	"/ issues that are not pending"},
};

const struct figure care_self = {
    .id = "self_service_rate",
    .name = "Self-service rate",
    .name_ja = "自己解決率",
    .anchor = ANCHOR,
    .note = "pages that were only read are no issues; see faq_gap",
    .definitions = self_definitions,
    .n_definitions = COUNT(self_definitions),
    .rows = all,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs = NEEDS,
    .left = left,
    .customer = hear_self,
    .value = share,
};

/* --- repeat_yourself_rate --- */

static enum verdict
judge_again(const struct subject *subject)
{
	if (subject->issue->is_pending)
		return IS_PENDING;
	return verdict_of(subject->facts->is_told_again);
}

static int
hear_again(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return judge_all(use, customer, judge_again, err);
}

static const struct figure_definition again_definitions[] = {
    {"default", "default", "share",
	"issues where the customer changed channel within 48 h without a "
	"resolution, or met another agent without context being passed on / "
	"issues that are not pending"},
};

const struct figure care_again = {
    .id = "repeat_yourself_rate",
    .name = "Repeat-yourself rate",
    .name_ja = "説明し直し率",
    .anchor = ANCHOR,
    .note = "what nobody recorded as passed on was not",
    .definitions = again_definitions,
    .n_definitions = COUNT(again_definitions),
    .rows = all,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs = NEEDS,
    .left = left,
    .customer = hear_again,
    .value = share,
};

/* --- parallel_issue_rate --- */

/* The event after which an issue is not open any more. */
static uint32_t
end_of(const struct issue *issue)
{
	return issue->resolution != ISSUE_NONE ? issue->resolution
					       : issue->last;
}

/* Issues that are open when the next one opens: those that have ended are
 * dropped as they are passed. */
static bool
is_parallel(const struct journey_customer *journey, const struct issue **open,
    size_t *n, const struct issue *issue)
{
	size_t kept = 0;
	bool is_hit = false;

	for (size_t i = 0; i < *n; i++) {
		const struct issue *other = open[i];

		if (end_of(other) <= issue->opened)
			continue;
		open[kept++] = other;
		is_hit |= span_eq(other->topic, issue->topic) &&
		    journey_at(journey, other->opened)->channel !=
			journey_at(journey, issue->opened)->channel;
	}
	*n = kept;
	open[(*n)++] = issue;
	return is_hit;
}

static int
hear_parallel(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	const struct issues *issues =
	    figure_issues(use, customer, use->issue.repeat_us, err);
	const struct issue **open;
	size_t n = 0;

	if (issues == NULL ||
	    array_grow(&use->scratch, &use->scratch_cap, issues->count + 1,
		sizeof(*open), err) != 0)
		return -1;
	open = use->scratch;
	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *issue = &issues->items[i];
		bool is_hit = is_parallel(journey, open, &n, issue);

		if (journey_at(journey, issue->opened)->is_in &&
		    count(use, customer, issue, verdict_of(is_hit), err) != 0)
			return -1;
	}
	return 0;
}

static const struct figure_definition parallel_definitions[] = {
    {"default", "default", "share",
	"issues opened while another of the customer with the same topic, "
	"opened on another channel, is neither resolved nor at its last event "
	"/ issues"},
};

const struct figure care_parallel = {
    .id = "parallel_issue_rate",
    .name = "Parallel issue rate",
    .name_ja = "並行対応率",
    .anchor = ANCHOR,
    .note = "two people may be at work on the same question",
    .definitions = parallel_definitions,
    .n_definitions = COUNT(parallel_definitions),
    .rows = all,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs = NEEDS,
    .left = left,
    .customer = hear_parallel,
    .value = share,
};

/* --- effort --- */

static int
add_effort(struct figure_use *use, const struct figure_customer *customer,
    const struct issue *issue, const struct handling *facts, struct err *err)
{
	struct tally_cell *cell = figure_cell(use, customer,
	    journey_at(customer->journey, issue->opened), 0, 0, err);

	if (cell == NULL)
		return -1;
	if (issue->is_pending) {
		cell->left[PENDING]++;
		return 0;
	}
	return tally_add(cell,
	    (int64_t)issue->contacts + facts->switches + facts->agent_changes,
	    err);
}

static int
hear_effort(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
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
	for (size_t i = 0; i < issues->count; i++)
		if (journey_at(customer->journey, issues->items[i].opened)
			->is_in &&
		    add_effort(
			use, customer, &issues->items[i], &facts[i], err) != 0)
			return -1;
	return 0;
}

static void
effort(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_mean(cells[at], 1, row);
}

static const struct figure_definition effort_definitions[] = {
    {"default", "default", "steps",
	"contacts + changes of channel + changes of agent / issues that are "
	"not pending"},
};

const struct figure care_effort = {
    .id = "effort",
    .name = "Customer effort",
    .name_ja = "顧客努力",
    .anchor = ANCHOR,
    .note = "what the customer had to do, not what was said about it; see ces",
    .definitions = effort_definitions,
    .n_definitions = COUNT(effort_definitions),
    .rows = all,
    .n_rows = 1,
    .has_issues = true,
    .by = BY_ALL,
    .needs = NEEDS,
    .left = left,
    .customer = hear_effort,
    .value = effort,
};
