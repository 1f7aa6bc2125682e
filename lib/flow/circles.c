#include <stdlib.h>
#include <string.h>

#include "flow/circles.h"
#include "match/household.h"
#include "match/identity.h"
#include "store/circle.h"

/* The records that are in a circle, side by side. */
struct circle {
	uint32_t *number; /* of its circle */
	int64_t *earlier; /* that it was in; 0 = none */
	int64_t *keys;
	size_t n;
};

static void
clear(struct circle *circle)
{
	free(circle->number);
	free(circle->earlier);
	free(circle->keys);
}

static int
compare_members(const void *left, const void *right)
{
	const struct store_member *a = left;
	const struct store_member *b = right;

	return (a->record > b->record) - (a->record < b->record);
}

static int
fill(struct circle *circle, const struct merge *merge, const uint32_t *of,
    const struct store_member *before, size_t n_before, struct err *err)
{
	size_t i, n = merge->columns.n_records;
	const struct store_member *found;
	struct store_member wanted = {0, 0};
	uint32_t number;

	circle->number = malloc((n + 1) * sizeof(*circle->number));
	circle->earlier = calloc(n + 1, sizeof(*circle->earlier));
	circle->keys = malloc((n + 1) * sizeof(*circle->keys));
	if (circle->number == NULL || circle->earlier == NULL ||
	    circle->keys == NULL)
		return err_nomem(err);
	for (i = 0; i < n && of != NULL; i++) {
		number = of[merge->found.cluster[i]];
		if (number == HOUSEHOLD_NONE)
			continue;
		wanted.record = merge->columns.keys[i];
		found = n_before == 0 ? NULL
				      : bsearch(&wanted, before, n_before,
					    sizeof(*before), compare_members);
		circle->number[circle->n] = number;
		circle->keys[circle->n] = wanted.record;
		circle->earlier[circle->n++] =
		    found == NULL ? 0 : found->customer;
	}
	return 0;
}

static int
save(struct store *store, int64_t run, enum circle_kind kind,
    const struct circle *circle, const struct identity_result *identity,
    struct err *err)
{
	struct store_member *members =
	    malloc((circle->n + 1) * sizeof(*members));
	size_t i;
	int status;

	if (members == NULL)
		return err_nomem(err);
	for (i = 0; i < circle->n; i++)
		members[i] = (struct store_member){
		    circle->keys[i], identity->customer[circle->number[i]]};
	qsort(members, circle->n, sizeof(*members), compare_members);
	status = circle_save(store, run, kind, members, circle->n, err);
	free(members);
	return status;
}

static int
save_kind(struct store *store, const struct merge *merge, enum circle_kind kind,
    const uint32_t *of, size_t n_circles, struct err *err)
{
	struct circle circle = {0};
	struct identity_result identity = {0};
	struct identity_input in = {0};
	struct store_member *before = NULL;
	size_t n_before = 0;
	int status = -1;

	if (circle_members(store, kind, &before, &n_before, err) == 0 &&
	    circle_next(store, kind, &in.next, err) == 0 &&
	    fill(&circle, merge, of, before, n_before, err) == 0) {
		in.cluster = circle.number;
		in.earlier = circle.earlier;
		in.n_records = circle.n;
		in.n_clusters = n_circles;
		status = identity_assign(&in, &identity, err);
	}
	if (status == 0)
		status =
		    save(store, merge->run.id, kind, &circle, &identity, err);
	identity_clear(&identity);
	clear(&circle);
	free(before);
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
circles_save(struct store *store, const struct merge *merge, struct err *err)
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
