#include <stdlib.h>
#include <string.h>

#include "flow/circles.h"
#include "match/household.h"
#include "match/identity.h"
#include "store/circle.h"

/* A circle as it is now, beside those of before. */
struct circle {
	int64_t number; /* of its first record before, 0 = none; then its own */
	uint32_t n;     /* records */
	uint32_t dense; /* its number among those that are to be named */
	bool is_settled; /* its records were a circle, and nobody else */
};

/* One kind of them. */
struct kind {
	const uint32_t
	    *of; /* the circle of each cluster; NULL = none has one */
	const uint32_t *cluster;
	size_t n_records;
	const int64_t *keys;
	int64_t *number; /* of each record; of before, then of now */
	int64_t next;
	struct circle *circle;
	size_t n_circles;
	/* Records of circles that are to be named, side by side. */
	uint32_t *dense;
	int64_t *earlier;
	size_t n_open, n_dense;
};

static void
clear(struct kind *k)
{
	free(k->circle);
	free(k->dense);
	free(k->earlier);
}

static int
compare_members(const void *left, const void *right)
{
	const struct store_member *a = left;
	const struct store_member *b = right;

	return (a->record > b->record) - (a->record < b->record);
}

/* The numbers of before, as the store has them. */
static int
load_numbers(struct store *store, struct merge *merge, enum circle_kind kind,
    size_t n_circles, struct err *err)
{
	const int64_t *keys = merge->columns.keys;
	struct store_member *members = NULL, wanted = {0, 0};
	const struct store_member *found;
	size_t n_members = 0, i;
	int status = -1;

	if (circle_next(store, kind, &merge->next_circle[kind], err) == -1 ||
	    circle_members(store, kind, &members, &n_members, err) == -1)
		return -1;
	/* Most stores know no companies. */
	if (n_members == 0 && n_circles == 0) {
		free(members);
		return 0;
	}
	merge->circle[kind] =
	    calloc(merge->columns.n_records + 1, sizeof(int64_t));
	if (merge->circle[kind] == NULL) {
		err_nomem(err);
		goto free_members;
	}
	for (i = 0; i < merge->columns.n_records && n_members > 0; i++) {
		wanted.record = keys[i];
		found = bsearch(&wanted, members, n_members, sizeof(*members),
		    compare_members);
		if (found != NULL)
			merge->circle[kind][i] = found->customer;
	}
	status = 0;
free_members:
	free(members);
	return status;
}

static uint32_t
circle_of(const struct kind *k, size_t i)
{
	return k->of == NULL ? HOUSEHOLD_NONE : k->of[k->cluster[i]];
}

/* Circles whose records were one before, with nobody else, keep its number;
 * they take no part in giving numbers to the others. */
static int
settle(struct kind *k, struct err *err)
{
	uint32_t *before = calloc((size_t)k->next + 1, sizeof(*before)), c;
	struct circle *circle;
	size_t i;

	k->circle = calloc(k->n_circles + 1, sizeof(*k->circle));
	if (before == NULL || k->circle == NULL) {
		free(before);
		return err_nomem(err);
	}
	for (i = 0; i < k->n_records; i++) {
		if (k->number[i] > 0 && k->number[i] < k->next)
			before[k->number[i]]++;
		c = circle_of(k, i);
		if (c == HOUSEHOLD_NONE)
			continue;
		circle = &k->circle[c];
		if (circle->n++ == 0) {
			circle->number = k->number[i];
			circle->is_settled = k->number[i] != 0;
		} else if (circle->number != k->number[i]) {
			circle->is_settled = false;
		}
	}
	for (i = 0; i < k->n_circles; i++) {
		circle = &k->circle[i];
		circle->is_settled = circle->is_settled &&
		    circle->number < k->next &&
		    before[circle->number] == circle->n;
		if (!circle->is_settled) {
			circle->dense = (uint32_t)k->n_dense++;
			k->n_open += circle->n;
		}
	}
	free(before);
	return 0;
}

static int
list_open(struct kind *k, struct err *err)
{
	size_t i, n = 0;
	uint32_t c;

	k->dense = malloc((k->n_open + 1) * sizeof(*k->dense));
	k->earlier = malloc((k->n_open + 1) * sizeof(*k->earlier));
	if (k->dense == NULL || k->earlier == NULL)
		return err_nomem(err);
	for (i = 0; i < k->n_records && n < k->n_open; i++) {
		c = circle_of(k, i);
		if (c == HOUSEHOLD_NONE || k->circle[c].is_settled)
			continue;
		k->dense[n] = k->circle[c].dense;
		k->earlier[n++] = k->number[i];
	}
	return 0;
}

static int
give_numbers(struct kind *k, struct err *err)
{
	struct identity_result identity = {0};
	struct identity_input in = {.next = k->next};
	int64_t number;
	size_t i;

	if (settle(k, err) == -1 || list_open(k, err) == -1)
		return -1;
	in.cluster = k->dense;
	in.earlier = k->earlier;
	in.n_records = k->n_open;
	in.n_clusters = k->n_dense;
	if (identity_assign(&in, &identity, err) == -1)
		return -1;
	for (i = 0; i < k->n_circles; i++) {
		if (k->circle[i].is_settled)
			continue;
		number = identity.customer[k->circle[i].dense];
		k->circle[i].number = number;
		if (number >= k->next)
			k->next = number + 1;
	}
	identity_clear(&identity);
	return 0;
}

static int64_t
number_of(const struct kind *k, size_t i)
{
	uint32_t c = circle_of(k, i);

	return c == HOUSEHOLD_NONE ? 0 : k->circle[c].number;
}

/* The records that are in another now, by key; the numbers become those. */
static int
list_changes(struct kind *k, bool *is_moved, struct store_member **made,
    size_t *n, struct err *err)
{
	size_t i, n_changes = 0;
	int64_t number;

	for (i = 0; i < k->n_records; i++)
		n_changes += number_of(k, i) != k->number[i];
	*made = malloc((n_changes + 1) * sizeof(**made));
	if (*made == NULL)
		return err_nomem(err);
	for (i = 0; i < k->n_records; i++) {
		number = number_of(k, i);
		if (number == k->number[i])
			continue;
		(*made)[(*n)++] = (struct store_member){k->keys[i], number};
		k->number[i] = number;
		if (is_moved != NULL)
			is_moved[i] = true;
	}
	if (*n > 0)
		qsort(*made, *n, sizeof(**made), compare_members);
	return 0;
}

static int
save_kind(struct store *store, struct merge *merge, enum circle_kind kind,
    const uint32_t *of, size_t n_circles, struct err *err)
{
	struct kind k = {.of = of,
	    .cluster = merge->found.cluster,
	    .n_records = merge->columns.n_records,
	    .keys = merge->columns.keys,
	    .n_circles = n_circles};
	struct store_member *changes = NULL;
	size_t n = 0;
	int status = 0;

	if (!merge->is_part)
		status = load_numbers(store, merge, kind, n_circles, err);
	k.number = merge->circle[kind];
	k.next = merge->next_circle[kind];
	/* None before, and none now. */
	if (status == 0 && k.number == NULL)
		return 0;
	if (status == 0)
		status = give_numbers(&k, err);
	if (status == 0)
		status =
		    list_changes(&k, merge->news.is_moved, &changes, &n, err);
	if (status == 0)
		status =
		    circle_save(store, merge->run.id, kind, changes, n, err);
	merge->next_circle[kind] = k.next;
	clear(&k);
	free(changes);
	return status;
}

/* Of an id its space stands in front of it, with NUL between. */
static int
save_weighed(struct store *store, const struct merge *merge, struct err *err)
{
	static const char *const kinds[] = {"email", "phone", "id:"};
	const struct match_generic *g;
	struct circle_generic row;
	struct buf kind = {0};
	size_t i, space;
	int status = 0;

	for (i = 0; i < merge->linked.n_generic && status == 0; i++) {
		g = &merge->linked.generic[i];
		row.value = intern_name(
		    &merge->facts.list[g->list].pool.names, g->value);
		row.records = g->records;
		buf_reset(&kind);
		buf_str(&kind, kinds[g->list]);
		if (g->list == FACTS_ID) {
			space = strlen(row.value.data);
			buf_add(&kind, row.value.data, space);
			row.value = span_make(row.value.data + space + 1,
			    row.value.len - space - 1);
		}
		row.kind = buf_get(&kind);
		status = buf_check(&kind, err);
		if (status == 0)
			status = circle_generic_add(
			    store, merge->run.id, (int64_t)i, &row, err);
	}
	buf_clear(&kind);
	return status;
}

static int
save_exact(struct store *store, const struct merge *merge, struct err *err)
{
	const struct exact_generic *g;
	struct circle_generic row;
	size_t i;

	for (i = 0; i < merge->found.n_generic; i++) {
		g = &merge->found.generic[i];
		row.kind = columns_kind(&merge->columns, g->value);
		row.value = columns_value(&merge->columns, g->value);
		row.records = g->records;
		if (circle_generic_add(
			store, merge->run.id, (int64_t)i, &row, err) == -1)
			return -1;
	}
	return 0;
}

int
circles_save(struct store *store, struct merge *merge, struct err *err)
{
	const struct match_result *linked = &merge->linked;

	if (save_kind(store, merge, CIRCLE_HOUSEHOLD, linked->household,
		linked->n_households, err) == -1 ||
	    save_kind(store, merge, CIRCLE_ACCOUNT, linked->account,
		linked->n_accounts, err) == -1 ||
	    save_weighed(store, merge, err) == -1)
		return -1;
	return save_exact(store, merge, err);
}
