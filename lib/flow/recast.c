#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "flow/recast.h"

struct recast_member *
recast_at(struct recast *recast, int64_t record, struct err *err)
{
	struct recast_member *made;
	uint64_t *slot;
	bool is_fresh;

	if (array_grow(&recast->members, &recast->cap, recast->n + 1,
		sizeof(*made), err) == -1)
		return NULL;
	slot = hashmap_slot(&recast->places, (uint64_t)record, &is_fresh, err);
	if (slot == NULL)
		return NULL;
	if (!is_fresh)
		return &recast->members[*slot];
	*slot = recast->n;
	made = &recast->members[recast->n++];
	*made = (struct recast_member){record, 0, 0};
	return made;
}

static int
compare_stored(const void *left, const void *right)
{
	const struct store_member *a = left;
	const struct store_member *b = right;

	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

int
recast_load(struct recast *recast, struct store *store, struct err *err)
{
	struct store_member *members = NULL;
	struct recast_member *made;
	size_t i, n = 0;
	int status = 0;

	memset(recast, 0, sizeof(*recast));
	if (store_members(store, &members, &n, err) == -1)
		return -1;
	if (n > 0)
		qsort(members, n, sizeof(*members), compare_stored);
	for (i = 0; i < n && status == 0; i++) {
		made = recast_at(recast, members[i].record, err);
		if (made == NULL)
			status = -1;
		else
			made->before = made->after = members[i].customer;
	}
	free(members);
	if (status == 0)
		status = store_next_customer(store, &recast->next, err);
	if (status == -1)
		recast_clear(recast);
	return status;
}

void
recast_clear(struct recast *recast)
{
	free(recast->members);
	hashmap_clear(&recast->places);
	memset(recast, 0, sizeof(*recast));
}

/* --- what has changed --- */

static int
by_before(const void *left, const void *right)
{
	const struct recast_member *a = left;
	const struct recast_member *b = right;

	if (a->before != b->before)
		return a->before < b->before ? -1 : 1;
	if (a->after != b->after)
		return a->after < b->after ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

/* The customers that there were. */
static int
list_before(
    const struct recast *recast, struct hashmap *before, struct err *err)
{
	bool is_fresh;
	size_t i;

	for (i = 0; i < recast->n; i++)
		if (hashmap_slot(before, (uint64_t)recast->members[i].before,
			&is_fresh, err) == NULL)
			return -1;
	return 0;
}

/* Sizes of the customers that there are now. */
static int
count_after(const struct recast *recast, const struct hashmap *before,
    struct hashmap *sizes, struct store_run *run, struct err *err)
{
	const struct recast_member *m;
	uint64_t *slot, unused;
	bool is_fresh;
	size_t i;

	for (i = 0; i < recast->n; i++) {
		m = &recast->members[i];
		if (m->after == 0)
			continue;
		slot = hashmap_slot(sizes, (uint64_t)m->after, &is_fresh, err);
		if (slot == NULL)
			return -1;
		run->records++;
		run->customers += is_fresh;
		run->created += is_fresh &&
		    !hashmap_get(before, (uint64_t)m->after, &unused);
		++*slot;
		if ((int64_t)*slot > run->largest)
			run->largest = (int64_t)*slot;
	}
	return 0;
}

/* One customer of before, whose records stand by where they went: where most
 * of them did (0 = nowhere), and is it more than one place? */
static int64_t
most_went_to(const struct recast_member *m, size_t n, bool *is_split)
{
	int64_t into = 0;
	size_t i, end, most = 0;

	*is_split = m[0].after != m[n - 1].after;
	for (i = 0; i < n; i = end) {
		for (end = i + 1; end < n && m[end].after == m[i].after; end++)
			;
		if (m[i].after != 0 && end - i > most) {
			most = end - i;
			into = m[i].after;
		}
	}
	return into;
}

/* Numbers that vanished; an alias leads to what became of them. */
static void
find_aliases(const struct recast_member *sorted, size_t n,
    const struct hashmap *sizes, struct store_alias *aliases, size_t *count,
    struct store_run *run)
{
	uint64_t size;
	size_t i, end;
	int64_t into;
	bool is_split;

	for (i = 0; i < n; i = end) {
		for (end = i + 1;
		     end < n && sorted[end].before == sorted[i].before; end++)
			;
		if (sorted[i].before == 0)
			continue;
		into = most_went_to(&sorted[i], end - i, &is_split);
		run->split += is_split;
		if (into == 0 ||
		    hashmap_get(sizes, (uint64_t)sorted[i].before, &size))
			continue;
		aliases[(*count)++] =
		    (struct store_alias){sorted[i].before, into};
		run->joined++;
	}
}

static int
save(const struct recast *recast, struct store *store,
    struct recast_member *sorted, struct store_member *members,
    struct store_alias *aliases, struct store_run *run, struct err *err)
{
	struct hashmap sizes = {0}, before = {0};
	size_t i, n = 0, n_aliases = 0;
	int status = list_before(recast, &before, err);

	if (status == 0)
		status = count_after(recast, &before, &sizes, run, err);
	hashmap_clear(&before);
	if (status == 0 && recast->n > 0) {
		memcpy(sorted, recast->members, recast->n * sizeof(*sorted));
		qsort(sorted, recast->n, sizeof(*sorted), by_before);
		find_aliases(
		    sorted, recast->n, &sizes, aliases, &n_aliases, run);
	}
	hashmap_clear(&sizes);
	for (i = 0; i < recast->n; i++)
		if (recast->members[i].after != 0)
			members[n++] =
			    (struct store_member){recast->members[i].record,
				recast->members[i].after};
	if (status == -1)
		return -1;
	return store_save_run(
	    store, run, members, n, NULL, 0, aliases, n_aliases, err);
}

int
recast_save(struct recast *recast, struct store *store, const char *mode,
    int64_t now_us, struct store_run *run, struct err *err)
{
	size_t n = recast->n + 1;
	struct recast_member *sorted = malloc(n * sizeof(*sorted));
	struct store_member *members = malloc(n * sizeof(*members));
	struct store_alias *aliases = malloc(n * sizeof(*aliases));
	int status = -1;

	*run = (struct store_run){.at_us = now_us,
	    .mode = span_of(mode),
	    .threshold = span_make("", 0)};
	if (sorted == NULL || members == NULL || aliases == NULL)
		err_nomem(err);
	else
		status =
		    save(recast, store, sorted, members, aliases, run, err);
	free(sorted);
	free(members);
	free(aliases);
	return status;
}
