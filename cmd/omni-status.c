/* omni-status: what is in the store, and whether a feed has stopped. */

#include <time.h>

#include "common.h"
#include "flow/status.h"

struct config {
	struct common common;
	struct opt_list operands;
	const char *max_age;
	int64_t max_age_us;
	int64_t n_stale;
};

static const struct opt_help help = {
    .name = "omni-status",
    .about = "what is in the store: channels, sources, freshness, last merge",
    .usage = "omni-status [OPTION]...",
    .examples = "  omni-status\n"
		"  omni-status -f csv | grep coverage\n"
		"  omni-status -q --max-age 36h\n",
    .footer = "Manual: omni-status(1).\n",
};

static int
configure(struct config *config, int argc, char **argv, struct err *err)
{
	const struct opt options[] = {
	    OPT_ROW_TEXT(0, "max-age", &config->max_age, "AGE",
		"exit 1 if a source is staler (36h, 7d)"),
	    OPT_ROW_END,
	};
	int rc = common_parse(&config->common, &help, options, argc, argv,
	    &config->operands, err);

	if (rc != 0)
		return rc;
	if (config->operands.count > 0)
		return err_set(err, ERR_USAGE, "takes no operands");
	if (config->max_age != NULL &&
	    !status_age(span_of(config->max_age), &config->max_age_us))
		return err_set(
		    err, ERR_USAGE, "--max-age takes an age such as 36h or 7d");
	return 0;
}

static int
tell_stale(void *context, const struct status_stale *stale, struct err *err)
{
	struct config *config = context;
	char name[ERR_QUOTE_MAX];
	struct err problem = {0};

	(void)err;
	config->n_stale++;
	err_set(&problem, ERR_NO, "source '%s': %s %lld h old",
	    err_quote(name, stale->source),
	    stale->by_event ? "the newest event is"
			    : "the newest import with news is",
	    (long long)(stale->age_us / 3600000000));
	common_report(&config->common, &problem);
	return 0;
}

/* Events are held against --as-of, imports against the clock: that notices
 * one feed that stopped as well as all of them. */
static int
check_age(struct config *config, struct store *store, const struct zone *zone,
    struct err *err)
{
	int64_t as_of_us = CANON_NO_TIME;
	int64_t now_us = (int64_t)time(NULL) * 1000000;

	if (common_as_of(&config->common, store, zone, &as_of_us, err) == -1)
		return -1;
	if (config->common.as_of != NULL)
		now_us = as_of_us;
	return status_check(store, config->max_age_us, as_of_us, now_us,
	    tell_stale, config, err);
}

static int
answer(
    struct config *config, struct store *store, FILE *stream, struct err *err)
{
	struct zone *zone = common_zone(&config->common, store, err);
	struct out_options options;
	int rc;

	if (zone == NULL)
		return -1;
	common_out_options(&config->common, &options);
	rc = status_write(store, &options, zone, stream, err);
	if (rc == 0 && config->max_age != NULL)
		rc = check_age(config, store, zone, err);
	zone_free(zone);
	return rc;
}

static int
run(struct config *config, struct err *err)
{
	struct common_out output = {0};
	struct store *store = common_open(&config->common, STORE_READ, err);
	int rc = -1;

	if (store == NULL)
		return -1;
	if (common_out_open(&output, err) != NULL)
		rc = answer(config, store, output.spool, err);
	store_close(store);
	/* Quiet with --max-age asks for nothing but the answer. */
	if (rc == 0 && !(config->common.is_quiet && config->max_age != NULL))
		rc = common_out_commit(&config->common, &output, err);
	common_out_abort(&output);
	if (rc == 0 && config->n_stale > 0)
		err->code = ERR_NO;
	return rc;
}

int
main(int argc, char **argv)
{
	struct config config = {0};
	struct err err = {0};

	common_start(&config.common, "omni-status");
	if (configure(&config, argc, argv, &err) == 0)
		(void)run(&config, &err);
	opt_list_clear(&config.operands);
	return common_finish(&config.common, &err);
}
