#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "flow/roster.h"
#include "store/history.h"

static const char *const status_names[] = {
    [ROSTER_MERGED] = "merged",
    [ROSTER_UNKNOWN] = "",
    [ROSTER_WITHDRAWN] = "withdrawn",
    [ROSTER_ACTIVE] = "active",
};

const char *
roster_status_name(enum roster_status status)
{
	return status_names[status];
}

enum roster_status
roster_status(const struct canon_record *record)
{
	struct span text = record->field[CANON_F_STATUS];
	int i;

	for (i = ROSTER_MERGED; i <= ROSTER_ACTIVE; i++)
		if (span_is(text, status_names[i]))
			return (enum roster_status)i;
	return ROSTER_UNKNOWN;
}

static uint32_t
find_source(const struct roster *roster, int64_t id)
{
	size_t i;

	for (i = 0; i + 1 < roster->n_sources; i++)
		if (roster->sources[i].id == id)
			break;
	return (uint32_t)i;
}

static int
add_record(
    struct roster *roster, const struct store_record *from, struct err *err)
{
	struct roster_record *r;
	uint64_t *slot;
	bool fresh;

	if (array_grow(&roster->records, &roster->records_cap,
		roster->n_records + 1, sizeof(*r), err) == -1)
		return -1;
	slot = hashmap_slot(&roster->by_key, (uint64_t)from->key, &fresh, err);
	if (slot == NULL)
		return -1;
	*slot = roster->n_records;
	r = &roster->records[roster->n_records++];
	r->key = from->key;
	r->customer = 0;
	r->status = roster_status(&from->now);
	r->source = find_source(roster, from->source);
	r->native_id = arena_span(&roster->arena, from->native_id);
	r->first_seen_us = from->first_seen_us;
	r->last_seen_us = from->last_seen_us;
	return r->native_id.data == NULL ? err_nomem(err) : 0;
}

static int
load_records(struct roster *roster, struct store *store,
    int (*each)(void *, size_t, const struct store_record *, struct err *),
    void *context, struct err *err)
{
	struct store_records *it = store_records_open(store, err);
	const struct store_record *record;
	int status;

	if (it == NULL)
		return -1;
	do {
		status = store_records_next(it, &record, err);
		if (status == 0 && record != NULL)
			status = add_record(roster, record, err);
		if (status == 0 && record != NULL && each != NULL)
			status =
			    each(context, roster->n_records - 1, record, err);
	} while (status == 0 && record != NULL);
	store_records_close(it);
	return status;
}

static int
load_members(struct roster *roster, struct store *store, struct err *err)
{
	struct store_member *members = NULL;
	uint64_t index;
	size_t i, n = 0;

	if (store_members(store, &members, &n, err) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (hashmap_get(
			&roster->by_key, (uint64_t)members[i].record, &index))
			roster->records[index].customer = members[i].customer;
	free(members);
	return 0;
}

static int
take_presence(
    void *context, const struct history_presence *row, struct err *err)
{
	struct roster *roster = context;
	struct roster_record *r;
	struct roster_place *place;
	uint64_t index;
	uint32_t channel = 0;

	if (!hashmap_get(&roster->by_key, (uint64_t)row->record, &index))
		return 0;
	while (channel < roster->n_channels &&
	    roster->channels[channel].id != row->channel)
		channel++;
	if (channel == roster->n_channels)
		return 0;
	r = &roster->records[index];
	if (row->first_us != CANON_NO_TIME &&
	    (r->first_seen_us == CANON_NO_TIME ||
		row->first_us < r->first_seen_us))
		r->first_seen_us = row->first_us;
	if (row->last_us != CANON_NO_TIME && row->last_us > r->last_seen_us)
		r->last_seen_us = row->last_us;
	if (array_grow(&roster->places, &roster->places_cap,
		roster->n_places + 1, sizeof(*place), err) == -1)
		return -1;
	place = &roster->places[roster->n_places++];
	place->record = (uint32_t)index;
	place->channel = channel;
	return 0;
}

static int
compare_places(const void *left, const void *right)
{
	const struct roster_place *a = left;
	const struct roster_place *b = right;

	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	return (a->channel > b->channel) - (a->channel < b->channel);
}

static int
load_places(struct roster *roster, struct store *store, struct err *err)
{
	struct roster_place *p;
	size_t i, n = 0;

	if (history_presence(store, take_presence, roster, err) == -1)
		return -1;
	p = roster->places;
	if (roster->n_places > 0)
		qsort(p, roster->n_places, sizeof(*p), compare_places);
	for (i = 0; i < roster->n_places; i++)
		if (n == 0 || compare_places(&p[n - 1], &p[i]) != 0)
			p[n++] = p[i];
	roster->n_places = n;
	return 0;
}

struct ordered {
	int64_t customer;
	uint32_t record;
};

static int
compare_ordered(const void *left, const void *right)
{
	const struct ordered *a = left;
	const struct ordered *b = right;

	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

static int
sort_by_customer(struct roster *roster, struct err *err)
{
	size_t i, n = roster->n_records;
	struct ordered *order = malloc((n + 1) * sizeof(*order));

	roster->order = malloc((n + 1) * sizeof(*roster->order));
	if (order == NULL || roster->order == NULL) {
		free(order);
		return err_nomem(err);
	}
	for (i = 0; i < n; i++)
		order[i] =
		    (struct ordered){roster->records[i].customer, (uint32_t)i};
	qsort(order, n, sizeof(*order), compare_ordered);
	for (i = 0; i < n; i++) {
		roster->order[i] = order[i].record;
		if (order[i].customer != 0 &&
		    (i == 0 || order[i].customer != order[i - 1].customer))
			roster->n_customers++;
	}
	free(order);
	return 0;
}

int
roster_load(struct roster *roster, struct store *store, bool needs_merge,
    int (*each)(void *, size_t, const struct store_record *, struct err *),
    void *context, struct err *err)
{
	int64_t last_run;

	if (history_last_run(store, &last_run, err) == -1)
		return -1;
	if (needs_merge && last_run == 0)
		return err_set(err, ERR_UNAVAILABLE,
		    "there are no customers yet: run omni-merge first");
	if (store_sources(store, &roster->sources, &roster->n_sources, err) ==
		-1 ||
	    store_channels(
		store, &roster->channels, &roster->n_channels, err) == -1 ||
	    load_records(roster, store, each, context, err) == -1 ||
	    load_members(roster, store, err) == -1 ||
	    load_places(roster, store, err) == -1 ||
	    sort_by_customer(roster, err) == -1) {
		roster_clear(roster);
		return -1;
	}
	return 0;
}

void
roster_clear(struct roster *roster)
{
	free(roster->records);
	free(roster->places);
	free(roster->order);
	hashmap_clear(&roster->by_key);
	arena_clear(&roster->arena);
	memset(roster, 0, sizeof(*roster));
}
