#include <stdlib.h>

#include "base/array.h"
#include "store/db.h"
#include "store/repeat.h"
#include "store/retract.h"
#include "store/stmt.h"

/* An observation that the import made or repeated. */
struct said {
	int64_t id;
	bool is_own;                   /* it was the first to say so */
	int64_t heir;                  /* who says so now; 0 = nobody */
	int64_t heir_first, heir_last; /* and when */
	int64_t first_us, last_us;     /* of all others that repeated it */
};

struct retracting {
	struct store *store;
	struct retract_counts *counts;
	struct said *said; /* by id */
	size_t n, cap;
};

static int
add(struct retracting *r, int64_t id, bool is_own, struct err *err)
{
	if (array_grow(&r->said, &r->cap, r->n + 1, sizeof(*r->said), err) != 0)
		return -1;
	r->said[r->n++] = (struct said){.id = id,
	    .is_own = is_own,
	    .first_us = CANON_NO_TIME,
	    .last_us = CANON_NO_TIME};
	return 0;
}

static int
add_repeated(void *data, const struct repeat_entry *entry, struct err *err)
{
	return add(data, entry->id, false, err);
}

static int
load_own(struct retracting *r, int64_t import, struct err *err)
{
	const struct stmt_value value = STMT_I64(":import", import);
	sqlite3_stmt *stmt =
	    stmt_open(r->store, "retract_observations", &value, 1, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 &&
	    (rc = stmt_step(r->store, stmt, &has_row, err)) == 0 && has_row)
		rc = add(r, sqlite3_column_int64(stmt, 0), true, err);
	stmt_close(stmt);
	return rc;
}

/* What is its own stands first. */
static int
by_id(const void *left, const void *right)
{
	const struct said *a = left, *b = right;

	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return (int)b->is_own - (int)a->is_own;
}

/* What it had repeated became its own where another was taken back. */
static int
load(struct retracting *r, int64_t import, struct err *err)
{
	size_t n = 0;

	if (load_own(r, import, err) != 0 ||
	    repeat_read(r->store, REPEAT_SAID, import, add_repeated, r, err) !=
		0)
		return -1;
	if (r->n > 1)
		qsort(r->said, r->n, sizeof(*r->said), by_id);
	for (size_t i = 0; i < r->n; i++)
		if (n == 0 || r->said[n - 1].id != r->said[i].id)
			r->said[n++] = r->said[i];
	r->n = n;
	return 0;
}

static int
compare_id(const void *key, const void *item)
{
	int64_t id = *(const int64_t *)key;
	const struct said *said = item;

	return (id > said->id) - (id < said->id);
}

static void
widen(struct said *said, int64_t first_us, int64_t last_us)
{
	if (first_us != CANON_NO_TIME &&
	    (said->first_us == CANON_NO_TIME || first_us < said->first_us))
		said->first_us = first_us;
	if (last_us > said->last_us)
		said->last_us = last_us; /* CANON_NO_TIME is the smallest */
}

/* Others come in the order of their imports: the first inherits. */
static int
hear(void *data, const struct repeat_entry *entry, struct err *err)
{
	struct retracting *r = data;
	struct said *said = r->n == 0
	    ? NULL
	    : bsearch(&entry->id, r->said, r->n, sizeof(*r->said), compare_id);

	(void)err;
	if (said == NULL)
		return 0;
	if (said->heir == 0) {
		said->heir = entry->import;
		said->heir_first = entry->first_us;
		said->heir_last = entry->last_us;
	}
	widen(said, entry->first_us, entry->last_us);
	return 0;
}

/* --- what becomes of it --- */

static struct stmt_value
time_value(const char *name, int64_t us)
{
	return (struct stmt_value){name, us, {NULL, 0},
	    us == CANON_NO_TIME ? STMT_TEXT_OR_NULL : STMT_NUMBER};
}

/* Which of the key tables has it: see record_key in the schema. */
struct place {
	int64_t record, key;
	bool is_first;
};

static int
set_times(struct retracting *r, const struct place *place,
    const struct said *said, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":record", place->record),
	    time_value(":first", said->first_us),
	    time_value(":last", said->last_us),
	    STMT_I64(":key", place->key),
	};

	if (place->is_first)
		return stmt_exec(r->store, "widen_first", values,
		    STMT_COUNT(values) - 1, err);
	return stmt_exec(
	    r->store, "widen_observation", values, STMT_COUNT(values), err);
}

static int
drop_key(struct retracting *r, const struct place *place, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":record", place->record), STMT_I64(":key", place->key)};

	if (place->is_first)
		return stmt_exec(
		    r->store, "retract_drop_first", values, 1, err);
	return stmt_exec(r->store, "retract_drop_observation_key", values,
	    STMT_COUNT(values), err);
}

static int
drop(struct retracting *r, const struct place *place, const struct said *said,
    struct err *err)
{
	r->counts->observations++;
	if (drop_key(r, place, err) != 0 ||
	    retract_exec(r->store, "retract_drop_own", ":id", said->id, err) !=
		0)
		return -1;
	return retract_exec(r->store, "drop_observation", ":id", said->id, err);
}

static int
give(struct retracting *r, const struct place *place, const struct said *said,
    struct err *err)
{
	const struct stmt_value to[] = {
	    STMT_I64(":id", said->id), STMT_I64(":heir", said->heir)};
	const struct stmt_value own[] = {STMT_I64(":id", said->id),
	    time_value(":first", said->heir_first),
	    time_value(":last", said->heir_last)};

	r->counts->kept++;
	if (stmt_exec(r->store, "retract_give_observation", to, STMT_COUNT(to),
		err) != 0 ||
	    stmt_exec(r->store, "retract_set_own", own, STMT_COUNT(own), err) !=
		0)
		return -1;
	return set_times(r, place, said, err);
}

/* Of what it only repeated, no more than the times can change. */
static int
settle_one(struct retracting *r, struct said *said, struct err *err)
{
	const struct stmt_value value = STMT_I64(":id", said->id);
	sqlite3_stmt *stmt =
	    stmt_open(r->store, "retract_observation", &value, 1, err);
	int64_t first_us = CANON_NO_TIME, last_us = CANON_NO_TIME;
	struct place place = {0};
	bool has_row = false, has_widened = false;
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(r->store, stmt, &has_row, err);
	if (rc == 0 && has_row) {
		place.key = sqlite3_column_int64(stmt, 0);
		has_widened = sqlite3_column_int(stmt, 1) != 0;
		first_us = stmt_i64_or(stmt, 2, CANON_NO_TIME);
		last_us = stmt_i64_or(stmt, 3, CANON_NO_TIME);
		place.record = sqlite3_column_int64(stmt, 4);
		place.is_first = sqlite3_column_int(stmt, 5) != 0;
	}
	stmt_close(stmt);
	if (rc != 0 || !has_row)
		return rc;
	if (said->is_own)
		return said->heir == 0 ? drop(r, &place, said, err)
				       : give(r, &place, said, err);
	if (!has_widened)
		return 0;
	widen(said, first_us, last_us);
	return set_times(r, &place, said, err);
}

/* A record is what was said of it. */
static int
settle_records(struct retracting *r, int64_t import, struct err *err)
{
	const struct stmt_value value = STMT_I64(":import", import);
	bool has_row = true;
	sqlite3_stmt *stmt;
	int rc = 0;

	if (retract_exec(r->store, "retract_give_records", ":import", import,
		err) != 0 ||
	    retract_exec(r->store, "retract_drop_record_keys", ":import",
		import, err) != 0)
		return -1;
	stmt = stmt_open(r->store, "retract_drop_records", &value, 1, err);
	if (stmt == NULL)
		return -1;
	while ((rc = stmt_step(r->store, stmt, &has_row, err)) == 0 && has_row)
		r->counts->records++;
	stmt_close(stmt);
	return rc;
}

int
retract_said(struct store *store, int64_t import, struct retract_counts *counts,
    struct err *err)
{
	struct retracting r = {.store = store, .counts = counts};
	int rc = load(&r, import, err);

	if (rc == 0)
		rc = repeat_read_others(
		    store, REPEAT_SAID, import, hear, &r, err);
	for (size_t i = 0; rc == 0 && i < r.n; i++)
		rc = settle_one(&r, &r.said[i], err);
	if (rc == 0)
		rc = settle_records(&r, import, err);
	free(r.said);
	return rc;
}
