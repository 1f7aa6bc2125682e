#include "flow/identifiers.h"

static enum journey_identifier
kind_of(enum canon_field field)
{
	if (field == CANON_F_EMAIL)
		return JOURNEY_IDS_EMAIL;
	if (field == CANON_F_PHONE)
		return JOURNEY_IDS_PHONE;
	return field == CANON_F_ID ? JOURNEY_IDS_OTHER : JOURNEY_IDS_ALL;
}

/* Values come by field, name and normal form, so that what was written in
 * several ways stands together. */
static void
add_record(
    const struct store_record *record, struct journey_identifiers *source)
{
	int64_t n[JOURNEY_IDS_COUNT] = {0};
	const struct canon_value *last = NULL;

	for (size_t i = 0; i < record->now.n_values; i++) {
		const struct canon_value *value = &record->now.values[i];
		enum journey_identifier kind = kind_of(value->field);

		if (kind == JOURNEY_IDS_ALL || value->normal.len == 0)
			continue;
		if (last == NULL || last->field != value->field ||
		    !span_eq(last->name, value->name) ||
		    !span_eq(last->normal, value->normal)) {
			n[kind]++;
			n[JOURNEY_IDS_ALL]++;
		}
		last = value;
	}
	source->records++;
	for (int kind = 0; kind < JOURNEY_IDS_COUNT; kind++) {
		source->sum[kind] += n[kind];
		source->squares[kind] += n[kind] * n[kind];
	}
}

int
identifiers_count(struct store *store, const struct store_source *sources,
    size_t n, struct journey_identifiers *counts, struct err *err)
{
	struct store_records *records = store_records_open_any(store, err);
	const struct store_record *record = NULL;
	int rc = records == NULL ? -1 : 0;

	while (rc == 0 &&
	    (rc = store_records_next(records, &record, err)) == 0 &&
	    record != NULL)
		for (size_t i = 0; i < n; i++)
			if (sources[i].id == record->source) {
				add_record(record, &counts[i]);
				break;
			}
	store_records_close(records);
	return rc;
}
