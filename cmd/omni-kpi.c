/* omni-kpi: key figures, each with its definition and its parts. */

#include "common.h"
#include "filter.h"
#include "flow/figures.h"
#include "flow/glossary.h"
#include "norm/money.h"

struct config {
	struct common common;
	struct opt_list operands;
	struct filter filter;
	struct figures_options figures;
	const char *by;
	const char *currency;
	const char *explain;
	bool is_list;
};

static const struct opt_help help = {
    .name = "omni-kpi",
    .about = "key figures, each with its definition and its parts",
    .usage = "omni-kpi [OPTION]... [KPI[=DEFINITION]]...",
    .examples =
	"  omni-kpi                        the five of the mission\n"
	"  omni-kpi csat=top2 --by month   one, month by month\n"
	"  omni-kpi ltv=landmark:90d+365d --period 2026\n"
	"  omni-kpi all                    every figure, by its default\n"
	"  omni-kpi --list                 all that there are\n",
    .footer = "Manual: omni-kpi(1).\n",
};

static int
settle(struct config *config, struct err *err)
{
	struct kpi_options *kpi = &config->figures.kpi;
	struct span currency = span_of(config->currency);
	char quoted[ERR_QUOTE_MAX];

	if ((config->is_list || config->explain != NULL) &&
	    config->operands.count > 0)
		return err_set(
		    err, ERR_USAGE, "--list and --explain take no operands");
	if (config->by != NULL &&
	    by_parse(span_of(config->by), &kpi->by, err) != 0)
		return -1;
	if (currency.len > 0) {
		if (money_currency_digits(currency) < 0)
			return err_set(err, ERR_USAGE,
			    "no currency '%s' (ISO 4217, such as JPY)",
			    err_quote(quoted, currency));
		kpi->currency = journey_currency_of(currency);
	}
	config->figures.asked = config->operands.items;
	config->figures.n_asked = config->operands.count;
	filter_settle(&config->filter);
	config->filter.view.has_anonymous = true;
	config->filter.view.by = &kpi->by;
	return 0;
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

static int
compute(struct config *config, struct err *err)
{
	struct store *store = common_open(&config->common, STORE_READ, err);
	struct zone *zone = NULL;
	struct view *view = NULL;
	int64_t as_of_us;
	int rc = -1;

	if (store == NULL)
		return -1;
	zone = common_zone(&config->common, store, err);
	if (zone != NULL &&
	    common_as_of(&config->common, store, zone, &as_of_us, err) == 0)
		view =
		    view_open(store, zone, as_of_us, &config->filter.view, err);
	if (view != NULL)
		rc = figures_run(view, &config->figures, err);
	if (rc == 0)
		common_say_unmerged(&config->common, view_unmerged(view));
	view_free(view);
	zone_free(zone);
	store_close(store);
	return rc;
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
	if (config->is_list)
		rc = glossary_list(stream, &config->figures.out, err);
	else if (config->explain != NULL)
		rc = glossary_explain(stream, span_of(config->explain), err);
	else
		rc = compute(config, err);
	if (rc == 0)
		rc = common_out_commit(&config->common, &output, err);
	common_out_abort(&output);
	return rc;
}

int
main(int argc, char **argv)
{
	struct config config = {
	    .filter.view = {.dormant_us = 365 * JOURNEY_DAY_US},
	    .figures.kpi.issue = {KPI_ISSUE_GAP_US, KPI_REPEAT_US},
	    .figures.kpi.hours = HOURS_DEFAULT,
	};
	struct err err = {0};

	common_start(&config.common, "omni-kpi");
	filter_init(&config.filter);
	if (configure(&config, argc, argv, &err) == 0)
		(void)run(&config, &err);
	opt_list_clear(&config.operands);
	filter_clear(&config.filter);
	return common_finish(&config.common, &err);
}
