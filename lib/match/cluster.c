#include <stdlib.h>
#include <string.h>

#include "match/cluster.h"

#define NONE UINT32_MAX
/* One pair of records counts no more than this for or against a part. */
#define WEIGHT_MOST 12000
#define MUST INT32_MAX /* in the place of a weight */

/* Records in components that are small enough, and where they are. */
struct forest {
	uint32_t *parent;
	uint32_t *size;
};

/* One component on its way. */
struct part {
	uint32_t *record; /* by digest */
	size_t n;
	int64_t *sum;  /* n times n: of all pairs between two parts */
	int32_t *best; /* and the strongest */
	bool *is_apart;
	uint32_t *size; /* records of a part, 0 = joined away */
	uint32_t *into;
};

static uint32_t
root(struct forest *f, uint32_t i)
{
	while (f->parent[i] != i) {
		f->parent[i] = f->parent[f->parent[i]];
		i = f->parent[i];
	}
	return i;
}

static const uint64_t *sort_digest;

static int
compare_links(const void *left, const void *right)
{
	const struct cluster_link *a = left;
	const struct cluster_link *b = right;

	if (a->is_must != b->is_must)
		return a->is_must ? -1 : 1;
	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	if (sort_digest[a->left] != sort_digest[b->left])
		return sort_digest[a->left] < sort_digest[b->left] ? -1 : 1;
	if (sort_digest[a->right] != sort_digest[b->right])
		return sort_digest[a->right] < sort_digest[b->right] ? -1 : 1;
	return 0;
}

struct member {
	uint32_t root;
	uint32_t record;
	uint64_t digest;
};

static int
compare_members(const void *left, const void *right)
{
	const struct member *a = left;
	const struct member *b = right;

	if (a->root != b->root)
		return a->root < b->root ? -1 : 1;
	if (a->digest != b->digest)
		return a->digest < b->digest ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

static int32_t
bounded(int32_t weight)
{
	if (weight > WEIGHT_MOST)
		return WEIGHT_MOST;
	return weight < -WEIGHT_MOST ? -WEIGHT_MOST : weight;
}

static void
put_pair(struct part *part, size_t i, size_t j, const struct cluster_link *link)
{
	part->sum[i * part->n + j] = part->sum[j * part->n + i] =
	    bounded(link->weight);
	part->best[i * part->n + j] = part->best[j * part->n + i] =
	    link->weight;
	part->is_apart[i * part->n + j] = part->is_apart[j * part->n + i] =
	    link->is_apart;
	if (link->is_must)
		part->best[i * part->n + j] = part->best[j * part->n + i] =
		    MUST;
}

static void
fill_part(struct part *part, const struct cluster_options *options)
{
	struct cluster_link link;
	size_t i, j;

	for (i = 0; i < part->n; i++) {
		part->size[i] = 1;
		part->into[i] = (uint32_t)i;
		for (j = i + 1; j < part->n; j++) {
			link = options->weigh(
			    options->context, part->record[i], part->record[j]);
			put_pair(part, i, j, &link);
		}
	}
}

/* Join j to i. */
static void
join(struct part *part, size_t i, size_t j)
{
	size_t k, n = part->n;

	part->size[i] += part->size[j];
	part->size[j] = 0;
	for (k = 0; k < n; k++)
		if (part->into[k] == j)
			part->into[k] = (uint32_t)i;
	for (k = 0; k < n; k++) {
		if (k == i || part->size[k] == 0)
			continue;
		part->sum[i * n + k] += part->sum[j * n + k];
		part->sum[k * n + i] = part->sum[i * n + k];
		if (part->best[j * n + k] > part->best[i * n + k])
			part->best[i * n + k] = part->best[k * n + i] =
			    part->best[j * n + k];
		if (part->is_apart[j * n + k])
			part->is_apart[i * n + k] = part->is_apart[k * n + i] =
			    true;
	}
}

/* What must be one. A part that another joins has its musts too, so that its
 * row is looked at again; rows above have no musts left. */
static void
join_musts(struct part *part)
{
	size_t i, j, n = part->n;

	for (i = 0; i < n; i++)
		for (j = i + 1; j < n && part->size[i] != 0; j++)
			if (part->size[j] != 0 &&
			    part->best[i * n + j] == MUST) {
				join(part, i, j);
				j = i;
			}
}

/* The two parts with the highest mean; false when none may join. */
static bool
find_best(
    const struct part *part, int32_t threshold, size_t *left, size_t *right)
{
	int64_t best_sum = 0, best_pairs = 0, sum, pairs;
	size_t i, j, n = part->n;

	for (i = 0; i < n; i++)
		for (j = i + 1; j < n && part->size[i] != 0; j++) {
			if (part->size[j] == 0 || part->is_apart[i * n + j] ||
			    part->best[i * n + j] < threshold)
				continue;
			sum = part->sum[i * n + j];
			pairs = (int64_t)part->size[i] * part->size[j];
			if (sum < 0 ||
			    (best_pairs > 0 &&
				sum * best_pairs <= best_sum * pairs))
				continue;
			best_sum = sum;
			best_pairs = pairs;
			*left = i;
			*right = j;
		}
	return best_pairs > 0;
}

static int
part_alloc(struct part *part, struct err *err)
{
	size_t n = part->n;

	part->sum = malloc(n * n * sizeof(*part->sum));
	part->best = malloc(n * n * sizeof(*part->best));
	part->is_apart = malloc(n * n * sizeof(*part->is_apart));
	part->size = malloc(n * sizeof(*part->size));
	part->into = malloc(n * sizeof(*part->into));
	if (part->sum == NULL || part->best == NULL || part->is_apart == NULL ||
	    part->size == NULL || part->into == NULL)
		return err_nomem(err);
	return 0;
}

static void
part_clear(struct part *part)
{
	free(part->record);
	free(part->sum);
	free(part->best);
	free(part->is_apart);
	free(part->size);
	free(part->into);
}

/* One component: who is with whom, as the first record of each customer. */
static int
solve(const struct cluster_options *options, const struct member *members,
    size_t n, uint32_t *first, struct err *err)
{
	struct part part = {.n = n};
	size_t i, left = 0, right = 0;
	int status = -1;

	part.record = malloc(n * sizeof(*part.record));
	if (part.record == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		part.record[i] = members[i].record;
	if (part_alloc(&part, err) == 0) {
		fill_part(&part, options);
		join_musts(&part);
		while (find_best(&part, options->threshold, &left, &right))
			join(&part, left, right);
		for (i = 0; i < n; i++)
			first[part.record[i]] = part.record[part.into[i]];
		status = 0;
	}
	part_clear(&part);
	return status;
}

/* Components of at most ${most} records, the strongest links first, after
 * what must be one. */
static void
grow(struct forest *f, const struct cluster_link *links, size_t n, size_t most)
{
	uint32_t a, b;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!links[i].is_must &&
		    (links[i].is_apart || links[i].weight < 0))
			continue;
		a = root(f, links[i].left);
		b = root(f, links[i].right);
		if (a == b ||
		    (!links[i].is_must && f->size[a] + f->size[b] > most))
			continue;
		if (f->size[a] < f->size[b]) {
			uint32_t swap = a;
			a = b;
			b = swap;
		}
		f->parent[b] = a;
		f->size[a] += f->size[b];
	}
}

static int
solve_all(const struct cluster_options *options, struct forest *f, size_t n,
    uint32_t *first, struct err *err)
{
	struct member *members = malloc((n + 1) * sizeof(*members));
	size_t i, end;
	int status = 0;

	if (members == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		members[i] = (struct member){
		    root(f, (uint32_t)i), (uint32_t)i, options->digest[i]};
	qsort(members, n, sizeof(*members), compare_members);
	for (i = 0; i < n && status == 0; i = end) {
		for (end = i + 1;
		     end < n && members[end].root == members[i].root; end++)
			;
		if (end - i > 1)
			status =
			    solve(options, members + i, end - i, first, err);
		else
			first[members[i].record] = members[i].record;
	}
	free(members);
	return status;
}

static int
number(const uint32_t *first, size_t n, uint32_t *cluster, size_t *n_clusters,
    struct err *err)
{
	uint32_t *numbers = malloc((n + 1) * sizeof(*numbers));
	size_t i;

	if (numbers == NULL)
		return err_nomem(err);
	memset(numbers, 0xff, (n + 1) * sizeof(*numbers));
	*n_clusters = 0;
	for (i = 0; i < n; i++) {
		if (numbers[first[i]] == NONE)
			numbers[first[i]] = (uint32_t)(*n_clusters)++;
		cluster[i] = numbers[first[i]];
	}
	free(numbers);
	return 0;
}

int
cluster_run(const struct cluster_options *options, size_t n,
    struct cluster_link *links, size_t n_links, uint32_t *cluster,
    size_t *n_clusters, struct err *err)
{
	struct forest f = {0};
	uint32_t *first = malloc((n + 1) * sizeof(*first));
	int status = -1;
	uint32_t i;

	f.parent = malloc((n + 1) * sizeof(*f.parent));
	f.size = malloc((n + 1) * sizeof(*f.size));
	if (first == NULL || f.parent == NULL || f.size == NULL) {
		err_nomem(err);
		goto free_all;
	}
	for (i = 0; i < n; i++) {
		f.parent[i] = i;
		f.size[i] = 1;
	}
	sort_digest = options->digest;
	if (n_links > 0)
		qsort(links, n_links, sizeof(*links), compare_links);
	grow(&f, links, n_links, options->full);
	if (solve_all(options, &f, n, first, err) == 0)
		status = number(first, n, cluster, n_clusters, err);
free_all:
	free(first);
	free(f.parent);
	free(f.size);
	return status;
}
