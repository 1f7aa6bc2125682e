#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/hashmap.h"
#include "base/threads.h"
#include "match/strict.h"
#include "match/train.h"

#define ROUNDS 12
#define RANDOM_PAIRS 200000
#define SAMPLED_PAIRS 500000
#define PATTERNS_MAX 200000
#define SHARE_LEAST 1e-9
/* One person differs at most so many times as often as built in: else a class
 * of households drifts into that of persons. */
#define ELSE_MOST 4
#define HOMES_LEAST 1 /* pairs of one household */
#define SEEN_LEAST 0.02
#define HOMES_SHARE 0.001 /* of them to matches */

/* How often a pattern was seen: levels, which of them may be learned from it,
 * and what frequencies said in whole bits. */
struct pattern {
	uint8_t level[MODEL_COMPARISONS_MAX];
	uint32_t untouched;
	int32_t frequency;
	bool is_generation;
	uint64_t count;
};

/* What one thread counts. */
struct counter {
	const struct compare *compare;
	const struct pairs *pairs;
	struct compare_thread *thread;
	struct hashmap seen;
	struct pattern *patterns;
	size_t n, cap;
	struct err err;
	int status;
};

/* Sums of one round. */
struct sums {
	double match[MODEL_COMPARISONS_MAX][MODEL_LEVELS_MAX + 1];
	double matches, households;
	double homes;     /* of those where names and births are known */
	double namesakes; /* and of these with one given name */
};

void
train_shares(struct model *model, size_t n_records)
{
	double n = n_records > 1 ? (double)n_records : 2;

	model->match_share = model->matches / (n - 1) * 2;
	if (model->match_share > 0.2)
		model->match_share = 0.2;
	model->household_share = model->match_share * model->households;
}

static uint64_t
digest_pattern(const struct pattern *p)
{
	uint64_t seed = (uint64_t)p->untouched << 32 | (uint32_t)p->frequency;

	if (p->is_generation)
		seed = ~seed;

	return hash_64(
	    seed, span_make((const char *)p->level, sizeof(p->level)));
}

static int
count_pattern(struct counter *counter, const struct pattern *p)
{
	uint64_t *slot;
	bool fresh;

	slot = hashmap_slot(
	    &counter->seen, digest_pattern(p), &fresh, &counter->err);
	if (slot == NULL ||
	    array_grow(&counter->patterns, &counter->cap, counter->n + 1,
		sizeof(*p), &counter->err) == -1)
		return -1;
	if (fresh) {
		*slot = counter->n;
		counter->patterns[counter->n++] = *p;
		return 0;
	}
	counter->patterns[*slot].count += p->count;
	return 0;
}

static void
count_pair(void *context, uint32_t a, uint32_t b)
{
	struct counter *counter = context;
	const struct facts *facts = counter->compare->facts;
	uint32_t x = facts_record_of(facts, a), y = facts_record_of(facts, b);
	struct compare_pair pair;
	struct pattern p = {.count = 1};
	int c, bits = 0;

	if (counter->status == -1 || counter->n > PATTERNS_MAX)
		return;
	if (facts->digest[x] > facts->digest[y]) {
		uint32_t swap = x;
		x = y;
		y = swap;
	}
	compare_records(counter->compare, counter->thread, x, y, &pair);
	memcpy(p.level, pair.level, sizeof(p.level));
	for (c = 0; c < counter->compare->model->n_comparisons; c++)
		bits += pair.frequency[c];
	p.frequency = bits / 1000;
	p.is_generation = pair.is_generation;
	p.untouched = pairs_untouched(counter->pairs, a, b);
	counter->status = count_pattern(counter, &p);
}

static int
compare_patterns(const void *left, const void *right)
{
	const struct pattern *a = left;
	const struct pattern *b = right;
	int order = memcmp(a->level, b->level, sizeof(a->level));

	if (order != 0)
		return order;
	if (a->untouched != b->untouched)
		return a->untouched < b->untouched ? -1 : 1;
	if (a->is_generation != b->is_generation)
		return a->is_generation ? 1 : -1;
	return (a->frequency > b->frequency) - (a->frequency < b->frequency);
}

/* Put the counts of all threads into the first, in order. */
static int
join_counters(struct counter *counters, int n, struct err *err)
{
	size_t j;
	int i;

	for (i = 0; i < n; i++) {
		if (counters[i].status == -1) {
			*err = counters[i].err;
			return -1;
		}
		for (j = 0; i > 0 && j < counters[i].n; j++)
			if (count_pattern(
				&counters[0], &counters[i].patterns[j]) == -1) {
				*err = counters[0].err;
				return -1;
			}
	}
	if (counters[0].n > 0)
		qsort(counters[0].patterns, counters[0].n,
		    sizeof(*counters[0].patterns), compare_patterns);
	return 0;
}

/* Which class is the pair in, all comparisons but ${except} heard? */
static void
posterior(const struct compare *compare, const struct pattern *p, int except,
    double *match, double *household)
{
	double m = compare->prior + p->frequency * 1000;
	double h = compare->prior_household + p->frequency * 1000;
	double em, eh;
	int c;

	for (c = 0; c < compare->model->n_comparisons; c++) {
		if (c == except || p->level[c] == 0)
			continue;
		m += compare->weight[c][p->level[c]];
		h += compare->household[c][p->level[c]];
	}
	em = exp2((m > 60000 ? 60000 : m) / 1000);
	eh = exp2((h > 60000 ? 60000 : h) / 1000);
	*match = em / (1 + em + eh);
	*household = eh / (1 + em + eh);
}

/* Could one see that they live together? */
static bool
is_home_seen(const struct compare *compare, const struct pattern *p)
{
	int family = compare->of_kind[MODEL_FAMILY];
	int street = compare->of_kind[MODEL_STREET];

	return family >= 0 && p->level[family] != 0 && street >= 0 &&
	    p->level[street] != 0;
}

static int
level_at(const struct compare *compare, const struct pattern *p,
    enum model_kind kind)
{
	int c = compare->of_kind[kind];

	return c < 0 ? 0 : p->level[c];
}

/* Two of one home, of whom it is known when they were born: have they one
 * name? Those who are a generation apart are two, whatever is in common. */
static void
count_namesakes(const struct compare *compare, const struct pattern *p,
    double match, double household, struct sums *sums)
{
	double households = (double)p->count *
	    (p->is_generation ? match + household : household);
	int given = level_at(compare, p, MODEL_GIVEN);
	int birth = level_at(compare, p, MODEL_DATE);

	if (given == 0 || birth == 0 || birth == BIRTH_PART_YEAR ||
	    birth == BIRTH_PART_MONTH ||
	    level_at(compare, p, MODEL_FAMILY) < NAME_NEAR ||
	    level_at(compare, p, MODEL_STREET) < STREET_NUMBER)
		return;
	sums->homes += households;
	if (levels_is_avoided(MODEL_GIVEN, given))
		sums->namesakes += households;
}

static void
expect(const struct compare *compare, const struct pattern *patterns, size_t n,
    bool by_home, struct sums *sums)
{
	const struct pattern *p;
	double match, household, rest;
	size_t i;
	int c;

	memset(sums, 0, sizeof(*sums));
	for (i = 0; i < n; i++) {
		p = &patterns[i];
		posterior(compare, p, -1, &match, &household);
		sums->matches += (double)p->count * match;
		if (!by_home || is_home_seen(compare, p))
			sums->households += (double)p->count * household;
		count_namesakes(compare, p, match, household, sums);
		if (match < 1e-6)
			continue;
		for (c = 0; c < compare->model->n_comparisons; c++) {
			if (p->level[c] == 0 || (p->untouched >> c & 1) == 0)
				continue;
			posterior(compare, p, c, &rest, &household);
			if (rest > 0.8)
				sums->match[c][p->level[c]] +=
				    (double)p->count * match;
		}
	}
}

/*
 * A higher level weighs no less: neighbours that say otherwise are taken
 * together (pool adjacent violators; Ayer et al., 1955), so that a level that
 * was hardly seen takes the weight of the next.
 */
static void
fall(struct model_comparison *c)
{
	double m[MODEL_LEVELS_MAX + 1], u[MODEL_LEVELS_MAX + 1];
	int last[MODEL_LEVELS_MAX + 1];
	int k, n = 0, at;

	for (k = 1; k <= c->n_levels; k++) {
		m[n] = c->level[k].m;
		u[n] = c->level[k].u;
		last[n++] = k;
		for (; n > 1 && m[n - 1] * u[n - 2] < m[n - 2] * u[n - 1];
		     n--) {
			m[n - 2] += m[n - 1];
			u[n - 2] += u[n - 1];
			last[n - 2] = last[n - 1];
		}
	}
	for (k = 1, at = 0; k <= c->n_levels; k++) {
		if (k > last[at])
			at++;
		c->level[k].m = c->level[k].u * m[at] / u[at];
	}
}

/* Names have levels of different kinds: none says more than equality. */
static void
cap(struct model_comparison *c)
{
	const struct model_level *top = &c->level[c->n_levels];
	int k;

	for (k = 1; k < c->n_levels; k++)
		if (c->level[k].m * top->u > top->m * c->level[k].u)
			c->level[k].m = c->level[k].u * top->m / top->u;
}

static void
set_m(struct model_comparison *c, const struct model_comparison *built_in,
    const double *sums, double strength)
{
	double total = strength, most, rest;
	int k;

	for (k = 1; k <= c->n_levels; k++)
		total += sums[k];
	for (k = 1; k <= c->n_levels; k++)
		c->level[k].m =
		    (sums[k] + strength * built_in->level[k].m) / total;
	most = built_in->level[1].m * ELSE_MOST;
	if (c->level[1].m > most) {
		rest = (1 - most) / (1 - c->level[1].m);
		for (k = 2; k <= c->n_levels; k++)
			c->level[k].m *= rest;
		c->level[1].m = most;
	}
	if (c->kind == MODEL_GIVEN || c->kind == MODEL_FAMILY)
		cap(c);
	else
		fall(c);
}

static double
part_in_common(const struct model_comparison *c, int k)
{
	const struct model_level *level = &c->level[k];
	double chance = levels_is_avoided(c->kind, k) ? 0 : level->u, part;

	if (level->m <= chance)
		return 0;
	part = (level->household - chance) / (level->m - chance);
	return part < 0 ? 0 : part > 1 ? 1 : part;
}

/* The share of names that are one by chance. */
static double
namesakes_by_chance(const struct model_comparison *c)
{
	double sum = 0;
	int k;

	for (k = 2; k <= c->n_levels; k++)
		if (levels_is_avoided(c->kind, k))
			sum += c->level[k].u;
	return sum;
}

/*
 * Of two people of one household how many have one given name? On purpose, as
 * father and son do, at most as many as are built in. Families avoid to have
 * one by chance; where more are found, they do not, and what is called a home
 * is one of many people. ${chance}: how many there are to those that would be
 * by chance alone, at most all.
 */
static double
part_of_namesakes(const struct model_comparison *c, const struct sums *sums,
    double built_in, double strength, double *chance)
{
	double share =
	    (sums->namesakes + strength * built_in) / (sums->homes + strength);
	double by_chance = namesakes_by_chance(c);

	*chance = 0;
	if (share <= built_in)
		return share;
	*chance =
	    share - built_in < by_chance ? (share - built_in) / by_chance : 1;
	return built_in;
}

/*
 * What a household has in common on purpose, it has as its members would have
 * it in two records each: misspelt and left behind as often. So of each level
 * the built-in shares tell only the part that is in common on purpose.
 */
static void
set_household(struct model_comparison *c, const struct model_comparison *first,
    const struct sums *sums, double strength)
{
	double sum = 0, chance, part;
	int k;

	for (k = 2; k <= c->n_levels; k++) {
		chance = levels_is_avoided(c->kind, k) ? 0 : 1;
		part = part_in_common(first, k);
		if (sums != NULL && levels_is_avoided(c->kind, k))
			part =
			    part_of_namesakes(c, sums, part, strength, &chance);
		c->level[k].household =
		    part * c->level[k].m + chance * (1 - part) * c->level[k].u;
		sum += c->level[k].household;
	}
	c->level[1].household = sum < 0.98 ? 1 - sum : 0.02;
}

/* The share of records that know a value. */
static double
filled(const struct compare *compare, int column)
{
	double n = (double)compare->facts->n_records;

	return n < 1 ? 0 : exp2(compare->log_known[column] / 1000.0) / n;
}

/* Of the pairs of one household, how many could be seen to be one: both know
 * the family name and the street. Where hardly any do, households are counted
 * as they are. */
static double
seen_homes(const struct compare *compare)
{
	double family = filled(compare, FACTS_FAMILY);
	double street = filled(compare, FACTS_TOWN);

	return family * family * street * street;
}

static void
maximise(struct model *model, const struct model *built_in,
    const struct model *first, const struct sums *sums, double scale,
    double all_pairs)
{
	double strength = model->prior_strength;
	int c;

	for (c = 0; c < model->n_comparisons; c++) {
		set_m(&model->comparison[c], &built_in->comparison[c],
		    sums->match[c], strength);
		set_household(&model->comparison[c], &first->comparison[c],
		    sums, strength);
	}
	model->match_share = (sums->matches * scale + 5) / all_pairs;
	model->household_share =
	    (sums->households * scale + HOMES_LEAST) / all_pairs;
	if (model->match_share > 0.2)
		model->match_share = 0.2;
	if (model->household_share > 0.2)
		model->household_share = 0.2;
	if (model->match_share < SHARE_LEAST * 1e-4)
		model->match_share = SHARE_LEAST * 1e-4;
	/* Families there are, whether their pairs were looked at or not. */
	if (model->household_share < model->match_share * HOMES_SHARE)
		model->household_share = model->match_share * HOMES_SHARE;
}

static const struct facts_pool *
pool_of(const struct compare *compare, int c)
{
	const struct facts *f = compare->facts;

	switch (compare->model->comparison[c].kind) {
	case MODEL_EMAIL:
		return &f->list[FACTS_EMAIL].pool;
	case MODEL_PHONE:
		return &f->list[FACTS_PHONE].pool;
	case MODEL_ID:
		return &f->list[FACTS_ID].pool;
	case MODEL_AREA:
	case MODEL_STREET:
		return NULL;
	case MODEL_GIVEN:
	case MODEL_FAMILY:
	case MODEL_OTHER:
	case MODEL_DATE:
	case MODEL_TEXT:
	case MODEL_EXACT:
	case MODEL_KINDS:
	default:
		return compare->column[c] == FACTS_COLUMNS
		    ? NULL
		    : &f->pool[compare->column[c]];
	}
}

/* Pairs at even steps that one thread looks at, and their levels. */
struct sampler {
	const struct compare *compare;
	struct compare_thread *thread;
	const uint32_t *order;
	size_t first, last; /* of all pairs in their order */
	double seen[MODEL_COMPARISONS_MAX][MODEL_LEVELS_MAX + 1];
};

/* Pairs that look like one person say nothing of two. */
static void
count_levels(struct sampler *sampler, uint32_t a, uint32_t b)
{
	const struct compare *compare = sampler->compare;
	struct compare_pair pair;
	int c;

	compare_records(compare, sampler->thread, a, b, &pair);
	if (pair.weight > 0)
		return;
	for (c = 0; c < compare->model->n_comparisons; c++)
		sampler->seen[c][pair.level[c]]++;
}

static void *
count_random(void *argument)
{
	struct sampler *sampler = argument;
	size_t n, step = 1, at = sampler->first, i, done = sampler->first;

	assert(sampler->compare != NULL);
	n = sampler->compare->facts->n_records;
	/* There are n - 1 pairs at one step, n - 2 at two. */
	for (; step < n && at >= n - step; step++)
		at -= n - step;
	for (; step < n && done < sampler->last; step++, at = 0)
		for (i = at; i + step < n && done < sampler->last; i++, done++)
			count_levels(sampler, sampler->order[i],
			    sampler->order[i + step]);
	return NULL;
}

static size_t
count_pairs(size_t n)
{
	uint64_t pairs = n == 0 ? 0 : (uint64_t)n * (n - 1) / 2;

	return pairs < RANDOM_PAIRS ? (size_t)pairs : RANDOM_PAIRS;
}

struct ranked {
	uint64_t digest;
	uint32_t record;
};

static int
compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left;
	const struct ranked *b = right;

	if (a->digest != b->digest)
		return a->digest < b->digest ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

/* Records whose digest is not above ${most}. */
static size_t
rank_up_to(const struct facts *facts, uint64_t most, struct ranked *ranked)
{
	size_t i, n = 0;

	for (i = 0; i < facts->n_records; i++)
		if (facts->digest[i] <= most)
			ranked[n++] =
			    (struct ranked){facts->digest[i], (uint32_t)i};
	return n;
}

/* The records by digest, as far as their pairs are looked at. */
static uint32_t *
by_digest(const struct facts *facts)
{
	size_t n = facts->n_records, wanted = count_pairs(n) + 1, i, found;
	struct ranked *ranked = malloc((n + 1) * sizeof(*ranked));
	uint32_t *order = malloc((n + 1) * sizeof(*order));

	if (ranked == NULL || order == NULL) {
		free(ranked);
		free(order);
		return NULL;
	}
	/* In many records a part is enough: as digests are spread evenly, all
	 * that are wanted are in it, or else all are taken. */
	found = wanted >= n / 2
	    ? 0
	    : rank_up_to(facts, UINT64_MAX / n * (wanted + wanted / 8), ranked);
	if (found < wanted)
		found = rank_up_to(facts, UINT64_MAX, ranked);
	qsort(ranked, found, sizeof(*ranked), compare_ranked);
	for (i = 0; i < found; i++)
		order[i] = ranked[i].record;
	free(ranked);
	return order;
}

static void
set_u(struct model *model, const struct model *first,
    const struct compare *compare, double (*seen)[MODEL_LEVELS_MAX + 1])
{
	const struct facts_pool *pool;
	struct model_comparison *c;
	double total, u, sum;
	int i, k;

	for (i = 0; i < model->n_comparisons; i++) {
		c = &model->comparison[i];
		pool = pool_of(compare, i);
		for (k = 1, total = 0; k <= c->n_levels; k++)
			total += seen[i][k];
		for (k = 1, sum = 0; k <= c->n_levels; k++) {
			u = (seen[i][k] + 1) / (total + 1 / c->level[k].u);
			if (k == c->n_levels && pool != NULL &&
			    pool->names.count > 0)
				u = (compare_chance(pool) * c->shared *
					    (total + 1) +
					1) /
				    (total + 1 + 1 / c->level[k].u);
			c->level[k].u = u > SHARE_LEAST ? u : SHARE_LEAST;
			sum += c->level[k].u;
		}
		for (k = 1; k <= c->n_levels; k++)
			c->level[k].u /= sum;
		set_household(c, &first->comparison[i], NULL, 0);
	}
}

static void
join_samplers(
    struct sampler *samplers, int n, double (*seen)[MODEL_LEVELS_MAX + 1])
{
	int i, c, k;

	for (i = 0; i < n; i++)
		for (c = 0; c < MODEL_COMPARISONS_MAX; c++)
			for (k = 0; k <= MODEL_LEVELS_MAX; k++)
				seen[c][k] += samplers[i].seen[c][k];
}

/* Each thread has a part of the pairs; counts are whole numbers, so it does
 * not matter which. */
static int
sample(struct sampler *samplers, const struct compare *compare,
    const uint32_t *order, int n_threads, struct err *err)
{
	size_t most = count_pairs(compare->facts->n_records);
	size_t n = (size_t)n_threads, i;

	for (i = 0; i < n; i++) {
		samplers[i].compare = compare;
		samplers[i].order = order;
		samplers[i].first = most * i / n;
		samplers[i].last = most * (i + 1) / n;
		samplers[i].thread = compare_thread_new();
		if (samplers[i].thread == NULL)
			return err_nomem(err);
	}
	return threads_run(
	    count_random, samplers, sizeof(*samplers), n_threads, err);
}

static int
learn_u(struct model *model, const struct model *first, struct compare *compare,
    int n_threads, struct err *err)
{
	double seen[MODEL_COMPARISONS_MAX][MODEL_LEVELS_MAX + 1] = {{0}};
	struct sampler *samplers = calloc((size_t)n_threads, sizeof(*samplers));
	uint32_t *order = by_digest(compare->facts);
	int i, status = -1;

	if (samplers == NULL || order == NULL)
		err_nomem(err);
	else
		status = sample(samplers, compare, order, n_threads, err);
	if (status == 0) {
		join_samplers(samplers, n_threads, seen);
		set_u(model, first, compare, seen);
		compare_weigh(compare);
	}
	for (i = 0; i < n_threads && samplers != NULL; i++)
		free(samplers[i].thread);
	free(samplers);
	free(order);
	return status;
}

static int
count_all(struct counter *counters, struct pairs *pairs, int n_threads,
    uint32_t *sample, struct err *err)
{
	void *contexts[64];
	uint64_t pairs_most = 0;
	int i;

	if (pairs_walk(pairs, n_threads, 1, NULL, NULL, err) == -1)
		return -1;
	for (i = 0; i < pairs->model->n_rules; i++)
		pairs_most += pairs->count[i].pairs;
	*sample = (uint32_t)(pairs_most / SAMPLED_PAIRS);
	if (*sample == 0)
		*sample = 1;
	for (i = 0; i < n_threads; i++)
		contexts[i] = &counters[i];
	return pairs_walk(pairs, n_threads, *sample, count_pair, contexts, err);
}

static void
iterate(struct model *model, const struct model *first, struct compare *compare,
    const struct counter *counter, double scale)
{
	double n = (double)compare->facts->n_records;
	struct model *built_in = malloc(sizeof(*built_in));
	struct sums *sums = malloc(sizeof(*sums));
	double seen = seen_homes(compare);
	int round;

	if (built_in != NULL && sums != NULL) {
		*built_in = *model;
		for (round = 0; round < ROUNDS; round++) {
			expect(compare, counter->patterns, counter->n,
			    seen > SEEN_LEAST, sums);
			if (seen > SEEN_LEAST)
				sums->households /= seen;
			maximise(model, built_in, first, sums, scale,
			    n > 2 ? n * (n - 1) / 2 : 1);
			compare_weigh(compare);
		}
	}
	free(built_in);
	free(sums);
}

int
train_model(struct model *model, const struct facts *facts, struct pairs *pairs,
    int n_threads, struct err *err)
{
	struct counter *counters = calloc((size_t)n_threads, sizeof(*counters));
	struct compare compare = {0};
	struct model *first = malloc(sizeof(*first));
	uint32_t sample = 1;
	int i, status = -1;

	if (counters == NULL || first == NULL) {
		free(counters);
		free(first);
		return err_nomem(err);
	}
	*first = *model;
	train_shares(model, facts->n_records);
	if (compare_init(&compare, facts, model, err) == -1 ||
	    learn_u(model, first, &compare, n_threads, err) == -1)
		goto free_all;
	for (i = 0; i < n_threads; i++) {
		counters[i].compare = &compare;
		counters[i].pairs = pairs;
		counters[i].thread = compare_thread_new();
		if (counters[i].thread == NULL) {
			err_nomem(err);
			goto free_all;
		}
	}
	if (count_all(counters, pairs, n_threads, &sample, err) == -1 ||
	    join_counters(counters, n_threads, err) == -1)
		goto free_all;
	iterate(model, first, &compare, &counters[0], sample);
	if (strict_find(&compare, pairs, n_threads, &model->trained_threshold,
		err) == -1)
		goto free_all;
	model->is_trained = true;
	model->trained_records = (int64_t)facts->n_records;
	status = 0;
free_all:
	for (i = 0; i < n_threads; i++) {
		free(counters[i].thread);
		free(counters[i].patterns);
		hashmap_clear(&counters[i].seen);
	}
	free(counters);
	free(first);
	compare_clear(&compare);
	return status;
}
