#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "match/account.h"
#include "match/cluster.h"
#include "match/frequency.h"
#include "match/household.h"
#include "match/keytext.h"
#include "match/match.h"
#include "match/train.h"
#include "match/trust.h"

/* Against a customer no pair of its records counts more, 1/1000 bit. */
#define AGAINST_MOST (-4000)

/* So many pairs wait until what they need of the memory is at hand. */
#define WAITING 8

struct waiting {
	uint32_t left, right;
};

/* What one thread finds. */
struct finder {
	const struct compare *compare;
	struct compare_thread *thread;
	int32_t least;
	struct match_link *links;
	size_t n, cap;
	uint64_t pairs;
	struct waiting waiting[WAITING];
	struct err err;
	int status;
	char apart[128]; /* no two threads write near each other */
};

/* What clustering asks. */
struct judge {
	const struct compare *compare;
	struct compare_thread *thread;
	const struct decided *decided;
};

double
match_probability(int32_t weight)
{
	return 1 / (1 + exp2(-weight / 1000.0));
}

int32_t
match_weight(double probability)
{
	if (probability >= 1)
		return INT32_MAX / 2;
	if (probability <= 0)
		return INT32_MIN / 2;
	return compare_log2(probability / (1 - probability));
}

static void
order_pair(const struct facts *facts, uint32_t *a, uint32_t *b)
{
	uint32_t x = facts_row(facts, *a)[FACTS_ORDER] >> 1;
	uint32_t y = facts_row(facts, *b)[FACTS_ORDER] >> 1;
	uint32_t swap;

	/* The digests begin so, and these are at hand. */
	if (x < y)
		return;
	if (x == y &&
	    (facts->digest[*a] < facts->digest[*b] ||
		(facts->digest[*a] == facts->digest[*b] && *a < *b)))
		return;
	swap = *a;
	*a = *b;
	*b = swap;
}

static void
weigh_pair(struct finder *finder, uint32_t a, uint32_t b)
{
	struct compare_pair pair;

	if (finder->status == -1)
		return;
	compare_records(finder->compare, finder->thread, a, b, &pair);
	if (pair.weight < finder->least)
		return;
	finder->status = array_grow(&finder->links, &finder->cap, finder->n + 1,
	    sizeof(*finder->links), &finder->err);
	if (finder->status == 0)
		finder->links[finder->n++] =
		    (struct match_link){a, b, pair.weight,
			pair.is_unique_apart ? MATCH_UNIQUE : MATCH_LINKED,
			pair.is_unique_apart};
}

/* The pair takes the place of one that has waited. */
static void
find_pair(void *context, uint32_t left, uint32_t right)
{
	struct finder *finder = context;
	const struct facts *facts = finder->compare->facts;
	struct waiting *waiting = &finder->waiting[finder->pairs % WAITING];
	uint32_t a = facts_record_of(facts, left);
	uint32_t b = facts_record_of(facts, right);

	order_pair(facts, &a, &b);
	compare_fetch_pair(finder->compare, finder->thread, a, b);
	if (finder->pairs++ >= WAITING)
		weigh_pair(finder, waiting->left, waiting->right);
	*waiting = (struct waiting){a, b};
}

/* No more come: those that wait have their turn. */
static void
weigh_waiting(struct finder *finder)
{
	uint64_t i = finder->pairs < WAITING ? 0 : finder->pairs - WAITING;

	for (; i < finder->pairs; i++)
		weigh_pair(finder, finder->waiting[i % WAITING].left,
		    finder->waiting[i % WAITING].right);
}

static int
compare_links(const void *left, const void *right)
{
	const struct match_link *a = left;
	const struct match_link *b = right;

	if (a->left != b->left)
		return a->left < b->left ? -1 : 1;
	return (a->right > b->right) - (a->right < b->right);
}

/* One thread's behind the other, by their first record: counting is much
 * quicker than comparing. */
static int
place_links(const struct finder *finders, int n, size_t n_records,
    struct match_link *links, struct err *err)
{
	uint32_t *start = calloc(n_records + 2, sizeof(*start));
	const struct match_link *link;
	size_t i;
	int t;

	if (start == NULL)
		return err_nomem(err);
	for (t = 0; t < n; t++)
		for (i = 0; i < finders[t].n; i++)
			start[finders[t].links[i].left + 2]++;
	for (i = 2; i < n_records + 2; i++)
		start[i] += start[i - 1];
	for (t = 0; t < n; t++)
		for (i = 0; i < finders[t].n; i++) {
			link = &finders[t].links[i];
			links[start[link->left + 1]++] = *link;
		}
	free(start);
	return 0;
}

/* By both records, each once; how many. */
static size_t
order_links(struct match_link *links, size_t n)
{
	size_t i, end, at = 0;

	for (i = 0; i < n; i = end) {
		for (end = i + 1; end < n && links[end].left == links[i].left;
		     end++)
			continue;
		if (end - i > 1)
			qsort(
			    links + i, end - i, sizeof(*links), compare_links);
	}
	for (i = 0; i < n; i++)
		if (at == 0 || compare_links(&links[i], &links[at - 1]) != 0)
			links[at++] = links[i];
	return at;
}

/* All links of all threads, each once. */
static int
gather(
    struct finder *finders, int n, struct match_result *result, struct err *err)
{
	size_t total = 0;
	int t;

	for (t = 0; t < n; t++) {
		weigh_waiting(&finders[t]);
		if (finders[t].status == -1) {
			*err = finders[t].err;
			return -1;
		}
		total += finders[t].n;
		result->pairs += finders[t].pairs;
	}
	if (total >= UINT32_MAX)
		return err_set(err, ERR_DATA, "more links than can be matched");
	result->links = malloc((total + 1) * sizeof(*result->links));
	if (result->links == NULL)
		return err_nomem(err);
	if (place_links(finders, n, finders[0].compare->facts->n_records,
		result->links, err) == -1)
		return -1;
	result->n_links = order_links(result->links, total);
	return 0;
}

/* Do two records tell anything by which one could know a person? */
static bool
can_be_asked(const struct model *model, const struct compare_pair *pair)
{
	int i;

	for (i = 0; i < model->n_comparisons; i++) {
		switch (model->comparison[i].kind) {
		case MODEL_GIVEN:
		case MODEL_FAMILY:
		case MODEL_OTHER:
		case MODEL_DATE:
		case MODEL_STREET:
			if (pair->level[i] != 0)
				return true;
			break;
		case MODEL_EMAIL:
		case MODEL_PHONE:
		case MODEL_ID:
			/* People have several of these. */
			if (pair->level[i] > 1)
				return true;
			break;
		case MODEL_AREA:
		case MODEL_TEXT:
		case MODEL_EXACT:
		case MODEL_KINDS:
		default:
			break;
		}
	}
	return false;
}

static struct cluster_link
weigh(void *context, uint32_t a, uint32_t b)
{
	struct judge *judge = context;
	struct compare_pair pair;
	struct cluster_link link = {.left = a, .right = b};

	compare_records(judge->compare, judge->thread, a, b, &pair);
	link.weight = pair.weight;
	/* What differs in two records of many was misspelt as often as not;
	 * what a careful human would not join is against it in full. */
	if (pair.caution == 0 && link.weight < AGAINST_MOST)
		link.weight = AGAINST_MOST;
	/* An e-mail here and a telephone there: nothing speaks against it. */
	if (link.weight < judge->compare->model->unseen_milli &&
	    !can_be_asked(judge->compare->model, &pair))
		link.weight = judge->compare->model->unseen_milli;
	link.is_apart = pair.is_unique_apart;
	if (decided_is_must(judge->decided, a, b)) {
		link.is_apart = false;
		link.is_must = true;
		link.weight = INT32_MAX / 4;
	} else if (decided_is_apart(judge->decided, a, b)) {
		link.is_apart = true;
	}
	return link;
}

/* The links as clustering takes them, and decisions among them. */
static int
cluster(const struct compare *compare, int32_t threshold, struct judge *judge,
    struct match_result *result, struct err *err)
{
	const struct model *model = compare->model;
	struct cluster_options how = {.threshold = threshold,
	    .unseen_milli = model->unseen_milli,
	    .full = (size_t)model->full_component,
	    .digest = compare->facts->digest,
	    .weigh = weigh,
	    .context = judge};
	const struct decided *decided = judge->decided;
	size_t n_musts = decided == NULL ? 0 : decided->n_musts;
	size_t i, n = result->n_links;
	struct cluster_link *links = malloc((n + n_musts + 1) * sizeof(*links));
	int status;

	if (links == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		links[i] = (struct cluster_link){result->links[i].left,
		    result->links[i].right, result->links[i].weight,
		    result->links[i].is_apart, false};
	for (i = 0; i < n_musts; i++, n++) {
		links[n] = (struct cluster_link){decided->musts[i].left,
		    decided->musts[i].right, INT32_MAX / 4, false, true};
		order_pair(compare->facts, &links[n].left, &links[n].right);
	}
	status = cluster_run(&how, compare->facts->n_records, links, n,
	    result->cluster, &result->n_clusters, err);
	free(links);
	return status;
}

/* What became of each link; those below review go. */
static void
judge_links(const struct judge *judge, int32_t threshold, int32_t review,
    struct match_result *result)
{
	struct match_link *link;
	size_t i, to = 0;
	bool is_one;

	for (i = 0; i < result->n_links; i++) {
		link = &result->links[i];
		is_one =
		    result->cluster[link->left] == result->cluster[link->right];
		if (link->weight < review && !is_one)
			continue;
		if (decided_is_apart(judge->decided, link->left, link->right))
			link->verdict = MATCH_DECIDED;
		else if (link->weight < threshold && !is_one)
			link->verdict = MATCH_REVIEW;
		else if (is_one)
			link->verdict = MATCH_LINKED;
		else
			link->verdict =
			    link->is_apart ? MATCH_UNIQUE : MATCH_PARTED;
		result->n_review += link->verdict == MATCH_REVIEW;
		result->n_refused += link->verdict > MATCH_REVIEW;
		result->links[to++] = *link;
	}
	result->n_links = to;
}

static int
count_largest(struct match_result *result, size_t n, struct err *err)
{
	uint32_t *size = calloc(result->n_clusters + 1, sizeof(*size));
	size_t i;

	if (size == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		if (++size[result->cluster[i]] > result->largest)
			result->largest = size[result->cluster[i]];
	free(size);
	return 0;
}

static int
list_generic(
    const struct facts *facts, struct match_result *result, struct err *err)
{
	const struct facts_pool *pool;
	size_t cap = 0, i;
	int which;

	for (which = 0; which < FACTS_LISTS; which++) {
		pool = &facts->list[which].pool;
		for (i = 0; i < pool->names.count; i++) {
			if (!pool->values[i].is_generic ||
			    pool->values[i].is_blocked)
				continue;
			if (array_grow(&result->generic, &cap,
				result->n_generic + 1, sizeof(*result->generic),
				err) == -1)
				return -1;
			result->generic[result->n_generic++] =
			    (struct match_generic){(enum facts_list)which,
				(uint32_t)i, pool->values[i].count};
		}
	}
	return 0;
}

/* What there is to say of the partition. */
static int
describe(
    const struct facts *facts, struct match_result *result, struct err *err)
{
	result->household =
	    malloc((result->n_clusters + 1) * sizeof(*result->household));
	result->account =
	    malloc((result->n_clusters + 1) * sizeof(*result->account));
	if (result->household == NULL || result->account == NULL)
		return err_nomem(err);
	if (count_largest(result, facts->n_records, err) == -1 ||
	    household_find(facts, result->cluster, result->n_clusters,
		result->household, &result->n_households, err) == -1 ||
	    account_find(facts, result->cluster, result->n_clusters,
		result->account, &result->n_accounts, err) == -1)
		return -1;
	return list_generic(facts, result, err);
}

/* Who was held against nobody. */
static int
tell_alone(
    const struct pairs *pairs, struct match_result *result, struct err *err)
{
	struct pairs_alone alone;

	if (pairs_find_alone(pairs, &alone, err) == -1)
		return -1;
	result->alone = alone.records;
	result->alike = alone.rows;
	return alone.records == 0
	    ? 0
	    : keytext_of(pairs->model, pairs->facts, alone.rule, alone.row,
		  alone.rows, &result->alike_value, err);
}

/* One of them for each thread. */
struct finders {
	struct finder *finder;
	void *contexts[MATCH_THREADS_MAX];
	int n;
};

static void
finders_clear(struct finders *finders)
{
	int i;

	for (i = 0; i < finders->n; i++) {
		free(finders->finder[i].thread);
		free(finders->finder[i].links);
	}
	free(finders->finder);
}

static int
finders_make(struct finders *finders, const struct compare *compare,
    int n_threads, int32_t least, struct err *err)
{
	struct finder *finder;
	int i;

	finders->finder = calloc((size_t)n_threads, sizeof(*finder));
	if (finders->finder == NULL)
		return err_nomem(err);
	finders->n = n_threads;
	for (i = 0; i < n_threads; i++) {
		finder = &finders->finder[i];
		finder->compare = compare;
		finder->least = least;
		finder->thread = compare_thread_new();
		finders->contexts[i] = finder;
		if (finder->thread == NULL)
			return err_nomem(err);
		finder->thread->least = least;
	}
	return 0;
}

/* As they were counted, or anew. */
static int
take_pairs(struct pairs *pairs, const struct compare *compare,
    struct pairs *counted, struct err *err)
{
	if (counted == NULL || !counted->is_counted) {
		if (pairs_init(pairs, compare->facts, compare->model, err) ==
		    -1)
			return -1;
	} else {
		*pairs = *counted;
		memset(counted, 0, sizeof(*counted));
	}
	pairs->ahead = compare_fetch;
	pairs->ahead_context = compare;
	return 0;
}

static int
find_links(const struct compare *compare, const struct match_options *options,
    int32_t least, struct match_result *result, struct err *err)
{
	struct finders finders = {0};
	struct pairs pairs = {0};
	int status = -1, n_threads = options->n_threads;

	if (finders_make(&finders, compare, n_threads, least, err) == 0 &&
	    take_pairs(&pairs, compare, options->counted, err) == 0 &&
	    pairs_walk(
		&pairs, n_threads, 1, find_pair, finders.contexts, err) == 0 &&
	    gather(finders.finder, n_threads, result, err) == 0)
		status = tell_alone(&pairs, result, err);
	memcpy(result->rule, pairs.count, sizeof(result->rule));
	pairs_clear(&pairs);
	finders_clear(&finders);
	return status;
}

/* What other thresholds make of the same links. */
static int
try_others(const struct match_options *options, struct judge *judge,
    struct match_result *result, struct err *err)
{
	size_t n = judge->compare->facts->n_records;
	size_t size = n * sizeof(*result->cluster);
	size_t i;

	result->others = malloc(size * options->n_others + 1);
	if (result->others == NULL)
		return err_nomem(err);
	for (i = 0; i < options->n_others; i++) {
		if (cluster(judge->compare, match_weight(options->others[i]),
			judge, result, err) == -1)
			return -1;
		memcpy(result->others + i * n, result->cluster, size);
	}
	return 0;
}

/* Weights from which pairs link and are worth a look. */
struct bars {
	int32_t threshold, review;
};

static struct bars
find_bars(const struct model *model, const struct match_options *options)
{
	struct bars bars;

	bars.threshold =
	    match_weight(options->threshold > 0 ? options->threshold
						: model_threshold(model));
	bars.review =
	    match_weight(options->review > 0 ? options->review : model->review);
	if (bars.review > bars.threshold)
		bars.review = bars.threshold;
	return bars;
}

static int
run(const struct compare *compare, const struct match_options *options,
    struct match_result *result, struct err *err)
{
	size_t n = compare->facts->n_records;
	struct bars bars = find_bars(compare->model, options);
	struct judge judge = {.compare = compare, .decided = options->decided};
	int status = -1;

	result->cluster = malloc((n + 1) * sizeof(*result->cluster));
	judge.thread = compare_thread_new();
	if (result->cluster == NULL || judge.thread == NULL) {
		free(judge.thread);
		return err_nomem(err);
	}
	if (find_links(compare, options, bars.review < 0 ? bars.review : 0,
		result, err) == 0 &&
	    try_others(options, &judge, result, err) == 0)
		status = cluster(compare, bars.threshold, &judge, result, err);
	if (status == 0) {
		judge_links(&judge, bars.threshold, bars.review, result);
		status = describe(compare->facts, result, err);
	}
	free(judge.thread);
	return status;
}

int
match_run(const struct model *model, const struct facts *facts,
    const struct match_options *options, struct match_result *result,
    struct err *err)
{
	struct compare compare;
	struct trust trust = {{NULL}};
	int status = -1;

	memset(result, 0, sizeof(*result));
	if (compare_init(&compare, facts, model, err) == 0 &&
	    trust_init(&trust, &compare, err) == 0) {
		compare.trust = &trust;
		status = run(&compare, options, result, err);
	}
	trust_clear(&trust);
	compare_clear(&compare);
	if (status == -1)
		match_clear(result);
	return status;
}

void
match_clear(struct match_result *result)
{
	free(result->cluster);
	free(result->others);
	free(result->links);
	free(result->household);
	free(result->account);
	free(result->generic);
	buf_clear(&result->alike_value);
	memset(result, 0, sizeof(*result));
}

/* --- after some records came or changed --- */

/* All that it takes. */
struct doing {
	struct compare compare;
	struct trust trust;
	struct renew renew;
	const struct match_options *options;
	const struct match_before *before;
	struct match_result *result;
	struct match_again *again;
	struct bars bars;
	uint32_t *parent; /* of each record, in components of links */
	uint64_t *linked; /* pairs that were linked before */
};

/* Values of chosen records are looked at, by whose they are; without what is
 * known of that already. */
static int
judge_values(struct doing *d, const bool *is_chosen, struct err *err)
{
	const struct facts *facts = d->compare.facts;
	struct compare alone = d->compare;
	struct trust wanted;
	const uint32_t *items;
	uint32_t r, n, i, value;
	int which, status = trust_begin(&wanted, facts, err);

	alone.trust = NULL;
	for (r = 0; r < facts->n_records && status == 0; r++)
		for (which = 0; which < FACTS_LISTS && is_chosen[r]; which++) {
			items =
			    facts_items(facts, (enum facts_list)which, r, &n);
			for (i = 0; i < n; i++) {
				value = items[i] & FACTS_ITEM;
				wanted.own[which][value / 8] |=
				    (unsigned char)(1U << value % 8);
			}
		}
	if (status == 0)
		status = trust_judge(&d->trust, &alone, &wanted, err);
	trust_clear(&wanted);
	return status;
}

/* Of the records whose pairs are looked at again. */
static int
judge_dirty(struct doing *d, struct err *err)
{
	const struct renew *renew = &d->renew;
	size_t n = d->compare.facts->n_records, i;
	bool *is_chosen = malloc(n + 1);
	int status;

	if (is_chosen == NULL)
		return err_nomem(err);
	memcpy(is_chosen, renew->is_dirty, n);
	for (i = 0; i < renew->n_pairs; i++) {
		is_chosen[renew->pair[i] >> 32] = true;
		is_chosen[(uint32_t)renew->pair[i]] = true;
	}
	status = judge_values(d, is_chosen, err);
	free(is_chosen);
	return status;
}

/* The links of pairs that are looked at again, and all others that stay. */
static int
renew_links(struct doing *d, struct err *err)
{
	struct match_result *result = d->result;
	const struct match_before *before = d->before;
	struct finders finders = {0};
	struct match_link *grown, *link;
	size_t i, n = 0;
	int status = -1, n_threads = d->options->n_threads;

	if (finders_make(&finders, &d->compare, n_threads,
		d->bars.review < 0 ? d->bars.review : 0, err) == 0 &&
	    renew_walk(
		&d->renew, n_threads, find_pair, finders.contexts, err) == 0)
		status = gather(finders.finder, n_threads, result, err);
	finders_clear(&finders);
	if (status == -1)
		return -1;
	grown = realloc(result->links,
	    (result->n_links + before->n_links + 1) * sizeof(*grown));
	if (grown == NULL)
		return err_nomem(err);
	result->links = grown;
	for (i = 0; i < result->n_links; i++)
		if (renew_gives(&d->renew, grown[i].left, grown[i].right))
			grown[n++] = grown[i];
	for (i = 0; i < before->n_links; i++) {
		link = &grown[n];
		*link = before->links[i];
		n += !renew_is_again(&d->renew, link->left, link->right);
	}
	result->n_links = n;
	return 0;
}

static uint32_t
root(uint32_t *parent, uint32_t i)
{
	while (parent[i] != i) {
		parent[i] = parent[parent[i]];
		i = parent[i];
	}
	return i;
}

static void
join_pair(uint32_t *parent, uint32_t a, uint32_t b)
{
	a = root(parent, a);
	b = root(parent, b);
	parent[a < b ? b : a] = a < b ? a : b;
}

/* Who is linked with whom now, or was before. */
static int
find_components(struct doing *d, struct err *err)
{
	const struct match_link *links = d->result->links;
	const struct match_before *before = d->before;
	const struct decided *decided = d->options->decided;
	size_t n = d->compare.facts->n_records, i;

	d->parent = malloc((n + 1) * sizeof(*d->parent));
	if (d->parent == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		d->parent[i] = (uint32_t)i;
	for (i = 0; i < d->result->n_links; i++)
		if (links[i].weight >= 0)
			join_pair(d->parent, links[i].left, links[i].right);
	for (i = 0; i < before->n_links; i++)
		if (before->links[i].weight >= 0)
			join_pair(d->parent, before->links[i].left,
			    before->links[i].right);
	for (i = 0; decided != NULL && i < decided->n_musts; i++)
		join_pair(
		    d->parent, decided->musts[i].left, decided->musts[i].right);
	return 0;
}

/* The records of components in which something may be otherwise now. */
static int
find_touched(struct doing *d, struct err *err)
{
	const struct renew *renew = &d->renew;
	size_t n = d->compare.facts->n_records, i;
	bool *is_touched = calloc(n + 1, sizeof(*is_touched));

	d->again->is_touched = is_touched;
	if (is_touched == NULL || find_components(d, err) == -1)
		return is_touched == NULL ? err_nomem(err) : -1;
	for (i = 0; i < renew->n_dirty; i++)
		is_touched[root(d->parent, renew->dirty[i])] = true;
	for (i = 0; i < renew->n_pairs; i++) {
		is_touched[root(d->parent, (uint32_t)(renew->pair[i] >> 32))] =
		    true;
		is_touched[root(d->parent, (uint32_t)renew->pair[i])] = true;
	}
	for (i = 0; i < d->before->n_judged; i++)
		is_touched[root(d->parent, d->before->judged[i])] = true;
	/* A root has the smallest number of its component. */
	for (i = 0; i < n; i++)
		is_touched[i] = is_touched[root(d->parent, (uint32_t)i)];
	return 0;
}

static void
keep_touched(const struct doing *d)
{
	struct match_link *links = d->result->links;
	const bool *is_touched = d->again->is_touched;
	size_t i, to = 0;

	for (i = 0; i < d->result->n_links; i++)
		if (is_touched[links[i].left] && is_touched[links[i].right])
			links[to++] = links[i];
	d->result->n_links = to;
}

/* Records that are not touched are with whom they were. Numbers are given by
 * first record, as always. */
static int
join_partitions(const struct doing *d, struct err *err)
{
	struct match_result *result = d->result;
	const struct match_before *before = d->before;
	size_t n = d->compare.facts->n_records, i;
	size_t n_both = result->n_clusters + before->n_clusters;
	uint32_t *number = malloc((n_both + 1) * sizeof(*number)), *at;

	if (number == NULL)
		return err_nomem(err);
	memset(number, 0xff, (n_both + 1) * sizeof(*number));
	at = number + result->n_clusters;
	result->n_clusters = 0;
	for (i = 0; i < n; i++) {
		uint32_t *slot = d->again->is_touched[i]
		    ? &number[result->cluster[i]]
		    : &at[before->cluster[i]];

		if (*slot == MATCH_NONE)
			*slot = (uint32_t)result->n_clusters++;
		result->cluster[i] = *slot;
	}
	free(number);
	return 0;
}

static int
cluster_again(struct doing *d, struct err *err)
{
	struct judge judge = {
	    .compare = &d->compare, .decided = d->options->decided};
	size_t n = d->compare.facts->n_records;
	int status = -1;

	d->result->cluster = malloc((n + 1) * sizeof(*d->result->cluster));
	judge.thread = compare_thread_new();
	if (d->result->cluster == NULL || judge.thread == NULL) {
		err_nomem(err);
	} else if (find_touched(d, err) == 0) {
		keep_touched(d);
		if (judge_values(d, d->again->is_touched, err) == 0 &&
		    cluster(&d->compare, d->bars.threshold, &judge, d->result,
			err) == 0)
			status = join_partitions(d, err);
	}
	if (status == 0) {
		judge_links(
		    &judge, d->bars.threshold, d->bars.review, d->result);
		status = describe(d->compare.facts, d->result, err);
	}
	free(judge.thread);
	return status;
}

static int
run_again(struct doing *d, struct err *err)
{
	const struct facts *facts = d->compare.facts;
	const struct match_before *before = d->before;
	struct renew_input in = before->renew;
	size_t i;

	if (d->bars.review > 0)
		return 0;
	d->linked = malloc((before->n_links + 1) * sizeof(*d->linked));
	if (d->linked == NULL)
		return err_nomem(err);
	for (i = 0; i < before->n_links; i++)
		d->linked[i] = (uint64_t)before->links[i].left << 32 |
		    before->links[i].right;
	in.links = d->linked;
	in.n_links = before->n_links;
	if (renew_begin(&d->renew, facts, d->compare.model, &in,
		d->options->n_threads, err) == -1)
		return -1;
	if (!d->renew.is_possible)
		return 0;
	if (trust_begin(&d->trust, facts, err) == -1 ||
	    judge_dirty(d, err) == -1)
		return -1;
	d->compare.trust = &d->trust;
	if (renew_links(d, err) == -1)
		return -1;
	renew_rest(&d->renew);
	if (cluster_again(d, err) == -1)
		return -1;
	d->again->is_possible = true;
	return 0;
}

int
match_again(const struct model *model, const struct facts *facts,
    const struct match_options *options, const struct match_before *before,
    struct match_result *result, struct match_again *again, struct err *err)
{
	struct doing d = {.options = options,
	    .before = before,
	    .result = result,
	    .again = again,
	    .bars = find_bars(model, options)};
	int status = -1;

	memset(result, 0, sizeof(*result));
	memset(again, 0, sizeof(*again));
	if (compare_init(&d.compare, facts, model, err) == 0)
		status = run_again(&d, err);
	trust_clear(&d.trust);
	renew_clear(&d.renew);
	compare_clear(&d.compare);
	free(d.parent);
	free(d.linked);
	if (status == -1) {
		match_clear(result);
		match_again_clear(again);
	}
	return status;
}

void
match_again_clear(struct match_again *again)
{
	free(again->is_touched);
	memset(again, 0, sizeof(*again));
}

static int
keep_frequencies(
    struct model *model, const struct facts *facts, struct err *err)
{
	if (model->frequency == NULL)
		model->frequency = calloc(1, sizeof(*model->frequency));
	if (model->frequency == NULL)
		return err_nomem(err);
	return frequency_learn(model->frequency, facts, err);
}

/* Records a key, as they were found to keep the pairs in bounds. */
static void
keep_limits(struct model *model, const struct pairs *pairs)
{
	int i;

	for (i = 0; i < model->n_rules; i++) {
		model->rule[i].limit = pairs->count[i].limit;
		model->rule[i].split_limit = pairs->count[i].split_limit;
	}
}

int
match_train(struct model *model, const struct facts *facts, int n_threads,
    struct pairs *counted, struct err *err)
{
	struct pairs pairs;
	int status = -1;

	if (pairs_init(&pairs, facts, model, err) == 0)
		status = train_model(model, facts, &pairs, n_threads, err);
	if (status == 0)
		keep_limits(model, &pairs);
	if (status == 0)
		status = keep_frequencies(model, facts, err);
	if (status == 0 && counted != NULL)
		*counted = pairs;
	else
		pairs_clear(&pairs);
	return status;
}

/* To be given is all that a plan asks of a pair. */
static void
pass_pair(void *context, uint32_t left, uint32_t right)
{
	(void)context;
	(void)left;
	(void)right;
}

int
match_plan(const struct model *model, const struct facts *facts, int n_threads,
    struct pairs_count *counts, struct err *err)
{
	struct pairs pairs;
	int status = -1;

	if (pairs_init(&pairs, facts, model, err) == 0)
		status = pairs_walk(&pairs, n_threads, 1, pass_pair, NULL, err);
	if (status == 0)
		memcpy(counts, pairs.count,
		    (size_t)model->n_rules * sizeof(*counts));
	pairs_clear(&pairs);
	return status;
}
