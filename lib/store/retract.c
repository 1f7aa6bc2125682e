#include "store/retract.h"
#include "base/buf.h"
#include "store/db.h"
#include "store/stmt.h"
#include "store/tables.h"

struct found {
	bool is_there, is_snapshot, is_undone;
};

int
retract_exec(struct store *store, const char *name, const char *parameter,
    int64_t number, struct err *err)
{
	const struct stmt_value value = STMT_I64(parameter, number);

	return stmt_exec(store, name, &value, 1, err);
}

/* --- may it be? --- */

static int
find_import(
    struct store *store, int64_t import, struct found *found, struct err *err)
{
	const struct stmt_value value = STMT_I64(":import", import);
	sqlite3_stmt *stmt = stmt_open(store, "retract_find", &value, 1, err);
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(store, stmt, &found->is_there, err);
	if (rc == 0 && found->is_there) {
		found->is_snapshot = sqlite3_column_int(stmt, 0) != 0;
		found->is_undone = sqlite3_column_int(stmt, 1) != 0;
	}
	stmt_close(stmt);
	return rc;
}

/* Newest first, as they can be taken back one after the other. */
static int
check_snapshots(struct store *store, int64_t import, struct err *err)
{
	const struct stmt_value value = STMT_I64(":import", import);
	sqlite3_stmt *stmt =
	    stmt_open(store, "retract_later_snapshots", &value, 1, err);
	struct buf names = {0};
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
	    has_row)
		buf_printf(&names, "%s%lld", names.len > 0 ? ", " : "",
		    (long long)stmt_i64_or(stmt, 0, 0));
	stmt_close(stmt);
	if (rc == 0)
		rc = buf_check(&names, err);
	if (rc == 0 && names.len > 0)
		rc = err_set(err, ERR_UNAVAILABLE,
		    "import %lld cannot be undone before later snapshots of "
		    "its source, in this order: %.400s",
		    (long long)import, buf_text(&names));
	buf_clear(&names);
	return rc;
}

static int
check(struct store *store, int64_t import, struct found *found, struct err *err)
{
	if (find_import(store, import, found, err) != 0)
		return -1;
	if (!found->is_there)
		return err_set(
		    err, ERR_NO, "there is no import %lld", (long long)import);
	if (found->is_undone)
		return err_set(err, ERR_NO, "import %lld was undone already",
		    (long long)import);
	return check_snapshots(store, import, err);
}

/* --- what is neither record nor event --- */

static int
undo_snapshot(struct store *store, int64_t import, struct err *err)
{
	static const char *const names[] = {"retract_presence_gone",
	    "retract_presence_again", "retract_snapshot_back",
	    "retract_snapshot_gone"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (retract_exec(store, names[i], ":import", import, err) != 0)
			return -1;
	return 0;
}

/* A kind that nobody says any more is guessed by the name again. */
static int
guess_channels(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt =
	    stmt_open(store, "retract_guessed_channels", NULL, 0, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		const struct stmt_value values[] = {
		    STMT_I64(":id", stmt_i64_or(stmt, 0, 0)),
		    STMT_I64(":kind", canon_default_kind(stmt_span(stmt, 1))),
		};

		rc = stmt_exec(store, "retract_guess_channel", values,
		    STMT_COUNT(values), err);
	}
	stmt_close(stmt);
	return rc;
}

static int
undo_channels(struct store *store, int64_t import, struct err *err)
{
	if (retract_exec(store, "retract_channels", ":import", import, err) !=
		0 ||
	    stmt_exec(store, "retract_drop_shapes", NULL, 0, err) != 0 ||
	    stmt_exec(store, "retract_drop_channels", NULL, 0, err) != 0)
		return -1;
	return guess_channels(store, err);
}

static int
mark(struct store *store, int64_t import, int64_t now_us, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":import", import), STMT_I64(":at", now_us)};
	int64_t is_empty = 0;

	if (stmt_exec(store, "retract_mark", values, STMT_COUNT(values), err) !=
		0 ||
	    stmt_number(store, "retract_is_empty", NULL, 0, &is_empty, err) !=
		0)
		return -1;
	return is_empty == 0 ? 0
			     : stmt_exec(store, "retract_zone", NULL, 0, err);
}

static int
undo_all(struct store *store, int64_t import, int64_t now_us,
    struct retract_counts *counts, struct err *err)
{
	struct found found = {0};

	if (check(store, import, &found, err) != 0)
		return -1;
	if (found.is_snapshot && undo_snapshot(store, import, err) != 0)
		return -1;
	if (retract_events(store, import, counts, err) != 0 ||
	    retract_said(store, import, counts, err) != 0)
		return -1;
	if (retract_exec(store, "retract_repeats", ":import", import, err) !=
		0 ||
	    undo_channels(store, import, err) != 0)
		return -1;
	return mark(store, import, now_us, err);
}

int
retract_import(struct store *store, int64_t import, int64_t now_us,
    struct retract_counts *counts, struct err *err)
{
	*counts = (struct retract_counts){0};
	if (store_begin(store, err) != 0)
		return -1;
	if (undo_all(store, import, now_us, counts, err) != 0) {
		store_rollback(store);
		return -1;
	}
	if (store_commit(store, err) != 0)
		return -1;
	return store_load_settings(store, err);
}
