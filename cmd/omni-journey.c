/* omni-journey: what customers did, in order. */

#include <string.h>

#include "common.h"
#include "filter.h"
#include "flow/journeys.h"
#include "journey/before.h"

struct config {
	struct common common;
	struct opt_list operands;
	struct filter filter;
	struct opt_list customers;
	struct journeys_options journeys;
	int activity; /* index of activity_names */
	int collapse; /* index of collapse_names; -1 = as the view has it */
	int unit;     /* index of unit_names; -1 = by gap */
	int by;       /* index of by_names */
	const char *conversion;
	const char *paths;   /* a file of paths instead of the store */
	int64_t lookback_us; /* -1: as the view has it */
	bool has_no_own;
};

static const char *const activity_names[] = {"channel", "channel:event", NULL};
/* In the order of their enums. */
static const char *const collapse_names[] = {"repeats", "none", "first", NULL};
static const char *const unit_names[] = {
    "gap", "customer", "case", "purchase", NULL};

static const char *const by_names[] = {"channel", "campaign", NULL};

static const struct opt_help help = {
    .name = "omni-journey",
    .about = "what customers did, in order",
    .usage = "omni-journey [OPTION]... [VIEW]",
    .examples = "  omni-journey --customer C000000123\n"
		"  omni-journey paths --episode purchase --lookback 30d\n"
		"  omni-journey transitions --activity channel:event "
		"--from 2026-03-01\n"
		"  omni-journey attribution --model last,markov,shapley\n",
    .footer = "Views: timeline (the default), episodes, paths, transitions, "
	      "funnel, handoffs,\nattribution, before. Manual: "
	      "omni-journey(1).\n",
};

static int
choose_view(struct config *config, struct err *err)
{
	char name[ERR_QUOTE_MAX];
	int i;

	if (config->operands.count == 0)
		return 0;
	if (config->operands.count > 1)
		return err_set(err, ERR_USAGE, "one view at a time");
	for (i = 0; journeys_view_names[i] != NULL; i++)
		if (strcmp(config->operands.items[0], journeys_view_names[i]) ==
		    0) {
			config->journeys.view = (enum journeys_view)i;
			return 0;
		}
	return err_set(err, ERR_USAGE,
	    "no view '%s': timeline, episodes, paths, transitions, funnel, "
	    "handoffs, attribution or before",
	    err_quote(name, span_of(config->operands.items[0])));
}

static int
settle_attribution(struct config *config, struct err *err)
{
	struct journeys_options *journeys = &config->journeys;
	struct attribution_options *attribution =
	    &journeys->credits.attribution;
	char word[ERR_QUOTE_MAX];

	attribution->activity = journeys->activity;
	attribution->is_by_campaign = config->by == 1;
	attribution->has_own = !config->has_no_own;
	if (config->lookback_us >= 0)
		attribution->lookback_us = config->lookback_us;
	if (config->paths != NULL && journeys->view != JOURNEYS_ATTRIBUTION)
		return err_set(err, ERR_USAGE, "--paths goes with attribution");
	if (attribution->half_life_us <= 0)
		return err_set(err, ERR_USAGE, "--half-life must not be 0");
	if (config->conversion == NULL)
		return 0;
	attribution->kind = canon_kind_of(span_of(config->conversion));
	if (attribution->kind != 0)
		return 0;
	return err_set(err, ERR_USAGE, "there is no kind of event '%s'",
	    err_quote(word, span_of(config->conversion)));
}

static int
settle(struct config *config, struct err *err)
{
	struct journeys_options *journeys = &config->journeys;

	if (choose_view(config, err) != 0)
		return -1;
	if (journeys->is_newest_first && journeys->view != JOURNEYS_TIMELINE)
		return err_set(err, ERR_USAGE, "--desc goes with timeline");
	journeys->activity.has_kind = config->activity == 1;
	journeys->has_collapse = config->collapse >= 0;
	if (journeys->has_collapse)
		journeys->collapse = (enum activity_collapse)config->collapse;
	journeys->episode.unit = (enum episode_unit)config->unit;
	if (config->lookback_us >= 0)
		journeys->episode.lookback_us = config->lookback_us;
	filter_settle(&config->filter);
	config->filter.view.customers = filter_list(&config->customers);
	return settle_attribution(config, err);
}

static int
configure(struct config *config, int argc, char **argv, struct err *err)
{
	struct journeys_options *journeys = &config->journeys;
	struct episode_options *episode = &journeys->episode;
	const struct opt options[] = {
	    OPT_ROW_LIST(0, "customer", &config->customers, "ID",
		"only C000000123 or SOURCE:ID; may repeat"),
	    FILTER_ROWS(&config->filter),
	    OPT_ROW_FLAG(0, "group", &journeys->activity.is_group,
		"groups of channels instead of channels"),
	    OPT_ROW_CHOICE(0, "activity", &config->activity, "A",
		activity_names, "channel or channel:event"),
	    OPT_ROW_CHOICE(0, "collapse", &config->collapse, "HOW",
		collapse_names, "none, repeats or first"),
	    OPT_ROW_CHOICE(0, "episode", &config->unit, "UNIT", unit_names,
		"gap, customer, case or purchase"),
	    OPT_ROW_CALL(0, "gap", &episode->gap_us, view_duration, "TIME",
		"longer pauses begin a new episode (7d)"),
	    OPT_ROW_CALL(0, "lookback", &config->lookback_us, view_duration,
		"TIME", "how far a purchase looks back (90d; 30d)"),
	    OPT_ROW_CALL(0, "issue-gap", &episode->issue.gap_us, view_duration,
		"TIME", "longer pauses begin a new case (7d)"),
	    OPT_ROW_CALL(0, "repeat-window", &episode->issue.repeat_us,
		view_duration, "TIME", "resolved longer ago is over (7d)"),
	    OPT_ROW_CALL(0, "model", &journeys->credits, credits_models, "LIST",
		"attribution: last,linear,markov and others"),
	    OPT_ROW_CHOICE(0, "by", &config->by, "WHAT", by_names,
		"attribution: channel or campaign"),
	    OPT_ROW_TEXT(0, "conversion", &config->conversion, "KIND",
		"attribution: of these events (purchase)"),
	    OPT_ROW_FLAG(0, "exclude-conversion", &config->has_no_own,
		"attribution: not the conversion's own channel"),
	    OPT_ROW_CALL(0, "half-life",
		&journeys->credits.attribution.half_life_us, view_duration,
		"TIME", "attribution: of time_decay (7d)"),
	    OPT_ROW_TEXT(0, "paths", &config->paths, "FILE",
		"attribution: path,conversions,value,nulls"),
	    OPT_ROW_TEXT(0, "steps", &journeys->funnel.steps, "STEPS",
		"funnel: ec:view,phone:inquiry<=15m,*:purchase"),
	    OPT_ROW_CALL(0, "window", &journeys->funnel.window_us,
		view_duration, "TIME", "funnel: from the first step (7d)"),
	    OPT_ROW_FLAG(0, "strict", &journeys->funnel.is_strict,
		"funnel: no other touches between"),
	    OPT_ROW_TEXT(0, "hold", &journeys->funnel.hold, "FIELD",
		"funnel: one value through all steps"),
	    OPT_ROW_INT(0, "last", &journeys->n_last, "N", 1, BEFORE_LAST_MAX,
		"before: so many touches (5)"),
	    OPT_ROW_FLAG(0, "desc", &journeys->is_newest_first,
		"timeline: newest first"),
	    OPT_ROW_END,
	};
	int rc = common_parse(&config->common, &help, options, argc, argv,
	    &config->operands, err);

	return rc != 0 ? rc : settle(config, err);
}

static void
say_left(const struct config *config, int64_t left)
{
	if (left > 0)
		common_say(&config->common,
		    "%lld conversion%s no path and %s left out",
		    (long long)left, left == 1 ? " has" : "s have",
		    left == 1 ? "is" : "are");
}

/* Paths from a file need no store. */
static int
attribute(struct config *config, struct err *err)
{
	struct common_out output = {0};
	struct out_options how = {0};
	int64_t left = 0;
	int rc = -1;

	common_out_options(&config->common, &how);
	if (common_out_open(&output, err) != NULL)
		rc = credits_run_file(config->paths, &config->journeys.credits,
		    &how, output.spool, &left, err);
	if (rc == 0)
		rc = common_out_commit(&config->common, &output, err);
	common_out_abort(&output);
	if (rc == 0)
		say_left(config, left);
	return rc;
}

static int
journey(void *context, struct store *store, FILE *stream, struct err *err)
{
	struct config *config = context;
	struct zone *zone = common_zone(&config->common, store, err);
	struct view *view = NULL;
	int64_t as_of_us, left = 0;
	int rc = -1;

	if (zone == NULL)
		return -1;
	common_out_options(&config->common, &config->journeys.out);
	config->journeys.stream = stream;
	if (common_as_of(&config->common, store, zone, &as_of_us, err) == 0)
		view =
		    view_open(store, zone, as_of_us, &config->filter.view, err);
	if (view != NULL)
		rc = journeys_run(view, &config->journeys, &left, err);
	if (rc == 0) {
		common_say_unmerged(&config->common, view_unmerged(view));
		say_left(config, left);
	}
	view_free(view);
	zone_free(zone);
	return rc;
}

static int
run(struct config *config, struct err *err)
{
	if (config->paths != NULL)
		return attribute(config, err);
	return common_answer(&config->common, journey, config, err);
}

int
main(int argc, char **argv)
{
	struct config config = {
	    .collapse = -1,
	    .lookback_us = -1,
	    .filter.view = {.dormant_us = 365 * JOURNEY_DAY_US},
	    .journeys.episode =
		{
		    .gap_us = EPISODE_GAP_US,
		    .lookback_us = EPISODE_LOOKBACK_US,
		    .issue = {7 * JOURNEY_DAY_US, 7 * JOURNEY_DAY_US},
		},
	    .journeys.funnel = {.window_us = FUNNEL_WINDOW_US},
	    .journeys.n_last = BEFORE_LAST,
	    .journeys.credits =
		{
		    .attribution = {.kind = CANON_PURCHASE,
			.lookback_us = ATTRIBUTION_LOOKBACK_US,
			.half_life_us = ATTRIBUTION_HALF_LIFE_US},
		},
	};
	struct err err = {0};

	common_start(&config.common, "omni-journey");
	(void)credits_models(
	    "last,linear,markov", &config.journeys.credits, &err);
	if (configure(&config, argc, argv, &err) == 0)
		(void)run(&config, &err);
	opt_list_clear(&config.operands);
	filter_clear(&config.filter);
	opt_list_clear(&config.customers);
	return common_finish(&config.common, &err);
}
