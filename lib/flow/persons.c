#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/hashmap.h"
#include "flow/persons.h"
#include "store/since.h"

/* Where a record belongs: by (source name, native id). */
struct place {
	uint64_t start;  /* the first bytes of its native id, as a number */
	uint32_t source; /* rank of the name */
	uint32_t record;
	struct span native_id;
};

struct loader {
	struct facts *facts;
	struct columns *columns;
	const struct store_source *sources;
	size_t n_sources;
	struct arena names; /* native ids that the facts do not keep */
	struct place *places;
	size_t places_cap;
	const int64_t *keys; /* of those that are asked for */
	size_t n_keys;
	struct hashmap seen; /* keys, once records may come twice */
};

/* Sources have few names: numbers in the order of the store. */
static uint32_t
source_number(const struct store_source *sources, size_t n, int64_t id)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (sources[i].id == id)
			return i;
	return 0;
}

static uint32_t
rank_of(const struct loader *loader, uint32_t source)
{
	uint32_t i, rank = 0;

	for (i = 0; i < loader->n_sources; i++)
		rank += span_cmp(loader->sources[i].name,
			    loader->sources[source].name) < 0;
	return rank;
}

static uint64_t
start_of(struct span text)
{
	uint64_t start = 0;
	size_t i;

	for (i = 0; i < 8; i++)
		start = start << 8 |
		    (i < text.len ? (unsigned char)text.data[i] : 0);
	return start;
}

static int
compare_places(const void *left, const void *right)
{
	const struct place *a = left;
	const struct place *b = right;

	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return span_cmp(a->native_id, b->native_id);
}

static int
add_record(struct loader *loader, const struct store_record *from,
    uint32_t source, struct err *err)
{
	struct columns *columns = loader->columns;
	struct span name = loader->sources[source].name;
	struct place *place;
	struct facts_record to = {.source = source,
	    .source_name = name,
	    .said = from->said,
	    .n_said = from->n_said,
	    .values = from->now.values,
	    .n_values = from->now.n_values};

	if (!span_starts(from->native_id, "~"))
		to.native_id = from->native_id;
	to.digest = hash_64(hash_64(0, name), from->native_id);
	if (array_grow(&columns->keys, &columns->keys_cap,
		columns->n_records + 1, sizeof(*columns->keys), err) == -1 ||
	    array_grow(&columns->starts, &columns->starts_cap,
		columns->n_records + 1, sizeof(*columns->starts), err) == -1 ||
	    array_grow(&loader->places, &loader->places_cap,
		columns->n_records + 1, sizeof(*place), err) == -1 ||
	    facts_add(loader->facts, &to, err) == -1)
		return -1;
	place = &loader->places[columns->n_records];
	*place =
	    (struct place){start_of(from->native_id), rank_of(loader, source),
		(uint32_t)columns->n_records, facts_last_id(loader->facts)};
	/* The facts keep no id that a source did not give. */
	if (place->native_id.len == 0)
		place->native_id = arena_span(&loader->names, from->native_id);
	if (place->native_id.data == NULL)
		return err_nomem(err);
	columns->starts[columns->n_records] = place->start;
	columns->keys[columns->n_records++] = from->key;
	return 0;
}

static bool
is_sorted(const struct place *places, size_t n)
{
	size_t i;

	for (i = 1; i < n; i++)
		if (compare_places(&places[i - 1], &places[i]) > 0)
			return false;
	return true;
}

static int
sort_keys(struct columns *columns, const uint32_t *order, struct err *err)
{
	size_t n = columns->n_records, i;
	int64_t *keys = malloc((n + 1) * sizeof(*keys));
	uint64_t *starts = malloc((n + 1) * sizeof(*starts));

	if (keys == NULL || starts == NULL) {
		free(keys);
		free(starts);
		return err_nomem(err);
	}
	for (i = 0; i < n; i++) {
		keys[i] = columns->keys[order[i]];
		starts[i] = columns->starts[order[i]];
	}
	free(columns->keys);
	free(columns->starts);
	columns->keys = keys;
	columns->starts = starts;
	columns->keys_cap = columns->starts_cap = n + 1;
	return 0;
}

/* The store gave the records in its own order. */
static int
sort_records(struct loader *loader, struct err *err)
{
	size_t n = loader->columns->n_records, i;
	uint32_t *order;
	int status;

	if (n == 0 || is_sorted(loader->places, n))
		return 0;
	qsort(loader->places, n, sizeof(*loader->places), compare_places);
	order = calloc(n, sizeof(*order));
	if (order == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		order[i] = loader->places[i].record;
	arena_clear(&loader->names);
	free(loader->places);
	loader->places = NULL;
	status = sort_keys(loader->columns, order, err);
	if (status == 0)
		status = facts_sort(loader->facts, order, err);
	free(order);
	return status;
}

/* Where somebody wrote while the records were read, one may come again. */
static int
is_again(struct loader *loader, const struct store *store, int64_t key,
    bool *is, struct err *err)
{
	const struct columns *columns = loader->columns;
	bool is_fresh = true;
	size_t i;

	*is = false;
	if (!store_has_moved(store))
		return 0;
	for (i = loader->seen.count; i < columns->n_records; i++)
		if (hashmap_slot(&loader->seen, (uint64_t)columns->keys[i],
			&is_fresh, err) == NULL)
			return -1;
	if (hashmap_slot(&loader->seen, (uint64_t)key, &is_fresh, err) == NULL)
		return -1;
	*is = !is_fresh;
	return 0;
}

static int
load(struct loader *loader, struct store *store, struct err *err)
{
	const struct store_record *record;
	struct store_records *records = store_records_open_any(store, err);
	uint32_t source;
	bool is_known;
	int status;

	if (records == NULL)
		return -1;
	do {
		status = store_records_next(records, &record, err);
		if (status == -1 || record == NULL)
			continue;
		status = is_again(loader, store, record->key, &is_known, err);
		if (status == -1 || is_known)
			continue;
		source = source_number(
		    loader->sources, loader->n_sources, record->source);
		status = add_record(loader, record, source, err);
	} while (status == 0 && record != NULL);
	store_records_close(records);
	return status;
}

static int
run(struct loader *loader, struct store *store,
    int (*load_records)(struct loader *, struct store *, struct err *),
    struct err *err)
{
	int status = -1;

	if (store_sources(store, &loader->sources, &loader->n_sources, err) ==
		0 &&
	    load_records(loader, store, err) == 0)
		status = sort_records(loader, err);
	hashmap_clear(&loader->seen);
	arena_clear(&loader->names);
	free(loader->places);
	return status;
}

int
persons_load(struct facts *facts, struct columns *columns, struct store *store,
    struct err *err)
{
	struct loader loader = {.facts = facts, .columns = columns};

	return run(&loader, store, load, err);
}

/* --- a few --- */

struct numbers {
	int64_t *number;
	size_t n, cap;
};

static int
take_number(void *context, int64_t number, struct err *err)
{
	struct numbers *numbers = context;

	if (array_grow(&numbers->number, &numbers->cap, numbers->n + 1,
		sizeof(*numbers->number), err) == -1)
		return -1;
	numbers->number[numbers->n++] = number;
	return 0;
}

static int
load_one(struct loader *loader, struct store *store,
    struct store_records *records, int64_t key, struct numbers *numbers,
    struct err *err)
{
	const struct store_record *record;

	numbers->n = 0;
	if (since_said(store, key, take_number, numbers, err) == -1 ||
	    store_records_get(
		records, key, numbers->number, numbers->n, &record, err) == -1)
		return -1;
	if (record == NULL)
		return 0;
	return add_record(loader, record,
	    source_number(loader->sources, loader->n_sources, record->source),
	    err);
}

static int
load_some(struct loader *loader, struct store *store, struct err *err)
{
	struct store_records *records = store_records_open_few(store, err);
	struct numbers numbers = {0};
	size_t i;
	int status = records == NULL ? -1 : 0;

	for (i = 0; i < loader->n_keys && status == 0; i++)
		status = load_one(
		    loader, store, records, loader->keys[i], &numbers, err);
	free(numbers.number);
	store_records_close(records);
	return status;
}

int
persons_load_some(struct facts *facts, struct columns *columns,
    struct store *store, const int64_t *keys, size_t n, struct err *err)
{
	struct loader loader = {
	    .facts = facts, .columns = columns, .keys = keys, .n_keys = n};

	return run(&loader, store, load_some, err);
}
