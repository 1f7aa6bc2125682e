#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "match/household.h"

/* A customer at a home of a family. */
struct member {
	uint64_t home;
	uint32_t cluster;
};

/* Of homes with equal last bits of their digests: one customer, or several. */
#define NOBODY 0
#define SEVERAL UINT32_MAX

/* So many wait until the memory that they are counted in has come. */
#define WAITING 64
#define AHEAD 16 /* records whose telephone numbers are fetched before */
#define FEW 16   /* that are sorted by moving each to its place */

struct members {
	struct member waiting[WAITING];
	size_t n_waiting;
	uint32_t *seen; /* customer + 1 at each, and only then the list */
	uint64_t mask;
	bool is_listing;
	struct member *list;
	size_t n, cap;
};

static int
compare_members(const void *left, const void *right)
{
	const struct member *a = left;
	const struct member *b = right;

	if (a->home != b->home)
		return a->home < b->home ? -1 : 1;
	return (a->cluster > b->cluster) - (a->cluster < b->cluster);
}

static int
count_waiting(struct members *members, struct err *err)
{
	const struct member *m = members->waiting;
	const struct member *end = m + members->n_waiting;
	uint32_t *seen;

	members->n_waiting = 0;
	if (members->is_listing &&
	    array_grow(&members->list, &members->cap, members->n + WAITING,
		sizeof(*members->list), err) == -1)
		return -1;
	for (; m < end; m++) {
		seen = &members->seen[m->home & members->mask];
		/* Most homes are those of one customer, who joins nobody. */
		if (members->is_listing && *seen == SEVERAL)
			members->list[members->n++] = *m;
		if (members->is_listing)
			continue;
		if (*seen == NOBODY)
			*seen = m->cluster + 1;
		else if (*seen != m->cluster + 1)
			*seen = SEVERAL;
	}
	return 0;
}

static inline int
add_member(
    struct members *members, uint64_t home, uint32_t cluster, struct err *err)
{
	__builtin_prefetch(&members->seen[home & members->mask]);
	members->waiting[members->n_waiting++] = (struct member){home, cluster};
	return members->n_waiting < WAITING ? 0 : count_waiting(members, err);
}

/* A street with its number, in a place; 0 where one of them is not known. */
static uint64_t
address_of(const struct facts *f, uint32_t row)
{
	uint32_t town = facts_value(f, FACTS_TOWN, row);
	uint32_t lot = facts_value(f, FACTS_LOT, row);
	uint32_t city = facts_value(f, FACTS_CITY, row);

	if (town == 0 || lot == 0 || city == 0)
		return 0;
	return hash_mix(hash_mix(city, facts_value(f, FACTS_BUILDING, row)),
	    (uint64_t)town << 32 | lot);
}

/* The homes of one record, under one way to tell its family name. */
static int
add_homes(struct members *members, const struct facts *f, uint32_t record,
    uint64_t family, uint32_t cluster, struct err *err)
{
	const struct facts_pool *pool = &f->list[FACTS_PHONE].pool;
	uint64_t address = address_of(f, record);
	uint32_t n, i, phone;
	const uint32_t *phones = facts_items(f, FACTS_PHONE, record, &n);

	if (address != 0 &&
	    add_member(members, hash_mix(family, address), cluster, err) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		phone = phones[i] & FACTS_ITEM;
		if ((phones[i] & FACTS_VOID) == 0 &&
		    !pool->values[phone].is_mobile &&
		    add_member(members, hash_mix(family, phone + UINT64_C(1)),
			cluster, err) == -1)
			return -1;
	}
	return 0;
}

static void
fetch_phones(const struct facts *f, uint32_t record)
{
	const struct facts_pool *pool = &f->list[FACTS_PHONE].pool;
	uint32_t n, i;
	const uint32_t *phones = facts_items(f, FACTS_PHONE, record, &n);

	for (i = 0; i < n; i++)
		__builtin_prefetch(&pool->values[phones[i] & FACTS_ITEM]);
}

/* Once to see at which homes there are several, once to list those. */
static int
pass_members(const struct facts *f, const uint32_t *cluster,
    struct members *members, struct err *err)
{
	static const int columns[] = {FACTS_FAMILY, FACTS_FAMILY_KANA};
	uint32_t family, i;
	size_t k;

	for (i = 0; i < f->n_records; i++) {
		if (f->n_records - i > AHEAD)
			fetch_phones(f, i + AHEAD);
		for (k = 0; k < sizeof(columns) / sizeof(columns[0]); k++) {
			family = facts_value(f, columns[k], i);
			if (family != 0 &&
			    add_homes(members, f, i,
				hash_mix((uint64_t)columns[k] + 1, family),
				cluster[i], err) == -1)
				return -1;
		}
	}
	return count_waiting(members, err);
}

static int
list_members(const struct facts *f, const uint32_t *cluster,
    struct members *members, struct err *err)
{
	size_t places = 1024;
	int status;

	while (places < 2 * f->n_records)
		places *= 2;
	members->mask = places - 1;
	members->seen = calloc(places, sizeof(*members->seen));
	if (members->seen == NULL)
		return err_nomem(err);
	status = pass_members(f, cluster, members, err);
	members->is_listing = true;
	if (status == 0)
		status = pass_members(f, cluster, members, err);
	free(members->seen);
	members->seen = NULL;
	return status;
}

/* In their order; mostly there are but a few. */
static void
sort_few(struct member *list, size_t n)
{
	struct member moving;
	size_t i, at;

	if (n > FEW) {
		qsort(list, n, sizeof(*list), compare_members);
		return;
	}
	for (i = 1; i < n; i++) {
		moving = list[i];
		for (at = i;
		     at > 0 && compare_members(&moving, &list[at - 1]) < 0;
		     at--)
			list[at] = list[at - 1];
		list[at] = moving;
	}
}

/* By home and customer: first those with equal last bits come together. */
static int
sort_members(struct members *members, struct err *err)
{
	uint64_t mask = 1, part;
	struct member *sorted = calloc(members->n + 1, sizeof(*sorted));
	uint32_t *first;
	size_t i;

	while (mask < members->n)
		mask *= 2;
	first = calloc(mask + 1, sizeof(*first));
	if (sorted == NULL || first == NULL || members->n >= UINT32_MAX) {
		free(sorted);
		free(first);
		return err_nomem(err);
	}
	mask--;
	for (i = 0; i < members->n; i++)
		first[(members->list[i].home & mask) + 1]++;
	for (part = 0; part < mask; part++)
		first[part + 1] += first[part];
	for (i = 0; i < members->n; i++)
		sorted[first[members->list[i].home & mask]++] =
		    members->list[i];
	/* Now each part ends where it began the next. */
	for (part = 0, i = 0; part <= mask; i = first[part++])
		sort_few(sorted + i, first[part] - i);
	free(first);
	free(members->list);
	members->list = sorted;
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

/* The customers of one home, list[from .. to), sorted. */
static void
join_home(const struct member *list, size_t from, size_t to, uint32_t *parent)
{
	uint32_t first = root(parent, list[from].cluster), other;
	size_t i, n = 1;

	for (i = from + 1; i < to; i++)
		n += list[i].cluster != list[i - 1].cluster;
	if (n > HOUSEHOLD_MOST)
		return;
	for (i = from + 1; i < to; i++) {
		other = root(parent, list[i].cluster);
		/* The smaller number leads, whatever the order of joining. */
		if (other < first) {
			parent[first] = other;
			first = other;
		} else {
			parent[other] = first;
		}
	}
}

static int
number(uint32_t *parent, size_t n, uint32_t *household, size_t *n_households,
    struct err *err)
{
	uint32_t *members = calloc(n + 1, sizeof(*members));
	uint32_t i, lead;

	if (members == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		members[root(parent, i)]++;
	*n_households = 0;
	for (i = 0; i < n; i++) {
		lead = root(parent, i);
		if (members[lead] < 2)
			household[i] = HOUSEHOLD_NONE;
		else if (lead == i)
			household[i] = (uint32_t)(*n_households)++;
		else
			household[i] = household[lead];
	}
	free(members);
	return 0;
}

int
household_find(const struct facts *facts, const uint32_t *cluster,
    size_t n_clusters, uint32_t *household, size_t *n_households,
    struct err *err)
{
	uint32_t *parent = malloc((n_clusters + 1) * sizeof(*parent));
	struct members members = {0};
	size_t i, end;
	int status = -1;

	if (parent == NULL)
		return err_nomem(err);
	for (i = 0; i < n_clusters; i++)
		parent[i] = (uint32_t)i;
	if (list_members(facts, cluster, &members, err) == 0 &&
	    sort_members(&members, err) == 0) {
		for (i = 0; i < members.n; i = end) {
			for (end = i + 1; end < members.n &&
			     members.list[end].home == members.list[i].home;
			     end++)
				;
			join_home(members.list, i, end, parent);
		}
		status =
		    number(parent, n_clusters, household, n_households, err);
	}
	free(members.list);
	free(parent);
	return status;
}
