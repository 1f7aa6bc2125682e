#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/version.h"
#include "store/import.h"
#include "store/packed.h"
#include "store/snapshot.h"
#include "store/stmt.h"

#define EVENTS_MEMORY ((size_t)12 << 20)
#define SAID_MEMORY ((size_t)6 << 20)

int
import_collision(const char *what, struct err *err)
{
	return err_set(err, ERR_DATA,
	    "two different %s have the same key in the store: the file cannot "
	    "be stored",
	    what);
}

int
import_check_lock(const struct store_import *import, struct err *err)
{
	if (!import->store->has_timed_out)
		return 0;
	return err_set(err, ERR_LOCKED,
	    "the store is locked by a process that reads it: the file is too "
	    "large to be held until that ends");
}

/* --- looking keys up --- */

static int
compare_wanted(const void *a, const void *b)
{
	const struct tables_wanted *left = a, *right = b;

	if (left->key != right->key)
		return left->key < right->key ? -1 : 1;
	return (left->second > right->second) - (left->second < right->second);
}

int
import_find(struct store_import *import, const char *name, size_t n,
    int (*take)(void *, uint32_t, sqlite3_stmt *, struct err *), void *data,
    struct err *err)
{
	sqlite3_stmt *stmt;
	bool has_row = true;
	int rc = 0;

	if (n == 0)
		return 0;
	qsort(import->wanted, n, sizeof(*import->wanted), compare_wanted);
	tables_show(import->store, TABLES_WANTED, import->wanted, n);
	stmt = stmt_open(import->store, name, NULL, 0, err);
	if (stmt == NULL)
		return -1;
	while (rc == 0) {
		rc = stmt_step(import->store, stmt, &has_row, err);
		if (rc != 0 || !has_row)
			break;
		rc =
		    take(data, import->wanted[sqlite3_column_int64(stmt, 0)].at,
			stmt, err);
	}
	stmt_close(stmt);
	return rc;
}

/* --- beginning --- */

static void
read_counts(sqlite3_stmt *stmt, struct store_import_counts *counts)
{
	int n = 0;

	memset(counts, 0, sizeof(*counts));
	counts->import_id = sqlite3_column_int64(stmt, n++);
	counts->rows = sqlite3_column_int64(stmt, n++);
	counts->records_same = sqlite3_column_int64(stmt, n++);
	counts->events_same = sqlite3_column_int64(stmt, n++);
	counts->rows_same = sqlite3_column_int64(stmt, n++);
	counts->continued = sqlite3_column_int64(stmt, n++);
	counts->anonymous = sqlite3_column_int64(stmt, n++);
	counts->odd = sqlite3_column_int64(stmt, n++);
	counts->rejected = sqlite3_column_int64(stmt, n++);
	counts->suppressed = sqlite3_column_int64(stmt, n++);
	counts->blank = sqlite3_column_int64(stmt, n++);
}

int
store_import_known(struct store *store, const struct store_import_info *info,
    const char *hash, struct store_import_counts *counts, bool *is_known,
    struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_SPAN(":content", span_of(hash)),
	    STMT_SPAN(":source", info->source),
	    STMT_SPAN(":channel", info->channel),
	    STMT_SPAN(":map_name", info->map_name),
	    STMT_I64(":map_digest", (int64_t)info->map_digest),
	    STMT_I64(":is_snapshot", info->is_snapshot),
	};
	sqlite3_stmt *stmt =
	    stmt_open(store, "import_known", values, STMT_COUNT(values), err);
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(store, stmt, is_known, err);
	if (rc == 0 && *is_known)
		read_counts(stmt, counts);
	stmt_close(stmt);
	return rc;
}

static int
find_source(struct store_import *import, struct span name, struct err *err)
{
	const struct stmt_value by_name[] = {STMT_SPAN(":name", name)};
	struct stmt_value by_id[] = {STMT_I64(":source", 0)};
	struct store *store = import->store;
	int64_t has_events = 0, has_records = 0;

	if (stmt_number(
		store, "source_by_name", by_name, 1, &import->source, err) != 0)
		return -1;
	if (import->source == 0)
		return stmt_number(
		    store, "source_add", by_name, 1, &import->source, err);
	by_id[0].number = import->source;
	if (stmt_number(
		store, "source_has_events", by_id, 1, &has_events, err) != 0)
		return -1;
	if (stmt_number(
		store, "source_has_records", by_id, 1, &has_records, err) != 0)
		return -1;
	import->had_events = has_events != 0;
	import->had_records = has_records != 0;
	return 0;
}

static int
add_to_ledger(struct store_import *import, const struct store_import_info *info,
    struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_SPAN(":path", info->path),
	    STMT_I64(":source", import->source),
	    STMT_SPAN(":channel", info->channel),
	    STMT_SPAN(":map_name", info->map_name),
	    STMT_I64(":map_digest", (int64_t)info->map_digest),
	    STMT_SPAN(":encoding", info->encoding),
	    STMT_SPAN(":zone", info->zone),
	    STMT_I64(":at", info->now_us),
	    STMT_SPAN(":version", span_of(OMNI_VERSION)),
	};

	if (stmt_number(import->store, "import_add", values, STMT_COUNT(values),
		&import->id, err) != 0)
		return -1;
	import->repeat.store = import->store;
	import->repeat.import = import->id;
	return 0;
}

/* Rows get the next number by themselves, which must not be one that a row
 * had that was set aside: a row that is gone again at the end sees to it. */
static int
hold_event(struct store_import *import, struct err *err)
{
	struct stmt_value value = STMT_I64(":id", 0);

	if (stmt_number(import->store, "last_event_past", NULL, 0,
		&value.number, err) != 0)
		return -1;
	if (value.number <= import->next_event)
		return 0;
	import->held_event = value.number;
	import->next_event = value.number;
	return stmt_exec(import->store, "hold_event", &value, 1, err);
}

static int
release_event(struct store_import *import, struct err *err)
{
	const struct stmt_value value = STMT_I64(":id", import->held_event);

	if (import->held_event == 0)
		return 0;
	return stmt_exec(import->store, "drop_event", &value, 1, err);
}

static int
find_ends(struct store_import *import, struct err *err)
{
	struct store *store = import->store;

	if (stmt_number(
		store, "last_event", NULL, 0, &import->next_event, err) != 0 ||
	    hold_event(import, err) != 0)
		return -1;
	if (stmt_number(
		store, "last_record", NULL, 0, &import->next_record, err) != 0)
		return -1;
	if (stmt_number(store, "last_observation", NULL, 0, &import->next_said,
		err) != 0)
		return -1;
	import->held_events = import->next_event;
	import->config.looks_up =
	    import->held_events > import->store->known_max;
	import->next_event++;
	import->next_record++;
	import->next_said++;
	return 0;
}

static int
prepare_import(struct store_import *import,
    const struct store_import_info *info, struct err *err)
{
	const char *folder = import->store->folder;

	import->config.seed = hash_64(import->store->seed, info->source);
	import->config.key_mask = import->store->key_mask;
	import->config.channel = arena_span(&import->arena, info->channel);
	import->config.channel_kind = info->channel_kind;
	if (seen_init(&import->seen, err) != 0)
		return -1;
	if (import->config.channel.data == NULL)
		return err_nomem(err);
	import->events = sorter_new(
	    sizeof(struct import_event), 1, EVENTS_MEMORY, folder, err);
	import->said =
	    sorter_new(sizeof(struct import_said), 2, SAID_MEMORY, folder, err);
	if (import->events == NULL || import->said == NULL)
		return -1;
	return tables_register(import->store, err);
}

static void
import_free(struct store_import *import)
{
	sorter_free(import->events);
	sorter_free(import->said);
	arena_clear(&import->arena);
	hashmap_clear(&import->shapes);
	seen_clear(&import->seen);
	known_clear(&import->known);
	repeat_clear(&import->repeat);
	free(import->channels);
	free(import->chosen);
	free(import->also);
	free(import->wanted);
	free(import);
}

void
store_import_abort(struct store_import *import)
{
	struct err ignored = {0};

	if (import == NULL)
		return;
	store_rollback(import->store);
	/* What fails here fails again when the store is used next. */
	(void)store_load_settings(import->store, &ignored);
	import_free(import);
}

struct store_import *
store_import_begin(
    struct store *store, const struct store_import_info *info, struct err *err)
{
	struct store_import *import;

	if (store_begin(store, err) != 0)
		return NULL;
	import = calloc(1, sizeof(*import));
	if (import == NULL) {
		err_nomem(err);
		store_rollback(store);
		return NULL;
	}
	import->store = store;
	if (prepare_import(import, info, err) != 0 ||
	    find_source(import, info->source, err) != 0 ||
	    find_ends(import, err) != 0 ||
	    store_begin_zone(store, info->zone, err) != 0 ||
	    add_to_ledger(import, info, err) != 0 ||
	    (info->is_snapshot &&
		snapshot_begin(import, info->channel, err) != 0)) {
		store_import_abort(import);
		return NULL;
	}
	return import;
}

struct store_batch *
store_batch_new(struct store_import *import, struct err *err)
{
	struct store_batch *batch = malloc(sizeof(*batch));

	if (batch == NULL) {
		err_nomem(err);
		return NULL;
	}
	if (batch_init(batch, &import->config, err) != 0) {
		store_batch_free(batch);
		return NULL;
	}
	return batch;
}

/* --- channels --- */

static int
fail_kind(struct span name, int old, int new, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	return err_set(err, ERR_CONFIG,
	    "channel '%s' is of kind %s in the store and cannot become %s",
	    err_quote(quoted, name), canon_channel_kind_name(old),
	    canon_channel_kind_name(new));
}

/*
 * The channel of this name in the store. A kind that was said beats one that
 * was guessed by the name, whichever came first.
 */
static int
store_channel(struct store_import *import, struct span name, int kind,
    int64_t *id, struct err *err)
{
	struct store *store = import->store;
	struct stmt_value values[] = {
	    STMT_SPAN(":name", name),
	    STMT_I64(":kind", kind == 0 ? canon_default_kind(name) : kind),
	    STMT_I64(":is_explicit", kind != 0),
	};
	struct stmt_value change[] = {
	    STMT_I64(":kind", kind), STMT_I64(":id", 0)};
	sqlite3_stmt *stmt =
	    stmt_open(store, "channel_by_name", values, 1, err);
	int old_kind = 0;
	bool has_row, is_explicit = false;
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(store, stmt, &has_row, err);
	if (rc == 0 && has_row) {
		*id = sqlite3_column_int64(stmt, 0);
		old_kind = sqlite3_column_int(stmt, 1);
		is_explicit = sqlite3_column_int(stmt, 2) != 0;
	}
	stmt_close(stmt);
	if (rc != 0)
		return -1;
	if (!has_row)
		return stmt_number(
		    store, "channel_add", values, STMT_COUNT(values), id, err);
	if (kind == 0 || (is_explicit && kind == old_kind))
		return 0;
	if (is_explicit)
		return fail_kind(name, old_kind, kind, err);
	change[1].number = *id;
	return stmt_exec(store, "channel_set_kind", change, 2, err);
}

/* Whoever takes the import back must know what it said. */
static int
say_channel(struct store_import *import, int64_t id, int kind, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":import", import->id),
	    STMT_I64(":channel", id),
	    STMT_I64(":kind", kind),
	};

	return stmt_exec(
	    import->store, "channel_say", values, STMT_COUNT(values), err);
}

static int
find_channel(struct store_import *import, struct span name, int kind,
    uint32_t *id, struct err *err)
{
	struct import_channel *made;
	int64_t found = 0;

	for (size_t i = 0; i < import->n_channels; i++) {
		if (import->channels[i].kind == kind &&
		    span_eq(import->channels[i].name, name)) {
			*id = import->channels[i].id;
			return 0;
		}
	}
	if (store_channel(import, name, kind, &found, err) != 0 ||
	    say_channel(import, found, kind, err) != 0)
		return -1;
	if (array_grow(&import->channels, &import->channels_cap,
		import->n_channels + 1, sizeof(*made), err) != 0)
		return -1;
	made = &import->channels[import->n_channels];
	made->name = arena_span(&import->arena, name);
	if (made->name.data == NULL)
		return err_nomem(err);
	made->kind = kind;
	made->id = (uint32_t)found;
	*id = made->id;
	import->n_channels++;
	return 0;
}

/* --- records of a batch --- */

/* What was said again at other times, and is forgotten here. */
static int
add_widening(
    struct store_import *import, const struct seen_entry *seen, struct err *err)
{
	struct import_said entry = {
	    .record = seen->record,
	    .record_check = seen->record_check,
	    .key = seen->key,
	    .check = seen->check,
	    .flags = IMPORT_WIDENS,
	    .first_us = seen->first_us,
	    .last_us = seen->last_us,
	};

	return sorter_add(import->said, &entry, err);
}

static int
check_seen(struct store_import *import, const struct batch_record *record,
    bool *is_seen, struct err *err)
{
	const struct seen_entry said = {
	    .record = record->key,
	    .record_check = (uint32_t)record->check,
	    .key = record->said_key,
	    .check = (uint32_t)record->said_check,
	    .first_us = record->first_us,
	    .last_us = record->last_us,
	};
	struct seen_entry evicted;

	*is_seen = seen_check(&import->seen, &said, &evicted);
	return evicted.state == 0 ? 0 : add_widening(import, &evicted, err);
}

/* The batch's records that are not known to be repetitions. */
static int
choose_records(struct store_import *import, struct store_batch *batch,
    size_t *n, struct err *err)
{
	*n = 0;
	if (array_grow(&import->chosen, &import->chosen_cap, batch->n_records,
		sizeof(*import->chosen), err) != 0)
		return -1;
	for (size_t i = 0; i < batch->n_records; i++) {
		struct batch_record *record = &batch->records[i];
		bool is_seen;

		record->record_id = 0;
		record->said_id = 0;
		if (check_seen(import, record, &is_seen, err) != 0)
			return -1;
		if (!is_seen)
			import->chosen[(*n)++] = (uint32_t)i;
		else if (record->flags & BATCH_COUNTS)
			import->counts.rows_same++;
	}
	return 0;
}

static int
take_said(void *data, uint32_t at, sqlite3_stmt *stmt, struct err *err)
{
	struct batch_record *record =
	    &((struct store_batch *)data)->records[at];

	if (sqlite3_column_int64(stmt, 1) != (int64_t)record->said_check)
		return import_collision("statements", err);
	record->said_id = -1;
	return 0;
}

static int
take_record(void *data, uint32_t at, sqlite3_stmt *stmt, struct err *err)
{
	struct batch_record *record =
	    &((struct store_batch *)data)->records[at];

	if (sqlite3_column_int64(stmt, 1) != (int64_t)record->check)
		return import_collision("record ids", err);
	record->record_id = -1;
	/* Is it the statement by which the record came? */
	if (sqlite3_column_int64(stmt, 2) == 0 ||
	    sqlite3_column_int64(stmt, 3) != (int64_t)record->said_key)
		return 0;
	if (sqlite3_column_int64(stmt, 4) != (int64_t)record->said_check)
		return import_collision("statements", err);
	record->said_id = -1;
	return 0;
}

/* What the store knows already gets -1 for its row ids. */
static int
find_known_records(struct store_import *import, struct store_batch *batch,
    size_t n, struct err *err)
{
	size_t n_further = 0;

	if (!import->had_records)
		return 0;
	if (array_grow(&import->wanted, &import->wanted_cap, n,
		sizeof(*import->wanted), err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		import->wanted[i] = (struct tables_wanted){
		    batch->records[import->chosen[i]].key, 0,
		    import->chosen[i]};
	if (import_find(import, "find_records", n, take_record, batch, err) !=
	    0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct batch_record *record =
		    &batch->records[import->chosen[i]];

		if (record->record_id != 0 && record->said_id == 0)
			import->wanted[n_further++] = (struct tables_wanted){
			    record->key, record->said_key, import->chosen[i]};
	}
	return import_find(
	    import, "find_observations", n_further, take_said, batch, err);
}

static int
append(struct store_import *import, const struct store_batch *batch,
    enum tables_table table, const char *name, size_t n, struct err *err)
{
	const struct tables_view view = {
	    batch, import->also, import->id, import->source};
	int rc;

	if (n == 0)
		return 0;
	tables_show(import->store, table, &view, n);
	rc = stmt_exec(import->store, name, NULL, 0, err);
	tables_show(import->store, table, NULL, 0);
	return rc;
}

static int
append_records(struct store_import *import, struct store_batch *batch, size_t n,
    struct err *err)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		struct batch_record *record =
		    &batch->records[import->chosen[i]];

		if (record->record_id != 0)
			continue;
		record->record_id = import->next_record++;
		import->also[count++] = import->chosen[i];
	}
	return append(
	    import, batch, TABLES_RECORD, "append_records", count, err);
}

static int
append_said(struct store_import *import, struct store_batch *batch, size_t n,
    struct err *err)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		struct batch_record *record =
		    &batch->records[import->chosen[i]];

		if (record->said_id != 0)
			continue;
		record->said_id = import->next_said++;
		import->also[count++] = import->chosen[i];
	}
	return append(
	    import, batch, TABLES_SAID, "append_observations", count, err);
}

static int
enter_records(struct store_import *import, const struct store_batch *batch,
    size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct batch_record *record =
		    &batch->records[import->chosen[i]];
		struct import_said entry = {
		    .record = record->key,
		    .key = record->said_key,
		    .check = (uint32_t)record->said_check,
		    .flags = record->flags,
		    .record_check = record->check,
		    .record_id = record->record_id,
		    .said_id = record->said_id,
		    .first_us = record->first_us,
		    .last_us = record->last_us,
		};

		if (sorter_add(import->said, &entry, err) != 0)
			return -1;
	}
	return 0;
}

static int
write_records(
    struct store_import *import, struct store_batch *batch, struct err *err)
{
	size_t n;

	if (choose_records(import, batch, &n, err) != 0)
		return -1;
	if (array_grow(&import->also, &import->also_cap, batch->n_records + 1,
		sizeof(*import->also), err) != 0)
		return -1;
	if (find_known_records(import, batch, n, err) != 0)
		return -1;
	if (append_records(import, batch, n, err) != 0)
		return -1;
	if (append_said(import, batch, n, err) != 0)
		return -1;
	return enter_records(import, batch, n, err);
}

/* --- events of a batch --- */

struct found_events {
	struct store_import *import;
	struct store_batch *batch;
};

static int
take_event(void *data, uint32_t at, sqlite3_stmt *stmt, struct err *err)
{
	struct found_events *found = data;
	struct batch_event *event = &found->batch->events[at];
	uint64_t differs =
	    event->proof ^ (uint64_t)sqlite3_column_int64(stmt, 1);

	if (differs >> BATCH_DIGEST_BITS != 0)
		return import_collision("event ids", err);
	if (differs != 0) {
		found->import->has_changed = true;
		return 0;
	}
	event->id = IMPORT_SAME_EVENT;
	return repeat_event(
	    &found->import->repeat, sqlite3_column_int64(stmt, 2), err);
}

/*
 * An event with an id of its own that the store holds as it is needs no more
 * than to be counted, unless the file said something else of it before, for
 * then what it says last stands. Two ids of one key are told apart when the
 * events are settled.
 */
static int
compare_known_events(
    struct store_import *import, struct store_batch *batch, struct err *err)
{
	for (size_t i = 0; i < batch->n_events; i++) {
		struct batch_event *event = &batch->events[i];
		size_t at =
		    known_find(&import->known, event->key, event->proof);

		if (at == KNOWN_NONE)
			continue;
		if (event->proof != import->known.proof[at]) {
			known_touch(&import->known, at);
			continue;
		}
		if (repeat_event(&import->repeat,
			known_event(&import->known, at), err) != 0)
			return -1;
		if ((event->flags & BATCH_HAS_ID) != 0 &&
		    !import->has_changed &&
		    !known_is_touched(&import->known, at))
			event->id = IMPORT_COUNTED_EVENT;
		else
			event->id = IMPORT_SAME_EVENT;
	}
	return 0;
}

static int
find_known_events(
    struct store_import *import, struct store_batch *batch, struct err *err)
{
	struct found_events found = {import, batch};

	if (!import->had_events || batch->n_events == 0)
		return 0;
	if (known_want(&import->known, import->store, import->held_events,
		batch->n_events, err) != 0)
		return -1;
	if (import->known.is_loaded)
		return compare_known_events(import, batch, err);
	if (array_grow(&import->wanted, &import->wanted_cap, batch->n_events,
		sizeof(*import->wanted), err) != 0)
		return -1;
	for (size_t i = 0; i < batch->n_events; i++)
		import->wanted[i] = (struct tables_wanted){
		    batch->events[i].key, 0, (uint32_t)i};
	return import_find(
	    import, "find_events", batch->n_events, take_event, &found, err);
}

static int
store_shape(
    struct store_import *import, uint64_t code, uint64_t *id, struct err *err)
{
	const struct batch_shape shape = batch_shape_of(code);
	const struct stmt_value values[] = {
	    STMT_I64(":channel", shape.channel),
	    STMT_I64(":kind", shape.kind),
	    STMT_I64(":outcome", shape.outcome),
	    STMT_I64(":is_date_only", shape.is_date_only),
	    STMT_I64(":amount_digits", shape.digits),
	    STMT_SPAN(":currency", span_of(shape.currency)),
	};
	int64_t found = 0;

	if (stmt_number(import->store, "shape_find", values, STMT_COUNT(values),
		&found, err) != 0)
		return -1;
	if (found == 0 &&
	    stmt_number(import->store, "shape_add", values, STMT_COUNT(values),
		&found, err) != 0)
		return -1;
	*id = (uint64_t)found;
	return 0;
}

static int
find_shape(struct store_import *import, const struct store_batch *batch,
    struct batch_event *event, struct err *err)
{
	uint64_t channel = event->shape_code & 0xffff;
	uint64_t code = (event->shape_code & ~UINT64_C(0xffff)) |
	    (uint64_t)batch->channels[channel].id;
	uint64_t *slot;
	bool is_fresh;

	slot = hashmap_slot(&import->shapes, code, &is_fresh, err);
	if (slot == NULL)
		return -1;
	if (is_fresh && store_shape(import, code, slot, err) != 0)
		return -1;
	event->shape = (uint32_t)*slot;
	return 0;
}

static int
append_events(
    struct store_import *import, struct store_batch *batch, struct err *err)
{
	size_t count = 0;

	for (size_t i = 0; i < batch->n_events; i++) {
		struct batch_event *event = &batch->events[i];

		if (event->id != 0)
			continue;
		if (find_shape(import, batch, event, err) != 0)
			return -1;
		event->id = import->next_event++;
		import->also[count++] = (uint32_t)i;
	}
	return append(import, batch, TABLES_EVENT, "append_events", count, err);
}

static int
append_details(
    struct store_import *import, struct store_batch *batch, struct err *err)
{
	size_t count = 0;

	for (size_t i = 0; i < batch->n_details; i++)
		if (batch->events[batch->details[i].event].id > 0)
			import->also[count++] = (uint32_t)i;
	return append(
	    import, batch, TABLES_DETAIL, "append_details", count, err);
}

static int
enter_events(struct store_import *import, const struct store_batch *batch,
    struct err *err)
{
	for (size_t i = 0; i < batch->n_events; i++) {
		const struct batch_event *event = &batch->events[i];
		struct import_event entry;

		if (event->id == IMPORT_COUNTED_EVENT) {
			import->counts.events_same +=
			    (event->flags & BATCH_COUNTS) != 0;
			continue;
		}
		entry = (struct import_event){
		    .key = event->key,
		    .proof = event->proof,
		    .updated_us = event->updated_us,
		    .id_flags = event->id * 4 + (int64_t)(event->flags & 3),
		};

		if (sorter_add(import->events, &entry, err) != 0)
			return -1;
	}
	return 0;
}

static int
write_events(
    struct store_import *import, struct store_batch *batch, struct err *err)
{
	uint32_t id = 0;

	/* A list of members is known on its channel before anything happened
	 * there. */
	if (import->config.channel.len > 0 &&
	    find_channel(import, import->config.channel,
		import->config.channel_kind, &id, err) != 0)
		return -1;
	for (size_t i = 0; i < batch->n_channels; i++) {
		struct batch_channel *channel = &batch->channels[i];

		if (find_channel(import, batch_get(batch, channel->name),
			channel->kind, &id, err) != 0)
			return -1;
		if (id > BATCH_CHANNELS)
			return err_set(err, ERR_DATA, "too many channels");
		channel->id = id;
	}
	if (array_grow(&import->also, &import->also_cap, batch->n_events + 1,
		sizeof(*import->also), err) != 0)
		return -1;
	if (find_known_events(import, batch, err) != 0)
		return -1;
	if (append_events(import, batch, err) != 0)
		return -1;
	if (append_details(import, batch, err) != 0)
		return -1;
	return enter_events(import, batch, err);
}

int
store_import_write(
    struct store_import *import, struct store_batch *batch, struct err *err)
{
	if (write_records(import, batch, err) != 0)
		return -1;
	if (write_events(import, batch, err) != 0)
		return -1;
	import->counts.rows_same += batch->rows_same;
	import->counts.anonymous += batch->anonymous;
	import->counts.blank += batch->rows_blank;
	return import_check_lock(import, err);
}

/* --- the end --- */

static int
flush_all_seen(struct store_import *import, struct err *err)
{
	struct seen_entry seen;
	size_t at = 0;

	while (seen_next(&import->seen, &at, &seen))
		if (add_widening(import, &seen, err) != 0)
			return -1;
	seen_clear(&import->seen);
	return 0;
}

/* Put what the reader counted and what the store counted together. */
static int
sum_up(struct store_import *import, struct store_import_counts *counts,
    struct err *err)
{
	struct store_import_counts *mine = &import->counts;
	int64_t sum;

	mine->rows = counts->rows;
	mine->continued = counts->continued;
	mine->odd = counts->odd;
	mine->rejected = counts->rejected;
	mine->suppressed = counts->suppressed;
	mine->blank += counts->blank;
	mine->import_id = import->id;
	sum = mine->events_new + mine->events_changed + mine->events_same +
	    mine->rows_new + mine->rows_changed + mine->rows_same +
	    mine->continued + mine->rejected + mine->suppressed + mine->blank;
	if (sum != mine->rows)
		return err_set(err, ERR_BUG,
		    "%lld rows were read and %lld are accounted for",
		    (long long)mine->rows, (long long)sum);
	*counts = *mine;
	return 0;
}

static int
end_ledger(struct store_import *import, const char *hash, struct err *err)
{
	const struct store_import_counts *c = &import->counts;
	const struct stmt_value values[] = {
	    STMT_I64(":id", import->id),
	    STMT_SPAN(":content", span_of(hash)),
	    STMT_I64(":rows", c->rows),
	    STMT_I64(":records_new", c->records_new),
	    STMT_I64(":records_changed", c->records_changed),
	    STMT_I64(":records_same", c->records_same),
	    STMT_I64(":events_new", c->events_new),
	    STMT_I64(":events_changed", c->events_changed),
	    STMT_I64(":events_same", c->events_same),
	    STMT_I64(":rows_new", c->rows_new),
	    STMT_I64(":rows_changed", c->rows_changed),
	    STMT_I64(":rows_same", c->rows_same),
	    STMT_I64(":continued", c->continued),
	    STMT_I64(":anonymous", c->anonymous),
	    STMT_I64(":odd", c->odd),
	    STMT_I64(":rejected", c->rejected),
	    STMT_I64(":suppressed", c->suppressed),
	    STMT_I64(":blank", c->blank),
	    STMT_I64(":is_snapshot", import->snapshot != 0),
	    STMT_I64(":withdrawn", c->withdrawn),
	};

	return stmt_exec(
	    import->store, "import_end", values, STMT_COUNT(values), err);
}

int
store_import_finish(struct store_import *import, const char *hash,
    bool is_dry_run, struct store_import_counts *counts, struct err *err)
{
	struct store *store = import->store;
	int rc;

	if (flush_all_seen(import, err) != 0 || settle_all(import, err) != 0 ||
	    repeat_finish(&import->repeat, err) != 0 ||
	    release_event(import, err) != 0 ||
	    (import->snapshot != 0 && snapshot_finish(import, err) != 0) ||
	    sum_up(import, counts, err) != 0 ||
	    end_ledger(import, hash, err) != 0) {
		store_import_abort(import);
		return -1;
	}
	if (is_dry_run) {
		counts->import_id = 0;
		store_import_abort(import);
		return 0;
	}
	packed_follow(store);
	rc = store_commit(store, err);
	import_free(import);
	return rc;
}
