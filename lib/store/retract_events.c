#include <stdlib.h>

#include "base/array.h"
#include "store/db.h"
#include "store/repeat.h"
#include "store/retract.h"
#include "store/stmt.h"

/* A row that the import made, whether it stands or not. */
struct row {
	int64_t id;
	int64_t key;  /* of its event */
	int64_t heir; /* who says so now; 0 = nobody */
};

/* What one import says of an event with an id. */
struct version {
	int64_t key, id, import, updated_us;
	uint64_t proof;
	bool stands;
};

struct retracting {
	struct store *store;
	struct retract_counts *counts;
	struct row *rows; /* by id */
	size_t n_rows, rows_cap;
	int64_t *keys; /* of events that have one of the rows; in order */
	size_t n_keys, keys_cap;
	struct version *past; /* of these, by key, import and id */
	size_t n_past, past_cap;
};

/* --- which events are touched --- */

static int
add_row(struct retracting *r, int64_t id, struct err *err)
{
	if (array_grow(&r->rows, &r->rows_cap, r->n_rows + 1, sizeof(*r->rows),
		err) != 0)
		return -1;
	r->rows[r->n_rows++] = (struct row){.id = id};
	return 0;
}

static int
load_rows(struct retracting *r, int64_t import, struct err *err)
{
	const struct stmt_value value = STMT_I64(":import", import);
	sqlite3_stmt *stmt =
	    stmt_open(r->store, "retract_events", &value, 1, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 &&
	    (rc = stmt_step(r->store, stmt, &has_row, err)) == 0 && has_row)
		rc = add_row(r, sqlite3_column_int64(stmt, 0), err);
	stmt_close(stmt);
	return rc;
}

static int
compare_row(const void *key, const void *item)
{
	int64_t id = *(const int64_t *)key;
	const struct row *row = item;

	return (id > row->id) - (id < row->id);
}

static struct row *
find_row(const struct retracting *r, int64_t id)
{
	if (r->n_rows == 0)
		return NULL;
	return bsearch(&id, r->rows, r->n_rows, sizeof(*r->rows), compare_row);
}

static int
compare_keys(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

static int
load_keys(struct retracting *r, struct err *err)
{
	sqlite3_stmt *stmt =
	    stmt_open(r->store, "retract_event_keys", NULL, 0, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;
	size_t n = 0;

	while (rc == 0 &&
	    (rc = stmt_step(r->store, stmt, &has_row, err)) == 0 && has_row) {
		struct row *row = find_row(r, sqlite3_column_int64(stmt, 1));

		if (row == NULL)
			continue;
		row->key = sqlite3_column_int64(stmt, 0);
		rc = array_grow(&r->keys, &r->keys_cap, r->n_keys + 1,
		    sizeof(*r->keys), err);
		if (rc == 0)
			r->keys[r->n_keys++] = row->key;
	}
	stmt_close(stmt);
	if (r->n_keys > 1)
		qsort(r->keys, r->n_keys, sizeof(*r->keys), compare_keys);
	for (size_t i = 0; i < r->n_keys; i++)
		if (n == 0 || r->keys[n - 1] != r->keys[i])
			r->keys[n++] = r->keys[i];
	r->n_keys = n;
	return rc;
}

/* --- what else was said of these --- */

static int
add_past(struct retracting *r, sqlite3_stmt *stmt, struct err *err)
{
	int64_t key = sqlite3_column_int64(stmt, 0);

	if (r->n_keys == 0 ||
	    bsearch(&key, r->keys, r->n_keys, sizeof(*r->keys), compare_keys) ==
		NULL)
		return 0;
	if (array_grow(&r->past, &r->past_cap, r->n_past + 1, sizeof(*r->past),
		err) != 0)
		return -1;
	r->past[r->n_past++] = (struct version){
	    .key = key,
	    .id = sqlite3_column_int64(stmt, 1),
	    .proof = (uint64_t)sqlite3_column_int64(stmt, 2),
	    .updated_us = stmt_i64_or(stmt, 3, CANON_NO_TIME),
	    .import = sqlite3_column_int64(stmt, 4),
	};
	return 0;
}

static int
load_past(struct retracting *r, struct err *err)
{
	sqlite3_stmt *stmt =
	    stmt_open(r->store, "retract_versions_past", NULL, 0, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	r->n_past = 0;
	while (rc == 0 &&
	    (rc = stmt_step(r->store, stmt, &has_row, err)) == 0 && has_row)
		rc = add_past(r, stmt, err);
	stmt_close(stmt);
	return rc;
}

static int
find_live(struct retracting *r, int64_t key, struct version *live, bool *has_id,
    struct err *err)
{
	const struct stmt_value value = STMT_I64(":key", key);
	sqlite3_stmt *stmt =
	    stmt_open(r->store, "retract_version", &value, 1, err);
	bool has_row;
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(r->store, stmt, &has_row, err);
	if (rc == 0 && has_row)
		*live = (struct version){
		    .key = key,
		    .id = sqlite3_column_int64(stmt, 0),
		    .proof = (uint64_t)sqlite3_column_int64(stmt, 1),
		    .updated_us = stmt_i64_or(stmt, 2, CANON_NO_TIME),
		    .import = stmt_i64_or(stmt, 3, 0),
		    .stands = stmt_i64_or(stmt, 3, 0) != 0,
		};
	*has_id = rc == 0 && has_row && sqlite3_column_int(stmt, 4) != 0;
	stmt_close(stmt);
	return rc;
}

static int
compare_version(const void *key, const void *item)
{
	int64_t wanted = *(const int64_t *)key;
	const struct version *version = item;

	return (wanted > version->key) - (wanted < version->key);
}

/* Did this import say something else of the event, after it had repeated what
 * the row says? What it said last counts. */
static int
says_else(struct retracting *r, const struct row *row, int64_t import,
    bool *answer, struct err *err)
{
	const struct version *past = r->n_past == 0
	    ? NULL
	    : bsearch(&row->key, r->past, r->n_past, sizeof(*r->past),
		  compare_version);
	const struct version *end = r->past + r->n_past;
	struct version live = {0};
	bool has_id;

	*answer = false;
	if (past == NULL)
		return 0;
	while (past > r->past && past[-1].key == row->key)
		past--;
	for (; past < end && past->key == row->key; past++)
		if (past->import == import && past->id != row->id)
			*answer = true;
	if (find_live(r, row->key, &live, &has_id, err) != 0)
		return -1;
	if (live.import == import && live.id != row->id)
		*answer = true;
	return 0;
}

/* Others come in the order of their imports: the first inherits. */
static int
hear(void *data, const struct repeat_entry *entry, struct err *err)
{
	struct row *row = find_row(data, entry->id);
	bool is_else;

	if (row == NULL || row->heir != 0)
		return 0;
	if (says_else(data, row, entry->import, &is_else, err) != 0)
		return -1;
	if (!is_else)
		row->heir = entry->import;
	return 0;
}

/* --- its rows go, or become another's --- */

static int
drop_row(struct retracting *r, int64_t id, struct err *err)
{
	static const char *const names[] = {"drop_event", "drop_detail",
	    "retract_drop_past", "retract_drop_detail_past"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (retract_exec(r->store, names[i], ":id", id, err) != 0)
			return -1;
		/* A version that was set aside is no event. */
		if (i == 0)
			r->counts->events += sqlite3_changes(r->store->db);
	}
	return 0;
}

static int
give_row(struct retracting *r, const struct row *row, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":id", row->id), STMT_I64(":heir", row->heir)};

	r->counts->kept++;
	if (stmt_exec(r->store, "retract_give_event", values, 2, err) != 0)
		return -1;
	return stmt_exec(r->store, "retract_give_past", values, 2, err);
}

static int
settle_rows(struct retracting *r, struct err *err)
{
	for (size_t i = 0; i < r->n_rows; i++) {
		const struct row *row = &r->rows[i];

		if ((row->heir == 0 ? drop_row(r, row->id, err)
				    : give_row(r, row, err)) != 0)
			return -1;
	}
	return stmt_exec(r->store, "retract_drop_more", NULL, 0, err);
}

/* --- and of what is left of an event something stands --- */

/* The same rule as that of an import, see settle_known_event. */
static bool
replaces(const struct version *later, const struct version *earlier)
{
	if (earlier == NULL)
		return true;
	if (later->proof == earlier->proof)
		return false;
	return later->updated_us == CANON_NO_TIME ||
	    earlier->updated_us == CANON_NO_TIME ||
	    later->updated_us >= earlier->updated_us;
}

static bool
is_before(const struct version *a, const struct version *b)
{
	return a->import != b->import ? a->import < b->import : a->id < b->id;
}

/* What stands after one import after another said its version; ${live} is the
 * one that stood until now, if its row is left. */
static const struct version *
fold(const struct version *past, size_t n, const struct version *live)
{
	const struct version *best = NULL;
	size_t i = 0;

	while (i < n || live != NULL) {
		const struct version *next;

		if (i == n || (live != NULL && is_before(live, &past[i]))) {
			next = live;
			live = NULL;
		} else {
			next = &past[i++];
		}
		if (replaces(next, best))
			best = next;
	}
	return best;
}

static int
set_aside(struct retracting *r, const struct version *live, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":id", live->id),
	    STMT_I64(":key", live->key),
	    STMT_I64(":proof", (int64_t)live->proof),
	    {":extra", live->updated_us, {NULL, 0},
		live->updated_us == CANON_NO_TIME ? STMT_TEXT_OR_NULL
						  : STMT_NUMBER}};

	if (stmt_exec(
		r->store, "keep_event", values, STMT_COUNT(values), err) != 0 ||
	    stmt_exec(r->store, "keep_detail", values, 1, err) != 0 ||
	    stmt_exec(r->store, "drop_event", values, 1, err) != 0)
		return -1;
	return stmt_exec(r->store, "drop_detail", values, 1, err);
}

static int
restore(struct retracting *r, const struct version *past, struct err *err)
{
	static const char *const names[] = {"retract_restore_event",
	    "retract_restore_detail", "retract_drop_past",
	    "retract_drop_detail_past"};
	const struct stmt_value values[] = {STMT_I64(":key", past->key),
	    STMT_I64(":event", past->id),
	    STMT_I64(":proof", (int64_t)past->proof),
	    {":updated", past->updated_us, {NULL, 0},
		past->updated_us == CANON_NO_TIME ? STMT_TEXT_OR_NULL
						  : STMT_NUMBER}};

	r->counts->restored++;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (retract_exec(r->store, names[i], ":id", past->id, err) != 0)
			return -1;
	return stmt_exec(
	    r->store, "change_event_key", values, STMT_COUNT(values), err);
}

static int
settle_versions(struct retracting *r, const struct version *past, size_t n,
    const struct version *live, struct err *err)
{
	const struct version *best = fold(past, n, live);

	if (best == NULL || best == live)
		return 0;
	if (live == NULL)
		r->counts->events--; /* its row went, but it is there */
	else if (set_aside(r, live, err) != 0)
		return -1;
	return restore(r, best, err);
}

/* Equal events without an id: how many rows are left? */
static int
count_rows(struct retracting *r, int64_t key, struct err *err)
{
	struct stmt_value values[] = {
	    STMT_I64(":key", key), {":count", 0, {NULL, 0}, STMT_TEXT_OR_NULL}};
	int64_t more = 0;

	if (stmt_number(
		r->store, "retract_count_more", values, 1, &more, err) != 0)
		return -1;
	if (more > 0)
		values[1] = (struct stmt_value)STMT_I64(":count", more + 1);
	return stmt_exec(r->store, "count_event_key", values, 2, err);
}

static int
settle_key(struct retracting *r, int64_t key, const struct version *past,
    size_t n, struct err *err)
{
	struct version live = {0};
	bool has_id;

	if (find_live(r, key, &live, &has_id, err) != 0)
		return -1;
	if (live.stands && !has_id)
		return count_rows(r, key, err);
	if (!live.stands && n == 0)
		return retract_exec(
		    r->store, "retract_drop_key", ":key", key, err);
	return settle_versions(r, past, n, live.stands ? &live : NULL, err);
}

static int
settle_keys(struct retracting *r, struct err *err)
{
	size_t at = 0, end;

	for (size_t i = 0; i < r->n_keys; i++, at = end) {
		for (end = at;
		     end < r->n_past && r->past[end].key == r->keys[i]; end++)
			;
		if (settle_key(r, r->keys[i], r->past + at, end - at, err) != 0)
			return -1;
	}
	return 0;
}

int
retract_events(struct store *store, int64_t import,
    struct retract_counts *counts, struct err *err)
{
	struct retracting r = {.store = store, .counts = counts};
	int rc = -1;

	if (load_rows(&r, import, err) == 0 && load_keys(&r, err) == 0 &&
	    load_past(&r, err) == 0 &&
	    repeat_read_others(store, REPEAT_EVENT, import, hear, &r, err) ==
		0 &&
	    settle_rows(&r, err) == 0 && load_past(&r, err) == 0)
		rc = settle_keys(&r, err);
	free(r.rows);
	free(r.keys);
	free(r.past);
	return rc;
}
