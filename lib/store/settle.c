#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "store/import.h"
#include "store/snapshot.h"
#include "store/stmt.h"

#define CHUNK 8192 /* groups of one key that are looked up together */

/* All entries of one event. */
struct event_group {
	uint64_t key, proof;
	uint32_t flags; /* of the entry that stands */
	int64_t updated_us;
	int64_t id; /* of the row that stands; 0 or IMPORT_SAME_EVENT = none */
	int64_t count;   /* how many entries */
	int64_t counted; /* how many of them stand for their row */
	bool is_known;
	int64_t old_id, old_extra; /* as event_key has them */
	uint64_t old_proof;
};

/* All entries of one statement. */
struct said_group {
	struct import_said entry;
	uint32_t record; /* its place in the records */
	bool has_entry;  /* not only other times */
	bool is_known;
	bool is_first; /* the record came by it */
	int64_t old_id;
	int64_t old_first_us, old_last_us;
};

struct record_group {
	uint64_t key;
	uint32_t check;
	bool is_known;
	bool is_news;   /* something is said that was not known */
	bool has_first; /* the statement by which it comes: */
	int64_t said;
	uint64_t said_key, said_check;
	int64_t first_us, last_us;
	int64_t id;                /* of the row that stands; 0 = none */
	int64_t counted;           /* entries that stand for their row */
	uint64_t old_key;          /* the statement by which it came */
	int64_t old_check, old_id; /* 0: that one is gone */
	int64_t old_first_us, old_last_us;
};

struct settle {
	struct store_import *import;
	struct tables_new_key *news;
	struct tables_new_key *kept; /* times of before, or further rows */
	size_t n_news, n_kept;
	size_t n;
	struct event_group *events;
	struct said_group *said;
	struct record_group *records; /* of the statements; the last is open */
	size_t n_records;
};

static int
exec_id(struct settle *settle, const char *name, int64_t id, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":id", id)};

	return stmt_exec(settle->import->store, name, values, 1, err);
}

static int
drop_event(struct settle *settle, int64_t id, struct err *err)
{
	if (id <= 0)
		return 0;
	if (exec_id(settle, "drop_event", id, err) != 0)
		return -1;
	return exec_id(settle, "drop_detail", id, err);
}

/* The same, but an import said it and may be the only one that is not taken
 * back. */
static int
keep_event(struct settle *settle, int64_t id, uint64_t key, uint64_t proof,
    int64_t updated_us, struct err *err)
{
	struct store *store = settle->import->store;
	const struct stmt_value values[] = {
	    STMT_I64(":id", id),
	    STMT_I64(":key", (int64_t)key),
	    STMT_I64(":proof", (int64_t)proof),
	    {":extra", updated_us, {NULL, 0},
		updated_us == CANON_NO_TIME ? STMT_TEXT_OR_NULL : STMT_NUMBER},
	};

	if (stmt_exec(store, "keep_event", values, STMT_COUNT(values), err) !=
		0 ||
	    stmt_exec(store, "keep_detail", values, 1, err) != 0)
		return -1;
	return drop_event(settle, id, err);
}

static int
drop_record(struct settle *settle, int64_t id, struct err *err)
{
	return id <= 0 ? 0 : exec_id(settle, "drop_record", id, err);
}

static int
drop_said(struct settle *settle, int64_t id, struct err *err)
{
	return id <= 0 ? 0 : exec_id(settle, "drop_observation", id, err);
}

/* New keys go in together, in their order. */
static int
add_news(
    struct settle *settle, const char *name, const char *what, struct err *err)
{
	struct store *store = settle->import->store;
	struct err first = {0};
	int rc;

	if (settle->n_news == 0)
		return 0;
	tables_show(settle->import->store, TABLES_NEW_KEY, settle->news,
	    settle->n_news);
	rc = stmt_exec(store, name, NULL, 0, &first);
	settle->n_news = 0;
	if (rc != 0 && (sqlite3_errcode(store->db) & 0xff) == SQLITE_CONSTRAINT)
		return import_collision(what, err);
	if (rc != 0)
		return err_set(err, first.code, "%s", first.msg);
	return import_check_lock(settle->import, err);
}

/* The same for what is kept of what was before. */
static int
add_kept(struct settle *settle, const char *name, struct err *err)
{
	size_t n = settle->n_kept;
	int rc;

	settle->n_kept = 0;
	if (n == 0)
		return 0;
	tables_show(settle->import->store, TABLES_NEW_KEY, settle->kept, n);
	rc = stmt_exec(settle->import->store, name, NULL, 0, err);
	return rc == 0 ? import_check_lock(settle->import, err) : -1;
}

static int
wait_room(struct store_import *import, struct err *err)
{
	return array_grow(&import->wanted, &import->wanted_cap, CHUNK,
	    sizeof(*import->wanted), err);
}

/* --- events --- */

static int
check_proofs(uint64_t a, uint64_t b, struct err *err)
{
	if ((a ^ b) >> BATCH_DIGEST_BITS != 0)
		return import_collision("event ids", err);
	return 0;
}

static int
take_event(void *data, uint32_t at, sqlite3_stmt *stmt, struct err *err)
{
	struct event_group *group = &((struct settle *)data)->events[at];

	group->is_known = true;
	group->old_proof = (uint64_t)sqlite3_column_int64(stmt, 1);
	group->old_id = sqlite3_column_int64(stmt, 2);
	group->old_extra = stmt_i64_or(stmt, 3, CANON_NO_INT);
	return check_proofs(group->proof, group->old_proof, err);
}

/* Rows without an id are equal in all: more of them are copies. */
static int
copy_events(struct settle *settle, const struct event_group *group,
    int64_t old_count, struct err *err)
{
	struct store_import *import = settle->import;
	struct stmt_value values[] = {
	    STMT_I64(":from", group->old_id),
	    STMT_I64(":to", 0),
	    STMT_I64(":import", import->id),
	};
	const struct stmt_value count[] = {
	    STMT_I64(":key", (int64_t)group->key),
	    STMT_I64(":count", group->count),
	};
	struct stmt_value more[] = {
	    STMT_I64(":key", (int64_t)group->key),
	    STMT_I64(":event", 0),
	};
	struct stmt_value detail[2];

	for (int64_t i = old_count; i < group->count; i++) {
		values[1].number = import->next_event++;
		if (stmt_exec(import->store, "copy_event", values, 3, err) != 0)
			return -1;
		memcpy(detail, values, sizeof(detail));
		if (stmt_exec(import->store, "copy_detail", detail, 2, err) !=
		    0)
			return -1;
		more[1].number = values[1].number;
		if (stmt_exec(import->store, "event_more_add", more, 2, err) !=
		    0)
			return -1;
	}
	return stmt_exec(import->store, "count_event_key", count, 2, err);
}

/* As many rows as the file has were said again: always the same, so that the
 * most that an import said is how many rows have one that said them. Its batch
 * told of the first. */
static int
repeat_rows(struct settle *settle, const struct event_group *group, int64_t n,
    struct err *err)
{
	struct store_import *import = settle->import;
	const struct stmt_value values[] = {
	    STMT_I64(":key", (int64_t)group->key), STMT_I64(":count", n - 1)};
	bool has_row = true;
	sqlite3_stmt *stmt;
	int rc = 0;

	if (n < 2)
		return 0;
	stmt = stmt_open(import->store, "event_more_find", values, 2, err);
	if (stmt == NULL)
		return -1;
	while (rc == 0 &&
	    (rc = stmt_step(import->store, stmt, &has_row, err)) == 0 &&
	    has_row)
		rc = repeat_event(
		    &import->repeat, sqlite3_column_int64(stmt, 0), err);
	stmt_close(stmt);
	return rc;
}

static int
settle_known_row(
    struct settle *settle, const struct event_group *group, struct err *err)
{
	struct store_import_counts *counts = &settle->import->counts;
	int64_t old_count =
	    group->old_extra == CANON_NO_INT ? 1 : group->old_extra;
	int64_t same = group->counted < old_count ? group->counted : old_count;

	counts->events_same += same;
	counts->events_new += group->counted - same;
	if (repeat_rows(settle, group,
		group->count < old_count ? group->count : old_count, err) != 0)
		return -1;
	if (group->count <= old_count)
		return 0;
	return copy_events(settle, group, old_count, err);
}

static int
change_event(
    struct settle *settle, const struct event_group *group, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":key", (int64_t)group->key),
	    STMT_I64(":event", group->id),
	    STMT_I64(":proof", (int64_t)group->proof),
	    {":updated", group->updated_us, {NULL, 0},
		group->updated_us == CANON_NO_TIME ? STMT_TEXT_OR_NULL
						   : STMT_NUMBER},
	};

	if (keep_event(settle, group->old_id, group->key, group->old_proof,
		group->old_extra, err) != 0)
		return -1;
	return stmt_exec(settle->import->store, "change_event_key", values,
	    STMT_COUNT(values), err);
}

/* Is the later version (in its place) older by its own time? */
static bool
is_older(int64_t later_us, int64_t earlier_us)
{
	return later_us != CANON_NO_TIME && earlier_us != CANON_NO_TIME &&
	    later_us < earlier_us;
}

static int
settle_known_event(
    struct settle *settle, const struct event_group *group, struct err *err)
{
	struct store_import_counts *counts = &settle->import->counts;
	bool counts_itself = (group->flags & BATCH_COUNTS) != 0;

	counts->events_same += group->counted - counts_itself;
	if (group->proof == group->old_proof) {
		counts->events_same += counts_itself;
		return drop_event(settle, group->id, err);
	}
	if (is_older(group->updated_us, group->old_extra)) {
		counts->events_same += counts_itself;
		return keep_event(settle, group->id, group->key, group->proof,
		    group->updated_us, err);
	}
	counts->events_changed += counts_itself;
	return change_event(settle, group, err);
}

static void
settle_new_event(struct settle *settle, const struct event_group *group)
{
	struct store_import_counts *counts = &settle->import->counts;
	bool has_id = (group->flags & BATCH_HAS_ID) != 0;
	int64_t count = group->count;
	bool counts_itself = (group->flags & BATCH_COUNTS) != 0;

	settle->news[settle->n_news++] = (struct tables_new_key){
	    .key = group->key,
	    .check = group->proof,
	    .id = group->id,
	    .first = has_id  ? group->updated_us
		: count == 1 ? CANON_NO_INT
			     : count,
	};
	counts->events_new += has_id ? counts_itself : group->counted;
	counts->events_same += has_id ? group->counted - counts_itself : 0;
}

/* Its batch found it in the store as it is, and the file has it only once. */
static bool
is_found_same(const struct event_group *group)
{
	return group->id == IMPORT_SAME_EVENT && group->count == 1;
}

static int
find_known_events(struct settle *settle, struct err *err)
{
	struct store_import *import = settle->import;
	size_t n = 0;

	if (!import->had_events)
		return 0;
	if (wait_room(import, err) != 0)
		return -1;
	for (size_t i = 0; i < settle->n; i++)
		if (!is_found_same(&settle->events[i]))
			import->wanted[n++] = (struct tables_wanted){
			    settle->events[i].key, 0, (uint32_t)i};
	return import_find(import, "find_events", n, take_event, settle, err);
}

static int
settle_event_chunk(struct settle *settle, struct err *err)
{
	struct store_import *import = settle->import;

	if (find_known_events(settle, err) != 0)
		return -1;
	for (size_t i = 0; i < settle->n; i++) {
		const struct event_group *group = &settle->events[i];
		int rc = 0;

		if (is_found_same(group))
			import->counts.events_same += group->counted;
		else if (!group->is_known)
			settle_new_event(settle, group);
		else if (group->flags & BATCH_HAS_ID)
			rc = settle_known_event(settle, group, err);
		else
			rc = settle_known_row(settle, group, err);
		if (rc != 0)
			return -1;
	}
	settle->n = 0;
	return add_news(settle, "add_event_keys", "event ids", err);
}

static int64_t
id_of(const struct import_event *entry)
{
	return (entry->id_flags - (entry->id_flags & 3)) / 4;
}

static int
add_more(struct settle *settle, uint64_t key, int64_t id, struct err *err)
{
	if (id <= 0)
		return 0; /* the store has its row */
	settle->kept[settle->n_kept++] =
	    (struct tables_new_key){.key = key, .id = id};
	return settle->n_kept < CHUNK ? 0
				      : add_kept(settle, "add_event_more", err);
}

/* Of two versions in one file the newer stands, else the later one. */
static int
join_event(struct settle *settle, struct event_group *group,
    const struct import_event *entry, struct err *err)
{
	uint32_t flags = (uint32_t)(entry->id_flags & 3);
	int64_t id = id_of(entry);

	if (check_proofs(group->proof, entry->proof, err) != 0)
		return -1;
	group->count++;
	group->counted += (flags & BATCH_COUNTS) != 0;
	if ((flags & BATCH_HAS_ID) == 0)
		return add_more(settle, group->key, id, err);
	if (is_older(entry->updated_us, group->updated_us))
		return drop_event(settle, id, err);
	if (drop_event(settle, group->id, err) != 0)
		return -1;
	group->flags = flags;
	group->proof = entry->proof;
	group->updated_us = entry->updated_us;
	group->id = id;
	return 0;
}

static int
settle_events(struct settle *settle, struct err *err)
{
	struct sorter *sorter = settle->import->events;
	const void *next;

	if (sorter_finish(sorter, err) != 0)
		return -1;
	settle->events = malloc(CHUNK * sizeof(*settle->events));
	if (settle->events == NULL)
		return err_nomem(err);
	settle->n = 0;
	for (;;) {
		const struct import_event *entry;
		struct event_group *last =
		    settle->n == 0 ? NULL : &settle->events[settle->n - 1];

		if (sorter_next(sorter, &next, err) != 0)
			return -1;
		if ((entry = next) == NULL)
			break;
		if (last != NULL && last->key == entry->key) {
			if (join_event(settle, last, entry, err) != 0)
				return -1;
			continue;
		}
		if (settle->n == CHUNK && settle_event_chunk(settle, err) != 0)
			return -1;
		settle->events[settle->n++] = (struct event_group){
		    .key = entry->key,
		    .proof = entry->proof,
		    .flags = (uint32_t)(entry->id_flags & 3),
		    .updated_us = entry->updated_us,
		    .id = id_of(entry),
		    .count = 1,
		    .counted = (entry->id_flags & BATCH_COUNTS) != 0,
		};
	}
	if (settle_event_chunk(settle, err) != 0)
		return -1;
	return add_kept(settle, "add_event_more", err);
}

/* --- what is said of records --- */

static void
widen(int64_t *first_us, int64_t *last_us, int64_t from_us, int64_t to_us)
{
	if (from_us != CANON_NO_TIME &&
	    (*first_us == CANON_NO_TIME || from_us < *first_us))
		*first_us = from_us;
	if (to_us > *last_us)
		*last_us = to_us; /* CANON_NO_TIME is the smallest */
}

static int
take_record(void *data, uint32_t at, sqlite3_stmt *stmt, struct err *err)
{
	struct record_group *group = &((struct settle *)data)->records[at];

	if (sqlite3_column_int64(stmt, 1) != (int64_t)group->check)
		return import_collision("record ids", err);
	group->is_known = true;
	group->old_key = (uint64_t)sqlite3_column_int64(stmt, 3);
	group->old_check = sqlite3_column_int64(stmt, 4);
	group->old_id = sqlite3_column_int64(stmt, 2);
	group->old_first_us = stmt_i64_or(stmt, 5, CANON_NO_TIME);
	group->old_last_us = stmt_i64_or(stmt, 6, CANON_NO_TIME);
	return 0;
}

static int
take_said(void *data, uint32_t at, sqlite3_stmt *stmt, struct err *err)
{
	struct said_group *group = &((struct settle *)data)->said[at];

	if (sqlite3_column_int64(stmt, 1) != (int64_t)group->entry.check)
		return import_collision("statements", err);
	group->is_known = true;
	group->old_id = sqlite3_column_int64(stmt, 2);
	group->old_first_us = stmt_i64_or(stmt, 3, CANON_NO_TIME);
	group->old_last_us = stmt_i64_or(stmt, 4, CANON_NO_TIME);
	return 0;
}

/* Whose record is whose statement in the chunk? The first may be one of the
 * chunk before. */
static int
group_records(struct settle *settle, struct err *err)
{
	for (size_t i = 0; i < settle->n; i++) {
		const struct import_said *entry = &settle->said[i].entry;
		struct record_group *last = settle->n_records == 0
		    ? NULL
		    : &settle->records[settle->n_records - 1];

		if (last == NULL || last->key != entry->record) {
			last = &settle->records[settle->n_records++];
			*last = (struct record_group){.key = entry->record,
			    .check = (uint32_t)entry->record_check};
		}
		if (last->check != (uint32_t)entry->record_check)
			return import_collision("record ids", err);
		settle->said[i].record = (uint32_t)(last - settle->records);
	}
	return 0;
}

/* Records that were there when the chunk began were looked up before. */
static int
find_known_records(struct settle *settle, size_t begin, struct err *err)
{
	struct store_import *import = settle->import;
	size_t n = 0;

	if (!import->had_records)
		return 0;
	if (wait_room(import, err) != 0)
		return -1;
	for (size_t i = begin; i < settle->n_records; i++)
		import->wanted[n++] = (struct tables_wanted){
		    settle->records[i].key, 0, (uint32_t)i};
	return import_find(import, "find_records", n, take_record, settle, err);
}

/* The statement by which a record came stands with it, others beside. */
static int
find_known_said(struct settle *settle, struct err *err)
{
	struct store_import *import = settle->import;
	size_t n = 0;

	if (!import->had_records)
		return 0;
	for (size_t i = 0; i < settle->n; i++) {
		struct said_group *group = &settle->said[i];
		const struct record_group *record =
		    &settle->records[group->record];

		if (!record->is_known)
			continue;
		if (record->old_id == 0 ||
		    record->old_key != group->entry.key) {
			import->wanted[n++] = (struct tables_wanted){
			    record->key, group->entry.key, (uint32_t)i};
			continue;
		}
		if (record->old_check != (int64_t)group->entry.check)
			return import_collision("statements", err);
		group->is_known = true;
		group->is_first = true;
		group->old_id = record->old_id;
		group->old_first_us = record->old_first_us;
		group->old_last_us = record->old_last_us;
	}
	return import_find(
	    import, "find_observations", n, take_said, settle, err);
}

static int
settle_known_said(
    struct settle *settle, const struct said_group *group, struct err *err)
{
	struct stmt_value values[] = {
	    STMT_I64(":record", (int64_t)group->entry.record),
	    STMT_I64(":first", group->old_first_us),
	    STMT_I64(":last", group->old_last_us),
	    STMT_I64(":key", (int64_t)group->entry.key),
	};
	int64_t first_us = group->old_first_us, last_us = group->old_last_us;

	if (repeat_said(&settle->import->repeat, group->old_id,
		group->entry.first_us, group->entry.last_us, err) != 0)
		return -1;
	widen(&first_us, &last_us, group->entry.first_us, group->entry.last_us);
	if (first_us == group->old_first_us && last_us == group->old_last_us)
		return 0;
	settle->kept[settle->n_kept++] = (struct tables_new_key){
	    .id = group->old_id,
	    .first = group->old_first_us,
	    .second = group->old_last_us,
	};
	values[1].number = first_us;
	values[2].number = last_us;
	if (group->is_first)
		return stmt_exec(settle->import->store, "widen_first", values,
		    STMT_COUNT(values) - 1, err);
	return stmt_exec(settle->import->store, "widen_observation", values,
	    STMT_COUNT(values), err);
}

/* The first row that was appended for the record stays. */
static int
take_row(struct settle *settle, struct record_group *record, int64_t id,
    struct err *err)
{
	if (record->id > 0)
		return drop_record(settle, id, err);
	record->id = id;
	return 0;
}

static int
settle_one_said(
    struct settle *settle, const struct said_group *group, struct err *err)
{
	struct store_import *import = settle->import;
	const struct import_said *entry = &group->entry;
	struct record_group *record = &settle->records[group->record];
	bool counts = (entry->flags & BATCH_COUNTS) != 0;

	if (take_row(settle, record, entry->record_id, err) != 0)
		return -1;
	if (group->is_known) {
		import->counts.rows_same += counts;
		return settle_known_said(settle, group, err);
	}
	record->counted += counts;
	record->is_news |= (entry->flags & BATCH_EMPTY) == 0;
	if (!record->is_known && !record->has_first) {
		record->has_first = true;
		record->said = entry->said_id;
		record->said_key = entry->key;
		record->said_check = entry->check;
		record->first_us = entry->first_us;
		record->last_us = entry->last_us;
		return 0;
	}
	settle->news[settle->n_news++] = (struct tables_new_key){
	    .record = entry->record,
	    .key = entry->key,
	    .check = entry->check,
	    .id = entry->said_id,
	    .first = entry->first_us,
	    .second = entry->last_us,
	};
	return 0;
}

static int
settle_one_record(
    struct settle *settle, const struct record_group *group, struct err *err)
{
	struct store_import_counts *counts = &settle->import->counts;

	if (group->is_known) {
		counts->records_changed += group->is_news;
		counts->records_same += !group->is_news;
		counts->rows_changed += group->counted;
		return drop_record(settle, group->id, err);
	}
	counts->records_new++;
	counts->rows_new += group->counted > 0;
	counts->rows_changed += group->counted > 0 ? group->counted - 1 : 0;
	settle->news[settle->n_news++] = (struct tables_new_key){
	    .key = group->key,
	    .check = group->check,
	    .id = group->id,
	    .first = group->first_us,
	    .second = group->last_us,
	    .said = group->said,
	    .said_key = group->said_key,
	    .said_check = group->said_check,
	};
	return 0;
}

/* The records come in the order of their keys: what lies between them is not
 * in the file. */
static int
settle_presence(struct settle *settle, size_t n, struct err *err)
{
	struct store_import *import = settle->import;

	if (import->snapshot == 0 || n == 0)
		return 0;
	if (wait_room(import, err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		import->wanted[i] = (struct tables_wanted){
		    settle->records[i].key, 0, (uint32_t)i};
	tables_show(import->store, TABLES_WANTED, import->wanted, n);
	return snapshot_take(import, (int64_t)settle->records[n - 1].key, err);
}

/* All is known of the first ${n} records. */
static int
close_records(struct settle *settle, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (settle_one_record(settle, &settle->records[i], err) != 0)
			return -1;
	if (settle_presence(settle, n, err) != 0)
		return -1;
	settle->n_records -= n;
	if (n > 0 && settle->n_records > 0)
		settle->records[0] = settle->records[n];
	return add_news(settle, "add_record_keys", "record ids", err);
}

/* The last record may go on in the next chunk. */
static int
settle_said_chunk(struct settle *settle, bool is_last, struct err *err)
{
	size_t begin = settle->n_records;

	if (group_records(settle, err) != 0 ||
	    find_known_records(settle, begin, err) != 0 ||
	    find_known_said(settle, err) != 0)
		return -1;
	for (size_t i = 0; i < settle->n; i++)
		if (settle_one_said(settle, &settle->said[i], err) != 0)
			return -1;
	settle->n = 0;
	if (add_kept(settle, "keep_own_times", err) != 0 ||
	    add_news(settle, "add_observation_keys", "statements", err) != 0)
		return -1;
	if (settle->n_records == 0)
		return 0;
	return close_records(settle, settle->n_records - !is_last, err);
}

/* The first that brings more than other times stays. */
static int
join_said(struct settle *settle, struct said_group *group,
    const struct import_said *entry, struct err *err)
{
	int64_t first_us = group->entry.first_us;
	int64_t last_us = group->entry.last_us;
	bool brings = (entry->flags & IMPORT_WIDENS) == 0;

	if (group->entry.check != entry->check)
		return import_collision("statements", err);
	widen(&first_us, &last_us, entry->first_us, entry->last_us);
	if (brings && group->has_entry) {
		settle->import->counts.rows_same +=
		    (entry->flags & BATCH_COUNTS) != 0;
		if (drop_said(settle, entry->said_id, err) != 0)
			return -1;
		if (drop_record(settle, entry->record_id, err) != 0)
			return -1;
	} else if (brings) {
		group->entry = *entry;
		group->has_entry = true;
	}
	group->entry.first_us = first_us;
	group->entry.last_us = last_us;
	return 0;
}

static int
settle_said(struct settle *settle, struct err *err)
{
	struct sorter *sorter = settle->import->said;
	const void *next;

	if (sorter_finish(sorter, err) != 0)
		return -1;
	settle->said = malloc(CHUNK * sizeof(*settle->said));
	settle->records = malloc((CHUNK + 1) * sizeof(*settle->records));
	if (settle->said == NULL || settle->records == NULL)
		return err_nomem(err);
	for (;;) {
		const struct import_said *entry;
		struct said_group *last =
		    settle->n == 0 ? NULL : &settle->said[settle->n - 1];

		if (sorter_next(sorter, &next, err) != 0)
			return -1;
		if ((entry = next) == NULL)
			return settle_said_chunk(settle, true, err);
		if (last != NULL && last->entry.record == entry->record &&
		    last->entry.key == entry->key) {
			if (join_said(settle, last, entry, err) != 0)
				return -1;
			continue;
		}
		if (settle->n == CHUNK &&
		    settle_said_chunk(settle, false, err) != 0)
			return -1;
		settle->said[settle->n++] = (struct said_group){
		    .entry = *entry,
		    .has_entry = (entry->flags & IMPORT_WIDENS) == 0,
		};
	}
}

int
settle_all(struct store_import *import, struct err *err)
{
	struct settle settle = {.import = import};
	int rc = -1;

	settle.news = malloc((CHUNK + 1) * sizeof(*settle.news));
	settle.kept = malloc(CHUNK * sizeof(*settle.kept));
	if (settle.news == NULL || settle.kept == NULL) {
		rc = err_nomem(err);
	} else if (settle_said(&settle, err) == 0 &&
	    settle_events(&settle, err) == 0) {
		rc = 0;
	}
	free(settle.news);
	free(settle.kept);
	free(settle.events);
	free(settle.said);
	free(settle.records);
	return rc;
}
