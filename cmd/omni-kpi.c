/* omni-kpi: key figures, each with its definition and its parts. */

#include <string.h>

#include "common.h"
#include "filter.h"
#include "flow/exposition.h"
#include "flow/figures.h"
#include "flow/glossary.h"
#include "flow/measures.h"
#include "flow/targets.h"
#include "norm/money.h"

struct config {
	struct common common;
	struct opt_list operands;
	struct filter filter;
	struct figures_options figures;
	const char *by;
	struct by own_by; /* of figures */
	const char *currency;
	const char *explain;
	const char *check; /* a file of targets */
	int compare;       /* index of compare_names, -1 = not said */
	struct targets targets;
	struct measures_options measures;
	bool is_exposition; /* -f prometheus */
	bool is_plain;      /* figures are printed, and no more */
	bool is_list;
	bool is_snapshot;
	bool is_history;
	bool is_missed; /* a target is */
};

/* In the order of enum compare_with, which begins with none. */
static const char *const compare_names[] = {"previous", "year", NULL};

/* Those of out_format_names, and one of our own. */
static const char *const format_names[] = {
    "table", "csv", "tsv", "json", "jsonl", "md", "prometheus", NULL};

static const struct opt_help help = {
    .name = "omni-kpi",
    .about = "key figures, each with its definition and its parts",
    .usage = "omni-kpi [OPTION]... [snapshot] [KPI[=DEFINITION]]...",
    .examples =
	"  omni-kpi                        the five of the mission\n"
	"  omni-kpi csat=top2 --by month   one, month by month\n"
	"  omni-kpi ltv=landmark:90d+365d --period 2026\n"
	"  omni-kpi all                    every figure, by its default\n"
	"  omni-kpi --list                 all that there are\n"
	"  omni-kpi snapshot               keep today's values\n"
	"  omni-kpi --check targets.csv    leave with 1 if one is missed\n",
    .footer = "Manual: omni-kpi(1).\n",
};

/* One thing at a time. */
static int
settle_mode(struct config *config, struct err *err)
{
	int modes = config->is_list + (config->explain != NULL) +
	    (config->check != NULL) + config->is_history;

	if (modes > 1)
		return err_set(err, ERR_USAGE,
		    "--list, --explain, --check and --history go without "
		    "each other");
	if (modes > 0 && config->operands.count > 0)
		return err_set(err, ERR_USAGE,
		    "--list, --explain, --check and --history take no "
		    "operands");
	config->is_snapshot = config->operands.count > 0 &&
	    strcmp(config->operands.items[0], "snapshot") == 0;
	config->figures.asked = config->operands.items + config->is_snapshot;
	config->figures.n_asked = config->operands.count - config->is_snapshot;
	config->is_plain = modes == 0 && !config->is_snapshot;
	return 0;
}

static int
settle_output(struct config *config, struct err *err)
{
	config->figures.compare = (enum compare_with)(config->compare + 1);
	if (config->figures.compare != COMPARE_NONE && !config->is_plain)
		return err_set(err, ERR_USAGE,
		    "--compare is for figures alone: not with snapshot, "
		    "--check and the like");
	if (config->is_history && config->figures.min_cell > 0)
		return err_set(err, ERR_USAGE,
		    "what a snapshot has kept is not hidden any more: say "
		    "--min-cell when it is kept");
	config->is_exposition = config->common.format > OUT_MD;
	if (!config->is_exposition)
		return 0;
	config->common.format = COMMON_NO_FORMAT;
	if (config->is_plain && config->figures.compare == COMPARE_NONE)
		return 0;
	return err_set(err, ERR_USAGE,
	    "'-f prometheus' is for figures alone: not with snapshot, "
	    "--check, --compare and the like");
}

static int
settle_check(struct config *config, struct err *err)
{
	if (config->check == NULL)
		return 0;
	if ((by_bits(&config->figures.kpi.by) & BY_TIME) != 0)
		return err_set(err, ERR_USAGE,
		    "--check goes without months, weeks and days");
	if (targets_read(&config->targets, config->check, err) != 0)
		return -1;
	config->figures.asked = config->targets.asked;
	config->figures.n_asked = config->targets.count;
	return 0;
}

/* What figures look at besides events has to be read for them. */
static int
settle_reading(struct config *config, struct err *err)
{
	const struct figures_options *figures = &config->figures;

	for (size_t i = 0; i < figures->n_asked; i++) {
		struct span asked = span_of(figures->asked[i]);

		if (kpi_own_by(asked, &config->own_by, err) != 0)
			return -1;
		config->filter.view.has_identifiers |= kpi_is_of_records(asked);
	}
	return 0;
}

static int
settle(struct config *config, struct err *err)
{
	struct kpi_options *kpi = &config->figures.kpi;
	struct span currency = span_of(config->currency);
	char quoted[ERR_QUOTE_MAX];

	if (config->by != NULL &&
	    by_parse(span_of(config->by), &kpi->by, err) != 0)
		return -1;
	if (settle_mode(config, err) != 0 || settle_output(config, err) != 0 ||
	    settle_check(config, err) != 0)
		return -1;
	if (currency.len > 0) {
		if (money_currency_digits(currency) < 0)
			return err_set(err, ERR_USAGE,
			    "no currency '%s' (ISO 4217, such as JPY)",
			    err_quote(quoted, currency));
		kpi->currency = journey_currency_of(currency);
	}
	filter_settle(&config->filter);
	config->filter.view.has_anonymous = true;
	/* A day keeps what was so on that day, whatever is known by now. */
	config->filter.view.is_until_as_of =
	    config->is_snapshot || config->common.as_of != NULL;
	config->filter.view.by = kpi->by.count > 0 ? &kpi->by : &config->own_by;
	return settle_reading(config, err);
}

static int
configure(struct config *config, int argc, char **argv, struct err *err)
{
	struct kpi_options *kpi = &config->figures.kpi;
	const struct opt options[] = {
	    OPT_ROW_TEXT(0, "by", &config->by, "DIMENSIONS",
		"channel, group, source, month, week, day, hour, "
		"first_channel, stage, household, account, gender, age, "
		"attr:NAME"),
	    FILTER_ROWS(&config->filter),
	    OPT_ROW_TEXT(0, "currency", &config->currency, "CODE",
		"only this one (default: each its own rows)"),
	    OPT_ROW_CALL(0, "issue-gap", &kpi->issue.gap_us, view_duration,
		"TIME", "longer pauses begin a new issue (7d)"),
	    OPT_ROW_CALL(0, "repeat-window", &kpi->issue.repeat_us,
		view_duration, "TIME", "asked again within is not resolved"),
	    OPT_ROW_CALL(0, "hours", &kpi->hours, hours_parse, "FROM-TO",
		"when somebody is there (9-18)"),
	    OPT_ROW_CALL(0, "workdays", &kpi->hours, hours_parse_days, "DAYS",
		"on these days of the week (mon-fri)"),
	    OPT_ROW_CHOICE(0, "compare", &config->compare, "WITH",
		compare_names,
		"previous, year: the period before, and how far"),
	    OPT_ROW_INT(0, "min-cell", &config->figures.min_cell, "N", 1,
		1000000, "hide what rests on fewer, and what would tell it"),
	    OPT_ROW_TEXT(0, "check", &config->check, "FILE",
		"targets: kpi,definition,group,op,target,due,owner"),
	    OPT_ROW_FLAG(0, "history", &config->is_history,
		"the values of all snapshots"),
	    OPT_ROW_FLAG(0, "list", &config->is_list,
		"all figures and their definitions"),
	    OPT_ROW_TEXT(
		0, "explain", &config->explain, "KPI", "what one figure means"),
	    OPT_ROW_END,
	};
	int rc = common_parse(&config->common, &help, options, argc, argv,
	    &config->operands, err);

	return rc != 0 ? rc : settle(config, err);
}

/* What is done with the figures, once they are there. Keeping them begins when
 * nobody reads any more. */
static int
answer(struct config *config, struct store *store, struct view *view,
    struct err *err)
{
	struct figures *figures = figures_new(view, &config->figures, err);
	bool all_met = true;
	int rc = -1;

	if (figures == NULL)
		;
	else if (config->check != NULL)
		rc = targets_check(&config->targets, store,
		    figures_report(figures), &config->measures, &all_met, err);
	else if (config->is_exposition)
		rc = exposition_write(
		    figures_report(figures), &config->measures, err);
	else if (!config->is_snapshot)
		rc = figures_print(figures, err);
	else {
		view_end(view);
		rc = measures_keep(
		    store, figures_report(figures), &config->measures, err);
	}
	figures_free(figures);
	config->is_missed = !all_met;
	return rc;
}

/* The period, if it is another one at another time. */
static struct span
asked_period(const struct config *config)
{
	struct span period = span_of(config->filter.view.period);

	return view_is_relative(period) ? period : span_of(NULL);
}

static int
read_store(struct config *config, struct store *store, struct err *err)
{
	struct zone *zone = common_zone(&config->common, store, err);
	struct view *view = NULL;
	int64_t as_of_us;
	int rc = -1;

	if (zone != NULL &&
	    common_as_of(&config->common, store, zone, &as_of_us, err) == 0) {
		config->measures.zone = zone;
		config->measures.as_of_us = as_of_us;
		config->measures.min_cell = config->figures.min_cell;
		view =
		    view_open(store, zone, as_of_us, &config->filter.view, err);
	}
	if (view != NULL) {
		config->measures.asked = asked_period(config);
		config->measures.period = view_period(view);
		rc = answer(config, store, view, err);
	}
	if (rc == 0)
		common_say_unmerged(&config->common, view_unmerged(view));
	if (rc == 0)
		common_say_damaged(&config->common, view_is_damaged(view));
	view_free(view);
	zone_free(zone);
	return rc;
}

static int
list_measures(struct config *config, struct store *store, struct err *err)
{
	struct zone *zone = common_zone(&config->common, store, err);
	int rc = -1;

	config->measures.zone = zone;
	if (zone != NULL)
		rc = measures_list(store, &config->measures, err);
	zone_free(zone);
	return rc;
}

static int
compute(struct config *config, struct err *err)
{
	struct store *store = common_open(&config->common,
	    config->is_snapshot ? STORE_WRITE : STORE_READ, err);
	int rc = -1;

	if (store == NULL)
		return -1;
	if (config->is_history)
		rc = list_measures(config, store, err);
	else
		rc = read_store(config, store, err);
	store_close(store);
	return rc;
}

/* Cron mails whatever is said: with --quiet that is what is missed alone. */
static bool
is_unsaid(const struct config *config)
{
	bool is_well = config->is_snapshot ||
	    (config->check != NULL && !config->is_missed);

	return is_well && common_is_silent(&config->common);
}

static int
run(struct config *config, struct err *err)
{
	struct common_out output = {0};
	FILE *stream = common_out_open(&output, err);
	int rc = -1;

	if (stream == NULL)
		return -1;
	common_out_options(&config->common, &config->figures.out);
	config->figures.stream = stream;
	config->measures.out = config->figures.out;
	config->measures.stream = stream;
	if (config->is_list)
		rc = glossary_list(stream, &config->figures.out, err);
	else if (config->explain != NULL)
		rc = glossary_explain(stream, span_of(config->explain), err);
	else
		rc = compute(config, err);
	if (rc == 0 && !is_unsaid(config))
		rc = common_out_commit(&config->common, &output, err);
	common_out_abort(&output);
	if (rc == 0 && config->is_missed)
		err->code = ERR_NO;
	return rc;
}

int
main(int argc, char **argv)
{
	struct config config = {
	    .filter.view = {.dormant_us = 365 * JOURNEY_DAY_US},
	    .common.formats = format_names,
	    .compare = -1,
	    .figures.kpi.issue = {KPI_ISSUE_GAP_US, KPI_REPEAT_US},
	    .figures.kpi.hours = HOURS_DEFAULT,
	};
	struct err err = {0};

	common_start(&config.common, "omni-kpi");
	filter_init(&config.filter);
	if (configure(&config, argc, argv, &err) == 0)
		(void)run(&config, &err);
	opt_list_clear(&config.operands);
	targets_clear(&config.targets);
	filter_clear(&config.filter);
	return common_finish(&config.common, &err);
}
