#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "flow/former.h"

int
former_read(struct former *former, struct store *store, struct err *err)
{
	uint64_t *slot;
	bool is_fresh;
	size_t i;

	if (store_former(store, &former->left, &former->n_left, err) == -1)
		return -1;
	for (i = 0; i < former->n_left; i++) {
		slot = hashmap_slot(&former->is_free,
		    (uint64_t)former->left[i].customer, &is_fresh, err);
		if (slot == NULL)
			return -1;
		*slot = 1;
	}
	return 0;
}

int
former_note(struct former *former, int64_t customer, struct err *err)
{
	uint64_t is_free = 0, *slot;
	bool is_fresh;

	if (former->n_left == 0 ||
	    !hashmap_get(&former->is_free, (uint64_t)customer, &is_free) ||
	    is_free == 0)
		return 0;
	slot =
	    hashmap_slot(&former->is_free, (uint64_t)customer, &is_fresh, err);
	if (slot == NULL)
		return -1;
	*slot = 0;
	return 0;
}

static int
by_record(const void *left, const void *right)
{
	const struct store_member *a = left;
	const struct store_member *b = right;

	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	return (a->customer > b->customer) - (a->customer < b->customer);
}

/* Only those that nobody has, by the record. */
static void
drop_taken(struct former *former)
{
	uint64_t is_free;
	size_t i, n = 0;

	for (i = 0; i < former->n_left; i++)
		if (hashmap_get(&former->is_free,
			(uint64_t)former->left[i].customer, &is_free) &&
		    is_free != 0)
			former->left[n++] = former->left[i];
	former->n_left = n;
	if (n > 0)
		qsort(former->left, n, sizeof(*former->left), by_record);
}

/* The first that this record left, or the end. */
static size_t
first_of(const struct former *former, int64_t record)
{
	size_t low = 0, high = former->n_left;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (former->left[middle].record < record)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int
former_place(
    struct former *former, const int64_t *keys, size_t n, struct err *err)
{
	size_t i, at, cap = 0;

	drop_taken(former);
	for (i = 0; i < n && former->n_left > 0; i++)
		for (at = first_of(former, keys[i]);
		     at < former->n_left && former->left[at].record == keys[i];
		     at++) {
			if (array_grow(&former->rows, &cap, former->n + 1,
				sizeof(*former->rows), err) == -1)
				return -1;
			former->rows[former->n++] = (struct identity_former){
			    .customer = former->left[at].customer,
			    .record = (uint32_t)i};
		}
	free(former->left);
	former->left = NULL;
	former->n_left = 0;
	hashmap_clear(&former->is_free);
	return 0;
}

void
former_clear(struct former *former)
{
	free(former->rows);
	free(former->left);
	hashmap_clear(&former->is_free);
	memset(former, 0, sizeof(*former));
}
