#include <math.h>
#include <stdlib.h>

#include "match/match.h"
#include "match/strict.h"

#define LOOKED_AT 100000 /* pairs */
#define SHOWN 10000      /* a threshold has four digits */

/* What one thread counts. */
struct strict_counter {
	const struct compare *compare;
	struct compare_thread *thread;
	uint64_t counts[STRICT_WEIGHTS];
};

static void
count_pair(void *context, uint32_t a, uint32_t b)
{
	struct strict_counter *counter = context;
	const struct facts *facts = counter->compare->facts;
	uint32_t x = facts_record_of(facts, a), y = facts_record_of(facts, b);
	bool is_turned = facts->digest[x] > facts->digest[y];
	struct compare_pair pair;
	int32_t weight;

	compare_records(counter->compare, counter->thread, is_turned ? y : x,
	    is_turned ? x : y, &pair);
	if (pair.weight < counter->thread->least || pair.weight < 0 ||
	    pair.is_unique_apart)
		return;
	weight =
	    pair.weight < STRICT_WEIGHTS ? pair.weight : STRICT_WEIGHTS - 1;
	counter->counts[weight]++;
}

/* As many digits as are shown, upwards. */
static double
rounded(double threshold, double most)
{
	double shown = ceil(threshold * SHOWN) / SHOWN;

	return shown < most ? shown : most;
}

double
strict_choose(const struct model *model, const uint64_t *counts)
{
	double links = model->prior_strength, wrong = 0, here;
	int32_t least = match_weight(model->threshold);
	int32_t most = match_weight(model->threshold_most);
	int32_t weight;

	for (weight = STRICT_WEIGHTS - 1; weight >= least && weight >= 0;
	     weight--) {
		here = (double)counts[weight];
		links += here;
		wrong += here * (1 - match_probability(weight));
		if (weight < most && wrong > links * (1 - model->precision))
			return rounded(match_probability(weight + 1),
			    model->threshold_most);
	}
	return model->threshold;
}

static int
counters_make(struct strict_counter *counters, int n,
    const struct compare *compare, struct err *err)
{
	int32_t least = match_weight(compare->model->threshold);
	int i;

	for (i = 0; i < n; i++) {
		counters[i].compare = compare;
		counters[i].thread = compare_thread_new();
		if (counters[i].thread == NULL)
			return err_nomem(err);
		counters[i].thread->least = least;
	}
	return 0;
}

static int
walk(struct strict_counter *counters, int n, struct pairs *pairs,
    struct err *err)
{
	void *contexts[MATCH_THREADS_MAX];
	uint64_t all = 0;
	int i;

	for (i = 0; i < pairs->model->n_rules; i++)
		all += pairs->count[i].pairs;
	for (i = 0; i < n; i++)
		contexts[i] = &counters[i];
	return pairs_walk(pairs, n, (uint32_t)(all / LOOKED_AT) + 1, count_pair,
	    contexts, err);
}

int
strict_find(const struct compare *compare, struct pairs *pairs, int n_threads,
    double *threshold, struct err *err)
{
	struct strict_counter *counters =
	    calloc((size_t)n_threads, sizeof(*counters));
	int i, k, status = -1;

	if (counters == NULL)
		return err_nomem(err);
	if (counters_make(counters, n_threads, compare, err) == 0)
		status = walk(counters, n_threads, pairs, err);
	for (i = 1; status == 0 && i < n_threads; i++)
		for (k = 0; k < STRICT_WEIGHTS; k++)
			counters[0].counts[k] += counters[i].counts[k];
	if (status == 0)
		*threshold = strict_choose(compare->model, counters[0].counts);
	for (i = 0; i < n_threads; i++)
		free(counters[i].thread);
	free(counters);
	return status;
}
