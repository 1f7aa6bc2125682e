#include "flow/persons.h"

#include "base/array.h"
#include "base/hash.h"

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

static int
add_record(struct facts *facts, struct columns *columns,
    const struct store_record *from, uint32_t source, struct span source_name,
    struct err *err)
{
	struct exact_record record = {.names = EXACT_NONE};
	struct facts_record to = {.source = source,
	    .source_name = source_name,
	    .said = from->said,
	    .n_said = from->n_said,
	    .values = from->now.values,
	    .n_values = from->now.n_values};

	if (!span_starts(from->native_id, "~"))
		to.native_id = from->native_id;
	record.digest = hash_64(hash_64(0, source_name), from->native_id);
	to.digest = record.digest;
	if (array_grow(&columns->records, &columns->records_cap,
		columns->n_records + 1, sizeof(*columns->records), err) == -1 ||
	    array_grow(&columns->keys, &columns->keys_cap,
		columns->n_records + 1, sizeof(*columns->keys), err) == -1 ||
	    facts_add(facts, &to, err) == -1)
		return -1;
	columns->records[columns->n_records] = record;
	columns->keys[columns->n_records++] = from->key;
	return 0;
}

int
persons_load(struct facts *facts, struct columns *columns, struct store *store,
    struct err *err)
{
	const struct store_source *sources;
	const struct store_record *record;
	struct store_records *records;
	size_t n_sources;
	uint32_t source;
	int status;

	if (store_sources(store, &sources, &n_sources, err) == -1)
		return -1;
	records = store_records_open(store, err);
	if (records == NULL)
		return -1;
	do {
		status = store_records_next(records, &record, err);
		if (status == -1 || record == NULL)
			continue;
		source = source_number(sources, n_sources, record->source);
		status = add_record(
		    facts, columns, record, source, sources[source].name, err);
	} while (status == 0 && record != NULL);
	store_records_close(records);
	return status;
}
