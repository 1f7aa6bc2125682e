#include <stdlib.h>
#include <string.h>

#include "base/apart.h"
#include "base/large.h"
#include "match/pack.h"

/* An item with what is asked of it most. */
static uint32_t
mark(const struct facts_items *list, uint32_t item)
{
	const struct facts_value *value = &list->pool.values[item & FACTS_ITEM];

	if (facts_is_void(value))
		item |= FACTS_VOID;
	else if (value->count > 1)
		item |= FACTS_SHARED;
	return item;
}

/* Close up the lists of several items, each behind its number, and tell in
 * ${first} where; one item stands there itself. */
static void
close_up(struct facts_items *list, size_t n_records)
{
	uint32_t *out = list->several;
	size_t at = 0, i;
	uint32_t k, first, n;

	for (i = 0; i < n_records; i++) {
		first = list->first[i];
		n = list->first[i + 1] - first;
		if (n < 2) {
			list->first[i] =
			    n == 0 ? FACTS_NONE : mark(list, list->item[first]);
			continue;
		}
		list->first[i] = FACTS_MANY | (uint32_t)at;
		out[at++] = n;
		for (k = 0; k < n; k++)
			out[at++] = mark(list, list->item[first + k]);
	}
}

static size_t
count_several(const struct facts_items *list, size_t n_records)
{
	size_t i, n = 0;

	for (i = 0; i < n_records; i++)
		if (list->first[i + 1] - list->first[i] > 1)
			n += list->first[i + 1] - list->first[i] + 1;
	return n;
}

static int
pack_list(struct facts_items *list, size_t n_records, struct err *err)
{
	size_t n = n_records == 0 ? 0 : count_several(list, n_records);

	if (n >= FACTS_VALUES_MAX)
		return err_set(
		    err, ERR_DATA, "more values than can be matched");
	list->several = malloc((n + 1) * sizeof(*list->several));
	if (list->several == NULL)
		return err_nomem(err);
	if (n_records > 0)
		close_up(list, n_records);
	free(list->item);
	list->item = NULL;
	return 0;
}

static uint32_t
hint_of(const struct facts_items *list, uint32_t item)
{
	if (item == FACTS_NONE || (item & FACTS_MANY) != 0)
		return 0;
	return list->pool.values[item & FACTS_ITEM].hint;
}

static void
pack_head(const struct facts *facts, uint32_t row, uint32_t *head)
{
	bool is_record = row < facts->n_records;
	int i;

	head[FACTS_ORDER] =
	    is_record ? (uint32_t)(facts->digest[row] >> 32) & ~1u : 0;
	head[FACTS_ORDER] |= facts->more[row] != FACTS_NONE;
	for (i = 0; i < FACTS_LISTS; i++)
		head[FACTS_ITEMS + i] =
		    is_record ? facts->list[i].first[row] : FACTS_NONE;
	for (i = 0; i < FACTS_HINTS; i++)
		head[FACTS_HINT + i] =
		    hint_of(&facts->list[i], head[FACTS_ITEMS + i]);
}

/* Some of the rows: those of one of two threads, which first write where they
 * are, so that the system clears the memory for both at once. */
struct part {
	const struct facts *facts;
	size_t from, to;
};

static int
fill_rows(void *context, struct err *err)
{
	const struct part *part = context;
	const struct facts *facts = part->facts;
	size_t row;

	(void)err;
	for (row = part->from; row < part->to; row++) {
		uint32_t *out = facts->row + row * facts->stride;

		pack_head(facts, (uint32_t)row, out);
		if (facts->width > 0)
			memcpy(out + FACTS_HEAD,
			    facts->value + row * facts->width,
			    facts->width * sizeof(uint32_t));
	}
	return 0;
}

static int
make_rows(struct facts *facts, struct err *err)
{
	size_t wide = FACTS_HEAD + facts->width, half = facts->n_rows / 2;
	struct part first = {facts, 0, half};
	struct part second = {facts, half, facts->n_rows};
	struct apart apart;

	/* A row that fits into a line does not lie across two. */
	facts->stride = wide <= 16 ? 16 : (wide + 3) / 4 * 4;
	facts->row =
	    large_alloc(facts->n_rows * facts->stride * sizeof(uint32_t));
	if (facts->row == NULL)
		return err_nomem(err);
	apart_start(&apart, facts->is_shared, fill_rows, &first);
	(void)fill_rows(&second, err);
	return apart_end(&apart, err);
}

int
pack_rows(struct facts *facts, struct err *err)
{
	int i;

	for (i = 0; i < FACTS_LISTS; i++)
		if (pack_list(&facts->list[i], facts->n_records, err) == -1)
			return -1;
	if (make_rows(facts, err) == -1)
		return -1;
	for (i = 0; i < FACTS_LISTS; i++) {
		free(facts->list[i].first);
		facts->list[i].first = NULL;
	}
	free(facts->value);
	facts->value = NULL;
	for (i = 0; i < FACTS_COLUMNS; i++)
		if (facts->place[i] != FACTS_NONE)
			facts->place[i] += FACTS_HEAD;
	return 0;
}
