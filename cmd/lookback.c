#include "lookback.h"

#include "flow/lineage.h"
#include "flow/reasons.h"

int
lookback_count(const struct lookback *lookback)
{
	return lookback->runs + lookback->conflicts + lookback->coverage +
	    (lookback->history != NULL) + (lookback->explain != NULL);
}

void
lookback_take(struct lookback *lookback, struct opt_list *operands)
{
	if (lookback->explain == NULL || operands->count != 1)
		return;
	lookback->other = operands->items[0];
	operands->count = 0;
}

static int
explain(const struct lookback *lookback, const struct lineage_options *options,
    struct store *store, int n_threads, struct err *err)
{
	struct span left = span_of(lookback->explain);

	if (lookback->other == NULL)
		return reasons_customer(store, options, left, err);
	return reasons_pair(
	    store, options, left, span_of(lookback->other), n_threads, err);
}

int
lookback_run(const struct lookback *lookback, const struct common *common,
    struct store *store, int n_threads, FILE *stream, struct err *err)
{
	struct zone *zone = common_zone(common, store, err);
	struct lineage_options options = {.zone = zone, .stream = stream};
	int rc;

	if (zone == NULL)
		return -1;
	common_out_options(common, &options.out);
	if (lookback->runs)
		rc = lineage_runs(store, &options, err);
	else if (lookback->conflicts)
		rc = lineage_conflicts(store, &options, err);
	else if (lookback->coverage)
		rc = lineage_coverage(store, &options, err);
	else if (lookback->explain != NULL)
		rc = explain(lookback, &options, store, n_threads, err);
	else
		rc = lineage_history(
		    store, &options, span_of(lookback->history), err);
	zone_free(zone);
	return rc;
}
