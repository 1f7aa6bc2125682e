#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kpi/buyers.h"
#include "kpi/care.h"
#include "kpi/contacts.h"
#include "kpi/coverage.h"
#include "kpi/csat.h"
#include "kpi/define.h"
#include "kpi/faq.h"
#include "kpi/fcr.h"
#include "kpi/fragments.h"
#include "kpi/kpi.h"
#include "kpi/ltv.h"
#include "kpi/maturity.h"
#include "kpi/moves.h"
#include "kpi/orders.h"
#include "kpi/overlap.h"
#include "kpi/passing.h"
#include "kpi/purchase.h"
#include "kpi/reach.h"
#include "kpi/resolution.h"
#include "kpi/retention.h"
#include "kpi/rfm.h"
#include "kpi/rows.h"
#include "kpi/scores.h"
#include "kpi/share.h"
#include "kpi/times.h"
#include "kpi/usage.h"

const struct figure *const kpi_figures[] = {
    &usage_figure,
    &purchase_figure,
    &csat_figure,
    &resolution_figure,
    &ltv_figure,
    &coverage_figure,
    /* service */
    &fcr_figure,
    &contacts_repeat,
    &care_reopen,
    &care_transfer,
    &care_escalation,
    &passing_figure,
    &care_bot,
    &care_self,
    &faq_figure,
    &times_first_reply,
    &times_resolution,
    &times_handle,
    &times_wait,
    &contacts_abandonment,
    &scores_nps,
    &scores_ces,
    &care_effort,
    &care_again,
    &care_parallel,
    /* commerce */
    &orders_count,
    &orders_net,
    &orders_aov,
    &buyers_count,
    &buyers_repeat,
    &buyers_frequency,
    &orders_return,
    &orders_bopis,
    &rfm_figure,
    &retention_figure,
    &buyers_churn,
    &buyers_new,
    &buyers_active,
    /* channels */
    &share_channels,
    &share_only,
    &overlap_figure,
    &moves_rate,
    &moves_sender,
    &share_profile,
    &contacts_off_hours,
    &maturity_figure,
    &fragments_figure,
    NULL,
};

/* The first of the registry are those of the mission. */
#define MISSION 5

struct kpi_run {
	const struct journey_context *context;
	const struct kpi_options *options;
	struct figure_use *uses;
	size_t n_uses, uses_cap;
	bool is_finished;
	struct by own_by;     /* see struct figure */
	struct issues issues; /* of the customer at hand */
	struct handling_room handlings;
	struct reach reach;
	uint32_t *lists; /* room for those of struct figure_customer */
	size_t lists_cap;
};

const struct figure *
kpi_find(struct span id)
{
	for (size_t i = 0; kpi_figures[i] != NULL; i++)
		if (span_is(id, kpi_figures[i]->id))
			return kpi_figures[i];
	return NULL;
}

struct kpi_run *
kpi_new(const struct journey_context *context,
    const struct kpi_options *options, struct err *err)
{
	struct kpi_run *run = calloc(1, sizeof(*run));

	if (run == NULL) {
		err_nomem(err);
		return NULL;
	}
	run->context = context;
	run->options = options;
	return run;
}

void
kpi_free(struct kpi_run *run)
{
	if (run == NULL)
		return;
	for (size_t i = 0; i < run->n_uses; i++) {
		if (run->uses[i].figure->clear != NULL)
			run->uses[i].figure->clear(&run->uses[i]);
		tally_clear(&run->uses[i].tally);
		free(run->uses[i].scratch);
	}
	free(run->uses);
	issue_clear(&run->issues);
	handling_clear(&run->handlings);
	reach_clear(&run->reach);
	free(run->lists);
	free(run);
}

/* --- which figures --- */

static bool
is_there(const struct kpi_run *run, const struct figure_use *use)
{
	for (size_t i = 0; i < run->n_uses; i++) {
		const struct figure_use *other = &run->uses[i];

		if (other->figure == use->figure &&
		    other->definition == use->definition &&
		    memcmp(other->args, use->args, sizeof(use->args)) == 0 &&
		    other->margin_micro == use->margin_micro)
			return true;
	}
	return false;
}

static int
check_by(
    const struct kpi_run *run, const struct figure *figure, struct err *err)
{
	const struct by *by = &run->options->by;

	for (size_t i = 0; i < by->count; i++)
		if ((figure->by & BY_BIT(by->dimensions[i])) == 0)
			return err_set(err, ERR_USAGE,
			    "'%s' has no value by %s", figure->id,
			    by_name(by->dimensions[i]));
	return 0;
}

static bool
is_of_records(const struct figure_use *use)
{
	return (use->figure->of_records >> use->definition & 1u) != 0;
}

/* Records have no time and no channel by which some of them could be meant. */
static int
check_records(
    const struct kpi_run *run, const struct figure_use *use, struct err *err)
{
	const struct journey_filter *filter = &run->context->filter;
	const char *without = NULL;

	if (!is_of_records(use))
		return 0;
	if (run->options->by.count > 0)
		without = "--by";
	else if (filter->from_us != CANON_NO_TIME ||
	    filter->to_us != CANON_NO_TIME)
		without = "--period, --from and --to";
	else if (filter->kinds != 0 || filter->outcomes != 0 ||
	    filter->stages != 0 || filter->channels != NULL ||
	    filter->n_where > 0)
		without = "--channel, --event and the like";
	if (without == NULL)
		return 0;
	return err_set(err, ERR_USAGE,
	    "'%s=%s' counts the records of each source as they are now: it "
	    "goes without %s",
	    use->figure->id, use->figure->definitions[use->definition].standard,
	    without);
}

static int
add(struct kpi_run *run, const struct figure *figure, struct span definition,
    struct err *err)
{
	struct figure_use use = {
	    .figure = figure,
	    .context = run->context,
	    .by = &run->options->by,
	    .currency = run->options->currency,
	    .issue = run->options->issue,
	    .hours = run->options->hours,
	};

	if (define_parse(definition, &use, err) != 0 ||
	    check_records(run, &use, err) != 0 ||
	    check_by(run, figure, err) != 0)
		return -1;
	if (figure->own_by != NULL && run->options->by.count == 0) {
		if (by_parse(span_of(figure->own_by), &run->own_by, err) != 0)
			return -1;
		use.by = &run->own_by;
	}
	if (is_there(run, &use))
		return 0;
	if (array_grow(&run->uses, &run->uses_cap, run->n_uses + 1, sizeof(use),
		err) != 0)
		return -1;
	use.place = run->n_uses;
	run->uses[run->n_uses++] = use;
	return 0;
}

/* Of all figures those that have values by what is asked for. What breaks
 * itself down is a long table, and has to read who customers are: it is asked
 * for by name. */
static int
add_all(struct kpi_run *run, struct err *err)
{
	unsigned bits = by_bits(&run->options->by);

	for (size_t i = 0; kpi_figures[i] != NULL; i++)
		if ((bits & ~kpi_figures[i]->by) == 0 &&
		    (kpi_figures[i]->own_by == NULL || bits != 0) &&
		    add(run, kpi_figures[i], span_of(NULL), err) != 0)
			return -1;
	return 0;
}

/* "csat=top2" in its two parts. */
static struct span
cut_definition(struct span text, struct span *definition)
{
	*definition = span_of(NULL);
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == '=') {
			*definition =
			    span_make(text.data + i + 1, text.len - i - 1);
			return span_make(text.data, i);
		}
	return text;
}

int
kpi_add(struct kpi_run *run, struct span text, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	const struct figure *figure;
	struct span definition;
	struct span id = cut_definition(text, &definition);

	if (span_is(text, "all"))
		return add_all(run, err);
	figure = kpi_find(id);
	if (figure == NULL)
		return err_set(err, ERR_USAGE,
		    "there is no key figure '%s': see 'omni-kpi --list'",
		    err_quote(quoted, id));
	if (id.len < text.len && definition.len == 0)
		return err_set(
		    err, ERR_USAGE, "'%s=' lacks its definition", figure->id);
	return add(run, figure, definition, err);
}

int
kpi_own_by(struct span text, struct by *by, struct err *err)
{
	struct span definition;
	struct span id = cut_definition(text, &definition);

	for (size_t i = 0; kpi_figures[i] != NULL; i++)
		if (kpi_figures[i]->own_by != NULL &&
		    span_is(id, kpi_figures[i]->id))
			return by_parse(
			    span_of(kpi_figures[i]->own_by), by, err);
	return 0;
}

bool
kpi_is_of_records(struct span text)
{
	struct span definition;
	struct figure_use use = {0};
	struct err ignored = {0};

	use.figure = kpi_find(cut_definition(text, &definition));
	return use.figure != NULL &&
	    define_parse(definition, &use, &ignored) == 0 &&
	    is_of_records(&use);
}

int
kpi_add_mission(struct kpi_run *run, struct err *err)
{
	for (size_t i = 0; i < MISSION; i++)
		if (add(run, kpi_figures[i], span_of(NULL), err) != 0)
			return -1;
	return 0;
}

int
kpi_add_coverage(struct kpi_run *run, struct err *err)
{
	unsigned bits = by_bits(&run->options->by);
	bool is_capped = false;

	for (size_t i = 0; i < run->n_uses; i++)
		for (size_t j = 0; j < MISSION; j++)
			is_capped |= run->uses[i].figure == kpi_figures[j];
	/* Nobody's events have no first channel and no stage. */
	if (!is_capped || (bits & ~coverage_figure.by) != 0)
		return 0;
	return add(run, &coverage_figure, span_of(NULL), err);
}

/* --- counting --- */

/* The first channel and the lists, in one pass over the events. */
static int
look_through(
    struct kpi_run *run, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	size_t n = journey->n_events;
	uint32_t *touches, *deals, *contacts;

	if (array_grow(&run->lists, &run->lists_cap, 3 * n + 1,
		sizeof(*run->lists), err) != 0)
		return -1;
	touches = run->lists;
	deals = touches + n;
	contacts = deals + n;
	customer->touches.at = touches;
	customer->deals.at = deals;
	customer->contacts.at = contacts;
	for (uint32_t i = 0; i < n; i++) {
		const struct journey_event *event = journey_at(journey, i);

		if (event->is_touch && customer->first_channel == JOURNEY_NONE)
			customer->first_channel = event->channel;
		if (event->is_touch && event->is_in)
			touches[customer->touches.count++] = i;
		if (event->kind == CANON_PURCHASE ||
		    event->kind == CANON_RETURN)
			deals[customer->deals.count++] = i;
		customer->has_dates |= event->is_date_only;
		if (issue_is_contact(event))
			contacts[customer->contacts.count++] = i;
	}
	return 0;
}

static int
hear(void *self, const struct journey_customer *journey, struct err *err)
{
	struct kpi_run *run = self;
	struct figure_customer customer = {
	    .journey = journey,
	    .reach = &run->reach,
	    .first_channel = JOURNEY_NONE,
	    .issues = &run->issues,
	    .issues_repeat_us = -1,
	    .handlings = &run->handlings,
	    .handlings_repeat_us = -1,
	};

	if (look_through(run, &customer, err) != 0)
		return -1;
	for (size_t i = 0; i < run->n_uses; i++)
		if (run->uses[i].figure->customer(
			&run->uses[i], &customer, err) != 0)
			return -1;
	return 0;
}

static int
hear_loose(void *self, const struct journey_context *context,
    const struct journey_event *events, size_t n, struct err *err)
{
	struct kpi_run *run = self;

	(void)context;
	for (size_t i = 0; i < run->n_uses; i++)
		if (run->uses[i].figure->loose != NULL &&
		    run->uses[i].figure->loose(&run->uses[i], events, n, err) !=
			0)
			return -1;
	return 0;
}

static int
merge_use(
    struct figure_use *use, const struct figure_use *other, struct err *err)
{
	if (tally_merge(&use->tally, &other->tally, err) != 0)
		return -1;
	if (use->figure->merge == NULL)
		return 0;
	return use->figure->merge(use, other, err);
}

static int
merge(void *self, const void *from, struct err *err)
{
	struct kpi_run *run = self;
	const struct kpi_run *other = from;

	if (run->n_uses != other->n_uses)
		return err_set(err, ERR_BUG, "runs of different figures");
	for (size_t i = 0; i < run->n_uses; i++)
		if (merge_use(&run->uses[i], &other->uses[i], err) != 0)
			return -1;
	return 0;
}

/* Of all figures; 0 = everything. */
static uint32_t
needs_of(const struct kpi_run *run)
{
	uint32_t needs = JOURNEY_NEEDS_TIMES;

	for (size_t i = 0; i < run->n_uses; i++) {
		if (run->uses[i].figure->needs == 0)
			return 0;
		needs |= run->uses[i].figure->needs;
	}
	return needs;
}

/* The same figures, with nothing counted. */
static int
another(const void *self, struct journey_sink *sink, struct err *err)
{
	const struct kpi_run *run = self;
	struct kpi_run *other = kpi_new(run->context, run->options, err);

	if (other == NULL)
		return -1;
	if (array_grow(&other->uses, &other->uses_cap, run->n_uses + 1,
		sizeof(*other->uses), err) != 0) {
		kpi_free(other);
		return -1;
	}
	for (size_t i = 0; i < run->n_uses; i++) {
		struct figure_use *use = &other->uses[other->n_uses++];

		*use = run->uses[i];
		memset(&use->tally, 0, sizeof(use->tally));
		use->scratch = NULL;
		use->scratch_cap = 0;
		use->own = NULL;
	}
	*sink = kpi_sink(other);
	return 0;
}

static void
drop(void *self)
{
	kpi_free(self);
}

struct journey_sink
kpi_sink(struct kpi_run *run)
{
	struct journey_sink sink = {
	    .self = run,
	    .needs = needs_of(run),
	    .customer = hear,
	    .loose = hear_loose,
	    .merge = merge,
	    .another = another,
	    .drop = drop,
	};

	return sink;
}

/* What figures kept becomes cells, once. */
static int
finish(struct kpi_run *run, struct err *err)
{
	for (size_t i = 0; i < run->n_uses && !run->is_finished; i++) {
		struct figure_use *use = &run->uses[i];

		if (tally_sort(&use->tally, err) != 0 ||
		    (use->figure->finish != NULL &&
			use->figure->finish(use, err) != 0))
			return -1;
	}
	run->is_finished = true;
	return 0;
}

int
kpi_rows(struct kpi_run *run,
    int (*emit)(void *, const struct kpi_row *, struct err *), void *into,
    struct err *err)
{
	if (finish(run, err) != 0)
		return -1;
	for (size_t i = 0; i < run->n_uses; i++)
		if (rows_emit(&run->uses[i], run->options->period, emit, into,
			err) != 0)
			return -1;
	return 0;
}
