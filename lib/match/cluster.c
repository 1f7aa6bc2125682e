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
	size_t *partner; /* of each part the best behind it, n = none */
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

/* A link that may join two components, with what breaks ties. */
struct ordered {
	uint64_t left, right; /* digests */
	int32_t weight;       /* or MUST */
	uint32_t link;
};

static int
compare_links(const void *left, const void *right)
{
	const struct ordered *a = left;
	const struct ordered *b = right;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	if (a->left != b->left)
		return a->left < b->left ? -1 : 1;
	return (a->right > b->right) - (a->right < b->right);
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

/* May the two join? */
static bool
may_join(const struct part *part, int32_t threshold, size_t i, size_t j)
{
	size_t at = i * part->n + j;

	return part->size[j] != 0 && !part->is_apart[at] &&
	    part->best[at] >= threshold && part->sum[at] >= 0;
}

/* Is the mean of the first two higher than that of the others? */
static bool
is_higher(const struct part *part, size_t i, size_t j, size_t k, size_t l)
{
	int64_t pairs = (int64_t)part->size[i] * part->size[j];
	int64_t others = (int64_t)part->size[k] * part->size[l];

	return part->sum[i * part->n + j] * others >
	    part->sum[k * part->n + l] * pairs;
}

static void
find_partner(struct part *part, int32_t threshold, size_t i)
{
	size_t j, best = part->n;

	for (j = i + 1; j < part->n && part->size[i] != 0; j++)
		if (may_join(part, threshold, i, j) &&
		    (best == part->n || is_higher(part, i, j, i, best)))
			best = j;
	part->partner[i] = best;
}

/* j was joined to i: whose partner is another now? */
static void
update_partners(struct part *part, int32_t threshold, size_t i, size_t j)
{
	size_t k, n = part->n, partner;

	for (k = 0; k < n; k++) {
		partner = part->partner[k];
		if (k == i || k == j || partner == i || partner == j)
			find_partner(part, threshold, k);
		else if (k < i && part->size[k] != 0 &&
		    may_join(part, threshold, k, i) &&
		    (partner == n || is_higher(part, k, i, k, partner) ||
			(i < partner && !is_higher(part, k, partner, k, i))))
			part->partner[k] = i;
	}
}

/* The two parts with the highest mean; false when none may join. */
static bool
find_best(const struct part *part, size_t *left, size_t *right)
{
	size_t i, best = part->n;

	for (i = 0; i < part->n; i++)
		if (part->partner[i] != part->n &&
		    (best == part->n ||
			is_higher(part, i, part->partner[i], best,
			    part->partner[best])))
			best = i;
	if (best == part->n)
		return false;
	*left = best;
	*right = part->partner[best];
	return true;
}

static void
join_likely(struct part *part, int32_t threshold)
{
	size_t i, left, right;

	for (i = 0; i < part->n; i++)
		find_partner(part, threshold, i);
	while (find_best(part, &left, &right)) {
		join(part, left, right);
		update_partners(part, threshold, left, right);
	}
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
	part->partner = malloc(n * sizeof(*part->partner));
	if (part->sum == NULL || part->best == NULL || part->is_apart == NULL ||
	    part->size == NULL || part->into == NULL || part->partner == NULL)
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
	free(part->partner);
}

/* One component: who is with whom, as the first record of each customer. */
static int
solve(const struct cluster_options *options, const struct member *members,
    size_t n, uint32_t *first, struct err *err)
{
	struct part part = {.n = n};
	size_t i;
	int status = -1;

	/* Only what must be one grows so large. */
	if (n > options->full) {
		for (i = 0; i < n; i++)
			first[members[i].record] = members[0].record;
		return 0;
	}
	part.record = malloc(n * sizeof(*part.record));
	if (part.record == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		part.record[i] = members[i].record;
	if (part_alloc(&part, err) == 0) {
		fill_part(&part, options);
		join_musts(&part);
		join_likely(&part, options->threshold);
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
grow(struct forest *f, const struct cluster_link *links,
    const struct ordered *ordered, size_t n, size_t most)
{
	uint32_t a, b, swap;
	size_t i;

	for (i = 0; i < n; i++) {
		a = root(f, links[ordered[i].link].left);
		b = root(f, links[ordered[i].link].right);
		if (a == b ||
		    (ordered[i].weight != MUST &&
			f->size[a] + f->size[b] > most))
			continue;
		if (f->size[a] < f->size[b]) {
			swap = a;
			a = b;
			b = swap;
		}
		f->parent[b] = a;
		f->size[a] += f->size[b];
	}
}

/* Who is in no component with another is the first of a customer; the others
 * are counted, and are nowhere yet. */
static size_t
list_alone(struct forest *f, size_t n, uint32_t *first)
{
	size_t i, joined = 0;
	uint32_t top;

	for (i = 0; i < n; i++) {
		top = root(f, (uint32_t)i);
		first[i] = f->size[top] == 1 ? top : NONE;
		joined += first[i] == NONE;
	}
	return joined;
}

static int
solve_all(const struct cluster_options *options, struct forest *f, size_t n,
    uint32_t *first, struct err *err)
{
	size_t i, end, n_joined = list_alone(f, n, first), at = 0;
	struct member *members = malloc((n_joined + 1) * sizeof(*members));
	int status = 0;

	if (members == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		if (first[i] == NONE)
			members[at++] = (struct member){root(f, (uint32_t)i),
			    (uint32_t)i, options->digest[i]};
	if (n_joined > 0)
		qsort(members, n_joined, sizeof(*members), compare_members);
	for (i = 0; i < n_joined && status == 0; i = end) {
		for (end = i + 1;
		     end < n_joined && members[end].root == members[i].root;
		     end++)
			;
		status = solve(options, members + i, end - i, first, err);
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

/* Those that may join two components, the strongest first. */
static size_t
order_links(const struct cluster_options *options,
    const struct cluster_link *links, size_t n_links, struct ordered *ordered)
{
	const struct cluster_link *link;
	size_t i, n = 0;

	for (i = 0; i < n_links; i++) {
		link = &links[i];
		if (!link->is_must && (link->is_apart || link->weight < 0))
			continue;
		ordered[n++] = (struct ordered){options->digest[link->left],
		    options->digest[link->right],
		    link->is_must ? MUST : link->weight, (uint32_t)i};
	}
	if (n > 0)
		qsort(ordered, n, sizeof(*ordered), compare_links);
	return n;
}

static int
make_forest(struct forest *f, const struct cluster_options *options, size_t n,
    const struct cluster_link *links, size_t n_links, struct err *err)
{
	struct ordered *ordered = malloc((n_links + 1) * sizeof(*ordered));
	size_t i;

	f->parent = malloc((n + 1) * sizeof(*f->parent));
	f->size = malloc((n + 1) * sizeof(*f->size));
	if (ordered == NULL || f->parent == NULL || f->size == NULL) {
		free(ordered);
		return err_nomem(err);
	}
	for (i = 0; i < n; i++) {
		f->parent[i] = (uint32_t)i;
		f->size[i] = 1;
	}
	n_links = order_links(options, links, n_links, ordered);
	grow(f, links, ordered, n_links, options->full);
	free(ordered);
	return 0;
}

int
cluster_run(const struct cluster_options *options, size_t n,
    const struct cluster_link *links, size_t n_links, uint32_t *cluster,
    size_t *n_clusters, struct err *err)
{
	struct forest f = {0};
	uint32_t *first = malloc((n + 1) * sizeof(*first));
	int status = -1;

	if (first == NULL)
		err_nomem(err);
	else if (make_forest(&f, options, n, links, n_links, err) == 0 &&
	    solve_all(options, &f, n, first, err) == 0)
		status = number(first, n, cluster, n_clusters, err);
	free(first);
	free(f.parent);
	free(f.size);
	return status;
}
