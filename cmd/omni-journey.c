/* omni-journey: what customers did, in order. */

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/outfile.h"
#include "common.h"
#include "filter.h"
#include "flow/journeys.h"
#include "journey/before.h"

struct config {
	struct common common;
	struct opt_list operands;
	struct filter filter;
	struct opt_list customers;
	const char *identifier_file; /* "-": standard input */
	struct identify identify;
	struct journeys_options journeys;
	int activity; /* index of activity_names */
	int collapse; /* index of collapse_names; -1 = as the view has it */
	int unit;     /* index of unit_names; -1 = as the view has it */
	int by;       /* index of by_names */
	int days;     /* enum journeys_days */
	const char *conversion;
	const char *views;   /* several, into a folder */
	const char *paths;   /* a file of paths instead of the store */
	int64_t lookback_us; /* -1: as the view has it */
	bool has_no_own;
	const char *expect; /* a file; "-": standard input */
	struct expectations expectations;
	bool has_failed; /* the answer is no */
	bool is_redacted;
	struct redact *redact;
};

static const char *const activity_names[] = {"channel", "channel:event", NULL};
/* In the order of their enums. */
static const char *const collapse_names[] = {"repeats", "none", "first", NULL};
static const char *const unit_names[] = {
    "gap", "customer", "case", "purchase", NULL};

/* Those of out_format_names, and behind them those of enum graph_format. */
static const char *const format_names[] = {"table", "csv", "tsv", "json",
    "jsonl", "md", "dot", "mermaid", "svg", NULL};
static const char *const days_names[] = {"auto", "always", "never", NULL};
static const char *const by_names[] = {"channel", "campaign", NULL};

static const struct opt_help help = {
    .name = "omni-journey",
    .about = "what customers did, in order",
    .usage = "omni-journey [OPTION]... [VIEW]",
    .examples = "  omni-journey --customer C000000123\n"
		"  omni-journey context --customer eccube:1007\n"
		"  omni-journey paths --episode purchase --lookback 30d\n"
		"  omni-journey transitions --activity channel:event "
		"--from 2026-03-01\n"
		"  omni-journey attribution --model last,markov,shapley\n",
    .footer = "Views: timeline (the default), episodes, paths, transitions, "
	      "funnel, handoffs,\nattribution, before, context, conformance, "
	      "violations.\nPaths and transitions also as -f dot, mermaid or "
	      "svg. Manual: omni-journey(1).\n",
};

static int
add_view(struct journeys_options *journeys, struct span word, struct err *err)
{
	char name[ERR_QUOTE_MAX];
	size_t i = 0;

	while (i < JOURNEYS_VIEWS && !span_is(word, journeys_view_names[i]))
		i++;
	if (i == JOURNEYS_VIEWS)
		return err_set(err, ERR_USAGE,
		    "no view '%s': timeline, episodes, paths, transitions, "
		    "funnel, handoffs, attribution, before, context, "
		    "conformance or violations",
		    err_quote(name, word));
	for (size_t j = 0; j < journeys->n_views; j++)
		if (journeys->views[j] == (enum journeys_view)i)
			return 0;
	journeys->views[journeys->n_views++] = (enum journeys_view)i;
	return 0;
}

static int
add_views(struct journeys_options *journeys, const char *text, struct err *err)
{
	const char *end;

	for (;; text = end + 1) {
		end = strchr(text, ',');
		if (end == NULL)
			return add_view(journeys, span_of(text), err);
		if (add_view(journeys, span_make(text, (size_t)(end - text)),
			err) != 0)
			return -1;
	}
}

static int
choose_views(struct config *config, struct err *err)
{
	struct journeys_options *journeys = &config->journeys;

	if (config->operands.count > 1)
		return err_set(err, ERR_USAGE,
		    "one view at a time, or several with --views");
	if (config->views != NULL) {
		if (config->operands.count > 0)
			return err_set(err, ERR_USAGE,
			    "--views goes without another view");
		if (config->common.output == NULL)
			return err_set(err, ERR_USAGE,
			    "--views needs a folder: say -o FOLDER");
		return add_views(journeys, config->views, err);
	}
	if (config->operands.count > 0)
		return add_view(
		    journeys, span_of(config->operands.items[0]), err);
	journeys->views[journeys->n_views++] =
	    config->expect == NULL ? JOURNEYS_TIMELINE : JOURNEYS_CONFORMANCE;
	return 0;
}

static bool
has_view(const struct journeys_options *journeys, enum journeys_view view)
{
	for (size_t i = 0; i < journeys->n_views; i++)
		if (journeys->views[i] == view)
			return true;
	return false;
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
	if (config->paths != NULL &&
	    (config->views != NULL ||
		!has_view(journeys, JOURNEYS_ATTRIBUTION)))
		return err_set(
		    err, ERR_USAGE, "--paths goes with attribution alone");
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

/* Whole journeys are expected to go somehow, unless it is said of parts. */
static int
settle_expect(struct config *config, struct err *err)
{
	struct journeys_options *journeys = &config->journeys;

	journeys->expected_unit = config->unit < 0
	    ? EPISODE_CUSTOMER
	    : (enum episode_unit)config->unit;
	if (config->expect == NULL)
		return 0;
	journeys->expectations = &config->expectations;
	if (has_view(journeys, JOURNEYS_CONFORMANCE) ||
	    has_view(journeys, JOURNEYS_VIOLATIONS))
		return 0;
	return err_set(
	    err, ERR_USAGE, "--expect goes with conformance and violations");
}

/* Who asks for days as headings asks for a table. */
static int
settle_days(struct config *config, struct err *err)
{
	struct journeys_options *journeys = &config->journeys;

	journeys->days = (enum journeys_days)config->days;
	if (journeys->days != JOURNEYS_DAYS)
		return 0;
	if (config->common.format == COMMON_NO_FORMAT)
		config->common.format = OUT_TABLE;
	if (config->common.format != OUT_TABLE ||
	    !has_view(journeys, JOURNEYS_TIMELINE))
		return err_set(err, ERR_USAGE,
		    "--days always goes with timeline as a table");
	return 0;
}

/* A picture is no table: the common options need not know of it. */
static int
settle_format(struct config *config, struct err *err)
{
	struct journeys_options *journeys = &config->journeys;

	if (config->common.format <= OUT_MD)
		return 0;
	journeys->graph = (enum graph_format)(config->common.format - OUT_MD);
	config->common.format = COMMON_NO_FORMAT;
	for (size_t i = 0; i < journeys->n_views; i++)
		if (journeys->views[i] != JOURNEYS_PATHS &&
		    journeys->views[i] != JOURNEYS_TRANSITIONS)
			return err_set(err, ERR_USAGE,
			    "dot, mermaid and svg go with paths and "
			    "transitions");
	return 0;
}

static int
settle(struct config *config, struct err *err)
{
	struct journeys_options *journeys = &config->journeys;

	if (choose_views(config, err) != 0 || settle_days(config, err) != 0 ||
	    settle_format(config, err) != 0 || settle_expect(config, err) != 0)
		return -1;
	if (journeys->is_newest_first && !has_view(journeys, JOURNEYS_TIMELINE))
		return err_set(err, ERR_USAGE, "--desc goes with timeline");
	journeys->activity.has_kind = config->activity == 1;
	journeys->has_collapse = config->collapse >= 0;
	if (journeys->has_collapse)
		journeys->collapse = (enum activity_collapse)config->collapse;
	journeys->episode.unit =
	    config->unit < 0 ? EPISODE_GAP : (enum episode_unit)config->unit;
	if (config->lookback_us >= 0)
		journeys->episode.lookback_us = config->lookback_us;
	filter_settle(&config->filter);
	config->filter.view.has_anonymous = true;
	config->filter.view.customers = filter_list(&config->customers);
	if (config->identifier_file != NULL)
		config->filter.view.identify = &config->identify;
	return settle_attribution(config, err);
}

static int
configure(struct config *config, int argc, char **argv, struct err *err)
{
	struct journeys_options *journeys = &config->journeys;
	struct episode_options *episode = &journeys->episode;
	const struct opt options[] = {
	    OPT_ROW_TEXT(0, "views", &config->views, "LIST",
		"several views at once, files in the folder of -o"),
	    OPT_ROW_LIST(0, "customer", &config->customers, "ID",
		"only C000000123 or SOURCE:ID; may repeat"),
	    OPT_ROW_TEXT(0, "identifier-file", &config->identifier_file, "FILE",
		"only these: ids, records, e-mails, phones"),
	    FILTER_ROWS(&config->filter),
	    OPT_ROW_FLAG(0, "redact", &config->is_redacted,
		"mask e-mails, phones and cards in all texts"),
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
	    OPT_ROW_TEXT(0, "expect", &config->expect, "FILE",
		"rules for conformance: response(a,b) 95%"),
	    OPT_ROW_INT(0, "last", &journeys->n_last, "N", 1, BEFORE_LAST_MAX,
		"before, context: so many touches (5)"),
	    OPT_ROW_FLAG(0, "desc", &journeys->is_newest_first,
		"timeline: newest first"),
	    OPT_ROW_CHOICE(0, "days", &config->days, "WHEN", days_names,
		"timeline, table: days as headings"),
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

static void
say_nobody(const struct config *config, int64_t n)
{
	if (n > 0)
		common_say(&config->common,
		    "%lld event%s no customer and %s left out", (long long)n,
		    n == 1 ? " has" : "s have", n == 1 ? "is" : "are");
}

/* Numbers as they are written where the store, or who asks, is. */
static int
open_redact(struct config *config, const char *zone, struct err *err)
{
	if (!config->is_redacted)
		return 0;
	config->redact = redact_new(zone, err);
	return config->redact == NULL ? -1 : 0;
}

/* Paths from a file need no store. */
static int
attribute(struct config *config, struct err *err)
{
	struct common_out output = {0};
	struct out_options how = {0};
	int64_t left = 0;
	const char *zone = config->common.timezone;
	int rc = open_redact(config, zone == NULL ? "UTC" : zone, err);

	common_out_options(&config->common, &how);
	how.redact = config->redact;
	if (rc == 0 && common_out_open(&output, err) == NULL)
		rc = -1;
	if (rc == 0)
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
	struct journeys_result result = {0};
	int64_t as_of_us;
	int rc = -1;

	if (zone == NULL)
		return -1;
	common_out_options(&config->common, &config->journeys.out);
	if (open_redact(config, zone_name(zone), err) != 0) {
		zone_free(zone);
		return -1;
	}
	config->journeys.out.redact = config->redact;
	if (config->views == NULL)
		config->journeys.streams[0] = stream;
	if (common_as_of(&config->common, store, zone, &as_of_us, err) == 0)
		view =
		    view_open(store, zone, as_of_us, &config->filter.view, err);
	if (view != NULL)
		rc = journeys_run(view, &config->journeys, &result, err);
	if (rc == 0) {
		common_say_unmerged(&config->common, view_unmerged(view));
		common_say_damaged(&config->common, view_is_damaged(view));
		say_nobody(config, result.n_nobody);
		say_left(config, result.left);
		config->has_failed = result.has_failed;
	}
	view_free(view);
	zone_free(zone);
	return rc;
}

/* A file of the folder, named for the view and the format. */
static int
put_file(const struct config *config, size_t at, struct common_out *output,
    struct err *err)
{
	static const char *const endings[] = {
	    "txt", "csv", "tsv", "json", "jsonl", "md", "dot", "mmd", "svg"};
	const struct journeys_options *journeys = &config->journeys;
	int ending = journeys->graph == GRAPH_NONE
	    ? (int)journeys->out.format
	    : (int)OUT_MD + (int)journeys->graph;
	struct common common = config->common;
	struct buf path = {0};
	int rc = -1;

	buf_printf(&path, "%s/%s.%s", config->common.output,
	    journeys_view_names[journeys->views[at]], endings[ending]);
	common.output = buf_text(&path);
	if (buf_check(&path, err) == 0)
		rc = common_out_commit(&common, output, err);
	buf_clear(&path);
	return rc;
}

static int
make_folder(const char *path, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return 0;
	return err_errno(err, ERR_CANTCREAT, "cannot make the folder '%s'",
	    err_quote(quoted, span_of(path)));
}

/* Several views by one pass; files appear when all are ready. */
static int
journey_all(struct config *config, struct err *err)
{
	struct common_out outputs[JOURNEYS_VIEWS] = {{0}};
	struct store *store = common_open(&config->common, STORE_READ, err);
	size_t n = config->journeys.n_views;
	int rc = store == NULL ? -1 : 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		config->journeys.streams[i] = common_out_open(&outputs[i], err);
		if (config->journeys.streams[i] == NULL)
			rc = -1;
	}
	if (rc == 0)
		rc = journey(config, store, NULL, err);
	store_close(store);
	if (rc == 0)
		rc = make_folder(config->common.output, err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = put_file(config, i, &outputs[i], err);
	for (size_t i = 0; i < n; i++)
		common_out_abort(&outputs[i]);
	return rc;
}

/* Before the store is opened: nobody waits for somebody who types. */
static int
read_identifiers(struct config *config, struct err *err)
{
	const char *path = config->identifier_file;

	if (path == NULL)
		return 0;
	if (config->common.output != NULL &&
	    strcmp(config->common.output, "-") != 0 &&
	    outfile_is_same(config->common.output, path))
		return err_set(
		    err, ERR_USAGE, "the output would overwrite the input");
	return identify_read(&config->identify, path, err);
}

/* Each on a line of its own; the others were told. */
static int
report_unknown(const struct config *config, struct err *err)
{
	const struct identify *identify = &config->identify;
	char quoted[ERR_QUOTE_MAX];

	for (size_t i = 0; i < identify->count; i++) {
		struct span text = identify->items[i].text;
		struct err unknown = {0};

		if (identify->items[i].is_found)
			continue;
		if (config->redact != NULL &&
		    redact_text(config->redact, text, &text, err) != 0)
			return -1;
		(void)err_set(&unknown, ERR_NO, "no customer is known by '%s'",
		    err_quote(quoted, text));
		(void)err_place(&unknown, config->identifier_file,
		    identify->items[i].line, NULL);
		common_report(&config->common, &unknown);
	}
	if (identify_unknown(identify) > 0)
		err->code = ERR_NO;
	return 0;
}

static int
answer(struct config *config, struct err *err)
{
	if (config->paths != NULL)
		return attribute(config, err);
	if (config->views != NULL)
		return journey_all(config, err);
	return common_answer(&config->common, journey, config, err);
}

static int
run(struct config *config, struct err *err)
{
	if (config->expect != NULL &&
	    expectations_read(&config->expectations, config->expect, err) != 0)
		return -1;
	if (read_identifiers(config, err) != 0 || answer(config, err) != 0)
		return -1;
	if (config->has_failed)
		err->code = ERR_NO;
	return report_unknown(config, err);
}

int
main(int argc, char **argv)
{
	struct config config = {
	    .common.formats = format_names,
	    .collapse = -1,
	    .unit = -1,
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
	filter_init(&config.filter);
	(void)credits_models(
	    "last,linear,markov", &config.journeys.credits, &err);
	if (configure(&config, argc, argv, &err) == 0)
		(void)run(&config, &err);
	opt_list_clear(&config.operands);
	filter_clear(&config.filter);
	opt_list_clear(&config.customers);
	identify_clear(&config.identify);
	expectations_clear(&config.expectations);
	redact_free(config.redact);
	return common_finish(&config.common, &err);
}
