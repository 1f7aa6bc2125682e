#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hashmap.h"
#include "match/identity.h"

/* So many records of this cluster had this id. */
struct claim {
	int64_t customer;
	uint32_t cluster;
	uint32_t first; /* its smallest such record */
	uint32_t count;
};

struct claims {
	struct claim *items;
	size_t n;
};

static int
by_customer(const void *left, const void *right)
{
	const struct claim *a = left;
	const struct claim *b = right;

	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	if (a->cluster != b->cluster)
		return a->cluster < b->cluster ? -1 : 1;
	return (a->first > b->first) - (a->first < b->first);
}

static int
by_strength(const void *left, const void *right)
{
	const struct claim *a = left;
	const struct claim *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	return (a->first > b->first) - (a->first < b->first);
}

/* One claim for each pair of cluster and id, by customer. */
static size_t
count_up(struct claim *items, size_t n)
{
	size_t i, out = 0;

	if (n > 0)
		qsort(items, n, sizeof(*items), by_customer);
	for (i = 0; i < n; i++) {
		if (out > 0 && items[out - 1].customer == items[i].customer &&
		    items[out - 1].cluster == items[i].cluster)
			items[out - 1].count++;
		else
			items[out++] = items[i];
	}
	return out;
}

static int
claims_make(
    struct claims *claims, const struct identity_input *in, struct err *err)
{
	struct claim *items = malloc((in->n_records + 1) * sizeof(*items));
	size_t i, n = 0;

	if (items == NULL)
		return err_nomem(err);
	for (i = 0; i < in->n_records; i++)
		if (in->earlier[i] != 0)
			items[n++] = (struct claim){
			    in->earlier[i], in->cluster[i], (uint32_t)i, 1};
	claims->items = items;
	claims->n = count_up(items, n);
	return 0;
}

/* Claims stand by customer: more than one of a customer is a split. */
static int64_t
count_splits(const struct claims *claims)
{
	const struct claim *c = claims->items;
	int64_t split = 0;
	size_t i;

	for (i = 1; i < claims->n; i++)
		if (c[i].customer == c[i - 1].customer &&
		    (i == 1 || c[i - 2].customer != c[i].customer))
			split++;
	return split;
}

/* The strongest claim wins; ${kept} remembers the ids that found a cluster. */
static int
give_earlier(struct identity_result *out, const struct claims *claims,
    struct hashmap *kept, struct err *err)
{
	const struct claim *c;
	bool fresh;
	size_t i;

	for (i = 0; i < claims->n; i++) {
		c = &claims->items[i];
		if (out->customer[c->cluster] != 0)
			continue;
		if (hashmap_slot(kept, (uint64_t)c->customer, &fresh, err) ==
		    NULL)
			return -1;
		if (fresh)
			out->customer[c->cluster] = c->customer;
	}
	return 0;
}

/* Of each id that vanished the strongest claim alone: the others are of parts
 * of what it was. */
static size_t
keep_strongest(struct claim *items, size_t n)
{
	size_t i, out = 0;

	for (i = 0; i < n; i++) {
		if (out == 0 || items[out - 1].customer != items[i].customer)
			items[out++] = items[i];
		else if (by_strength(&items[i], &items[out - 1]) < 0)
			items[out - 1] = items[i];
	}
	return out;
}

static int
give_former(struct identity_result *out, const struct identity_input *in,
    struct err *err)
{
	struct claim *items;
	size_t i, n = in->n_former;

	if (n == 0)
		return 0;
	items = malloc(n * sizeof(*items));
	if (items == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		items[i] = (struct claim){in->former[i].customer,
		    in->former[i].cluster, in->former[i].record, 1};
	n = keep_strongest(items, count_up(items, n));
	qsort(items, n, sizeof(*items), by_strength);
	for (i = 0; i < n; i++)
		if (items[i].cluster < in->n_clusters &&
		    out->customer[items[i].cluster] == 0) {
			out->customer[items[i].cluster] = items[i].customer;
			out->created++;
		}
	free(items);
	return 0;
}

static void
give_new(struct identity_result *out, const struct identity_input *in)
{
	int64_t next = in->next;
	size_t i;

	for (i = 0; i < in->n_records; i++)
		if (out->customer[in->cluster[i]] == 0) {
			out->customer[in->cluster[i]] = next++;
			out->created++;
		}
}

static int
compare_aliases(const void *left, const void *right)
{
	const struct identity_alias *a = left;
	const struct identity_alias *b = right;

	return (a->customer > b->customer) - (a->customer < b->customer);
}

/* Claims stand by strength, so the first of a vanished id says where most of
 * its records went. */
static int
find_aliases(struct identity_result *out, const struct claims *claims,
    struct hashmap *kept, struct err *err)
{
	const struct claim *c;
	bool fresh;
	size_t i;

	out->aliases = malloc((claims->n + 1) * sizeof(*out->aliases));
	if (out->aliases == NULL)
		return err_nomem(err);
	for (i = 0; i < claims->n; i++) {
		c = &claims->items[i];
		if (hashmap_slot(kept, (uint64_t)c->customer, &fresh, err) ==
		    NULL)
			return -1;
		if (fresh)
			out->aliases[out->n_aliases++] =
			    (struct identity_alias){
				c->customer, out->customer[c->cluster]};
	}
	qsort(out->aliases, out->n_aliases, sizeof(*out->aliases),
	    compare_aliases);
	out->joined = (int64_t)out->n_aliases;
	return 0;
}

int
identity_assign(const struct identity_input *in, struct identity_result *out,
    struct err *err)
{
	struct claims claims = {0};
	struct hashmap kept = {0};
	int status = -1;

	memset(out, 0, sizeof(*out));
	out->customer = calloc(in->n_clusters + 1, sizeof(*out->customer));
	if (out->customer == NULL) {
		err_nomem(err);
		goto clear;
	}
	if (claims_make(&claims, in, err) == -1)
		goto clear;
	out->split = count_splits(&claims);
	qsort(claims.items, claims.n, sizeof(*claims.items), by_strength);
	if (give_earlier(out, &claims, &kept, err) == -1 ||
	    give_former(out, in, err) == -1)
		goto clear;
	give_new(out, in);
	status = find_aliases(out, &claims, &kept, err);
clear:
	free(claims.items);
	hashmap_clear(&kept);
	if (status == -1)
		identity_clear(out);
	return status;
}

void
identity_clear(struct identity_result *out)
{
	free(out->customer);
	free(out->aliases);
	memset(out, 0, sizeof(*out));
}
